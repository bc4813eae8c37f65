"""BlazeFace where its network's one input size shows: letterboxes, parts of large photos, boxes that overlap."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from moviefy.errors import ModelError
from moviefy.expression.faces.blazeface import TILE_OVERLAP, BlazefaceDetector, _merged, _tiles
from moviefy.expression.faces.face import overlap

FACE = (180, 66, 270, 172)


@pytest.fixture(scope="module")
def detector(blazeface_path):
    return BlazefaceDetector(blazeface_path)


@pytest.mark.parametrize(("height", "width"), [(640, 512), (512, 900), (512, 513), (1400, 512)])
def test_bars_around_a_picture_do_not_move_the_box(detector, portrait, height, width):
    frame = np.full((height, width, 3), 90, np.uint8)
    left, top = (width - 512) // 2, (height - 512) // 2
    frame[top : top + 512, left : left + 512] = portrait
    (face,) = detector.detect(frame)
    assert overlap(face.box, tuple(np.add(FACE, (left, top, left, top)))) > 0.5


@pytest.mark.parametrize(("right", "down"), [(0, 0), (700, 300), (1488, 600), (2488, 1488), (2000, 0)])
def test_a_small_face_is_found_once_wherever_it_is(detector, portrait, right, down):
    photo = np.full((2000, 3000, 3), 90, np.uint8)
    photo[down : down + 512, right : right + 512] = portrait
    (face,) = detector.detect(photo)
    assert overlap(face.box, tuple(np.add(FACE, (right, down, right, down)))) > 0.4


def test_a_face_of_half_the_height_of_a_panorama_is_found(detector, portrait):
    panorama = np.full((200, 4000, 3), 90, np.uint8)
    panorama[:, 2500:2700] = portrait[20:220, 120:320]
    (face,) = detector.detect(panorama)
    assert overlap(face.box, (2560, 46, 2650, 152)) > 0.4


@pytest.mark.parametrize("size", [(960, 1280), (1280, 960), (320, 1280), (1280, 30), (544, 1280), (545, 1280)])
def test_parts_cover_the_picture_and_share_what_a_face_needs(size):
    height, width = size
    tiles = _tiles(height, width)
    covered = np.zeros(size, bool)
    for left, top, right, bottom in tiles:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        covered[top:bottom, left:right] = True
    assert covered.all()
    assert len(tiles) <= 8
    lefts = sorted({(left, right) for left, _, right, _ in tiles})
    assert all(right - left >= TILE_OVERLAP for (_, right), (left, _) in pairwise(lefts))


def row(box, score):
    return [*box, *np.zeros(6), score]


def test_rows_of_one_face_are_averaged_by_their_scores_and_keep_the_best():
    rows = np.float32([row((10, 10, 50, 50), 0.6), row((14, 10, 54, 50), 0.9), row((200, 10, 240, 50), 0.7)])
    merged = _merged(rows)
    np.testing.assert_allclose(merged[:, :4], [(12.4, 10, 52.4, 50), (200, 10, 240, 50)], rtol=1e-5)
    np.testing.assert_allclose(merged[:, -1], [0.9, 0.7])


def test_no_rows_are_no_faces():
    assert _merged(np.zeros((0, 11), np.float32)).shape == (0, 11)


def test_a_turned_face_is_told_by_its_nose(detector, portrait):
    (face,), (mirrored,) = detector.detect(portrait), detector.detect(cv2.flip(portrait, 1))
    assert 0 < abs(face.turn) < 0.6
    assert face.turn == pytest.approx(-mirrored.turn, abs=0.15)


def test_another_network_is_refused(tmp_path, yunet_path, capfd):
    path = tmp_path / "face_detection_full_range.tflite"
    path.write_bytes(yunet_path.read_bytes())
    with pytest.raises(ModelError, match="moviefy models fetch"):
        BlazefaceDetector(path)
