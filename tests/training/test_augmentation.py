import numpy as np
import pytest

from moviefy.training.expression.augmentation import Augmentation
from tests.fer_zip import drawn_face

FACE = drawn_face("happy", 0)
NOTHING = {"rotation": 0.0, "scale": 0.0, "shift": 0.0, "light": 0.0, "degrade": 0.0, "erase": 0.0}


def test_the_same_generator_gives_the_same_picture():
    one, two = (Augmentation().apply(FACE, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_different_generators_give_different_pictures_of_the_same_kind():
    pictures = [Augmentation().apply(FACE, np.random.default_rng(seed)) for seed in range(20)]
    assert len({picture.tobytes() for picture in pictures}) == 20
    assert {(picture.shape, picture.dtype) for picture in pictures} == {((48, 48), np.dtype(np.uint8))}


def test_without_strength_only_the_mirror_remains():
    pictures = {Augmentation(**NOTHING).apply(FACE, np.random.default_rng(seed)).tobytes() for seed in range(20)}
    assert pictures == {FACE.tobytes(), np.ascontiguousarray(FACE[:, ::-1]).tobytes()}


@pytest.mark.parametrize(
    "change", [{name: 1.0} for name in ("degrade", "erase", "glasses", "cover")] + [{"light": 0.5}, {"rotation": 20.0}]
)
def test_each_change_changes_and_leaves_the_input_alone(change):
    before = FACE.copy()
    changed = Augmentation(**{**NOTHING, **change}).apply(FACE, np.random.default_rng(3))
    assert changed.tobytes() not in (FACE.tobytes(), np.ascontiguousarray(FACE[:, ::-1]).tobytes())
    np.testing.assert_array_equal(FACE, before)


def test_a_drawing_that_never_happens_leaves_the_random_numbers_alone():
    once, again = (Augmentation(glasses=glasses).apply(FACE, np.random.default_rng(8)) for glasses in (0.0, 1e-12))
    assert once.tobytes() == Augmentation().apply(FACE, np.random.default_rng(8)).tobytes() != again.tobytes()
