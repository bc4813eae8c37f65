import numpy as np
import pytest

from moviefy.training.evaluation.robustness import CORRUPTIONS, changed
from moviefy.training.expression.dataset import FaceSet
from tests.fer_zip import drawn_face

FACES = FaceSet(np.stack([drawn_face("happy", 0), drawn_face("sad", 1)]), np.array([3, 4]), ("a", "b"))


def test_as_it_is_changes_nothing():
    np.testing.assert_array_equal(changed(FACES, CORRUPTIONS["as it is"]), FACES.images)


@pytest.mark.parametrize("name", [name for name in CORRUPTIONS if name != "as it is"])
def test_every_change_changes_the_faces_the_same_way_each_time(name):
    once, again = changed(FACES, CORRUPTIONS[name]), changed(FACES, CORRUPTIONS[name])
    assert once.shape == FACES.images.shape
    assert (once != FACES.images).any()
    np.testing.assert_array_equal(once, again)


def test_dark_is_darker_and_bright_is_brighter():
    dark = changed(FACES, CORRUPTIONS["dark, a third of the light"]).mean()
    bright = changed(FACES, CORRUPTIONS["bright, 1.6 times the light"]).mean()
    assert dark < FACES.images.mean() / 2 < FACES.images.mean() < bright
