"""One error shape everywhere, pinned by visiting every address with what it does not expect."""

import pytest

from moviefy import errors
from moviefy.errors import ModelError, MoviefyError, NotReady
from moviefy.web.error_pages import STATUS, error_body
from tests.web.helpers import assert_error_shape

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

NEVER_SHOWN = ("asset", "dataset", "recipe", "setting", "tmdb_unavailable")
"""Codes of errors that no request meets."""


def all_addresses(app):
    return sorted({str(rule) for rule in app.url_map.iter_rules() if "<" not in str(rule)})


def test_every_address_answers_a_foreign_method_in_the_one_shape(app, client):
    for address in all_addresses(app):
        answer = client.delete(address, headers=JSON)
        assert_error_shape(answer, "method_not_allowed", 405)
        assert "GET" in answer.headers["Allow"] or "POST" in answer.headers["Allow"]


def test_a_request_where_a_websocket_is_expected_answers_in_the_one_shape(client):
    assert_error_shape(client.get("/ws/frames"), "bad_parameter", 400)


@pytest.mark.parametrize(
    "address", ["/nothing", "/api/nothing", "/api/v1", "/static/nothing.css", "/upload/../x", "/%00"]
)
def test_an_unknown_address_answers_in_the_one_shape(client, address):
    assert_error_shape(client.get(address, headers=JSON), "not_found", 404)


@pytest.mark.parametrize(
    "address", ["/movies?bogus=1", "/movies?year_from=x", "/events?bogus=1", "/api/v1/movies", "/api/v1/movies?x=1"]
)
def test_wrong_parameters_answer_in_the_one_shape(client, address):
    assert_error_shape(client.get(address, headers=JSON), "bad_parameter", 400)


def test_under_api_errors_are_json_whatever_the_client_prefers(client):
    assert_error_shape(client.get("/api/nothing", headers=HTML), "not_found", 404)


def test_a_browser_gets_a_page(client):
    answer = client.get("/nothing", headers=HTML)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "There is nothing at this address." in answer.text


@pytest.mark.parametrize("accept", ["*/*", None, "text/html, application/json"])
def test_a_client_without_a_preference_gets_a_page(client, accept):
    answer = client.get("/nothing", headers={"Accept": accept} if accept else {})
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize(
    "accept", ["image/avif,image/webp", "text/event-stream", "application/json;q=0.9, text/html;q=0.1"]
)
def test_a_client_that_cannot_show_a_page_gets_json(client, accept):
    assert_error_shape(client.get("/nothing", headers={"Accept": accept}), "not_found")


def test_a_mistake_of_ours_tells_nothing_and_is_logged(app, client, pipeline, post_image, jpeg, caplog):
    pipeline.problem = ZeroDivisionError("secret detail")
    answer = post_image(client, jpeg)
    assert_error_shape(answer, "internal", 500)
    assert "secret" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_missing_model_answers_not_ready_on_page_and_api(client, pipeline, post_image, jpeg):
    pipeline.problem = ModelError("The expression model is missing.")
    assert_error_shape(post_image(client, jpeg), "not_ready", 503)
    page = post_image(client, jpeg, path="/upload", headers=HTML)
    assert page.status_code == 503
    assert "The expression model is missing." in page.text
    assert page.headers["Retry-After"]


def test_too_many_requests_says_when_to_come_again(build, post_image, jpeg):
    client = build(rate_limit="2 per minute").test_client()
    assert [post_image(client, jpeg).status_code for _ in range(2)] == [200, 200]
    answer = post_image(client, jpeg)
    assert_error_shape(answer, "too_many_requests", 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert post_image(client, jpeg, path="/upload", headers=HTML).status_code == 429  # they share the limit
    assert client.get("/api/v1/movies?mood=sad").status_code == 200  # which is for pictures alone


@pytest.mark.parametrize("host", ["x..y", "a" * 70 + ".org"])
def test_a_host_that_is_no_host_name_is_a_bad_request_with_all_headers(client, host):
    answer = client.get("/", headers={"Host": host, **HTML})
    assert_error_shape(answer, "unknown_host", 400)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_redirect_is_no_error(client):
    assert client.get("/static/../", headers=JSON).status_code in (200, 308, 404)


def named_errors():
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, MoviefyError)]
    return [k for k in kinds if k.code not in NEVER_SHOWN]


@pytest.mark.parametrize("kind", named_errors())
def test_every_error_that_a_request_may_meet_has_a_status(kind):
    body = error_body(kind("One sentence."))
    assert body["error"]["status"] == STATUS[kind.code]


def test_an_error_without_a_status_is_a_mistake_of_ours():
    body = error_body(errors.DatasetError("/home/someone/data.zip is damaged."))["error"]
    assert (body["code"], body["status"]) == ("internal", 500)
    assert "data.zip" not in body["message"]
    assert error_body(NotReady("Still loading."))["error"]["message"] == "Still loading."


@pytest.mark.parametrize(
    "body",
    [b'{"\\ud800": 1}', b'{"mood": "\\ud800"}', b'{"": 1}', b"[" * 100_000, b'{"mood": 1e999}', b"\xff", b"null"],
)
def test_json_that_means_nothing_is_one_sentence(client, body):
    for path in ("/api/v1/movies", "/movies/fragment"):
        assert_error_shape(client.post(path, data=body, content_type="application/json"), "bad_parameter", 400)


def test_an_address_that_is_none_is_no_fault_of_the_server(client):
    answer = client.post("/language", data={"language": "de"}, headers={"Referer": "http://["})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
