"""Turns errors into responses: JSON under /api and for clients that prefer it, a page for all others."""

import logging
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from moviefy.errors import MoviefyError
from moviefy.web.guards.observation import note_error
from moviefy.web.guards.policy import json_addresses
from moviefy.web.languages.catalogs import ENGLISH
from moviefy.web.languages.choice import say, speech
from moviefy.wording import Sentence, _

STATUS = {
    "image_missing": 400,
    "image_unreadable": 400,
    "bad_parameter": 400,
    "unknown_host": 400,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "timed_out": 408,
    "image_too_large": 413,
    "unsupported_media_type": 415,
    "too_many_requests": 429,
    "internal": 500,
    "camera_unavailable": 503,
    "not_ready": 503,
    "overloaded": 503,
    "too_many_viewers": 503,
}
"""Code -> HTTP status. An unknown code is a bug and becomes 500."""

SENTENCES = {
    "bad_parameter": _("The request could not be understood."),
    "camera_unavailable": _("The camera is not available just now."),
    "forbidden": _("Requests from another site are not accepted."),
    "image_too_large": _("The upload is larger than this service accepts."),
    "internal": _("Something went wrong here; it has been noted."),
    "method_not_allowed": _("This address does not accept that method."),
    "not_found": _("There is nothing at this address."),
    "not_ready": _("Something that this service needs is missing or damaged."),
    "too_many_requests": _("Too many requests; please wait a little."),
    "unsupported_media_type": _("This kind of content is not accepted."),
}
"""Messages for errors that Flask and Werkzeug raise; our own errors bring theirs, which stand in for those that are in
English alone, such as a model file's fault, in other languages."""

API = "/api/"
"""Errors at every address under it are JSON, also if there is no view."""

RETRY_SECONDS = 5
log = logging.getLogger("moviefy")


def register(app: Flask) -> None:
    """Handle every error of an app. The handlers are the app's: blueprints cannot catch a routing 404 or 405."""
    app.register_error_handler(MoviefyError, _moviefy_error)
    app.register_error_handler(HTTPException, _http_error)


def error_body(error: MoviefyError) -> dict[str, dict[str, Any]]:
    """The JSON of an error: ``{"error": {"code", "message", "status"}}``."""
    code = error.code if error.code in STATUS else "internal"
    message = error.sentence if code == error.code and str(error) else SENTENCES["internal"]
    if not isinstance(message, Sentence) and speech().code != ENGLISH:
        message = SENTENCES.get(code, SENTENCES["internal"])
    return _body(code, message)


def internal_error_body() -> dict[str, dict[str, Any]]:
    """The JSON for a bug, without any detail."""
    return _body("internal", SENTENCES["internal"])


def prefers_json() -> bool:
    """Whether this request's errors are JSON."""
    if request.path.startswith(API) or request.path in json_addresses(current_app):
        return True
    if request_ctx.url_adapter is None:  # the Host is no host name, so a page could not link to anything
        return True
    accept = request.accept_mimetypes
    return bool(accept) and (accept["application/json"] > accept["text/html"] or not accept["text/html"])


def _moviefy_error(error: MoviefyError) -> Response:
    if error.code not in STATUS:
        log.error("an error without a status reached the client", exc_info=error)
    return _response(error_body(error))


def _http_error(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < 400:  # a redirect is no error
        return error.get_response()
    code = _code_of(error.code)
    response = _response(_body(code, SENTENCES[code], error.code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _code_of(status: int) -> str:
    named = {403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "image_too_large"}
    named |= {415: "unsupported_media_type", 429: "too_many_requests"}
    return named.get(status, "internal" if status >= 500 else "bad_parameter")


def _body(code: str, message: str, status: int | None = None) -> dict[str, dict[str, Any]]:
    return {"error": {"code": code, "message": say(message), "status": status or STATUS[code]}}


def _response(body: dict[str, dict[str, Any]]) -> Response:
    error = body["error"]
    note_error(error["code"])
    response = jsonify(body) if prefers_json() else make_response(render_template("error.html", error=error))
    response.status_code = error["status"]
    response.vary.add("Accept")
    if response.status_code in (429, 503):
        response.headers["Retry-After"] = str(g.get("retry_after_s", RETRY_SECONDS))
    return response
