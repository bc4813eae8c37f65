import threading

import pytest

from moviefy.errors import ModelError
from moviefy.live import worker as frame_worker
from moviefy.live.broadcaster import FrameBroadcaster
from moviefy.live.worker import FrameWorker
from tests.frame_sources import PATIENCE_S, Studio, threads_named, wait_until


@pytest.fixture
def studio():
    scripted = Studio()
    yield scripted
    scripted.release()


@pytest.fixture
def work(studio, monkeypatch):
    monkeypatch.setattr(frame_worker, "PAUSE_S", 0.01)
    broadcaster = FrameBroadcaster(studio)
    workers = []

    def start(*jobs):
        workers.append(FrameWorker("test-worker", broadcaster.subscribe(), *jobs))
        return workers[-1]

    yield start
    for worker in workers:
        worker.stop()
    studio.release()
    broadcaster.close()
    wait_until(lambda: not threads_named("test-worker") and not threads_named("moviefy-source"))


def test_results_follow_the_frames(studio, work):
    worker = work(lambda captured: int(captured.frame[0, 0, 0]))
    assert worker.results.after(0, PATIENCE_S).value == 1
    studio.value = 5
    wait_until(lambda: worker.results.current.value == 5)
    wait_until(lambda: worker.per_second() > 0)


def test_a_slow_worker_takes_only_the_newest_frame_and_counts_the_rest(studio, work):
    go_on = threading.Event()
    worker = work(lambda captured: go_on.wait(PATIENCE_S) and int(captured.frame[0, 0, 0]))
    wait_until(lambda: studio.reads > 5)
    studio.value = 9
    wait_until(lambda: studio.reads > 30)
    go_on.set()
    wait_until(lambda: worker.results.current and worker.results.current.value == 9)
    assert worker.results.current.number <= 12
    assert worker.dropped >= 20


def test_no_result_is_no_result(studio, work):
    worker = work(lambda captured: None)
    wait_until(lambda: studio.reads > 5)
    assert worker.results.current is None


def test_a_failure_is_said_and_the_next_frame_tried(work, caplog):
    failing = threading.Event()
    failing.set()

    def read(captured):
        if failing.is_set():
            raise ModelError("The model file is damaged.")
        return "fine"

    worker = work(read)
    wait_until(lambda: worker.problem == "The model file is damaged.")
    failing.clear()
    wait_until(lambda: worker.results.current is not None)
    wait_until(lambda: worker.problem is None)
    assert caplog.text.count("The model file is damaged.") == 1


def test_an_unknown_failure_is_logged_and_its_words_kept_from_viewers(work, caplog):
    def read(captured):
        raise RuntimeError("a secret path")

    worker = work(read)
    wait_until(lambda: worker.problem is not None)
    assert "secret" not in worker.problem
    assert "a secret path" in caplog.text


def test_without_frames_the_idle_job_runs(studio, work):
    studio.hang.clear()
    worker = work(lambda captured: "frame", lambda: "idle")
    assert worker.results.after(0, PATIENCE_S).value == "idle"


def test_stopping_wakes_who_waits_and_gives_the_place_back(studio, work):
    studio.hang.clear()
    worker = work(lambda captured: "frame")
    threading.Timer(0.05, worker.stop).start()
    assert worker.results.after(0, PATIENCE_S) is None
    assert worker.results.closed
    worker.join(PATIENCE_S)
    assert threads_named("test-worker") == []
