"""What is said to people where no mood can be told."""

import numpy as np
import pytest

from moviefy.expression.faces.face import Face
from moviefy.expression.faces.yunet import YunetDetector
from moviefy.expression.hints import DARK_HINT, SMALL_HINT, TURNED_HINT, SteadyHint, hint
from moviefy.expression.mood import NO_FACE, Mood, NoMood

SCORES = {"happy": 0.6, "sad": 0.2, "angry": 0.1}
HAPPY = Mood("happy", SCORES, 0.6)
UNSURE = Mood(None, SCORES, 0.3, NoMood.UNSURE, lean="sad", expression="sad")
NEUTRAL = Mood(None, SCORES, 0.7, NoMood.NEUTRAL, lean="sad", expression="neutral")
LARGE, SMALL = (200, 100, 320, 240), (200, 100, 230, 138)


def picture(light=120):
    return np.full((480, 640, 3), light, np.uint8)


@pytest.mark.parametrize(
    ("light", "face", "expected"),
    [
        (20, Face(LARGE, 0.9), DARK_HINT),
        (120, Face(SMALL, 0.9), SMALL_HINT),
        (120, Face(LARGE, 0.9, turn=-0.8), TURNED_HINT),
        (120, Face(LARGE, 0.9, turn=0.3), None),
        (120, Face(LARGE, 0.9), None),
    ],
)
def test_an_unsure_face_gets_the_first_reason_that_is_measured(light, face, expected):
    assert hint(picture(light), (face,), UNSURE) == expected


def test_where_there_is_a_mood_or_a_face_at_rest_nothing_is_said():
    for mood in (HAPPY, NEUTRAL):
        assert hint(picture(10), (Face(SMALL, 0.9),), mood) is None


@pytest.mark.parametrize(("light", "expected"), [(10, DARK_HINT), (120, None)])
def test_without_a_face_the_whole_frame_s_light_counts(light, expected):
    assert hint(picture(light), (), NO_FACE) == expected
    assert hint(picture(light)[:1, :1], (), NO_FACE) == expected


def test_the_face_s_own_light_counts_not_the_room_s():
    against_the_window = picture(230)
    against_the_window[100:240, 200:320] = 25
    assert hint(against_the_window, (Face(LARGE, 0.9),), UNSURE) == DARK_HINT


def test_a_box_that_leaves_the_frame_is_no_trouble():
    assert hint(picture(), (Face((-200, -200, -10, -10), 0.9),), UNSURE) is None


def test_a_hint_must_stand_before_it_is_shown():
    steady = SteadyHint(hold_s=0.5)
    flickering = [steady.update((DARK_HINT, None)[n % 2], n / 10) for n in range(20)]
    assert set(flickering) == {None}
    assert [steady.update(DARK_HINT, 2 + n / 10) for n in range(7)] == [None] * 5 + [DARK_HINT] * 2
    assert steady.update(None, 2.7) == DARK_HINT
    assert steady.update(None, 3.3) is None


def test_yunet_measures_how_far_a_face_is_turned(yunet_path):
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    portrait = np.ascontiguousarray(data.astronaut()[..., ::-1])
    (face,) = YunetDetector(yunet_path).detect(portrait)
    (mirrored,) = YunetDetector(yunet_path).detect(np.ascontiguousarray(portrait[:, ::-1]))
    assert 0 < abs(face.turn) < 0.6
    assert face.turn == pytest.approx(-mirrored.turn, abs=0.15)
