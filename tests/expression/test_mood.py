import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.scores import LABELS, ExpressionScores
from tests.expression.test_scores import scores

THRESHOLDS = MoodThresholds(happy=0.5, sad=0.6, angry=0.7)


@pytest.mark.parametrize(
    ("shares", "label", "reason", "certainty"),
    [
        ({"happy": 0.9, "neutral": 0.1}, "happy", None, 0.9),
        ({"happy": 0.5, "neutral": 0.5}, "happy", None, 0.5),
        ({"sad": 0.55, "fear": 0.45}, None, NoMood.UNSURE, 0.55),
        ({"angry": 0.65, "sad": 0.35}, None, NoMood.UNSURE, 0.65),
        ({"neutral": 0.39, "sad": 0.31, "fear": 0.3}, None, NoMood.UNSURE, 0.39),
        ({"angry": 0.75, "sad": 0.25}, "angry", None, 0.75),
        ({"neutral": 0.6, "sad": 0.4}, None, NoMood.NEUTRAL, 0.6),
        ({"surprise": 0.9, "happy": 0.1}, None, NoMood.OTHER, 0.9),
        ({"disgust": 0.5, "angry": 0.45, "neutral": 0.05}, None, NoMood.OTHER, 0.5),
    ],
)
def test_one_frame(shares, label, reason, certainty):
    mood = mood_from_scores(scores(**shares), THRESHOLDS)
    assert (mood.label, mood.reason) == (label, reason)
    assert mood.certainty == pytest.approx(certainty)


def test_each_mood_has_its_own_threshold():
    assert mood_from_scores(scores(happy=0.65, neutral=0.35), THRESHOLDS).label == "happy"
    assert mood_from_scores(scores(angry=0.65, neutral=0.35), THRESHOLDS).label is None


def test_json_shape():
    assert NO_FACE.to_json() == {
        "label": None,
        "lean": None,
        "expression": None,
        "scores": {"happy": 0.0, "sad": 0.0, "angry": 0.0},
        "certainty": 0.0,
        "reason": "no_face",
    }


def test_a_face_without_a_label_leans_to_the_likeliest_mood():
    mood = mood_from_scores(scores(surprise=0.7, happy=0.1, sad=0.2), THRESHOLDS)
    assert (mood.label, mood.lean, mood.expression) == (None, "sad", "surprise")
    said = mood_from_scores(scores(happy=0.6, neutral=0.4), THRESHOLDS)
    assert (said.label, said.lean, said.expression) == ("happy", None, "happy")


@given(st.lists(st.floats(0.01, 1), min_size=7, max_size=7))
def test_what_leads_clearly_is_never_called_hard_to_read(values):
    """Thresholds of at most 0.6 leave no expression with 0.6 or more to "unsure"."""
    shares = np.array(values, np.float32) / np.float32(sum(values))
    mood = mood_from_scores(ExpressionScores(shares), MoodThresholds(0.4, 0.35, 0.35))
    if shares.max() >= 0.6:
        assert mood.reason is not NoMood.UNSURE
        assert mood.label is not None or mood.expression == LABELS[int(shares.argmax())]


@pytest.mark.parametrize(
    ("label", "reason", "certainty"),
    [("happy", NoMood.UNSURE, 0.5), (None, None, 0.5), ("bored", None, 0.5), ("happy", None, 1.5)],
)
def test_a_mood_has_either_a_label_or_a_reason(label, reason, certainty):
    with pytest.raises(ValueError, match="expected"):
        Mood(label, {}, certainty, reason)
