"""Which pages a browser may keep, and that it is told when they change."""

import pytest

from moviefy.web.delivery.revalidation import REVALIDATED

SAME = ("/", "/live", "/upload", "/movies", "/about", "/privacy", "/api/docs", "/movies/life-is-beautiful-1997")
FOR_ONE = ("/movies?mood=sad", "/movies?mood=", "/upload?faces=x", "/nothing", "/api/v1/movies?mood=sad", "/healthz")


@pytest.mark.parametrize("encoding", ["identity", "br", "zstd", "gzip"])
@pytest.mark.parametrize("path", SAME)
def test_a_page_that_is_the_same_for_everybody_is_sent_once(client, path, encoding):
    first = client.get(path, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == REVALIDATED
    tags = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": encoding}
    again = client.get(path, headers=tags)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Content-Security-Policy"]
    assert client.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


@pytest.mark.parametrize("path", FOR_ONE)
def test_all_else_is_kept_nowhere(client, path):
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_the_tag_changes_with_the_page(build):
    shown = build(max_upload_bytes=1_000_000).test_client().get("/privacy").headers["ETag"]
    assert build(max_upload_bytes=2_000_000).test_client().get("/privacy").headers["ETag"] != shown


def test_a_photos_answer_is_kept_nowhere(client, post_image, jpeg):
    answer = post_image(client, jpeg, path="/upload")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
