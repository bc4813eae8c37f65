import numpy as np
import pytest

from moviefy.expression.faces.crop import face_crop
from moviefy.expression.faces.detection import CropMargin
from moviefy.expression.faces.face import Face

EXACT = CropMargin(scale=1.0, shift_y=0.0)


def frame_with_square(box, size=(100, 120)):
    frame = np.zeros((*size, 3), np.uint8)
    x1, y1, x2, y2 = box
    frame[y1:y2, x1:x2] = 200
    return frame


def test_a_square_box_without_margin_is_cut_exactly():
    box = (30, 20, 70, 60)
    crop = face_crop(frame_with_square(box), Face(box, 0.9), EXACT)
    assert crop.shape == (40, 40)
    assert crop.dtype == np.uint8
    assert (crop == 200).all()


def test_scale_and_shift_move_the_square():
    box = (30, 20, 70, 60)
    crop = face_crop(frame_with_square(box), Face(box, 0.9), CropMargin(scale=1.5, shift_y=0.25))
    rows, columns = np.nonzero(crop == 200)
    assert crop.shape == (60, 60)
    assert (rows.min(), rows.max()) == (0, 39)
    assert (columns.min(), columns.max()) == (10, 49)


def test_a_tall_box_gives_a_square_of_its_mean_side():
    assert face_crop(np.zeros((100, 100, 3), np.uint8), Face((10, 10, 40, 60), 0.9), EXACT).shape == (40, 40)


@pytest.mark.parametrize("box", [(-30, -20, 20, 30), (90, 60, 150, 120), (-50, -50, 200, 200)])
def test_a_box_that_leaves_the_frame_repeats_its_edge(box):
    frame = np.full((100, 120, 3), 77, np.uint8)
    crop = face_crop(frame, Face(box, 0.9), CropMargin(scale=1.2, shift_y=0.1))
    assert crop.shape[0] == crop.shape[1] > 0
    assert (crop == 77).all()
