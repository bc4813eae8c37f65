"""A body that comes drop by drop is cut off, and whoever sends in time notices nothing."""

import http.client
import json
import socket
import threading
import time

import pytest

from moviefy.config import HostedConfig
from moviefy.web.guards import deadlines
from tests.frame_sources import wait_until
from tests.web.helpers import multipart

PATIENCE_S = 30


@pytest.fixture
def address(build, serving):
    with serving(build(max_upload_s=0.6)) as address:
        yield address


def slow_post(address, body, *, bytes_a_time, pause_s, kind="image/jpeg"):
    """The answer to a body that is sent in small pieces: status and error, however far it came."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), PATIENCE_S) as sock:
        head = f"POST /api/v1/analyze HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\n"
        sock.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), bytes_a_time):
            try:
                sock.sendall(body[start : start + bytes_a_time])
            except OSError:
                break
            time.sleep(pause_s)
            sock.setblocking(False)
            try:
                if sock.recv(1, socket.MSG_PEEK):
                    break
            except BlockingIOError:
                pass
            sock.settimeout(PATIENCE_S)
        sock.settimeout(PATIENCE_S)
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("form", [True, False])
def test_a_body_that_never_ends_is_cut_off(address, jpeg, form):
    body = multipart([("image", "a.jpg", jpeg * 50)]) if form else jpeg * 50
    kind = "multipart/form-data; boundary=frontier" if form else "image/jpeg"
    start = time.monotonic()
    status, answer = slow_post(address, body, bytes_a_time=1, pause_s=0.05, kind=kind)
    assert (status, answer["error"]["code"]) == (408, "timed_out")
    assert time.monotonic() - start < 10


def test_a_server_that_stops_waits_for_no_slow_body(build, serving, jpeg, monkeypatch):
    monkeypatch.setattr(deadlines, "STOPPING_S", 0.1)
    app = build(max_upload_s=60)
    with serving(app) as address:
        threading.Timer(0.5, app.extensions["moviefy"].stopping.set).start()
        start = time.monotonic()
        status, _ = slow_post(address, jpeg * 50, bytes_a_time=500, pause_s=0.2)
        assert status == 408
        assert time.monotonic() - start < 10


def test_a_body_that_crawls_is_given_up_long_before_the_limit(build, serving, jpeg, monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE_S", 0.2)
    with serving(build(max_upload_s=3600)) as address:
        status, answer = slow_post(address, jpeg * 50, bytes_a_time=1, pause_s=0.05)
    assert (status, answer["error"]["code"]) == (408, "timed_out")


def test_places_for_bodies_are_taken_while_they_arrive_and_no_longer(build, serving, jpeg, pipeline, monkeypatch):
    monkeypatch.setattr(deadlines, "BODIES_AT_ONCE", 2)
    arrived, go_on = threading.Event(), threading.Event()

    def wait(frame, near=(), search=None):
        arrived.set()
        assert go_on.wait(PATIENCE_S)
        return type(pipeline).analyze(pipeline, frame, near, search)

    monkeypatch.setattr(pipeline, "analyze", wait)
    with serving(build(HostedConfig)) as address:
        reading = threading.Thread(target=slow_post, args=(address, jpeg), kwargs={"bytes_a_time": 99999, "pause_s": 0})
        reading.start()
        assert arrived.wait(PATIENCE_S)  # whole, and read now: its place is free
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), PATIENCE_S) as slow:
            slow.sendall(f"POST /api/v1/analyze HTTP/1.1\r\nHost: {address}\r\nContent-Length: 9\r\n\r\n".encode())
            wait_until(lambda: slow_post(address, b"{}", bytes_a_time=2, pause_s=0)[0] == 503)
        wait_until(lambda: slow_post(address, b"", bytes_a_time=2, pause_s=0)[0] == 400)
        go_on.set()
        reading.join(PATIENCE_S)


def test_a_slow_body_within_the_limit_is_read(build, serving, jpeg):
    with serving(build(max_upload_s=PATIENCE_S)) as address:  # generous: a busy machine makes every pause longer
        status, answer = slow_post(address, jpeg, bytes_a_time=len(jpeg) // 3 + 1, pause_s=0.05)
    assert (status, answer["mood"]["label"]) == (200, "happy")


def test_a_connection_that_goes_on_is_left_alone(address, jpeg):
    connection = http.client.HTTPConnection(address, timeout=PATIENCE_S)
    for pause in (0, 1.5, 0):
        time.sleep(pause)
        connection.request("POST", "/api/v1/analyze", jpeg, {"Content-Type": "image/jpeg"})
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
    connection.close()
