import pytest

from moviefy.expression.mood import NO_FACE, MoodThresholds, mood_from_scores
from moviefy.expression.words import say, say_all
from tests.expression.test_scores import scores

THRESHOLDS = MoodThresholds(0.5, 0.5, 0.5)


def mood(**shares):
    return mood_from_scores(scores(**shares), THRESHOLDS)


HAPPY, SAD, NEUTRAL = mood(happy=1.0), mood(sad=1.0), mood(neutral=0.8, sad=0.2)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (NO_FACE, "No face was found."),
        (HAPPY, "You look happy."),
        (mood(surprise=0.9, happy=0.1), "You look surprised, perhaps a little happy."),
        (NEUTRAL, "You look neutral, perhaps a little sad."),
        (mood(angry=0.3, sad=0.3, fear=0.3, neutral=0.1), "Hard to tell; perhaps a little sad."),
    ],
)
def test_one_face(one, sentence):
    assert say(one) == sentence


@pytest.mark.parametrize(
    ("moods", "sentence"),
    [
        ([], "No face was found."),
        ([SAD], "You look sad."),
        ([HAPPY, HAPPY], "Both of you look happy."),
        ([SAD] * 3, "All three of you look sad."),
        ([SAD, HAPPY, HAPPY], "Two of you look happy, one sad."),
        ([HAPPY, NEUTRAL], "One of you looks happy, one neutral."),
        ([HAPPY] * 12, "All 12 of you look happy."),
        ([HAPPY, SAD, NEUTRAL], "One of you looks happy, one sad and one neutral."),
    ],
)
def test_several_faces(moods, sentence):
    assert say_all(moods) == sentence
