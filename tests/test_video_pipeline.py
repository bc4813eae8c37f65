"""Frames in order through the real pipeline: a portrait that moves over a plain background."""

import cv2
import numpy as np
import pytest

from moviefy.config import LiveConfig
from moviefy.expression.faces.face import Face, overlap
from moviefy.expression.hints import DARK_HINT
from moviefy.expression.mood import NO_FACE, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.reading import FaceReading, Reading
from moviefy.pipeline import load_pipeline
from moviefy.video_pipeline import VideoPipeline, VideoReading
from tests.expression.test_scores import scores
from tests.frame_sources import handheld
from tests.web.helpers import reading_of

FPS = 30
LEFT, RIGHT = (50, 100, 150, 200), (400, 100, 520, 220)


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

    def analyze(self, frame, near=(), search=None):
        self.near.append(tuple(near))
        return self.pipeline.analyze(frame, near, search)


def scene(head, left, top=120):
    frame = np.full((480, 640, 3), 110, np.uint8)
    frame[top : top + head.shape[0], left : left + head.shape[1]] = head
    return frame


def test_the_first_frame_reads_as_a_photo_does(pipeline, head):
    frame = scene(head, 200)
    photo, first = pipeline.analyze(frame).to_json(), VideoPipeline(pipeline).update(frame, 0.0).to_json()
    assert first.pop("frame_mood") == photo["mood"]
    assert (first.pop("hint"), first.pop("chosen")) == (None, None)
    assert [face.pop("track") for face in first["faces"]] == [1]
    assert {key: first[key] for key in photo} == photo


def test_a_moving_face_is_followed_mostly_near_its_last_place(pipeline, head):
    counted = Counted(pipeline)
    video = VideoPipeline(counted)
    for number in range(24):
        frame = scene(head, 20 + 8 * number)
        reading = video.update(frame, number / FPS)
        (face,) = reading.reading.faces
        (photo,) = pipeline.analyze(frame).faces
        assert face.track == 1
        assert overlap(face.face.box, photo.face.box) > 0.7
        assert reading.mood.label == "happy"
    assert sum(map(bool, counted.near)) >= 18


def test_a_face_that_jumps_is_found_in_the_same_frame(pipeline, head):
    video = VideoPipeline(pipeline)
    for number in range(5):
        video.update(scene(head, 0), number / FPS)
    assert len(video.update(scene(head, 370), 5 / FPS).reading.faces) == 1


def test_a_second_face_is_found_within_a_few_frames(pipeline, head):
    video = VideoPipeline(pipeline)
    for number in range(5):
        video.update(scene(head, 0), number / FPS)
    both = scene(head, 0)
    both[120:380, 370:630] = head
    counts = [len(video.update(both, number / FPS).reading.faces) for number in range(5, 14)]
    assert counts[-1] == 2


class TwoFaces:
    """A large happy face on the right and a small sad one on the left, as long as each is there."""

    thresholds = MoodThresholds()
    faces = {RIGHT: "happy", LEFT: "sad"}  # noqa: RUF012

    def analyze(self, frame, near=(), search=None):
        found = tuple(self._face(box, label) for box, label in self.faces.items())
        return Reading(640, 480, found, found[0].mood if found else NO_FACE)

    def _face(self, box, label):
        expressions = scores(**{label: 0.8, "neutral": 0.2})
        return FaceReading(Face(box, 0.9), expressions, mood_from_scores(expressions, self.thresholds))


def test_the_mood_is_at_once_that_of_the_chosen_face_and_of_the_largest_after_the_choice():
    video, frame = VideoPipeline(TwoFaces()), np.zeros((480, 640, 3), np.uint8)
    for number in range(30):
        before = video.update(frame, number / FPS)
    assert (before.mood.label, before.chosen) == ("happy", None)
    video.choose(next(face.track for face in before.reading.faces if face.face.box == LEFT))
    picked = video.update(frame, 1.0)
    assert (picked.mood.label, picked.to_json()["chosen"]) == ("sad", picked.reading.faces[0].track)
    assert [face.mood.label for face in picked.to_draw().faces] == ["sad", "happy"]
    video.choose(None)
    after = video.update(frame, 1.1)
    assert (after.mood.label, after.chosen) == ("happy", None)


