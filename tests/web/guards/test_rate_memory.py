"""Requests that are counted in memory: at the same time, without a thread each, and forgotten in the end."""

import threading

import pytest
from limits.storage import MemoryStorage, storage_from_string

from moviefy.config import HostedConfig
from moviefy.web.guards import rate_memory
from moviefy.web.guards.rate_memory import SweptMemoryStorage

THREADS, TIMES = 4, 500


@pytest.fixture
def storage():
    made = storage_from_string("moviefy-memory://")
    made.timer.join()  # the library's constructor starts one
    return made


def test_its_scheme_names_it_and_the_library_s_own_stays(storage):
    assert type(storage) is SweptMemoryStorage
    library = storage_from_string("memory://")
    library.timer.cancel()
    assert type(library) is MemoryStorage


def test_hits_at_the_same_time_all_count(storage, monkeypatch):
    monkeypatch.setattr(rate_memory, "SWEEP_S", 0.0)
    problems, start = [], threading.Barrier(THREADS)

    def count():
        start.wait(10)
        try:
            for number in range(TIMES):
                storage.incr("client", 60)
                storage.incr(f"another {number}", 0)
                storage.get(f"another {number}")
        except (RuntimeError, KeyError) as error:  # what the library's store raises when two requests meet
            problems.append(error)

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    assert storage.get("client") == THREADS * TIMES


def test_a_hit_starts_no_thread(storage, monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", lambda thread: pytest.fail(f"{thread} was started"))
    assert [storage.incr("client", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.decr("client") == 2
    assert storage.get("client") == 2


def test_old_counts_are_forgotten_by_a_later_hit(storage, monkeypatch):
    for number in range(100):
        storage.incr(f"client {number}", -1 if number else 60)
    assert len(storage.storage) == 100
    storage.incr("one more", 60)
    assert len(storage.storage) == 101
    monkeypatch.setattr(storage, "_sweep_at", 0.0)
    storage.incr("one more", 60)
    assert set(storage.storage) == set(storage.expirations) == {"client 0", "one more"}


@pytest.mark.parametrize("store", ["memory://", "redis://127.0.0.1:1"])
def test_every_count_in_memory_is_kept_so(build, post_image, jpeg, store, monkeypatch):
    """Also what a process counts while Redis is away; each analysis would start a timer otherwise."""
    client = build(HostedConfig, rate_limit="2 per minute", rate_store=store).test_client()
    started = []
    monkeypatch.setattr(threading.Timer, "start", started.append)
    statuses = [post_image(client, jpeg).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert started == []
