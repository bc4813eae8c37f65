import shutil

import cv2
import numpy as np
import pytest

from moviefy.errors import ModelError
from moviefy.expression.faces.detectors import blazeface_file, create_detector, detector_choice, yunet_file
from moviefy.expression.faces.face import Face
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.network.model_files import BLAZEFACE, YUNET


@pytest.mark.parametrize(
    ("box", "confidence"), [((5, 0, 5, 9), 0.5), ((9, 0, 5, 9), 0.5), ((0, 9, 5, 9), 0.5), ((0, 0, 5, 9), 1.2)]
)
def test_a_face_checks_itself(box, confidence):
    with pytest.raises(ValueError, match="expected"):
        Face(box, confidence)


def test_json_shape():
    assert Face((1, 2, 3, 4), 0.98765).to_json() == {"box": [1, 2, 3, 4], "confidence": 0.9877}


def test_auto_takes_haar_without_yunets_file_and_says_why(tmp_path):
    name, reason = detector_choice("auto", tmp_path)
    assert name == "haar"
    assert "moviefy models fetch" in reason
    assert create_detector("auto", tmp_path).name == "haar"


def test_auto_takes_yunet_where_its_file_is(yunet_path, tmp_path):
    shutil.copy(yunet_path, tmp_path)
    assert detector_choice("auto", tmp_path)[0] == "yunet"
    assert create_detector("auto", tmp_path).name == "yunet"


def test_auto_takes_blazeface_where_only_its_file_is_and_says_why(blazeface_path, tmp_path):
    shutil.copy(blazeface_path, tmp_path)
    name, reason = detector_choice("auto", tmp_path)
    assert name == "blazeface"
    assert "YuNet's file is not" in reason
    assert "moviefy models fetch" in reason
    assert create_detector("auto", tmp_path).name == "blazeface"


def test_auto_takes_yunet_where_both_are(tmp_path):
    for name in (YUNET.name, BLAZEFACE.name):
        (tmp_path / name).write_bytes(b"")
    assert detector_choice("auto", tmp_path)[0] == "yunet"


def test_fetched_files_have_the_names_that_are_looked_for(tmp_path):
    for file in (YUNET, BLAZEFACE):
        (tmp_path / file.name).write_bytes(b"")
    assert yunet_file(tmp_path).name == YUNET.name
    assert blazeface_file(tmp_path).name == BLAZEFACE.name


def test_haar_can_be_asked_for_where_yunet_is(yunet_path):
    assert create_detector("haar", yunet_path.parent).name == "haar"


def test_the_newest_yunet_wins(tmp_path):
    for month in ("2023mar", "2026may", "2027jan", "2022mar"):
        (tmp_path / f"face_detection_yunet_{month}.onnx").write_bytes(b"")
    assert yunet_file(tmp_path).name == "face_detection_yunet_2027jan.onnx"


def test_a_yunet_of_a_fixed_size_is_passed_over(tmp_path):
    (tmp_path / "face_detection_yunet_2023mar.onnx").write_bytes(b"")
    assert yunet_file(tmp_path) is None
    assert detector_choice("auto", tmp_path)[0] == "haar"


@pytest.mark.parametrize("name", ["yunet", "blazeface"])
def test_a_detector_without_its_file_names_the_command(tmp_path, name):
    with pytest.raises(ModelError, match="moviefy models fetch"):
        create_detector(name, tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello"])
@pytest.mark.parametrize("file", [YUNET, BLAZEFACE], ids=["yunet", "blazeface"])
def test_a_damaged_file_is_refused(tmp_path, file, content, capfd):
    (tmp_path / file.name).write_bytes(content)
    with pytest.raises(ModelError, match="cannot be loaded"):
        create_detector("auto", tmp_path)


def scene(*portraits):
    """A grey frame of 640x480 with portraits of these sides in pixels from left to right; a face is a fifth of one."""
    frame = np.full((480, 640, 3), 90, np.uint8)
    left = 0
    for picture in portraits:
        side = len(picture)
        frame[:side, left : left + side] = picture
        left += side
    return frame


def scaled(portrait, side):
    return cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)


def test_haar_finds_a_lone_face_near_or_far(portrait):
    """Nine of ten, of sizes that lie between the steps of its search too; never anything else."""
    sides = range(216, 481, 6)
    found = [[face.box[2] - face.box[0] for face in HaarDetector().detect(scene(scaled(portrait, s)))] for s in sides]
    assert all(
        width == pytest.approx(0.2 * s, rel=0.3) for s, widths in zip(sides, found, strict=True) for width in widths
    )
    assert sum(len(widths) == 1 for widths in found) >= 0.9 * len(sides)


def test_haar_finds_both_of_two_faces_that_differ_by_no_more_than_a_half(portrait):
    """In most pairs, also of small faces; never more than two."""
    sides = range(240, 401, 20)
    pairs = [(left, right) for left in sides for right in sides if left + right <= 640 and 2 / 3 <= left / right <= 1.5]
    found = [HaarDetector().detect(scene(*(scaled(portrait, side) for side in pair))) for pair in pairs]
    places = [sorted(face.box[0] >= left for face in faces) for faces, (left, _) in zip(found, pairs, strict=True)]
    assert all(place in ([False], [True], [False, True]) for place in places)
    assert sum(place == [False, True] for place in places) >= 0.6 * len(pairs)
