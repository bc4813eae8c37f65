import cv2
import numpy as np
import pytest

from moviefy.live import notice
from moviefy.live.notice import draw_notice

MESSAGE = "There is no camera 0 on this machine."


def test_the_last_frame_is_dimmed_and_not_changed():
    last = np.full((480, 640, 3), 200, np.uint8)
    card = draw_notice(last, MESSAGE)
    assert (last == 200).all()
    assert (card[:50] == 50).all()
    assert card.max() > 200


@pytest.mark.parametrize("size", [(1, 1), (20, 2000), (480, 100)])
def test_a_frame_too_small_for_words_gives_a_card_that_is_readable(size):
    card = draw_notice(np.zeros((*size, 3), np.uint8), MESSAGE)
    assert card.shape == (480, 640, 3)
    assert (card > 200).any()


@pytest.mark.parametrize("size", [(480, 640), (1080, 1920), (640, 360), (160, 160)])
def test_words_stay_inside_the_picture(size):
    width = size[1]
    lines = notice._wrapped(MESSAGE * 2, width / 900, int(width * 0.9))
    assert " ".join(lines).split() == (MESSAGE * 2).split()
    assert all(cv2.getTextSize(line, notice.FONT, width / 900, 1)[0][0] <= width * 0.9 for line in lines)
    card = draw_notice(np.zeros((*size, 3), np.uint8), MESSAGE)
    assert card.shape == (*size, 3)
    assert (card[:, -2:] == 0).all()
