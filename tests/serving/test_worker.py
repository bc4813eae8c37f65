"""gunicorn's worker as the hosted version runs it: clients that are slow, silent, rude or in a hurry."""

import contextlib
import json
import select
import socket
import sys
import time

import pytest

from moviefy.serving.headers import HEADERS
from tests.web.running import hosted

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: /proc")
PATIENCE_S = 20
SLOW_CLIENTS = 90
"""More than there are threads."""
HELD_THREADS = 50
"""Of 64; one client may hold 56."""


@pytest.fixture(scope="module")
def server():
    with hosted() as server:
        yield server
    assert not [line for line in server.said if "Traceback" in line or "traceback" in line]
    assert not [line for line in server.said if "secret-word" in line or ("127.0.0.1" in line and "request" in line)]


def connected(server):
    host, port = server.address.split(":")
    return socket.create_connection((host, int(port)), PATIENCE_S)


def answers(sock):
    """All that comes until the other side closes."""
    with contextlib.suppress(ConnectionError):
        return b"".join(iter(lambda: sock.recv(65536), b""))


def status_and_error(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode(), json.loads(body)["error"]


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nX-Secret: secret-word\r\n"], ids=["silent", "half a head"])
def test_clients_that_do_not_finish_their_request_hold_nobody_up(server, said):
    with contextlib.ExitStack() as clients:
        for _ in range(SLOW_CLIENTS):
            clients.enter_context(connected(server)).sendall(said)
        start = time.monotonic()
        assert server.get("/healthz")[0] == 200
        assert time.monotonic() - start < 3  # they are closed after 5 seconds


def test_a_head_in_pieces_is_put_together(server):
    with connected(server) as client:
        for piece in (b"\r\nGET /health", b"z HTTP/1.1\r\nHost: localhost\r\n", b"Connection: close\r\n\r", b"\n"):
            client.sendall(piece)
            time.sleep(0.05)
        assert answers(client).startswith(b"HTTP/1.1 200 ")


def test_two_requests_at_once_get_two_answers(server):
    with connected(server) as client:
        one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
        client.sendall(one + b"\r\n" + one + b"Connection: close\r\n\r\n")
        assert answers(client).count(b"HTTP/1.1 200 ") == 2


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"secret-word\r\n\r\n", 400),
        (b"GET /movies?mood=secret-word HTTP/9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nsecret-word\r\n\r\n", 400),
        (b"GET /%s HTTP/1.1\r\n\r\n" % (b"secret-word" * 1000), 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: secret-word\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX-Secret: %s" % (b"secret-word" * 4000), 431),
        (b"GET / HTTP/1.1\r\nExpect: secret-word\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_answered_in_the_one_shape_with_all_headers(server, request_, status):
    with connected(server) as client:
        client.sendall(request_)
        answered, head, error = status_and_error(answers(client))
    assert (answered, error["status"], error["code"]) == (status, status, "bad_parameter")
    assert "secret" not in error["message"]
    assert all(f"{name}: {value}" in head for name, value in HEADERS.items())


CHUNKED = b" HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
WRONG_PIECES = {
    "no number": b"zz secret-word\r\n",
    "longer than it says": b"5\r\nabcdefgh",
    "odd extension": b"5;\r\r\nabcde\r\n0\r\n\r\n",
    "odd trailer": b"1\r\na\r\n0\r\nsecret-word\r\n\r\n",
    "endless trailer": b"0\r\na: " + b"secret-word" * 100_000,
    "endless extension": b"1;" + b"secret-word" * 100_000,
    "a byte each": b"1\r\na\r\n" * 100_000,
}


@pytest.mark.parametrize("path", [b"/api/v1/analyze", b"/api/v1/movies", b"/healthz"])
@pytest.mark.parametrize("body", WRONG_PIECES.values(), ids=list(WRONG_PIECES))
def test_a_body_in_wrong_pieces_is_no_fault_of_the_server_and_has_one_answer(server, path, body):
    with connected(server) as client:
        client.sendall(b"POST " + path + CHUNKED)
        with contextlib.suppress(ConnectionError):  # it had enough
            client.sendall(body)
            client.shutdown(socket.SHUT_WR)
        answer = answers(client)
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.startswith(b"HTTP/1.1 4")


def test_small_pieces_of_a_usual_size_are_put_together(server):
    body = b'{"mood": "happy"' + b" " * 40_000 + b"}"
    pieces = [body[start : start + 300] for start in range(0, len(body), 300)]
    with connected(server) as client:
        client.sendall(b"POST /api/v1/movies" + CHUNKED.replace(b"Host", b"Content-Type: application/json\r\nHost"))
        client.sendall(b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Sum: 1\r\n\r\n")
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert answers(client).count(b"HTTP/1.1 200 ") == 2


def test_who_sends_too_much_still_gets_the_answer(server):
    with connected(server) as client:
        head = b"POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\n"
        client.sendall(head + b"Content-Length: 12000000\r\n\r\n")
        client.sendall(bytes(12_000_000))
        assert status_and_error(answers(client))[2]["code"] == "image_too_large"


def test_slow_bodies_of_one_client_leave_pages_and_the_uploads_of_others_alone(server):
    """The second client is another address of this machine, as the first one is to a proxy."""
    with contextlib.ExitStack() as clients:
        slow = [clients.enter_context(connected(server)) for _ in range(SLOW_CLIENTS)]
        for client in slow:
            client.sendall(b"POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nx")
        refused = select.select(slow, [], [], PATIENCE_S)[0]
        status, head, error = status_and_error(answers(refused[0]))
        assert (status, error["code"], "Retry-After" in head) == (503, "overloaded", True)
        start = time.monotonic()
        assert server.get("/")[0] == 200
        host, port = server.address.split(":")
        with socket.create_connection((host, int(port)), PATIENCE_S, source_address=("127.0.0.3", 0)) as other:
            other.sendall(b"POST /api/v1/movies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n")
            other.sendall(b"Connection: close\r\n\r\n{}")
            assert b" 400 " in answers(other).splitlines()[0]  # it was read
        assert time.monotonic() - start < 5  # slow bodies are given up after 8 seconds


def test_clients_that_read_nothing_leave_threads_to_others(server):
    """They are another address of this machine; each holds a thread until sending has failed for 15 seconds."""
    host, port = server.address.split(":")
    with contextlib.ExitStack() as opened:
        clients = [opened.enter_context(socket.socket()) for _ in range(SLOW_CLIENTS)]
        for client in clients:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            client.bind(("127.0.0.4", 0))
            client.connect((host, int(port)))
            client.sendall(b"GET /movies HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while len(select.select(clients, [], [], PATIENCE_S)[0]) < HELD_THREADS:
            time.sleep(0.05)  # a busy machine takes long to make so many pages
        start = time.monotonic()
        assert server.get("/healthz")[0] == 200
        assert time.monotonic() - start < 12
