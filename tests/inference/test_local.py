"""The bounded queue: who waits, who is turned away, what is read together, and how it ends."""

import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from moviefy.errors import ImageUnreadable, ModelError, NotReady, Overloaded
from moviefy.inference import batching as module
from moviefy.inference.batching import Limits
from moviefy.inference.local import BatchObserver, LocalInference

PATIENCE_S = 20


class Gate:
    """A pipeline of numbers that waits at its first stage until it is let go, and notes what it reads together."""

    def __init__(self):
        self.open = threading.Event()
        self.reached = threading.Semaphore(0)
        self.batches = []
        self.problem = None

    def find(self, frame, near=(), search=None):
        self.reached.release()
        assert self.open.wait(PATIENCE_S)
        if frame == b"bad":
            raise ImageUnreadable("This one is damaged.")
        return frame

    def score(self, found):
        self.batches.append(list(found))
        if self.problem:
            raise self.problem
        return [f"reading of {one}" for one in found]


class Decoded(bytes):
    """Stands for a photo, and still is what was sent."""

    frame = np.zeros((1, 1, 3), np.uint8)


class Notes(BatchObserver):
    def __init__(self):
        self.batches = []

    def batch_done(self, waited_s, found_s, scored_s):
        self.batches.append((len(waited_s), min(waited_s), found_s, scored_s))


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def build(gate):
    built = []

    def build_inference(observer=None, **limits):
        built.append(LocalInference(lambda: gate, Decoded, Limits(**limits), observer))
        return built[-1]

    yield build_inference
    gate.open.set()
    for inference in built:
        inference.close()


@pytest.fixture
def callers():
    with ThreadPoolExecutor(32) as pool:
        yield pool


def fill(inference, callers, gate, pictures):
    """Hand in pictures: the first is being read and all others wait when this returns."""
    answers = [callers.submit(inference.submit, pictures[0])]
    assert gate.reached.acquire(timeout=PATIENCE_S)
    for number, picture in enumerate(pictures[1:], 1):
        answers.append(callers.submit(inference.submit, picture))
        wait_until(lambda expected=number: inference.waiting == expected)
    return answers


