"""Requests generated from the API's own description: each is answered as the description says, and never with a 5xx."""

import pytest
from hypothesis import HealthCheck, given, settings

AS_IT_IS = {"Accept-Encoding": "identity"}
"""Called without a server, schemathesis asks for compressed answers and does not unpack them."""

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_operation_answers_as_its_description_says(build):
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis, of the extra test")
    from schemathesis.checks import not_a_server_error  # a second to import, for the worker with this test alone
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

    checks = [not_a_server_error, content_type_conformance, response_schema_conformance]
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", build(rate_limit="100000 per minute"))
    operations = [result.ok() for result in description.get_all_operations()]
    assert len(operations) >= 5
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def answers_as_described(case):
            case.validate_response(case.call(headers=AS_IT_IS), checks=checks)

        answers_as_described()
