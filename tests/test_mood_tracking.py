"""The tracker's behaviour, pinned on scripted sequences of frames."""

import itertools

import numpy as np
import pytest

from moviefy.expression.face_detection import Face
from moviefy.expression.mood import NO_FACE, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.mood_tracking import MoodTracker
from moviefy.expression.reading import FaceReading, Reading
from tests.test_scores import scores

FPS = 15
THRESHOLDS = MoodThresholds(happy=0.5, sad=0.5, angry=0.5)
HAPPY, SAD, ANGRY = scores(happy=0.8, neutral=0.2), scores(sad=0.8, neutral=0.2), scores(angry=0.8, neutral=0.2)
NEUTRAL, SURPRISE = scores(neutral=0.9, sad=0.1), scores(surprise=0.9, fear=0.1)


def reading(expressions):
    if expressions is None:
        return Reading(640, 480, (), NO_FACE)
    mood = mood_from_scores(expressions, THRESHOLDS)
    return Reading(640, 480, (FaceReading(Face((0, 0, 100, 100), 0.9), expressions, mood),), mood)


def follow(frames, fps=FPS):
    tracker = MoodTracker(THRESHOLDS)
    return [tracker.update(reading(frame), number / fps) for number, frame in enumerate(frames)]


def labels(moods):
    return [mood.label for mood in moods]


def test_no_frame_with_a_face_is_no_face():
    assert {mood.reason for mood in follow([None] * 30)} == {NoMood.NO_FACE}


def test_a_steady_face_is_named_from_the_first_frame():
    assert set(labels(follow([HAPPY] * 30))) == {"happy"}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("fps", [10, 15, 30])
def test_thirty_percent_wrong_frames_never_flip_a_steady_mood(seed, fps):
    rng = np.random.default_rng(seed)
    wrong = [ANGRY, SAD, NEUTRAL, SURPRISE]
    frames = [HAPPY] * fps + [wrong[rng.integers(4)] if rng.random() < 0.3 else HAPPY for _ in range(60 * fps)]
    assert set(labels(follow(frames, fps))) == {"happy"}


def test_a_real_change_shows_within_a_second_and_a_half():
    moods = follow([HAPPY] * 3 * FPS + [SAD] * 3 * FPS)
    first_sad = labels(moods).index("sad")
    assert 3 * FPS < first_sad <= 4.5 * FPS
    assert set(labels(moods)[first_sad:]) == {"sad"}


@pytest.mark.parametrize("interruption", [SURPRISE, NEUTRAL, None], ids=["yawn", "blink", "face lost"])
def test_a_third_of_a_second_changes_nothing(interruption):
    frames = [HAPPY] * 2 * FPS + [interruption] * (FPS // 3) + [HAPPY] * 2 * FPS
    assert set(labels(follow(frames))) == {"happy"}


def test_a_face_that_leaves_is_forgotten_within_a_second():
    moods = follow([HAPPY] * 2 * FPS + [None] * FPS)
    assert moods[-1].reason is NoMood.NO_FACE


def test_after_a_gap_nothing_of_the_old_face_remains():
    tracker = MoodTracker(THRESHOLDS)
    tracker.update(reading(HAPPY), 0.0)
    assert tracker.update(reading(SAD), 10.0).label == "sad"


def test_a_face_that_turns_neutral_loses_its_mood():
    moods = follow([ANGRY] * 2 * FPS + [NEUTRAL] * 2 * FPS)
    assert moods[-1].reason is NoMood.NEUTRAL


def test_equal_moods_do_not_alternate():
    flicker = itertools.chain.from_iterable([HAPPY, SAD] for _ in range(2 * FPS))
    named = [label for label in labels(follow([HAPPY] * 2 * FPS + list(flicker))) if label]
    assert len(list(itertools.groupby(named))) == 1
