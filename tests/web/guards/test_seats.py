"""Places in front of streams."""

import threading

import pytest

from moviefy.errors import TooManyViewers
from moviefy.web.guards.seats import Seats


def test_beyond_the_limit_there_is_no_place():
    seats = Seats(2)
    with seats.take("events"), seats.take("events"), pytest.raises(TooManyViewers, match="try again"):
        seats.take("events")
    assert seats.taken("events") == 0


def test_kinds_are_counted_apart():
    seats = Seats(1)
    with seats.take("events"), seats.take("frames"):
        assert (seats.taken("events"), seats.taken("frames"), seats.taken("video_feed")) == (1, 1, 0)


def test_a_place_is_given_back_once():
    seats = Seats(2)
    first, _second = seats.take("frames"), seats.take("frames")
    first.release()
    first.release()
    with first:
        pass
    assert seats.taken("frames") == 1


def test_many_threads_never_get_more_than_the_limit():
    seats, most = Seats(3), []
    start = threading.Barrier(8)

    def come_and_go():
        start.wait(10)
        for _ in range(200):
            try:
                with seats.take("frames"):
                    most.append(seats.taken("frames"))
            except TooManyViewers:
                pass

    threads = [threading.Thread(target=come_and_go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert seats.taken("frames") == 0
    assert 1 <= max(most) <= 3
