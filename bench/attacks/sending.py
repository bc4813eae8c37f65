"""Requests that attacks send: nothing here follows, repeats or looks up anything."""

import http.client
from collections.abc import Iterable

PATIENCE_S = 120.0


def status_of(
    address: str,
    method: str,
    path: str,
    body: bytes | Iterable[bytes] | None = None,
    kind: str = "",
    timeout_s: float = PATIENCE_S,
) -> int:
    """The status of the answer to one request, 0 where none came; a body in pieces is sent without its length."""
    connection = http.client.HTTPConnection(address, timeout=timeout_s)
    in_pieces = body is not None and not isinstance(body, bytes)
    try:
        connection.request(method, path, body, {"Content-Type": kind} if kind else {}, encode_chunked=in_pieces)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def post(
    address: str, path: str, body: bytes, kind: str = "application/octet-stream", timeout_s: float = PATIENCE_S
) -> int:
    """The status of the answer to a POST, ``/upload`` as a form; 0 where none came."""
    if path == "/upload":
        kind, body = "multipart/form-data; boundary=frontier", form(body)
    return status_of(address, "POST", path, body, kind, timeout_s)


def form(picture: bytes) -> bytes:
    """A form with a picture in it."""
    head = b'--frontier\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
    return head + picture + b"\r\n--frontier--\r\n"
