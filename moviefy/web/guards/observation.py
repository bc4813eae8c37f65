"""Each request seen from outside: its id, its time, its line in the log and its place in the metrics.

The log line has method, endpoint, status, milliseconds and, for an error, its code. It has no address of a client, no
path and no query, which may hold a mood or a film, and nothing of a picture.
"""

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from moviefy.config import Config
from moviefy.logs import request_id
from moviefy.web.guards.policy import current_policy
from moviefy.web.services import services

HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""Ids that a proxy or client may send, such as Heroku's; others are replaced."""

KNOWN_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE")
log = logging.getLogger("moviefy")


def observe_requests(app: Flask, config: Config) -> None:
    """Time every request once and count it; log it if ``config`` says so or if it ends with a 5xx.

    Register it before all other guards.
    """

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        request_id.set(given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[HEADER] = request_id.get() or ""
        seconds = time.perf_counter() - g.began if "began" in g else None  # a request that never began has no time
        _count(response, seconds)
        if config.LOG_REQUESTS or response.status_code >= 500:
            _log_line(response, seconds)
        return response

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        request_id.set(None)


def note_error(code: str) -> None:
    """Keep the code of the error that this request ends with, for the log and the metrics."""
    g.error_code = code


def _count(response: Response, seconds: float | None) -> None:
    endpoint, metrics = request.endpoint or "none", services().metrics
    method = request.method if request.method in KNOWN_METHODS else "other"  # invented ones would be a series each
    metrics.requests.labels(endpoint, method, response.status_code, g.get("error_code", "")).inc()
    if seconds is not None and not current_policy().streaming:
        metrics.latency.labels(endpoint).observe(seconds)


def _log_line(response: Response, seconds: float | None) -> None:
    fields = {"method": request.method, "endpoint": request.endpoint or "none", "status": response.status_code}
    fields["ms"] = None if seconds is None else round(seconds * 1000, 1)
    if "error_code" in g:
        fields["code"] = g.error_code
    log.log(logging.DEBUG if current_policy().quiet else logging.INFO, "request", extra={"fields": fields})
