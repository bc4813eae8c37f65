"""What is compressed for whom, and what never is."""

import gzip
import re
import sys

import brotli
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstd.decompress}
BROWSER = "gzip, deflate, br, zstd"


@pytest.mark.parametrize("kind", UNPACK)
@pytest.mark.parametrize(
    "page", ["/", "/movies?mood=sad&seed=3", "/api/v1/movies?mood=sad&seed=3", "/api/v1/openapi.json"]
)
def test_text_is_compressed_as_the_client_asks(client, page, kind):
    plain = client.get(page)
    small = client.get(page, headers={"Accept-Encoding": kind})
    assert small.headers["Content-Encoding"] == kind
    assert UNPACK[kind](small.data) == plain.data
    assert len(small.data) < 0.4 * len(plain.data)
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_pages_are_compressed_fast_and_scripts_far(client):
    page = client.get("/live", headers={"Accept-Encoding": BROWSER})
    assert page.headers["Content-Encoding"] == "zstd"
    script = re.search(r'src="(/static/js/live[^"]+)"', client.get("/live").text)[1]
    assert client.get(script, headers={"Accept-Encoding": BROWSER}).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "br;q=0, identity"}).headers
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "compress, ;q=x, ,"}).headers


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/movies?mood=none", "/static/img/favicon.svg"])
def test_small_answers_errors_and_plain_files_stay_as_they_are(client, path):
    with client.get(path, headers={"Accept-Encoding": BROWSER}) as answer:
        assert "Content-Encoding" not in answer.headers


def test_streams_stay_as_they_are(client):
    for path in ("/video_feed", "/events"):
        with client.get(path, headers={"Accept-Encoding": BROWSER}) as answer:
            assert answer.status_code == 200
            assert answer.is_streamed
            assert "Content-Encoding" not in answer.headers


def test_a_static_file_is_compressed_once(client, monkeypatch):
    address = re.search(r'href="(/static/css/base[^"]+)"', client.get("/").text)[1]
    first = {kind: client.get(address, headers={"Accept-Encoding": kind}) for kind in UNPACK}
    for kind in UNPACK:
        assert first[kind].headers["Content-Encoding"] == kind
        assert "Accept-Encoding" in first[kind].headers["Vary"]
    monkeypatch.setattr(brotli, "compress", None)
    monkeypatch.setattr("flask_compress.flask_compress._compress_data", None)
    for kind, unpack in UNPACK.items():
        again = client.get(address, headers={"Accept-Encoding": kind})
        assert again.data == first[kind].data
        assert unpack(again.data) == client.get(address).data
