import threading
import time

from moviefy.live.newest import Newest, Numbered


def test_nothing_before_the_first_value():
    newest = Newest()
    assert newest.current is None
    assert newest.after(0, 0.0) is None


def test_the_newest_value_wins_and_is_given_once():
    newest = Newest()
    for value in "abc":
        newest.put(value)
    assert newest.after(0, 0.0) == Numbered(3, "c")
    assert newest.after(3, 0.0) is None
    assert newest.current == Numbered(3, "c")


def test_who_waits_is_woken_by_a_value():
    newest = Newest()
    threading.Timer(0.05, newest.put, ["late"]).start()
    assert newest.after(0, 20.0) == Numbered(1, "late")


def test_who_waits_is_woken_by_the_end():
    newest = Newest()
    newest.put("old")
    threading.Timer(0.05, newest.close).start()
    start = time.monotonic()
    assert newest.after(1, 20.0) is None
    assert time.monotonic() - start < 15
    assert newest.closed


def test_nothing_is_given_after_the_end():
    newest = Newest()
    newest.put("a")
    newest.close()
    newest.put("b")
    assert newest.after(0, 0.0) is None
