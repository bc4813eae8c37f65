"""What every :class:`FaceDetector` promises, run on each implementation."""

from typing import ClassVar

import cv2
import numpy as np
import pytest

from bench.detectors import count_spoilt, score
from bench.spoilt import WAYS
from moviefy.expression.faces.detectors import create_detector
from moviefy.expression.faces.face import overlap
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.faces.photo_search import search_photo

FACE = (180, 66, 270, 172)
"""The face in scikit-image's portrait, 512x512, found by eye."""

EYES = ((203.0, 102.0), (246.0, 103.0))
"""Its right and its left eye, found by eye."""


class FaceDetectorContract:
    """Subclasses give a ``detector`` fixture and the figures that it must reach on the shared photographs."""

    min_found, max_false = 75, 0
    min_spoilt: ClassVar = dict(zip(WAYS, (69, 67, 67, 66, 66, 65, 66, 66), strict=True))
    reports_eyes = True

    @pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2), (15, 15), (48, 48), (480, 640)])
    def test_an_empty_picture_has_no_face(self, detector, size):
        assert detector.detect(np.zeros((*size, 3), np.uint8)) == []

    def test_a_portrait_has_one_face_where_it_is(self, detector, portrait):
        (face,) = detector.detect(portrait)
        assert overlap(face.box, FACE) > 0.4
        assert 0.5 < face.confidence <= 1.0

    @pytest.mark.parametrize("factor", [0.5, 1.0, 4.0])
    def test_eyes_are_in_pixels_of_the_frame_or_unknown(self, detector, portrait, factor):
        picture = cv2.resize(portrait, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        for faces in (detector.detect(picture), detector.detect_near(picture, [np.multiply(FACE, factor).astype(int)])):
            (face,) = faces
            assert (face.eyes is not None) == self.reports_eyes
            if face.eyes is not None:
                np.testing.assert_allclose(np.divide(face.eyes, factor), EYES, atol=5)

    @pytest.mark.parametrize("factor", [0.5, 1.7, 4.0])
    def test_boxes_are_in_pixels_of_the_frame_at_any_size(self, detector, portrait, factor):
        (face,) = detector.detect(cv2.resize(portrait, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        assert overlap(face.box, tuple(value * factor for value in FACE)) > 0.4

    def test_several_faces_come_largest_first(self, detector, portrait):
        head = portrait[20:220, 120:330]
        near = cv2.resize(head, None, fx=1.6, fy=1.6)
        frame = np.zeros((320, 546, 3), np.uint8)
        frame[:200, :210], frame[:, 210:] = head, near
        large, little = detector.detect(frame)
        assert large.area > little.area
        assert large.box[0] > 210 > little.box[2]

    def test_a_small_face_in_a_large_photo_is_found(self, detector, portrait):
        photo = np.full((2000, 3000, 3), 90, np.uint8)
        photo[700:1340, 1100:1740] = cv2.resize(portrait, (640, 640))  # its face has 6.6 % of the photo's height
        (face,) = search_photo(detector, photo).faces
        where = np.add(np.array(FACE) * 640 / 512, (1100, 700, 1100, 700)) * 640 / 3000
        assert overlap(face.box, tuple(where)) > 0.4

    def test_near_an_earlier_box_the_same_faces_are_found(self, detector, portrait):
        head = portrait[20:220, 120:330]
        frame = np.zeros((320, 546, 3), np.uint8)
        frame[:200, :210], frame[:, 210:] = head, cv2.resize(head, None, fx=1.6, fy=1.6)
        everywhere = detector.detect(frame)
        near = detector.detect_near(frame, [face.box for face in everywhere])
        pairs = zip(near, everywhere, strict=True)
        assert all(overlap(one.box, other.box) > 0.7 for one, other in pairs)

    @pytest.mark.parametrize("elsewhere", [(0, 300, 90, 400), (420, 420, 512, 512), (600, 600, 700, 700)])
    def test_where_a_box_has_lost_its_face_the_whole_frame_is_searched(self, detector, portrait, elsewhere):
        assert detector.detect_near(portrait, [elsewhere]) == detector.detect(portrait)
        assert detector.detect_near(np.zeros_like(portrait), [elsewhere]) == []

    def test_an_upside_down_face_is_not_taken_for_a_surely_upright_one(self, detector, portrait):
        faces = detector.detect(np.ascontiguousarray(portrait[::-1, ::-1]))
        assert all(face.confidence < detector.surely_upright for face in faces)

    def test_two_boxes_around_one_face_find_it_once(self, detector, portrait):
        shifted = tuple(np.add(FACE, (12, 0, 12, 0)).tolist())
        assert len(detector.detect_near(portrait, [FACE, shifted])) == 1

    def test_the_frame_is_left_as_it_is(self, detector, portrait):
        before = portrait.copy()
        detector.detect(portrait)
        np.testing.assert_array_equal(portrait, before)

    @pytest.mark.shared
    def test_finds_what_it_must_on_the_photographs(self, detector, photos):
        found, false, _ = score(detector, photos)
        assert found >= self.min_found
        assert false <= self.max_false

    @pytest.mark.shared
    @pytest.mark.parametrize("way", WAYS)
    def test_finds_what_it_must_where_faces_are_tilted_masked_small_or_dark(self, detector, photos, way):
        assert count_spoilt(detector, photos, way) >= self.min_spoilt[way]


class TestHaar(FaceDetectorContract):
    min_found, max_false = 71, 1
    min_spoilt: ClassVar = dict(zip(WAYS, (65, 20, 35, 0, 0, 35, 59, 46), strict=True))
    reports_eyes = False

    @pytest.fixture
    def detector(self):
        return HaarDetector()


class TestBlazeface(FaceDetectorContract):
    min_found = 74

    @pytest.fixture
    def detector(self, blazeface_path):
        return create_detector("blazeface", blazeface_path.parent)


class TestYunet(FaceDetectorContract):
    @pytest.fixture
    def detector(self, yunet_path):
        return create_detector("yunet", yunet_path.parent)
