"""Whatever comes in, an answer of the service comes out: no 5xx, no traceback, the one error shape.

A few hundred of each here; ``python -m bench.fuzz`` sends the tens of thousands to a running server.
"""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mutations import KINDS, mutated, pictures
from tests.web.helpers import assert_error_shape, multipart

ANSWERS = (200, 304)
"""Without an error; any page is unchanged for whom ``If-None-Match: *`` says so (RFC 9110, section 13.1.2)."""
CLIENT_ERRORS = (400, 403, 404, 405, 408, 413, 415)
PICTURES = pictures()
FEW = settings(max_examples=60, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(FEW, max_examples=300)
ADDRESSES = (
    "/",
    "/live",
    "/upload",
    "/movies?mood=sad",
    "/api/v1/movies?mood=sad",
    "/healthz",
    "/api/docs",
    "/nothing",
)
HEADER_NAMES = ("Accept", "Host", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-Host", "Range", "Cookie")
HEADER_NAMES += ("If-None-Match", "If-Modified-Since", "Content-Type", "Upgrade", "X-Request-ID", "Authorization")
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
PARAMETERS = ("mood", "goal", "genre", "year_from", "limit", "offset", "seed", "exclude", "liked", "breadth", "group")


def assert_answered(answer):
    assert answer.status_code in (*ANSWERS, *CLIENT_ERRORS), (answer.status_code, answer.data[:200])
    if answer.status_code not in ANSWERS and answer.is_json:
        assert_error_shape(answer)


@pytest.fixture(autouse=True)
def no_mistake_of_ours(caplog):
    caplog.set_level(logging.ERROR)
    yield
    assert not caplog.records


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=KINDS)
@FEW
@given(seed=st.integers(0, 2**32))
def test_a_mutated_picture_is_read_or_refused(client, post_image, kind, seed):
    assert_answered(post_image(client, mutated(PICTURES[kind], seed)))


@FEW
@given(data=st.binary(max_size=500))
def test_any_bytes_are_refused(client, data):
    assert_answered(client.post("/api/v1/analyze", data=data, content_type="image/png"))


@FEW
@given(seed=st.integers(0, 2**32))
def test_a_mutated_form_is_read_or_refused(client, seed):
    body = mutated(multipart([("image", "a.jpg", PICTURES[0]), ("goal", None, b"lift")]), seed)
    for path in ("/api/v1/analyze", "/api/v1/analyze/batch", "/upload"):
        assert_answered(client.post(path, data=body, content_type="multipart/form-data; boundary=frontier"))


@MANY
@given(path=st.sampled_from(ADDRESSES), headers=st.dictionaries(st.sampled_from(HEADER_NAMES), TEXT, max_size=5))
def test_any_headers_are_answered(hosted, path, headers):
    assert_answered(hosted.test_client().get(path, headers={name: value.strip() for name, value in headers.items()}))


@MANY
@given(query=st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=30), max_size=5))
def test_any_parameters_are_answered(client, query):
    for path in ("/movies", "/api/v1/movies"):
        assert_answered(client.get(path, query_string=query))
