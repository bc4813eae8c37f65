"""Requests that attacks send: nothing here follows, repeats or looks up anything."""

import http.client
from collections.abc import Iterable
from dataclasses import dataclass

PATIENCE_S = 120.0


@dataclass(frozen=True)
class Answer:
    """The answer to one request; ``status`` is 0 where none came."""

    status: int
    says_when: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether it is a 5xx that must not be: any but a 503 that says when to come back."""
        return self.status >= 500 and not (self.status == http.HTTPStatus.SERVICE_UNAVAILABLE and self.says_when)


def send(
    address: str,
    method: str,
    path: str,
    body: bytes | Iterable[bytes] | None = None,
    kind: str = "",
    timeout_s: float = PATIENCE_S,
) -> Answer:
    """The answer to one request; a body in pieces is sent without its length."""
    connection = http.client.HTTPConnection(address, timeout=timeout_s)
    in_pieces = body is not None and not isinstance(body, bytes)
    try:
        connection.request(method, path, body, {"Content-Type": kind} if kind else {}, encode_chunked=in_pieces)
        answer = connection.getresponse()
        answer.read()
        return Answer(answer.status, answer.headers.get("Retry-After", "").isdigit())
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()


def post(
    address: str, path: str, body: bytes, kind: str = "application/octet-stream", timeout_s: float = PATIENCE_S
) -> Answer:
    """The answer to a POST, ``/upload`` as a form."""
    if path == "/upload":
        kind, body = "multipart/form-data; boundary=frontier", form(body)
    return send(address, "POST", path, body, kind, timeout_s)


def form(picture: bytes) -> bytes:
    """A form with a picture in it."""
    head = b'--frontier\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
    return head + picture + b"\r\n--frontier--\r\n"
