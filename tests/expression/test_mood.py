import pytest

from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, NoMood, mood_from_scores
from tests.expression.test_scores import scores

THRESHOLDS = MoodThresholds(happy=0.5, sad=0.6, angry=0.7)


@pytest.mark.parametrize(
    ("shares", "label", "reason", "certainty"),
    [
        ({"happy": 0.9, "neutral": 0.1}, "happy", None, 0.9),
        ({"happy": 0.5, "neutral": 0.5}, "happy", None, 0.5),
        ({"sad": 0.55, "fear": 0.45}, None, NoMood.UNSURE, 0.55),
        ({"angry": 0.65, "sad": 0.35}, None, NoMood.UNSURE, 0.65),
        ({"angry": 0.75, "sad": 0.25}, "angry", None, 0.75),
        ({"neutral": 0.6, "sad": 0.4}, None, NoMood.NEUTRAL, 0.6),
        ({"surprise": 0.9, "happy": 0.1}, None, NoMood.UNSURE, 0.1),
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
        "scores": {"happy": 0.0, "sad": 0.0, "angry": 0.0},
        "certainty": 0.0,
        "reason": "no_face",
    }


@pytest.mark.parametrize(
    ("label", "reason", "certainty"),
    [("happy", NoMood.UNSURE, 0.5), (None, None, 0.5), ("bored", None, 0.5), ("happy", None, 1.5)],
)
def test_a_mood_has_either_a_label_or_a_reason(label, reason, certainty):
    with pytest.raises(ValueError, match="expected"):
        Mood(label, {}, certainty, reason)
