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
    message = (
        "The request could not be understood." if status < 500 else "Something went wrong here; it has been noted."
    )
    code = "bad_parameter" if status < 500 else "internal"
    body = json.dumps({"error": {"code": code, "message": message, "status": status}}).encode()
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in HEADERS.items())]
    lines += ["Cache-Control: no-store", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
