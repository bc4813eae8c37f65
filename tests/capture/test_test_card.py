import numpy as np
import pytest

from moviefy.capture.test_card import draw_test_card
from moviefy.expression.faces.blazeface import BlazefaceDetector
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.faces.yunet import YunetDetector


def test_the_same_number_gives_the_same_picture():
    np.testing.assert_array_equal(draw_test_card(320, 240, 7, 30.0), draw_test_card(320, 240, 7, 30.0))


def test_it_moves():
    assert (draw_test_card(320, 240, 0, 30.0) != draw_test_card(320, 240, 10, 30.0)).any()


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (640, 480), (1920, 1080)])
def test_any_size(size):
    card = draw_test_card(*size, 5, 30.0)
    assert card.shape == (size[1], size[0], 3)
    assert card.dtype == np.uint8


@pytest.mark.parametrize("number", [0, 25, 75, 150, 225])
def test_its_face_is_found_so_that_the_whole_way_can_be_tried_without_a_camera(number):
    faces = HaarDetector().detect(draw_test_card(640, 480, number, 30.0))
    assert len(faces) == 1


def test_blazeface_finds_it_too(blazeface_path):
    assert len(BlazefaceDetector(blazeface_path).detect(draw_test_card(640, 480, 40, 30.0))) == 1


def test_yunet_finds_it_too(yunet_path):
    assert len(YunetDetector(yunet_path).detect(draw_test_card(640, 480, 40, 30.0))) == 1
