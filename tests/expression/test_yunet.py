"""YuNet on onnxruntime against OpenCV's own detector from the same file."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from moviefy.capture.test_card import draw_test_card
from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.expression.faces.detectors import detector_factory
from moviefy.expression.faces.yunet import MIN_SCORE, OVERLAP, YunetDetector


@pytest.fixture(scope="module")
def detector(yunet_path):
    return YunetDetector(yunet_path)


def by_opencv(path, frame):
    """Boxes xyxy in whole pixels, eyes, and scores, best first."""
    height, width = frame.shape[:2]
    _, rows = cv2.FaceDetectorYN.create(str(path), "", (width, height), MIN_SCORE, OVERLAP).detect(frame)
    rows = np.zeros((0, 15)) if rows is None else rows
    boxes = [tuple(round(float(value)) for value in (x, y, x + w, y + h)) for x, y, w, h in rows[:, :4]]
    return boxes, rows[:, 4:8].reshape(-1, 2, 2), rows[:, 14]


def assert_the_same(detector, path, frame):
    """Searched as it is, not made smaller. Returns the number of faces."""
    faces = detector._search(frame, max(frame.shape[:2]))
    boxes, eyes, scores = by_opencv(path, frame)
    assert [face.box for face in faces] == boxes
    for face, expected_eyes, score in zip(faces, eyes, scores, strict=True):
        np.testing.assert_allclose(face.eyes, expected_eyes, atol=0.05)
        assert face.confidence == pytest.approx(float(score), abs=1e-3)
    return len(faces)


@pytest.mark.parametrize("size", [(320, 240), (320, 256), (333, 217), (64, 64), (512, 512)])
def test_a_portrait_has_opencvs_box_at_any_size(detector, yunet_path, portrait, size):
    assert assert_the_same(detector, yunet_path, cv2.resize(portrait, size, interpolation=cv2.INTER_AREA)) == 1


def test_a_group_has_opencvs_boxes(detector, yunet_path, portrait):
    head = portrait[20:220, 120:330]
    frame = np.concatenate([np.concatenate([head, head[:, ::-1]], axis=1)] * 2)
    assert assert_the_same(detector, yunet_path, np.ascontiguousarray(frame)) == 4


def test_the_drawn_face_has_opencvs_box(detector, yunet_path):
    assert assert_the_same(detector, yunet_path, draw_test_card(320, 240, 40, 30.0)) == 1


@pytest.mark.shared
def test_photographs_have_opencvs_boxes(detector, yunet_path, photos):
    found = 0
    for path in sorted(photos.glob("*.jpg")):
        frame = cv2.imread(str(path))
        for side in (320, 640):
            factor = min(1.0, side / max(frame.shape[:2]))
            small = cv2.resize(frame, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            found += assert_the_same(detector, yunet_path, small)
    assert found >= 150


def test_threads_share_one_detector_and_find_the_same(yunet_path, portrait):
    new_detector = detector_factory("yunet", yunet_path.parent, threads=1)
    assert new_detector() is new_detector()
    sizes = [(side, side) for side in range(200, 520, 20)]
    frames = [cv2.resize(portrait, size, interpolation=cv2.INTER_AREA) for size in sizes]
    one_by_one = [new_detector().detect(frame) for frame in frames]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda frame: new_detector().detect(frame), frames))
    assert together == one_by_one
    assert all(len(faces) == 1 for faces in together)


def test_a_network_for_something_else_is_refused(tmp_path):
    other = tmp_path / "face_detection_yunet_2026may.onnx"
    other.write_bytes((PROJECT_ROOT / "models" / "expression.int8.onnx").read_bytes())
    with pytest.raises(ModelError, match="moviefy models fetch"):
        YunetDetector(other)
