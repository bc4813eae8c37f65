"""Requests that are counted in memory at the same time."""

import threading
import time

from limits.storage import MemoryStorage

from moviefy.web.guards.memory_counts import count_one_at_a_time

THREADS, TIMES = 4, 30


class Timer:
    """Over as soon as it was started, which may happen once, as with the real one; so every request starts one."""

    def __init__(self, *_):
        self.started = False

    def is_alive(self):
        return False

    def start(self):
        if self.started:
            raise RuntimeError("threads can only be started once")
        self.started = True

    def __del__(self):
        """Other threads get their turn while a timer is forgotten, as with the real one, whose end is noted."""
        time.sleep(0.001)


def test_all_of_them_count_and_none_fails(monkeypatch):
    count_one_at_a_time()
    monkeypatch.setattr("limits.storage.memory.threading.Timer", Timer)
    storage, problems = MemoryStorage(), []

    def count():
        try:
            for _ in range(TIMES):
                storage.incr("client", 60)
        except RuntimeError as error:
            problems.append(error)

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert storage.get("client") == THREADS * TIMES


def test_it_is_done_once():
    count_one_at_a_time()
    before = MemoryStorage.incr
    count_one_at_a_time()
    assert MemoryStorage.incr is before
