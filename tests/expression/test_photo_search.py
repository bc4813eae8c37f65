"""Photographs of any size and position. The portrait's right answers are known: one face, happy, and where it is."""

import cv2
import numpy as np
import pytest

from moviefy.expression.faces.detection import CropMargin, FaceDetector
from moviefy.expression.faces.detectors import create_detector
from moviefy.expression.faces.face import Face, overlap, turned_upright
from moviefy.expression.faces.levelling import with_roll
from moviefy.expression.faces.photo_search import everywhere, search_photo, working_picture

FACE = (180, 66, 270, 172)
"""The face in scikit-image's portrait, 512x512, found by eye."""


@pytest.fixture(scope="module")
def detector(shared):
    return create_detector("yunet", shared / "models")


def tilted(picture, degrees):
    """The picture turned clockwise about its middle, as large as it must be."""
    height, width = picture.shape[:2]
    side = int(np.hypot(height, width))
    onto = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    onto[:, 2] += side / 2 - np.array([width / 2, height / 2])
    return cv2.warpAffine(picture, onto, (side, side), borderMode=cv2.BORDER_REPLICATE)


def in_working_picture(box):
    """A box in the portrait, which is enlarged to 640 px."""
    return tuple(round(value * 640 / 512) for value in box)


def centre(box):
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((480, 640), (480, 640)),
        ((960, 1280), (960, 1280)),
        ((3000, 4000), (960, 1280)),
        ((4000, 3000), (1280, 960)),
        ((1000, 6000), (720, 4320)),
        ((1500, 40000), (307, 8192)),
        ((961, 1281), (961, 1281)),
        ((120, 160), (480, 640)),
        ((20, 30), (80, 120)),
        ((1, 1), (4, 4)),
    ],
)
def test_photos_are_brought_to_one_size(size, expected):
    assert working_picture(np.zeros((*size, 3), np.uint8)).shape[:2] == expected


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2), (48, 48), (300, 5000)])
@pytest.mark.shared
def test_an_empty_photo_has_no_face_and_stays_as_it_lies(detector, size):
    found = search_photo(detector, np.zeros((*size, 3), np.uint8))
    assert (found.faces, found.quarters) == ((), 0)


@pytest.mark.shared
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_photo_is_turned_upright(detector, portrait, quarters):
    found = search_photo(detector, turned_upright(portrait, quarters))
    (face,) = found.faces
    assert (found.quarters + quarters) % 4 == 0
    assert face.roll == 0
    assert overlap(face.box, in_working_picture(FACE)) > 0.5


@pytest.mark.shared
@pytest.mark.parametrize("degrees", [-150, -75, -60, -40, 40, 60, 75, 110, 135, 160])
def test_a_tilted_head_is_found_and_its_tilt_is_known(detector, portrait, degrees):
    found = search_photo(detector, tilted(portrait, degrees))
    (face,) = found.faces
    still = (face.roll - degrees - 90 * found.quarters + 180) % 360 - 180
    assert abs(still) <= 30.5
    middle, scale = found.picture.shape[0] / 2, found.picture.shape[0] / np.hypot(512, 512)
    turn = np.radians(degrees + 90 * found.quarters)
    offset = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ (centre(FACE) - 256) * scale
    assert np.abs(centre(face.box) - middle - offset).max() < 30


@pytest.mark.shared
@pytest.mark.parametrize("width", [3600, 12000])
def test_a_face_of_six_percent_in_a_panorama_is_found(detector, portrait, width):
    photo = np.full((1200, width, 3), 90, np.uint8)
    small = cv2.resize(portrait, (348, 348), interpolation=cv2.INTER_AREA)  # its face is 72 px high
    for left in (100, width // 2, width - 400):
        photo[700:1048, left : left + 348] = small
    found = search_photo(detector, photo)
    scale = found.picture.shape[1] / width
    assert sorted(round(centre(face.box)[0] / scale / 10) for face in found.faces) == [
        pytest.approx((left + centre(FACE)[0] * 348 / 512) / 10, abs=2) for left in (100, width // 2, width - 400)
    ]


@pytest.mark.shared
def test_of_two_people_one_may_lie(detector, portrait):
    head = portrait[20:220, 120:330]
    photo = np.full((480, 640, 3), 90, np.uint8)
    photo[20:420, 20:440] = cv2.resize(head, (420, 400))
    photo[250:460, 440:640] = np.rot90(head, -1)
    found = search_photo(detector, photo)
    large, small = found.faces
    assert found.quarters == 0
    assert large.roll == 0
    assert small.roll == pytest.approx(90, abs=20)


@pytest.mark.shared
def test_an_upright_face_has_no_roll(detector, portrait):
    (face,) = detector.detect(portrait)
    assert with_roll(detector, portrait, face).roll == 0


@pytest.mark.shared
@pytest.mark.parametrize("light", [0.25, 0.08])
def test_a_dark_photo_is_searched_in_a_brighter_copy(detector, portrait, light):
    noise = np.random.default_rng(0).normal(0, 2, portrait.shape)
    dark = np.clip(portrait * light + noise, 0, 255).astype(np.uint8)
    found = search_photo(detector, dark)
    assert overlap(found.faces[0].box, in_working_picture(FACE)) > 0.4


class OneFace(FaceDetector):
    """Sees one face of a given share of the picture's height, and notes at which sizes it is asked."""

    name = "one face"
    margin = CropMargin(1.0, 0.0)

    def __init__(self, share):
        self.share, self.sides = share, []

    def _search(self, frame, side, expected=None):
        self.sides.append(side)
        height = round(self.share * frame.shape[0])
        return [Face((10, 10, 10 + height, 10 + height), 0.99)]


class QuickOneFace(OneFace):
    quick = True
    certain = 0.7

    def __init__(self, share, doubtful=None):
        super().__init__(share)
        self.doubtful = [] if doubtful is None else [Face(doubtful, 0.5)]

    def candidates(self, frame, side):
        return self.search(frame, side) + self.doubtful


ON_THE_FACE, ELSEWHERE = (12, 8, 104, 108), (300, 200, 420, 330)


@pytest.mark.parametrize(
    ("detector", "sides"),
    [
        (OneFace(0.2), [320]),
        (OneFace(0.08), [320, 480]),
        (QuickOneFace(0.2), [480]),
        (QuickOneFace(0.08), [480, 320]),
        (QuickOneFace(0.2, ON_THE_FACE), [480]),
        (QuickOneFace(0.2, ELSEWHERE), [480, 320]),
    ],
)
def test_one_search_is_enough_beside_a_near_face(detector, sides):
    """For a quick detector it is the one that sees small faces, too, and anything doubtful asks for the other."""
    assert len(everywhere(detector, np.full((480, 640, 3), 90, np.uint8))) == 1
    assert detector.sides == sides