def wait_until(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_does_not_fit_is_turned_away_at_once_and_the_rest_is_read(build, gate, callers):
    inference = build(waiting=3)
    answers = fill(inference, callers, gate, [1, 2, 3, 4])
    with pytest.raises(Overloaded, match="try again"):
        inference.submit(5)
    with pytest.raises(Overloaded):
        inference.ensure_capacity()
    gate.open.set()
    assert [answer.result(PATIENCE_S) for answer in answers] == [f"reading of {n}" for n in (1, 2, 3, 4)]
    inference.ensure_capacity()
    assert inference.submit(5) == "reading of 5"


def test_pictures_that_wait_are_read_together_in_their_order(build, gate, callers):
    inference = build(waiting=9, batch=4)
    answers = fill(inference, callers, gate, [1, 2, 3, 4, 5, 6, 7])
    gate.open.set()
    for answer in answers:
        answer.result(PATIENCE_S)
    assert gate.batches == [[1], [2, 3, 4, 5], [6, 7]]


def test_several_readers_share_what_waits(build, gate, callers):
    inference = build(readers=2, waiting=9, batch=4)
    first = []
    for n in (1, 2):  # one after the other, or one reader might take both
        first.append(callers.submit(inference.submit, n))
        assert gate.reached.acquire(timeout=PATIENCE_S)
    rest = [callers.submit(inference.submit, n) for n in (3, 4, 5, 6)]
    wait_until(lambda: inference.waiting == 4)
    gate.open.set()
    for answer in first + rest:
        answer.result(PATIENCE_S)
    assert max(map(len, gate.batches)) <= 2  # of the three that then wait, one is the other reader's


def test_where_few_wait_no_reader_takes_what_another_could_read(build, gate, callers):
    inference = build(readers=2, waiting=9, batch=4)
    first = []
    for n in (1, 2):
        first.append(callers.submit(inference.submit, n))
        assert gate.reached.acquire(timeout=PATIENCE_S)
    rest = [callers.submit(inference.submit, n) for n in (3, 4)]
    wait_until(lambda: inference.waiting == 2)
    gate.open.set()
    for answer in first + rest:
        answer.result(PATIENCE_S)
    assert [len(batch) for batch in gate.batches] == [1, 1, 1, 1]


def test_a_bad_picture_fails_alone(build, gate, callers):
    inference = build(waiting=9, batch=4)
    answers = fill(inference, callers, gate, [b"1", b"2", b"bad", b"4"])
    gate.open.set()
    with pytest.raises(ImageUnreadable, match="damaged"):
        answers.pop(2).result(PATIENCE_S)
    assert [answer.result(PATIENCE_S) for answer in answers] == [f"reading of {n}" for n in (b"1", b"2", b"4")]


def test_a_problem_of_the_network_reaches_every_caller_and_the_readers_go_on(build, gate, callers):
    inference = build(waiting=9)
    gate.problem = ModelError("The model is damaged.")
    answers = fill(inference, callers, gate, [1, 2, 3])
    gate.open.set()
    for answer in answers:
        with pytest.raises(ModelError):
            answer.result(PATIENCE_S)
    gate.problem = None
    assert inference.submit(4) == "reading of 4"


def test_a_reading_that_does_not_come_is_given_up_and_what_waited_is_never_read(build, gate, callers, monkeypatch):
    monkeypatch.setattr(module, "ANSWER_S", 0.2)
    inference = build(waiting=9)
    answers = fill(inference, callers, gate, [1, 2])
    for answer in answers:
        with pytest.raises(Overloaded, match="in time"):
            answer.result(PATIENCE_S)
    gate.open.set()
    monkeypatch.undo()
    assert inference.submit(3) == "reading of 3"
    assert [2] not in gate.batches


def test_closing_refuses_what_waits_and_what_comes(build, gate, callers, monkeypatch):
    monkeypatch.setattr(module, "CLOSE_S", 0.1)
    inference = build(waiting=9)
    being_read, waiting = fill(inference, callers, gate, [1, 2])
    inference.close()
    for late in (waiting.result, lambda _: inference.submit(3)):
        with pytest.raises(NotReady, match="stopping"):
            late(PATIENCE_S)
    gate.open.set()
    assert being_read.result(PATIENCE_S) == "reading of 1"
    inference.close()


def test_no_thread_is_started_before_the_first_picture_and_none_is_left(build, gate):
    gate.open.set()
    before = set(threading.enumerate())
    inference = build(readers=2)
    assert set(threading.enumerate()) <= before
    inference.submit(1)
    started = set(threading.enumerate()) - before
    assert {thread.name for thread in started} == {"reader-0", "reader-1"}
    inference.close()
    assert not any(thread.is_alive() for thread in started)


class UntimedQueue(queue.Queue):
    """A queue from which nobody takes with a time limit."""

    def get(self, block=True, timeout=None):
        assert timeout is None
        return super().get(block, timeout)


def test_a_reader_waits_for_an_event_alone_and_closing_is_one(build, gate, monkeypatch):
    monkeypatch.setattr(module.queue, "Queue", UntimedQueue)
    gate.open.set()
    before = set(threading.enumerate())
    inference = build(readers=3)
    inference.submit(1)
    (*readers,) = set(threading.enumerate()) - before
    assert len(readers) == 3
    inference.close()
    assert not any(reader.is_alive() for reader in readers)


def test_figures_tell_sizes_and_times(build, gate, callers):
    notes = Notes()
    inference = build(notes, waiting=9)
    answers = fill(inference, callers, gate, [1, 2, 3])
    gate.open.set()
    for answer in answers:
        answer.result(PATIENCE_S)
    inference.close()
    assert [size for size, *_ in notes.batches] == [1, 2]
    assert all(min(times) >= 0 for _, *times in notes.batches)
