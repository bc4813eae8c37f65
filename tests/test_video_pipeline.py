"""Frames in order through the real pipeline: a portrait that moves over a plain background."""

import numpy as np
import pytest

from moviefy.config import LiveConfig
from moviefy.expression.face_detection import overlap
from moviefy.expression.hints import DARK_HINT
from moviefy.pipeline import load_pipeline
from moviefy.video_pipeline import VideoPipeline

FPS = 30


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline(LiveConfig(threads=1, detector="haar"))


@pytest.fixture(scope="module")
def head():
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    return np.ascontiguousarray(data.astronaut()[:260, 90:350, ::-1])


class Counted:
    """The pipeline, remembering where it was asked to look."""

    def __init__(self, pipeline):
        self.pipeline, self.thresholds, self.near = pipeline, pipeline.thresholds, []

    def read(self, frame, near=()):
        self.near.append(tuple(near))
        return self.pipeline.read(frame, near)


def scene(head, left, top=120):
    frame = np.full((480, 640, 3), 110, np.uint8)
    frame[top : top + head.shape[0], left : left + head.shape[1]] = head
    return frame


def test_the_first_frame_reads_as_a_photo_does(pipeline, head):
    frame = scene(head, 200)
    photo, first = pipeline.read(frame).to_json(), VideoPipeline(pipeline).read(frame, 0.0).to_json()
    assert first.pop("frame_mood") == photo["mood"]
    assert first.pop("hint") is None
    assert [face.pop("track") for face in first["faces"]] == [1]
    assert {key: first[key] for key in photo} == photo


def test_a_moving_face_is_followed_mostly_near_its_last_place(pipeline, head):
    counted = Counted(pipeline)
    video = VideoPipeline(counted)
    for number in range(24):
        frame = scene(head, 20 + 8 * number)
        reading = video.read(frame, number / FPS)
        (face,) = reading.reading.faces
        (photo,) = pipeline.read(frame).faces
        assert face.track == 1
        assert overlap(face.face.box, photo.face.box) > 0.7
        assert reading.mood.label == "happy"
    assert sum(map(bool, counted.near)) >= 18


def test_a_face_that_jumps_is_found_in_the_same_frame(pipeline, head):
    video = VideoPipeline(pipeline)
    for number in range(5):
        video.read(scene(head, 0), number / FPS)
    assert len(video.read(scene(head, 370), 5 / FPS).reading.faces) == 1


def test_a_second_face_is_found_within_a_few_frames(pipeline, head):
    video = VideoPipeline(pipeline)
    for number in range(5):
        video.read(scene(head, 0), number / FPS)
    both = scene(head, 0)
    both[120:380, 370:630] = head
    counts = [len(video.read(both, number / FPS).reading.faces) for number in range(5, 14)]
    assert counts[-1] == 2


def test_an_empty_scene_and_changing_sizes_have_no_face(pipeline):
    video = VideoPipeline(pipeline)
    for number, size in enumerate([(480, 640), (480, 640), (1, 1), (30, 2000)]):
        reading = video.read(np.zeros((*size, 3), np.uint8), number / FPS)
        assert (reading.reading.faces, reading.mood.label) == ((), None)


def test_darkness_is_said_once_it_has_lasted_and_goes_with_the_light(pipeline, head):
    video = VideoPipeline(pipeline)
    dark = np.full((480, 640, 3), 12, np.uint8)
    hints = [video.read(dark, number / FPS).hint for number in range(30)]
    assert hints[0] is None
    assert hints[-1] == DARK_HINT
    assert video.read(scene(head, 200), 1.0).hint is None
