"""What browsers and search engines ask of a site, and the data about a film."""

import json
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from moviefy.config import PROJECT_ROOT
from moviefy.movies.recommend.recommender import Recommender
from moviefy.web.pages.site import INDEXED, SHELL
from tests.movie_tables import catalog_of, film

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def shell(client):
    return json.loads(re.match(r"const SHELL = (\{.*\});\n", client.get("/service-worker.js").text)[1])


def test_the_manifest_names_icons_of_the_size_that_they_have(client):
    page = client.get("/").text
    answer = client.get(re.search(r'<link rel="manifest" href="([^"]+)"', page)[1])
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.json
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        sent = client.get(icon["src"])
        assert sent.mimetype == icon["type"] == "image/png"
        name = re.sub(r"\.[0-9a-f]{12}\.", ".", icon["src"].removeprefix("/static/"))
        with Image.open(PROJECT_ROOT / "static" / name) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_the_touch_icon_has_no_transparent_corner(client):
    touch = re.search(r'<link rel="apple-touch-icon" href="([^"]+)"', client.get("/").text)[1]
    assert client.get(touch).status_code == 200
    for name in ("touch-icon.png", "icon-maskable.png"):
        with Image.open(PROJECT_ROOT / "static" / "img" / name) as picture:
            assert picture.convert("RGBA").getpixel((0, 0))[3] == 255


def test_the_service_worker_keeps_the_shell_and_the_offline_page_alone(client):
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    kept = shell(client)
    assert len(kept["files"]) == len(SHELL)
    assert all(re.fullmatch(r"/static/.+\.[0-9a-f]{12}\.\w+", name) for name in kept["files"])
    page = client.get(kept["offline"])
    assert page.status_code == 200
    loaded = re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="(/static/[^"]+)"', page.text)
    assert loaded
    assert set(loaded) <= set(kept["files"])


def test_another_shell_is_another_worker(client, monkeypatch):
    before = shell(client)["name"]
    assert shell(client)["name"] == before
    monkeypatch.setattr("moviefy.web.pages.site.SHELL", SHELL[:1])
    assert shell(client)["name"] != before


def test_robots_are_sent_to_the_sitemap_and_kept_from_what_is_no_page(client):
    answer = client.get("/robots.txt", base_url="http://films.localhost.example", headers={"Host": "localhost:99"})
    assert answer.mimetype == "text/plain"
    assert "Sitemap: http://localhost:99/sitemap.xml" in answer.text
    assert "Disallow: /api/v1/" in answer.text
    assert "Disallow: /\n" not in answer.text


def test_the_sitemap_has_the_pages_and_every_film_the_best_known_first(client, recommender):
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    found = [one.text for one in ElementTree.fromstring(answer.data).iter(f"{SITEMAP}loc")]
    assert found[: len(INDEXED)] == [f"http://localhost{path}" for path in INDEXED]
    films = [address.removeprefix("http://localhost/movies/") for address in found[len(INDEXED) :]]
    assert sorted(films) == sorted(recommender.catalog.ids)
    assert films[0] == recommender.catalog.ids[int(recommender.catalog.votes.argmax())]
    for path in (*INDEXED, f"/movies/{films[-1]}"):
        assert client.get(path).status_code == 200


def test_the_sitemap_is_never_longer_than_allowed(client, monkeypatch):
    monkeypatch.setattr("moviefy.web.pages.site.MAX_ADDRESSES", 20)
    assert client.get("/sitemap.xml").text.count("<loc>") == 20


def data_of(client, film_id):
    text = client.get(f"/movies/{film_id}").text
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])


def test_a_film_is_described_for_search_engines(client, recommender):
    movie = recommender.catalog.movie(recommender.catalog.row_of["life-is-beautiful-1997"])
    data = data_of(client, movie.id)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Movie")
    assert (data["name"], data["dateCreated"], data["description"]) == (movie.title, "1997", movie.logline)
    assert data["url"] == "http://localhost/movies/life-is-beautiful-1997"
    assert data["duration"] == f"PT{movie.runtime_minutes}M"
    assert data["director"] == [{"@type": "Person", "name": "Roberto Benigni"}]
    assert data["image"].startswith("http://localhost/")
    assert client.get(data["image"].removeprefix("http://localhost")).status_code == 200
    assert "aggregateRating" not in data


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- & \"quoted\" 'too'"])
def test_a_title_cannot_leave_the_data(build, title):
    client = build(recommender=Recommender(catalog_of(film(1, title=title)))).test_client()
    assert data_of(client, "f-1")["name"] == title
    assert "<script>alert" not in client.get("/movies/f-1").text
