import time

import pytest

from moviefy.live.rate import WINDOW, Rate


def test_nothing_happened():
    assert not Rate()
    assert Rate().per_second() == 0.0


def test_once_is_no_rate():
    rate = Rate()
    rate.tick(time.monotonic())
    assert rate
    assert rate.per_second() == 0.0


def test_steps_of_a_known_length():
    rate, now = Rate(), time.monotonic()
    for number in range(3 * WINDOW):
        rate.tick(now + number / 30)
    assert rate.per_second() == pytest.approx(30.0)


def test_what_stopped_has_no_rate():
    rate = Rate()
    for number in range(10):
        rate.tick(time.monotonic() - 60 + number)
    assert rate.per_second() == 0.0
