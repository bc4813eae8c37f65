import numpy as np
import pytest

from moviefy.expression.annotation import annotate, mood_words
from moviefy.expression.faces.face import Face
from moviefy.expression.mood import NO_FACE, Mood, NoMood
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import MOODS
from tests.expression.test_scores import scores

HAPPY = Mood("happy", {"happy": 0.93, "sad": 0.0, "angry": 0.0}, 0.93)
UNSURE = Mood(None, {"happy": 0.3, "sad": 0.0, "angry": 0.0}, 0.3, NoMood.UNSURE, lean="happy", expression="happy")

SURPRISED = Mood(None, dict.fromkeys(MOODS, 0.0), 0.8, NoMood.OTHER, lean="happy", expression="surprise")


def marked(box, mood=HAPPY, size=(480, 640)):
    frame = np.full((*size, 3), 120, np.uint8)
    reading = Reading(size[1], size[0], (FaceReading(Face(box, 0.9), scores(happy=1.0), mood),), mood)
    return frame, annotate(frame, reading)


def test_without_a_face_nothing_is_drawn():
    frame = np.full((20, 30, 3), 120, np.uint8)
    np.testing.assert_array_equal(annotate(frame, Reading(30, 20, (), NO_FACE)), frame)


def test_the_box_is_drawn_on_a_copy():
    frame, picture = marked((100, 100, 200, 220))
    assert (frame == 120).all()
    assert (picture[100, 150] != 120).any()
    assert (picture[160, 150] == 120).all()


def test_moods_differ_in_colour():
    colours = {tuple(marked((100, 100, 200, 220), mood)[1][220, 150]) for mood in (HAPPY, UNSURE)}
    assert len(colours) == 2


@pytest.mark.parametrize("box", [(0, 0, 60, 60), (600, 440, 640, 480), (-40, -40, 30, 30), (630, 470, 700, 600)])
@pytest.mark.parametrize("size", [(480, 640), (20, 20), (1, 1)])
def test_a_label_never_leaves_the_picture(box, size):
    frame, picture = marked(box, size=size)
    assert picture.shape == frame.shape


@pytest.mark.parametrize(
    ("mood", "words"), [(HAPPY, "happy 93%"), (UNSURE, "not sure"), (NO_FACE, "no face"), (SURPRISED, "surprised 80%")]
)
def test_words(mood, words):
    assert mood_words(mood) == words
