"""A teacher's answers: the mean over networks and mirror images, and whose faces they belong to."""

import numpy as np
import pytest
from click.testing import CliRunner

keras = pytest.importorskip("keras", reason="training needs the train extra")

from moviefy.errors import DatasetError
from moviefy.expression.scores import LABELS
from moviefy.training import soft_answers
from moviefy.training.commands import train
from moviefy.training.expression.dataset import load_fer2013
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.run import training_set
from moviefy.training.soft_answers import load_answers
from tests.fer_zip import write_votes, write_zip

ONE_ANSWER = {"left": np.eye(7, dtype=np.float32)[0], "right": np.eye(7, dtype=np.float32)[4]}
SIDES = {"left": np.s_[:, :, :16], "right": np.s_[:, :, 16:]}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teacher")
    write_votes(folder / "votes.csv", write_zip(folder / "fer.zip"))
    return folder


@pytest.fixture
def faces(data):
    return load_fer2013(data / "fer.zip", "train")


class OneSided:
    """A network whose first logit is the brightness of one side of the face, so that a mirror image reads otherwise."""

    input_shape = (None, 32, 32, 3)

    def __init__(self, side):
        self.side = side

    def predict_on_batch(self, batch):
        logits = np.zeros((len(batch), len(LABELS)), np.float32)
        logits[:, 0] = batch[SIDES[self.side]].mean(axis=(1, 2, 3)) / 20
        return logits


@pytest.fixture
def answers(data, monkeypatch):
    monkeypatch.setattr(soft_answers, "starting_network", lambda weights, *_, **__: OneSided(weights))
    path = data / "answers.npz"
    options = ["--network", "32", "left", "3", "--network", "32", "right", "1", "--output", path]
    result = CliRunner().invoke(train, ["teacher", "--data", str(data / "fer.zip"), *map(str, options)])
    assert result.exit_code == 0, result.exception
    return path


def rewritten(path, **changes):
    with np.load(path) as file:
        np.savez(path.with_name("changed.npz"), **{**file, **changes})
    return path.with_name("changed.npz")


def test_answers_are_the_mean_over_networks_and_mirror_images(answers, faces):
    said = load_answers(answers, faces)
    left, right = (
        soft_answers.softmax(soft_answers.network_outputs(OneSided(side), faces.images), axis=1) for side in SIDES
    )
    np.testing.assert_allclose(said, (left + right) / 2, atol=1e-5)  # mirrored, one network answers as the other
    assert not np.allclose(left, right, atol=1e-3)


def test_a_network_counts_by_its_share(monkeypatch, faces):
    monkeypatch.setattr(soft_answers, "starting_network", lambda weights, *_, **__: OneSided(weights))
    monkeypatch.setattr(
        OneSided, "predict_on_batch", lambda self, batch: ONE_ANSWER[self.side][None].repeat(len(batch), 0)
    )
    said = soft_answers.ask_teacher([(32, "left", 3.0), (32, "right", 1.0)], faces)
    expected = 0.75 * soft_answers.softmax(ONE_ANSWER["left"]) + 0.25 * soft_answers.softmax(ONE_ANSWER["right"])
    np.testing.assert_allclose(said, np.tile(expected, (len(faces), 1)), atol=1e-5)


def test_a_temperature_above_one_softens_them(answers, faces):
    plain, soft = load_answers(answers, faces), load_answers(answers, faces, temperature=3.0)
    assert (soft.max(axis=1) <= plain.max(axis=1)).all()
    assert soft.max() < plain.max()
    np.testing.assert_array_equal(soft.argmax(axis=1), plain.argmax(axis=1))


def test_answers_to_other_faces_are_refused(answers, faces):
    with pytest.raises(DatasetError, match="to other faces"):
        load_answers(answers, faces.take(np.arange(len(faces) - 1)))


@pytest.mark.parametrize("bad", [np.nan, -0.5, 0.9])
def test_answers_that_are_no_probabilities_are_refused(answers, faces, bad):
    with np.load(answers) as file:
        changed = file["answers"].copy()
    changed[3, 2] = bad
    with pytest.raises(DatasetError, match="not probabilities"):
        load_answers(rewritten(answers, answers=changed), faces)


def test_a_damaged_file_is_refused(answers, faces):
    answers.write_bytes(answers.read_bytes()[:200])
    with pytest.raises(DatasetError, match="cannot be read as a teacher's answers"):
        load_answers(answers, faces)


def test_a_recipe_blends_them_into_its_targets(answers, faces, data):
    recipe = Recipe("blend", "random", teacher="answers.npz", teacher_share=0.25, temperature=2.0)
    votes = data / "votes.csv"
    _, alone = training_set(faces, votes, Recipe("blend", "random"))
    _, taught = training_set(faces, votes, recipe, answers)
    np.testing.assert_allclose(taught, 0.75 * alone + 0.25 * load_answers(answers, faces, 2.0), atol=1e-6)
    with pytest.raises(DatasetError, match="needs the file of its answers"):
        training_set(faces, votes, recipe)
