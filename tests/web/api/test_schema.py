"""Requests generated from the API's own description: each is answered as the description says, and never with a 5xx."""

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis, of the extra test")
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
AS_IT_IS = {"Accept-Encoding": "identity"}
"""Called without a server, schemathesis asks for compressed answers and does not unpack them."""

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def description(build):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", build(rate_limit="100000 per minute"))


@pytest.fixture
def operations(description):
    return [result.ok() for result in description.get_all_operations()]


def test_every_operation_answers_as_its_description_says(operations):
    assert len(operations) >= 5
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def answers_as_described(case):
            case.validate_response(case.call(headers=AS_IT_IS), checks=CHECKS)

        answers_as_described()
