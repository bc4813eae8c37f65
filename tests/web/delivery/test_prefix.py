"""The site under a path of its host: every address that it writes stands under that path, and answers there."""

import json
import re

import pytest

from moviefy.config import HostedConfig
from moviefy.web import create_app
from moviefy.web.delivery.prefix import rooted
from moviefy.web.services import Services
from tests.web.helpers import ScriptedPipeline, multipart

ROOT = "/films"
PAGES = (
    "/",
    "/live",
    "/upload",
    "/movies",
    "/movies?mood=happy&seed=1",
    "/mine",
    "/about",
    "/privacy",
    "/api/docs",
    "/no",
)
IN_PAGE = re.compile(r'(?:href|src|action|formaction|data-address|poster)="(/[^"]*)"')
OUTWARD = re.compile(r'(?:content|href)="(http://localhost[^"]*)"')
FORM = "multipart/form-data; boundary=frontier"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def under(build_once):
    """Asks an address under the path, as a proxy hands it on."""
    client = build_once.test_client()
    headers = {"X-Forwarded-Prefix": ROOT, "X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.7"}

    def ask(path, method="GET", **options):
        options["headers"] = headers | options.get("headers", {})
        return client.open(path, method=method, **options)

    return ask


@pytest.fixture(scope="module")
def build_once(recommender, compiled_templates):
    config = HostedConfig(secret_key="a secret for tests only", trusted_proxies=1)
    app = create_app(config, Services(config, pipeline=ScriptedPipeline(), recommender=recommender))
    app.jinja_env.bytecode_cache = compiled_templates
    return app


def film(under):
    return under("/api/v1/movies?mood=happy&seed=1").json["movies"][0]


def test_every_address_of_every_page_stands_under_the_path_and_answers(under, jpeg):
    texts = [under(path, headers=HTML).text for path in (*PAGES, f"/movies/{film(under)['id']}?mood=happy")]
    form = multipart([("image", "a.jpg", jpeg)])
    texts.append(under("/upload", "POST", data=form, content_type=FORM, headers=HTML).text)
    texts.append(under("/movies/fragment", "POST", json={"mood": "sad"}, headers=HTML).text)
    texts.append(under("/movies/suggestions?q=love", headers=HTML).text)
    for text in texts:
        if "<html" in text:
            assert f'data-root="{ROOT}"' in text
        assert all(address.startswith(f"http://localhost{ROOT}/") for address in OUTWARD.findall(text))
    addresses = {address.replace("&amp;", "&") for text in texts for address in IN_PAGE.findall(text)}
    assert len(addresses) > 60
    assert [address for address in addresses if not address.startswith(f"{ROOT}/")] == []
    for address in sorted(addresses)[::4]:
        path = address.removeprefix(ROOT)
        assert under(path, headers={"Accept": "*/*"}).status_code in (200, 400, 405), address  # forms have no field yet


def test_what_browsers_and_robots_read_stands_under_the_path(under):
    manifest = json.loads(under("/manifest.webmanifest").data)
    found = [manifest["id"], manifest["start_url"], manifest["scope"]]
    found += [one["src"] for one in manifest["icons"]] + [one["url"] for one in manifest["shortcuts"]]
    worker = under("/service-worker.js").text
    shell = json.loads(worker[worker.index("{") : worker.index(";\n")])
    assert shell["root"] == ROOT
    found += [shell["offline"], *shell["files"], film(under)["poster"]]
    assert [address for address in found if not address.startswith(f"{ROOT}/")] == []
    assert under("/robots.txt").text.count(ROOT) > 5
    assert "<loc>http://localhost/films/movies/" in under("/sitemap.xml").text


def test_a_language_is_kept_for_the_path_alone(under):
    answer = under("/language", "POST", data={"language": "de"})
    assert answer.headers["Location"].endswith(f"{ROOT}/")
    assert f"Path={ROOT}/" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("prefix", ['/"><script>', "/a b", "//evil.example", "/a\\b"])
def test_a_path_that_is_none_changes_no_page(under, prefix):
    text = under("/", headers={**HTML, "X-Forwarded-Prefix": prefix}).text
    assert "<script>" not in text
    assert "//evil.example" not in text
    assert 'href="/upload"' in text


@pytest.mark.parametrize("scheme", ["javascript", "\xff"])
def test_a_scheme_that_is_none_stands_in_no_address(under, scheme):
    text = under("/robots.txt", headers={"X-Forwarded-Proto": scheme}).text
    assert "Sitemap: http://localhost" in text


def test_without_a_trusted_proxy_the_header_says_nothing(client):
    assert 'href="/upload"' in client.get("/", headers={"X-Forwarded-Prefix": ROOT, **HTML}).text


def test_an_address_gets_the_path_once(build_once):
    with build_once.test_request_context("/", environ_overrides={"SCRIPT_NAME": ROOT}):
        assert [rooted(one) for one in ("/", "/live", "/films/live", "/filmsy")] == [
            "/films/",
            "/films/live",
            "/films/live",
            "/films/filmsy",
        ]
    assert rooted("/live") == "/live"


@pytest.mark.parametrize("host", ["films.example:8443", "films.example"])
def test_forms_are_accepted_with_the_host_that_the_documented_proxy_passes_on(under, jpeg, host):
    form = multipart([("image", "a.jpg", jpeg)])
    headers = {"Host": host, "Origin": f"https://{host}", "X-Forwarded-Proto": "https", **HTML}
    assert under("/upload", "POST", data=form, content_type=FORM, headers=headers).status_code == 200
