"""Requests that attacks send: nothing here follows, repeats or looks up anything."""

import http.client

PATIENCE_S = 120


def post(
    address: str, path: str, body: bytes, kind: str = "application/octet-stream", timeout_s: float = PATIENCE_S
) -> int:
    """The status of the answer to a POST, ``/upload`` as a form; 0 where none came."""
    if path == "/upload":
        kind, body = "multipart/form-data; boundary=frontier", form(body)
    connection = http.client.HTTPConnection(address, timeout=timeout_s)
    try:
        connection.request("POST", path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def form(picture: bytes) -> bytes:
    """A form with a picture in it."""
    head = b'--frontier\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
    return head + picture + b"\r\n--frontier--\r\n"
