"""The client of the replicas against a server that answers as Ray Serve does when something is wrong."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from moviefy.errors import ImageTooLarge, NotReady, Overloaded
from moviefy.expression.mood import NO_FACE
from moviefy.expression.reading import Reading
from moviefy.inference import ray_client as module
from moviefy.inference.ray_client import RayInference
from moviefy.inference.ray_wire import JSON_TYPE, pack_error, pack_reading, unpack_picture

PATIENCE_S = 20
READING = Reading(64, 48, (), NO_FACE)
GOOD = (200, JSON_TYPE, pack_reading(READING))
DIED = (500, "text/plain", b"Internal Server Error")
CUT = None
FULL = (503, "text/plain", b"Request dropped due to backpressure (num_queued_requests=16, max_queued_requests=16).")
NOT_DEPLOYED = (503, "text/plain", b"Replica is unavailable because it failed to deploy.")
LATE = (408, "text/plain", b"Request timed out after 20.0s.")
STRANGER = (404, "text/html", b"<h1>Not found</h1>")


class Serve(ThreadingHTTPServer):
    """Gives its answers in turn, the last one again and again, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.answers, self.asked, self.gate = [GOOD], [], threading.Event()
        self.gate.set()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def end(self):
        self.shutdown()
        self.server_close()
        self.thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((body, self.headers))
        answer = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        assert self.server.gate.wait(PATIENCE_S)
        if answer is CUT:
            self.close_connection = True
            return
        status, kind, content = answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def serve():
    server = Serve()
    yield server
    server.gate.set()
    server.end()


@pytest.fixture
def inference(serve):
    client = RayInference(serve.url, room=4)
    yield client
    client.close()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "GONE_S", 0.2)
    monkeypatch.setattr(module, "ANSWER_S", 0.6)


def test_bytes_go_as_they_were_sent(serve, inference):
    assert inference.read(b"a picture").to_json() == READING.to_json()
    assert unpack_picture(*serve.asked[0]) == (b"a picture", [])


def test_a_frame_and_earlier_boxes_arrive_as_they_are(serve, inference):
    frame = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    inference.read(frame, [(1, 2, 3, 4)])
    arrived, near = unpack_picture(*serve.asked[0])
    assert np.array_equal(arrived, frame)
    assert near == [(1, 2, 3, 4)]


@pytest.mark.parametrize("first", [DIED, CUT, NOT_DEPLOYED, STRANGER], ids=["died", "cut", "not deployed", "stranger"])
def test_a_picture_is_handed_in_again_where_no_replica_answered(serve, inference, first):
    serve.answers = [first, first, GOOD]
    assert inference.read(b"a picture") == READING
    assert [body for body, _ in serve.asked] == [b"a picture"] * 3


@pytest.mark.parametrize("answer", [FULL, LATE], ids=["full", "late"])
def test_a_full_queue_and_a_late_answer_are_overloaded_at_once(serve, inference, answer):
    serve.answers = [answer]
    with pytest.raises(Overloaded, match="try again in a moment"):
        inference.read(b"a picture")
    assert len(serve.asked) == 1


@pytest.mark.parametrize("answer", [DIED, CUT, NOT_DEPLOYED, STRANGER], ids=["died", "cut", "not deployed", "stranger"])
def test_where_no_replica_ever_answers_it_says_so(serve, inference, impatient, answer):
    serve.answers = [answer]
    with pytest.raises(NotReady, match="cannot be reached just now"):
        inference.read(b"a picture")
    assert len(serve.asked) > 1


def test_an_answer_that_does_not_come_is_given_up(serve, inference, impatient, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_S", 0.2)
    serve.gate.clear()
    with pytest.raises(Overloaded, match="in time"):
        inference.read(b"a picture")


def test_named_errors_come_back_as_they_were_raised(serve, inference):
    serve.answers = [(200, JSON_TYPE, pack_error(ImageTooLarge("Too large.")))]
    with pytest.raises(ImageTooLarge, match=r"^Too large\.$"):
        inference.read(b"a picture")


@pytest.mark.parametrize(
    "body",
    [
        pack_error(KeyError("the picture of somebody")),
        json.dumps({"error": {"name": "SystemExit", "message": "0"}}).encode(),
        json.dumps({"error": {"name": "annotations", "message": "x"}}).encode(),
        b"{}",
        b"no JSON",
        json.dumps({"reading": {"width": 1}}).encode(),
    ],
)
def test_a_mistake_of_a_replica_is_no_named_error_and_is_not_asked_for_again(serve, inference, body):
    serve.answers = [(200, JSON_TYPE, body)]
    with pytest.raises(RuntimeError, match="replica") as caught:
        inference.read(b"a picture")
    assert "somebody" not in str(caught.value)
    assert len(serve.asked) == 1


def test_no_more_pictures_than_there_is_room_for_are_on_their_way(serve, inference):
    serve.gate.clear()
    with ThreadPoolExecutor(4) as callers:
        answers = [callers.submit(inference.read, b"a picture") for _ in range(4)]
        while len(serve.asked) < 4:
            threading.Event().wait(0.01)
        assert inference.waiting == 4
        with pytest.raises(Overloaded):
            inference.check_room()
        with pytest.raises(Overloaded):
            inference.read(b"one more")
        serve.gate.set()
        assert [answer.result(PATIENCE_S) for answer in answers] == [READING] * 4
    assert inference.waiting == 0
    inference.check_room()


def test_it_goes_on_by_itself_when_the_replicas_are_back(impatient):
    first = Serve()
    inference = RayInference(first.url, room=4)
    inference.read(b"before")
    first.end()
    with pytest.raises(NotReady, match="cannot be reached"):
        inference.read(b"meanwhile")
    second = Serve(first.server_port)
    assert inference.read(b"after") == READING
    inference.close()
    second.end()


def test_closing_ends_those_who_still_try(serve, inference):
    serve.answers = [DIED]
    with ThreadPoolExecutor(1) as callers:
        answer = callers.submit(inference.read, b"a picture")
        while not serve.asked:
            threading.Event().wait(0.01)
        inference.close()
        with pytest.raises(NotReady, match="stopping"):
            answer.result(PATIENCE_S)


@pytest.mark.parametrize("frame", [np.zeros((4, 5), np.uint8), np.zeros((4, 5, 3), np.float32)])
def test_only_frames_are_taken_for_frames(frame):
    body, headers = module.pack_picture(frame, ())
    with pytest.raises(ValueError, match="expected a uint8 frame"):
        unpack_picture(body, headers)
