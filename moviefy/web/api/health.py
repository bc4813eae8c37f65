"""Is the process up, can it answer, and its figures."""

import time

from flask import Blueprint, Flask, Response, g, jsonify, request

from moviefy.web.guards.policy import current_policy, json_errors, quiet
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


def observe(app: Flask) -> None:
    """Count and time every request of an app."""

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        figures = services().metrics
        figures.requests.labels(endpoint, _known_method(), response.status_code).inc()
        if not current_policy().streaming and "started" in g:
            figures.latency.labels(endpoint).observe(time.perf_counter() - g.started)
        return response


def _known_method() -> str:
    """The method, or "other": a client may invent methods, and each would become a time series."""
    return request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE") else "other"
