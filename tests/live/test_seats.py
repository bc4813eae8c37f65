"""Seats in front of streams."""

import threading

import pytest

from moviefy.errors import TooManyViewers
from moviefy.live.seats import Seats


def test_beyond_the_limit_there_is_no_place():
    seats = Seats(2)
    with seats.take("events"), seats.take("events"):
        with pytest.raises(TooManyViewers, match="try again"), seats.take("events"):
            pass
        assert seats.taken("events") == 2
    assert seats.taken("events") == 0


def test_an_error_inside_gives_the_seat_back():
    seats = Seats(1)
    with pytest.raises(ZeroDivisionError), seats.take("events"):
        raise ZeroDivisionError
    assert seats.taken("events") == 0


def test_kinds_are_counted_apart():
    seats = Seats(1)
    with seats.take("events"), seats.take("frames"):
        assert (seats.taken("events"), seats.taken("frames"), seats.taken("video_feed")) == (1, 1, 0)
        assert seats.taken("events", "frames") == 2


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
