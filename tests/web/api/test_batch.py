"""Several pictures in one call, and the page and description to go with it."""

import pytest

from tests.web.helpers import assert_error_shape, multipart

PATH = "/api/v1/analyze/batch"
FORM = "multipart/form-data; boundary=frontier"


@pytest.fixture
def post():
    def post_images(client, images, path=PATH, **options):
        body = multipart([("image", f"{number}.jpg", data) for number, data in enumerate(images)])
        return client.post(path, data=body, content_type=FORM, **options)

    return post_images


def test_each_picture_is_answered_as_if_it_came_alone(client, post, post_image, jpeg):
    answer = post(client, [jpeg, jpeg], query_string={"seed": 5, "limit": 3, "goal": "lift"})
    assert answer.status_code == 200
    alone = post_image(client, jpeg, query_string={"seed": 5, "limit": 3, "goal": "lift"}).json
    assert answer.json == {"analyses": [{**alone, "source": "0.jpg"}, {**alone, "source": "1.jpg"}]}


@pytest.mark.parametrize(("bad", "code"), [(b"no picture", "unsupported_media_type"), (b"", "image_missing")])
def test_a_bad_picture_has_its_error_in_its_place(client, post, jpeg, bad, code):
    first, second, third = post(client, [jpeg, bad, jpeg]).json["analyses"]
    assert first["mood"]["label"] == third["mood"]["label"] == "happy"
    assert set(second) == {"source", "error"}
    assert (second["source"], second["error"]["code"]) == ("1.jpg", code)


def test_sixteen_are_read_and_seventeen_refused(client, post, jpeg):
    assert len(post(client, [jpeg] * 16, query_string={"limit": 0}).json["analyses"]) == 16
    assert_error_shape(post(client, [jpeg] * 17), "bad_parameter", 400)


@pytest.mark.parametrize("kind", [FORM, "image/jpeg", None])
def test_without_a_picture_it_says_so(client, jpeg, kind):
    data = multipart([("other", None, b"x")]) if kind == FORM else jpeg
    assert_error_shape(client.post(PATH, data=data, content_type=kind), "image_missing", 400)


def test_too_much_in_all_is_refused(build, post, jpeg):
    client = build(max_upload_bytes=2 * len(jpeg)).test_client()
    filler = b"\0" * 64 * 1024
    assert_error_shape(post(client, [jpeg, jpeg, filler]), "image_too_large", 413)


def test_each_picture_counts_for_the_rate_limit(build, post, post_image, jpeg):
    client = build(rate_limit="4 per minute").test_client()
    assert post(client, [jpeg] * 3).status_code == 200
    assert_error_shape(post(client, [jpeg] * 2), "too_many_requests", 429)
    assert build(rate_limit="4 per minute").test_client().post(PATH).status_code == 400


def test_without_a_model_the_whole_call_says_so(client, pipeline, post, jpeg):
    from moviefy.errors import ModelError

    pipeline.problem = ModelError("The expression model is missing.")
    assert_error_shape(post(client, [jpeg, jpeg]), "not_ready", 503)


def test_the_description_may_be_asked_for_again_at_no_cost(client):
    first = client.get("/api/v1/openapi.json")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_page_has_forms_for_addresses_that_there_are(client):
    import re

    page, spec = client.get("/api/docs").text, client.get("/api/v1/openapi.json").json
    forms = re.findall(r'<form class="try panel" method="(\w+)" action="([^"]+)"', page)
    assert len(forms) == 2
    for method, action in forms:
        assert method in spec["paths"][action]
