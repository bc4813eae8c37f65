"""The headers of every answer, the app's and those that a server gives before the app is asked."""

import json
from http import HTTPStatus

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # browsers without frame-ancestors
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def unparsable(status: int) -> bytes:
    """The whole answer to a request that is no HTTP; ``status`` is 4xx, or 500 for a bug."""
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _answer(status, "bad_parameter", "The request could not be understood.")
    return _answer(status, "internal", "Something went wrong here; it has been noted.")


def too_many() -> bytes:
    """The whole answer to a client with far more requests at one time than it has threads."""
    return _answer(503, "overloaded", "Too many requests at one time; please try again in a moment.", "Retry-After: 2")


def _answer(status: int, code: str, message: str, *more: str) -> bytes:
    body = json.dumps({"error": {"code": code, "message": message, "status": status}}).encode()
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in HEADERS.items())]
    lines += ["Cache-Control: no-store", "Content-Type: application/json", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
