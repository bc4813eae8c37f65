"""Static files: addresses that hold a hash, what is served there, and what is not."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from flask import url_for

from moviefy.web.delivery.assets import A_YEAR, Assets

PAGES = ("/", "/live", "/upload", "/movies?mood=happy", "/about", "/api/docs", "/nothing")


@pytest.fixture
def assets(tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.js").write_text("export const a = 1;\n", "utf-8")
    (tmp_path / "words.txt").write_bytes(b"words")
    return Assets(tmp_path)


def addresses(page):
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)


def test_an_address_holds_the_hash_of_the_content(assets):
    asset = assets.get("words.txt")
    assert asset.hashed_name == f"words.{hashlib.sha256(b'words').hexdigest()[:12]}.txt"
    assert assets.find(asset.hashed_name) is asset
    assert Assets(assets.folder).find(asset.hashed_name).content == b"words"


def test_another_content_has_another_address(assets):
    before = assets.get("js/a.js").hashed_name
    (assets.folder / "js" / "a.js").write_text("export const a = 2;\n", "utf-8")
    after = Assets(assets.folder)
    assert after.get("js/a.js").hashed_name != before
    assert after.find(before) is None


@pytest.mark.parametrize(
    "name", ["", "js", "b.js", "../words.txt", "/etc/passwd", "js/../../x", "js/a.000000000000.js", "\0"]
)
def test_what_is_not_there_has_no_address(assets, name):
    assert assets.get(name) is None
    assert assets.find(name) is None


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_for_hashed_addresses_and_may_keep_them_for_a_year(client, page):
    found = addresses(client.get(page))
    assert any(address.endswith(".css") for address in found)
    for address in found:
        answer = client.get(address)
        assert answer.status_code == 200
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address)
        assert answer.headers["Cache-Control"] == A_YEAR
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}
        assert answer.mimetype == kinds[address.rpartition(".")[2]]


def test_the_address_of_an_earlier_version_is_gone(client):
    address = next(one for one in addresses(client.get("/live")) if one.endswith(".js"))
    other = re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", address)
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 2000 + "a", "%00"], ids=["long", "deep", "no letter"])
def test_names_that_no_file_can_have_are_not_there(client, name):
    assert client.get(f"/static/{name}.000000000000.js").status_code == 404
    assert client.get(f"/static/{name}").status_code == 404


def test_the_files_as_they_lie_are_there_too(client):
    with client.get("/static/js/live.js") as answer:
        assert answer.status_code == 200
        assert 'import { all, byId } from "./elements.js";' in answer.text
        assert "max-age=600" in answer.headers["Cache-Control"]


def test_addresses_with_a_hash_serve_joined_scripts(app):
    with app.test_request_context():
        address = url_for("static", filename="js/live.js")
    text = app.test_client().get(urlsplit(address).path).text
    assert "class FilmMemory" in text
    assert "import {" not in text


def test_a_name_that_is_no_file_keeps_its_plain_address(app):
    with app.test_request_context():
        assert url_for("static", filename="nothing.css") == "/static/nothing.css"
    assert app.test_client().get("/static/nothing.css").status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "/movies", "/movies/life-is-beautiful-1997", "/mine", "/together"])
def test_scripts_and_styles_of_a_page_are_few_and_small(client, page):
    """`bench/delivery.py` has the same limit with headers, and the rest of what a browser loads."""
    code = [one for one in addresses(client.get(page)) if one.endswith((".js", ".css"))]
    assert len(code) <= 4
    assert sum(len(client.get(one, headers={"Accept-Encoding": "br"}).data) for one in code) <= 28_000