def test_a_chosen_face_out_of_sight_for_a_moment_keeps_its_mood_and_then_makes_way():
    pipeline = TwoFaces()
    video, frame = VideoPipeline(pipeline), np.zeros((480, 640, 3), np.uint8)
    first = video.update(frame, 0.0)
    video.choose(next(face.track for face in first.reading.faces if face.face.box == LEFT))
    video.update(frame, 0.1)
    pipeline.faces = {RIGHT: "happy"}
    gone = video.update(frame, 0.4)
    assert (gone.mood.label, gone.chosen) == ("sad", first.reading.faces[1].track)
    assert [face.mood.label for face in gone.to_draw().faces] == ["happy"]
    assert video.update(frame, 1.05).mood.reason is NoMood.NO_FACE
    left = video.update(frame, 1.3)
    assert (left.mood.label, left.chosen) == ("happy", None)


def test_choosing_the_face_that_counts_already_changes_nothing():
    pipeline = TwoFaces()
    video, frame = VideoPipeline(pipeline), np.zeros((480, 640, 3), np.uint8)
    for number in range(30):
        before = video.update(frame, number / FPS)
    video.choose(before.reading.faces[0].track)
    pipeline.faces = {RIGHT: "angry", LEFT: "sad"}
    assert video.update(frame, 1.0).mood.label == "happy"  # one frame decides nothing


def test_an_empty_scene_and_changing_sizes_have_no_face(pipeline):
    video = VideoPipeline(pipeline)
    for number, size in enumerate([(480, 640), (480, 640), (1, 1), (30, 2000)]):
        reading = video.update(np.zeros((*size, 3), np.uint8), number / FPS)
        assert (reading.reading.faces, reading.mood.label) == ((), None)


def test_darkness_is_said_once_it_has_lasted_and_goes_with_the_light(pipeline, head):
    video = VideoPipeline(pipeline)
    dark = np.full((480, 640, 3), 12, np.uint8)
    hints = [video.update(dark, number / FPS).hint for number in range(30)]
    assert hints[0] is None
    assert hints[-1] == DARK_HINT
    assert video.update(scene(head, 200), 1.0).hint is None


@pytest.mark.parametrize(
    ("faces", "steady", "chosen", "said", "count"),
    [
        (0, NO_FACE, None, "No face was found.", 0),
        (1, "sad", None, "You look sad.", 1),
        (0, "sad", None, "You look sad.", 1),  # out of sight for a moment
        (3, "sad", None, "Two of you look happy, one sad.", 3),
        (3, "sad", 1, "You look sad.", 1),
    ],
)
def test_the_words_follow_the_steady_mood_and_those_who_decide(faces, steady, chosen, said, count):
    mood = steady if steady is NO_FACE else reading_of(steady).mood
    reading = reading_of("happy" if faces else None, faces=faces or 1)
    video = VideoReading(reading, mood, 0.0, chosen=chosen)
    assert video.to_json()["said"] == said
    assert len(video.moods()) == count


SMILING = ("face_img39.jpg", "face_img24.jpg", "face_astronaut.jpg")
AT_REST = ("face_img33.jpg", "face_img32.jpg", "face_img61.jpg")


@pytest.mark.shared
@pytest.mark.parametrize("name", SMILING + AT_REST)
def test_the_mood_settles_on_what_a_swaying_face_shows(pipeline, photos, name):
    video, clip = VideoPipeline(pipeline), list(handheld(cv2.imread(str(photos / name)), (640, 480), 45))
    shown = [video.update(frame, number / 15).reading.mood.label for number, frame in enumerate(clip * 2)]
    assert set(shown[len(clip) :]) == {"happy" if name in SMILING else None}
