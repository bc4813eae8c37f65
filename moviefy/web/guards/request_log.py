"""Requests in the log: each has an id, and a line without anything that is a client's.

The line has id, method, endpoint, status and time. It has no address of a client, no path and no query, which may hold
a mood or a film, and nothing of a picture.
"""

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from moviefy.config import Config
from moviefy.logs import request_id
from moviefy.web.guards.policy import current_policy

HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""Ids that a proxy or client may give, such as Heroku's; others are replaced."""

log = logging.getLogger("moviefy")


def log_requests(app: Flask, config: Config) -> None:
    """Give every request of an app an id, send it back, and log a line for each where ``config`` wants that."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        request_id.set(given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)
        g.request_began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[HEADER] = request_id.get() or ""
        if config.LOG_REQUESTS:
            _log_line(response)
        return response

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        request_id.set(None)


def _log_line(response: Response) -> None:
    endpoint = request.endpoint or "none"
    level = logging.DEBUG if current_policy().quiet else logging.INFO
    took = round((time.perf_counter() - g.request_began) * 1000, 1) if "request_began" in g else None
    fields = {"method": request.method, "endpoint": endpoint, "status": response.status_code, "ms": took}
    log.log(level, "request", extra={"fields": fields})
