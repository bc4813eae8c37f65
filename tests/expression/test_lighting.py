import numpy as np
import pytest

from moviefy.expression.faces.lighting import BRIGHT, brightened, for_search


def darker(picture, factor):
    return (picture * factor).astype(np.uint8)


@pytest.mark.parametrize("factor", [1.0, 0.6])
def test_a_frame_that_is_not_dark_is_the_same_frame(portrait, factor):
    frame = darker(portrait, factor)
    assert for_search(frame) is frame


@pytest.mark.parametrize("factor", [0.2, 0.05])
def test_a_dark_frame_is_raised_and_left_as_it_is(portrait, factor):
    frame = darker(portrait, factor)
    before = frame.copy()
    level = np.percentile(for_search(frame).max(axis=2), 90)
    assert level == pytest.approx(BRIGHT, abs=25)
    np.testing.assert_array_equal(frame, before)


@pytest.mark.parametrize("shape", [(1, 1, 3), (480, 640, 3)])
def test_a_black_frame_stays_black(shape):
    assert not for_search(np.zeros(shape, np.uint8)).any()


def test_brightening_raises_dark_parts_and_keeps_black_and_white():
    assert brightened(np.array([[[0, 40, 255]]], np.uint8)).tolist() == [[[0, 111, 255]]]
