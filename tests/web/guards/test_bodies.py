"""What bodies may take: small ones everywhere, and one budget for all pictures that are under way."""

import io

import pytest

from moviefy.config import HostedConfig
from moviefy.errors import Overloaded
from moviefy.serving.bodies import BodyBudget
from tests.web.helpers import assert_error_shape

URLENCODED = "application/x-www-form-urlencoded"
MANY = 300_000


def test_bodies_of_all_clients_share_one_budget():
    budget = BodyBudget(100, 60)
    with budget.hold("a", 50), budget.hold("b", 50):
        for client in ("a", "c"):
            with pytest.raises(Overloaded), budget.hold(client, 1):
                pass
        assert budget.reserved == 100
    assert budget.reserved == 0
    with budget.hold("c", 100):
        pass


def test_one_client_has_a_share_and_no_more():
    budget = BodyBudget(100, 60)
    with budget.hold("a", 50), pytest.raises(Overloaded), budget.hold("a", 20):
        pass
    with budget.hold("a", 60), budget.hold("b", 40):
        pass


@pytest.mark.parametrize("path", ["/upload", "/language", "/api/v1/analyze/batch"])
def test_a_form_of_countless_fields_is_refused(client, path):
    for fields in (b"a=&" * MANY, b"&" * 2000):
        answer = client.post(path, data=fields, content_type=URLENCODED, headers={"Accept": "application/json"})
        assert answer.status_code in (400, 413), path
        if len(fields) > MANY:
            assert_error_shape(answer, "image_too_large", 413)


@pytest.mark.parametrize("path", ["/api/v1/movies", "/movies/fragment", "/movies/cards"])
def test_json_is_small(client, path):
    answer = client.post(path, json={"exclude": ["tt0000001"] * MANY}, headers={"Accept": "application/json"})
    assert_error_shape(answer, "image_too_large", 413)


def test_a_form_of_unknown_length_is_refused_too(client):
    answer = client.post(
        "/upload",
        input_stream=io.BytesIO(b"a=&" * MANY),
        content_type=URLENCODED,
        headers={"Transfer-Encoding": "chunked", "Accept": "application/json"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert_error_shape(answer, "image_too_large", 413)


def test_uploads_beyond_the_budget_are_told_so_before_they_are_received(build, jpeg, monkeypatch):
    app = build(HostedConfig, max_upload_bytes=2**20)
    client = app.test_client()
    padded = jpeg + bytes(700_000)
    assert client.post("/api/v1/analyze", data=padded, content_type="image/jpeg").status_code == 200
    monkeypatch.setattr(BodyBudget, "reserved", 10**9)
    answer = client.post("/api/v1/analyze", data=padded, content_type="image/jpeg")
    assert_error_shape(answer, "overloaded", 503)
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.post("/api/v1/analyze", data=jpeg, content_type="image/jpeg").status_code == 200
