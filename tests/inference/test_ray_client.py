"""The client of the replicas against a server that answers as Ray Serve does when something is wrong."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from moviefy.errors import ImageTooLarge, ImageUnreadable, NotReady, Overloaded
from moviefy.expression.faces.face import Search
from moviefy.expression.mood import NO_FACE
from moviefy.expression.reading import Reading
from moviefy.inference import batching
from moviefy.inference import ray_client as module
from moviefy.inference.ray_client import RayInference
from moviefy.inference.ray_wire import (
    JSON_TYPE,
    MAX_PICTURES_PER_REQUEST,
    NOTHING,
    pack_answers,
    pack_error,
    pack_pictures,
    pack_reading,
    unpack_answers,
    unpack_pictures,
)

PATIENCE_S = 20
GOOD = "a good reading of each"
DIED = (500, "text/plain", b"Internal Server Error")
CUT = None
POISON = b"a picture that kills"
FULL = (503, "text/plain", b"Request dropped due to backpressure (num_queued_requests=16, max_queued_requests=16).")
NOT_DEPLOYED = (503, "text/plain", b"Replica is unavailable because it failed to deploy.")
LATE = (408, "text/plain", b"Request timed out after 20.0s.")
STRANGER = (404, "text/html", b"<h1>Not found</h1>")


def wait_until(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def reading(width):
    return Reading(width, 48, (), NO_FACE)


def good(parts):
    return ok(*(pack_reading(reading(len(part.body))) for part in parts))


def ok(*answers):
    return 200, JSON_TYPE, pack_answers(answers)


class Serve(ThreadingHTTPServer):
    """Gives its answers in turn, the last one again and again, and keeps what it was asked.

    A good reading says how many bytes the picture had, as its width.
    """

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.answers, self.asked, self.taking = [GOOD], [], threading.Lock()
        self.first, self.gate = threading.Event(), threading.Event()
        self.let_go()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def end(self):
        self.shutdown()
        self.server_close()
        self.thread.join()

    def hold(self):
        """Answer nobody for now."""
        self.first.clear()
        self.gate.clear()

    def let_go(self):
        """Answer everyone."""
        self.first.set()
        self.gate.set()

    def let_first_go(self):
        """Answer the first request; returns when its sender has asked for what waited. Then answer everyone."""
        before = len(self.asked)
        self.first.set()
        wait_until(lambda: len(self.asked) > before)
        self.gate.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = unpack_pictures(body) if body != NOTHING else []
        with self.server.taking:
            gate = self.server.gate if self.server.asked else self.server.first
            answer = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
            self.server.asked.append(parts)
            answer = DIED if any(part.body == POISON for part in parts) else answer
        assert gate.wait(PATIENCE_S)
        if answer is CUT:
            self.close_connection = True
            return
        status, kind, content = good(parts) if answer is GOOD else answer
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
    server.let_go()
    server.end()


@pytest.fixture
def inference(serve):
    client = RayInference(serve.url, room=6, replicas=1)
    yield client
    client.close()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 0.01)  # a second try comes in time on a busy machine, too
    monkeypatch.setattr(module, "GONE_S", 0.6)
    monkeypatch.setattr(module, "ANSWER_S", 1.0)
    monkeypatch.setattr(batching, "CLOSE_S", 0.1)


@pytest.fixture
def callers():
    with ThreadPoolExecutor(32) as pool:
        yield pool


def fill(serve, inference, callers, pictures):
    """Hand in pictures while nobody answers: the first two are on their way alone, the others wait in their order."""
    serve.hold()
    answers = []
    for number, picture in enumerate(pictures, 1):
        answers.append(callers.submit(inference.submit, picture))
        wait_until(lambda n=number: len(serve.asked) == min(n, 2) and inference._queue.qsize() == max(0, n - 2))
    return answers


def test_bytes_go_as_they_were_sent(serve, inference):
    assert inference.submit(b"a picture") == reading(9)
    [part] = serve.asked[0]
    assert (part.picture(), part.near, part.search) == (b"a picture", [], Search.FRAME)


def test_a_frame_and_earlier_boxes_arrive_as_they_are(serve, inference):
    frame = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    inference.submit(frame, [(1, 2, 3, 4)], Search.TILTED_LEFT)
    [part] = serve.asked[0]
    assert np.array_equal(part.picture(), frame)
    assert (part.near, part.search) == ([(1, 2, 3, 4)], Search.TILTED_LEFT)


def test_pictures_that_wait_go_in_one_request_and_each_gets_its_own_reading(serve, callers):
    inference = RayInference(serve.url, room=6, replicas=1)
    answers = fill(serve, inference, callers, [b"a" * n for n in (1, 2, 3, 4, 5, 6)])
    serve.let_first_go()
    assert [answer.result(PATIENCE_S) for answer in answers] == [reading(n) for n in (1, 2, 3, 4, 5, 6)]
    assert [len(part.body) for part in serve.asked[2]] == [3, 4, 5, 6]
    inference.close()


def test_no_request_carries_more_than_its_share(serve, callers):
    inference = RayInference(serve.url, room=MAX_PICTURES_PER_REQUEST + 5, replicas=1)
    answers = fill(serve, inference, callers, [b"a picture"] * (2 + MAX_PICTURES_PER_REQUEST + 3))
    serve.let_first_go()
    assert [answer.result(PATIENCE_S) for answer in answers] == [reading(9)] * len(answers)
    assert len(serve.asked[2]) == MAX_PICTURES_PER_REQUEST == max(map(len, serve.asked))
    inference.close()


def test_where_another_sender_has_nothing_to_do_what_waits_is_shared(serve):
    inference = RayInference(serve.url, room=9, replicas=2)
    assert [inference._batch_quota(n) for n in (0, 2, 3, 8)] == [0, 0, 1, 2]
    with inference._in_flight(), inference._in_flight():
        assert [inference._batch_quota(n) for n in (0, 2, 3, 8)] == [0, 2, 3, 8]


def test_large_pictures_go_apart(serve, inference, callers, monkeypatch):
    monkeypatch.setattr(module, "MAX_REQUEST_BYTES", 100)
    frame = np.zeros((5, 6, 3), np.uint8)
    answers = fill(serve, inference, callers, [b"1", b"2", b"a" * 200, b"a" * 40, b"a" * 50, frame])
    serve.let_first_go()
    sizes = [answer.result(PATIENCE_S).width for answer in answers]
    assert sizes[:5] == [1, 1, 200, 40, 50]
    assert [[len(part.body) for part in parts] for parts in serve.asked[2:]] == [[200], [40, 50], [sizes[5]]]


def test_what_is_wrong_with_one_picture_is_its_own(serve, inference, callers):
    answers = fill(serve, inference, callers, [b"1", b"2", b"3", b"4", b"5"])
    packed = [pack_reading(reading(3)), pack_error(ImageTooLarge("Too large.")), pack_reading(reading(5))]
    serve.answers = [ok(*packed)]
    serve.let_first_go()
    assert answers[2].result(PATIENCE_S) == reading(3)
    with pytest.raises(ImageTooLarge, match=r"^Too large\.$"):
        answers[3].result(PATIENCE_S)
    assert answers[4].result(PATIENCE_S) == reading(5)


def test_a_request_that_is_handed_in_again_is_whole(serve, inference, callers):
    answers = fill(serve, inference, callers, [b"1", b"22", b"333", b"4444"])
    serve.answers = [CUT, CUT, GOOD]
    serve.let_first_go()
    assert [answer.result(PATIENCE_S) for answer in answers] == [reading(n) for n in (1, 2, 3, 4)]
    assert [[len(part.body) for part in parts] for parts in serve.asked[2:]] == [[3, 4]] * 3


def test_a_full_queue_turns_all_of_a_request_away(serve, inference, callers):
    answers = fill(serve, inference, callers, [b"1", b"2", b"3", b"4"])
    serve.answers = [FULL]
    serve.let_first_go()
    for answer in answers[2:]:
        with pytest.raises(Overloaded, match="busy"):
            answer.result(PATIENCE_S)


@pytest.mark.parametrize("first", [DIED, CUT, NOT_DEPLOYED, STRANGER], ids=["died", "cut", "not deployed", "stranger"])
def test_a_picture_is_handed_in_again_where_no_replica_answered(serve, inference, first):
    serve.answers = [first, first, GOOD]
    assert inference.submit(b"a picture") == reading(9)
    assert [part.body for parts in serve.asked for part in parts] == [b"a picture"] * 3


@pytest.mark.parametrize("answer", [FULL, LATE], ids=["full", "late"])
def test_a_full_queue_and_a_late_answer_are_overloaded_at_once(serve, inference, answer):
    serve.answers = [answer]
    with pytest.raises(Overloaded, match="try again in a moment"):
        inference.submit(b"a picture")
    assert len(serve.asked) == 1


def test_a_picture_that_kills_its_replica_is_found_out_and_the_others_are_read(serve, inference, callers):
    answers = fill(serve, inference, callers, [b"1", b"22", b"333", POISON, b"55555"])
    serve.let_first_go()
    assert [answers[n].result(PATIENCE_S) for n in (0, 1, 2, 4)] == [reading(n) for n in (1, 2, 3, 5)]
    with pytest.raises(ImageUnreadable, match="another one"):
        answers[3].result(PATIENCE_S)
    together, *alone = [parts for parts in serve.asked if any(part.body == POISON for part in parts)]
    assert len(together) == 3
    assert [len(parts) for parts in alone] == [1] * module.DEATHS


@pytest.mark.parametrize("answer", [GOOD, FULL], ids=["free", "full"])
def test_it_is_ready_where_replicas_answer_and_asks_them_seldom(serve, inference, answer):
    serve.answers = [ok() if answer == GOOD else answer]
    inference.check_ready()
    assert serve.asked == [[]]
    inference.check_ready()
    assert len(serve.asked) == (1 if answer == GOOD else 2)


@pytest.mark.parametrize("answer", [DIED, CUT, LATE, NOT_DEPLOYED, STRANGER])
def test_it_is_not_ready_where_none_does(serve, inference, answer):
    serve.answers = [answer]
    with pytest.raises(NotReady, match="cannot be reached"):
        inference.check_ready()


@pytest.mark.parametrize("answer", [CUT, NOT_DEPLOYED, STRANGER], ids=["cut", "not deployed", "stranger"])
def test_where_no_replica_ever_answers_it_says_so(serve, inference, impatient, answer):
    serve.answers = [answer]
    with pytest.raises(NotReady, match="cannot be reached just now"):
        inference.submit(b"a picture")
    assert len(serve.asked) > 1


def test_an_answer_that_does_not_come_is_given_up(serve, inference, impatient, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_S", 0.2)
    serve.hold()
    with pytest.raises(Overloaded, match="in time"):
        inference.submit(b"a picture")


def test_named_errors_come_back_as_they_were_raised(serve, inference):
    serve.answers = [ok(pack_error(ImageTooLarge("Too large.")))]
    with pytest.raises(ImageTooLarge, match=r"^Too large\.$"):
        inference.submit(b"a picture")


@pytest.mark.parametrize(
    "body",
    [
        pack_error(KeyError("the picture of somebody")),
        pack_answers([pack_error(KeyError("the picture of somebody"))]),
        json.dumps([{"error": {"name": "SystemExit", "message": "0"}}]).encode(),
        json.dumps([{"error": {"name": "annotations", "message": "x"}}]).encode(),
        b"[]",
        b"[{}]",
        b"7",
        b"no JSON",
        json.dumps([{"reading": {"width": 1}}]).encode(),
        pack_reading(reading(1)),
        pack_answers([pack_reading(reading(1))] * 2),
    ],
)
def test_a_mistake_of_a_replica_is_no_named_error_and_is_not_asked_for_again(serve, inference, body):
    serve.answers = [(200, JSON_TYPE, body)]
    with pytest.raises(RuntimeError, match="replica") as caught:
        inference.submit(b"a picture")
    assert "somebody" not in str(caught.value)
    assert len(serve.asked) == 1


def test_no_more_pictures_wait_or_are_on_their_way_than_there_is_room_for(serve, inference, callers):
    answers = fill(serve, inference, callers, [b"a picture"] * 6)
    assert inference.waiting == 6
    with pytest.raises(Overloaded):
        inference.ensure_capacity()
    with pytest.raises(Overloaded):
        inference.submit(b"one more")
    serve.let_go()
    assert [answer.result(PATIENCE_S) for answer in answers] == [reading(9)] * 6
    assert inference.waiting == 0
    inference.ensure_capacity()


def test_it_goes_on_by_itself_when_the_replicas_are_back(impatient):
    first = Serve()
    inference = RayInference(first.url, room=4, replicas=1)
    inference.submit(b"before")
    first.end()
    with pytest.raises(NotReady, match="cannot be reached"):
        inference.submit(b"meanwhile")
    second = Serve(first.server_port)
    assert inference.submit(b"after") == reading(5)
    inference.close()
    second.end()


def test_closing_ends_those_who_still_try(serve, inference):
    serve.answers = [DIED]
    with ThreadPoolExecutor(1) as callers:
        answer = callers.submit(inference.submit, b"a picture")
        wait_until(lambda: serve.asked)
        inference.close()
        with pytest.raises(NotReady, match="stopping"):
            answer.result(PATIENCE_S)


def test_closing_refuses_what_waits_and_what_comes(serve, inference, callers, monkeypatch):
    monkeypatch.setattr(batching, "CLOSE_S", 0.1)
    answers = fill(serve, inference, callers, [b"1", b"2", b"3"])
    inference.close()
    for late in (answers[2].result, lambda _: inference.submit(b"4")):
        with pytest.raises(NotReady, match="stopping"):
            late(PATIENCE_S)
    serve.let_go()
    assert [answer.result(PATIENCE_S) for answer in answers[:2]] == [reading(1)] * 2


@pytest.mark.parametrize("frame", [np.zeros((4, 5), np.uint8), np.zeros((4, 5, 3), np.float32)])
def test_only_frames_are_taken_for_frames(frame):
    [part] = unpack_pictures(pack_pictures([(frame, (), Search.FRAME)]))
    with pytest.raises(ValueError, match="expected a uint8 frame"):
        part.picture()


def test_pictures_arrive_in_their_order_whatever_they_hold():
    pictures = [
        (b"", (), Search.FRAME),
        (b"[]\n{}\n", [(1, 2, 3, 4)], Search.PHOTO),
        (bytes(range(256)), [(0, 0, 9, 9), (-1, 2, 3, 4)], Search.UPSIDE_DOWN),
    ]
    parts = unpack_pictures(pack_pictures(pictures))
    assert [(p.picture(), p.near, p.search) for p in parts] == [(p, list(near), search) for p, near, search in pictures]


def described(**changes):
    row = {"type": "application/octet-stream", "length": 3, "near": [], "search": "frame", **changes}
    return json.dumps([row]).encode() + b"\n"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"abc",
        b"\nabc",
        b"no JSON\nabc",
        b"{}\nabc",
        b"[]\n",
        b"[7]\nabc",
        b"[{}]\nabc",
        described() + b"ab",
        described() + b"abcd",
        described(length=-1),
        described(length=10**30) + b"abc",
        described(length="3") + b"abc",
        described(length=3.0) + b"abc",
        described(type="text/html") + b"abc",
        described(near=None) + b"abc",
        described(near=[[1, 2, 3]]) + b"abc",
        described(near=[[1, 2, 3, "4"]]) + b"abc",
        described(near=[[1, 2, 3, 0.5]]) + b"abc",
        described(search="everywhere") + b"abc",
        described(search=None) + b"abc",
        pack_pictures([(b"a picture", (), Search.PHOTO)] * (MAX_PICTURES_PER_REQUEST + 1)),
        b"\xff\xfe\n",
    ],
)
def test_requests_that_are_none_are_refused(body):
    with pytest.raises(ValueError):  # noqa: PT011  # json's own among them
        unpack_pictures(body)


def test_an_error_instead_of_the_list_goes_to_each():
    errors = unpack_answers(pack_error(NotReady("Not yet.")), 3)
    assert [(type(error), str(error)) for error in errors] == [(NotReady, "Not yet.")] * 3
