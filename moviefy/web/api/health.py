"""Liveness, readiness and metrics."""

from flask import Blueprint, Response, jsonify

from moviefy.web.guards.policy import json_errors, quiet
from moviefy.web.services import services

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@quiet
@json_errors
def healthz() -> Response:
    """The process is up; checks neither models nor catalog and never waits."""
    return jsonify(status="ok")


@bp.get("/readyz")
@quiet
@json_errors
def readyz() -> Response:
    """Model and catalog are loaded and the model has run once; otherwise 503 with the reason."""
    services().check_ready()
    return jsonify(status="ready")


@bp.get("/metrics")
@quiet
@json_errors
def metrics() -> Response:
    """Metrics for Prometheus."""
    figures = services().metrics
    return Response(figures.text(), content_type=figures.content_type)
