"""The tracker's behaviour, pinned on scripted sequences of frames."""

import itertools

import numpy as np
import pytest

from moviefy.expression.faces.face import Face
from moviefy.expression.mood import NO_FACE, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.mood_tracking import MoodTracker
from moviefy.expression.reading import FaceReading, Reading
from tests.expression.test_scores import scores

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


@pytest.mark.parametrize("steady", [HAPPY, SAD, ANGRY], ids=["happy", "sad", "angry"])
@pytest.mark.parametrize("seed", range(5))
def test_no_steady_mood_flips_on_thirty_percent_wrong_frames_of_the_other_two(steady, seed):
    rng = np.random.default_rng(seed)
    wrong = [mood for mood in (HAPPY, SAD, ANGRY) if mood is not steady]
    frames = [steady] * FPS + [wrong[rng.integers(2)] if rng.random() < 0.3 else steady for _ in range(60 * FPS)]
    assert set(labels(follow(frames))) == {steady.top()}


@pytest.mark.parametrize("fps", [5, 10, 15, 30])
@pytest.mark.parametrize(("before", "after"), [*itertools.permutations([HAPPY, SAD, ANGRY, NEUTRAL], 2)])
def test_a_real_change_shows_within_a_second_and_a_half(before, after, fps):
    states = [mood.label or mood.reason for mood in follow([before] * 3 * fps + [after] * 3 * fps, fps)]
    shown = states.index(after.top())
    assert 3 * fps < shown <= 4.5 * fps
    assert set(states[shown:]) == {after.top()}


NOISE = (0.0, 0.15, 0.3)


@pytest.mark.parametrize("share", NOISE)
@pytest.mark.parametrize("seed", range(5))
def test_a_real_change_shows_through_noise_too(share, seed):
    rng = np.random.default_rng(seed)
    noise = lambda: [SURPRISE, NEUTRAL][rng.integers(2)]  # noqa: E731
    frames = [HAPPY] * 3 * FPS + [noise() if rng.random() < share else SAD for _ in range(3 * FPS)]
    assert "sad" in labels(follow(frames))[3 * FPS : round(4.5 * FPS) + 1]


@pytest.mark.parametrize("interruption", [SURPRISE, NEUTRAL, None], ids=["yawn", "blink", "face lost"])
@pytest.mark.parametrize("steady", [HAPPY, SAD, ANGRY], ids=["happy", "sad", "angry"])
def test_a_third_of_a_second_changes_nothing(steady, interruption):
    frames = [steady] * 2 * FPS + [interruption] * (FPS // 3) + [steady] * 2 * FPS
    assert set(labels(follow(frames))) == {steady.top()}


BLINK = scores(neutral=0.45, sad=0.35, angry=0.2)  # closed eyes look sad
YAWN = scores(surprise=0.5, angry=0.3, fear=0.2)
BLINK_S, YAWN_S = 0.2, 0.6


@pytest.mark.parametrize("steady", [HAPPY, NEUTRAL], ids=["happy", "neutral"])
def test_blinks_every_few_seconds_change_nothing(steady):
    once = [steady] * round(2.5 * FPS) + [BLINK] * round(BLINK_S * FPS)
    assert {mood.label or mood.reason for mood in follow(once * 12)} == {steady.top()}


@pytest.mark.parametrize("steady", [HAPPY, NEUTRAL], ids=["happy", "neutral"])
def test_a_yawn_brings_no_other_mood(steady):
    frames = [steady] * 3 * FPS + [YAWN] * round(YAWN_S * FPS) + [steady] * 3 * FPS
    assert set(labels(follow(frames))) == {steady.top() if steady is HAPPY else None}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("rest", [NEUTRAL, HAPPY], ids=["neutral", "happy"])
def test_a_face_turned_to_a_screen_is_not_angry_though_anger_leads_on_38_percent_of_its_frames(rest, seed):
    rng = np.random.default_rng(seed)
    barely = scores(angry=0.45, neutral=0.35, sad=0.2)
    frames = [rest] * FPS + [barely if rng.random() < 0.38 else rest for _ in range(120 * FPS)]
    assert "angry" not in labels(follow(frames))


def test_restarting_forgets_the_face_before():
    tracker = MoodTracker(THRESHOLDS)
    for number in range(2 * FPS):
        tracker.update(reading(HAPPY), number / FPS)
    tracker.restart()
    assert tracker.update(reading(SAD), 2.0).label == "sad"


def test_a_face_that_leaves_is_forgotten_within_a_second():
    moods = follow([HAPPY] * 2 * FPS + [None] * FPS)
    assert moods[-1].reason is NoMood.NO_FACE


def test_after_a_gap_nothing_of_the_old_face_remains():
    tracker = MoodTracker(THRESHOLDS)
    tracker.update(reading(HAPPY), 0.0)
    assert tracker.update(reading(SAD), 10.0).label == "sad"


def test_at_a_frame_a_second_the_mood_is_that_of_two_frames_and_a_face_that_left_is_gone():
    tracker = MoodTracker(THRESHOLDS)
    moods = [tracker.update(reading(scores), float(second)) for second, scores in enumerate([HAPPY, SAD, SAD, None])]
    assert [mood.label for mood in moods] == ["happy", "happy", "sad", None]
    assert moods[-1].reason is NoMood.NO_FACE


def test_a_face_that_turns_neutral_loses_its_mood():
    moods = follow([ANGRY] * 2 * FPS + [NEUTRAL] * 2 * FPS)
    assert moods[-1].reason is NoMood.NEUTRAL


def test_equal_moods_do_not_alternate():
    flicker = itertools.chain.from_iterable([HAPPY, SAD] for _ in range(2 * FPS))
    named = [label for label in labels(follow([HAPPY] * 2 * FPS + list(flicker))) if label]
    assert len(list(itertools.groupby(named))) == 1
