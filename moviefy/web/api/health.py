"""Is the process up, can it answer, and its figures."""

from flask import Blueprint, Response, jsonify

from moviefy.web.guards.policy import json_errors, quiet
from moviefy.web.services import services

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@quiet
@json_errors
def healthz() -> Response:
    """The process is up; says nothing about models or catalog, waits for nothing."""
    return jsonify(status="ok")


@bp.get("/readyz")
@quiet
@json_errors
def readyz() -> Response:
    """Model and catalog are loaded and the model has answered once; 503 with the reason otherwise."""
    services().check_ready()
    return jsonify(status="ready")


@bp.get("/metrics")
@quiet
@json_errors
def metrics() -> Response:
    """Figures for Prometheus."""
    figures = services().metrics
    return Response(figures.text(), content_type=figures.content_type)
