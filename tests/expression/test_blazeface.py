"""BlazeFace where its network's input shows: bars around pictures, small faces in large photos, boxes that overlap."""

import cv2
import numpy as np
import pytest

from moviefy.errors import ModelError
from moviefy.expression.faces.blazeface import (
    KEPT_NETWORKS,
    LARGEST_KEPT,
    BlazefaceDetector,
    _certain,
    _input_size,
    _merged,
)
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
    (face,) = detector.search(photo, 1280)
    assert overlap(face.box, tuple(np.add(FACE, (right, down, right, down)))) > 0.4


def test_a_face_of_half_the_height_of_a_panorama_is_found(detector, portrait):
    panorama = np.full((200, 2000, 3), 90, np.uint8)
    panorama[:, 1500:1700] = portrait[20:220, 120:320]
    (face,) = detector.search(panorama, 1280)
    assert overlap(face.box, (1560, 46, 1650, 152)) > 0.4


@pytest.mark.parametrize(
    ("height", "width", "side", "expected"),
    [
        (480, 640, 320, (144, 192)),
        (640, 480, 320, (192, 144)),
        (360, 640, 320, (144, 192)),
        (512, 512, 320, (192, 192)),
        (500, 512, 90, (192, 192)),
        (480, 640, 321, (288, 384)),
        (640, 640, 640, (384, 384)),
        (853, 1280, 1280, (576, 768)),
        (1280, 960, 5000, (768, 576)),
    ],
)
def test_the_network_is_as_flat_and_as_large_as_the_picture_needs(height, width, side, expected):
    assert _input_size(height, width, side) == expected


@pytest.mark.parametrize("size", [(192, 192), (144, 192), (288, 384), (768, 576)])
def test_a_network_of_any_size_finds_the_same(detector, portrait, size):
    frame = np.full((*size, 3), 90, np.uint8)
    frame[12:140, 10:138] = cv2.resize(portrait, (128, 128), interpolation=cv2.INTER_AREA)
    (face,), doubt = _certain(detector._rows(frame, size))
    assert not doubt
    assert overlap(tuple(face[:4]), tuple(np.add(np.divide(FACE, 4), (10, 12, 10, 12)))) > 0.5


def test_no_more_networks_are_kept_than_are_needed(detector, portrait):
    for side in (300, 640, 1280):
        for frame in (portrait, portrait[:300], portrait[:, :300]):
            detector._search(frame, side)
    assert len(detector._networks) == KEPT_NETWORKS
    assert max(max(size) for size in detector._networks) == LARGEST_KEPT
    assert (384, 288) in detector._networks


def test_where_there_is_doubt_the_square_with_black_bars_decides(detector, portrait, monkeypatch):
    asked = []

    def rows(picture, size):
        asked.append(size)
        scores = {(144, 192): (0.9, 0.3), (192, 192): (0.8, 0.6)}[size]
        return np.float32([row((10, 10, 50, 50), scores[0]), row((90, 90, 120, 120), scores[1])])

    monkeypatch.setattr(detector, "_rows", rows)
    faces = detector.detect(portrait[:384])
    assert asked == [(144, 192), (192, 192)]
    assert [round(face.confidence, 1) for face in faces] == [0.8, 0.6]


def test_a_doubtful_row_of_a_certain_face_is_no_doubt():
    rows = np.float32([row((10, 10, 50, 50), 0.9), row((14, 10, 54, 50), 0.3)])
    faces, doubt = _certain(rows)
    np.testing.assert_allclose(faces[:, :4], [(10, 10, 50, 50)])
    assert not doubt


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
