"""`moviefy train expression` on drawn faces: two stages of a few steps each.

All but the first test train a network of two dense layers instead of a VGG16, whose checkpoints take seconds to write.
"""

import json

import pytest
from click.testing import CliRunner

keras = pytest.importorskip("keras", reason="training needs the train extra")

from moviefy.errors import DatasetError, RecipeError
from moviefy.expression.network.model_card import ModelCard
from moviefy.training.commands import train
from moviefy.training.expression import run as run_module
from tests.fer_zip import write_votes, write_zip

TINY = {"input_size": 32, "hidden_units": 8, "epochs": 1.0, "batch_size": 7, "warmup_steps": 1, "ema": 0.9}
HEAD_ALONE = {"labels": "blend", "start": "random", "frozen_blocks": 5}
RECIPE = {
    "note": "Two stages.",
    "stages": [
        {"name": "labels", "recipe": {**TINY, "labels": "fer2013", "start": "random"}},
        {"name": "blend", "recipe": {**TINY, "labels": "blend", "start": "previous", "epochs": 2.0}},
    ],
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write_votes(folder / "votes.csv", write_zip(folder / "fer.zip"))
    return folder


def train_expression(data, tmp_path, *options, recipe=RECIPE, votes=True):
    (tmp_path / "recipe.json").write_text(json.dumps(recipe))
    arguments = ["--data", data / "fer.zip", "--recipe", tmp_path / "recipe.json", "--run", tmp_path / "run", *options]
    arguments += ["--votes", data / "votes.csv"] if votes else []
    return CliRunner().invoke(train, ["expression", *map(str, arguments)])


@pytest.fixture
def starts(monkeypatch):
    """Where each network that was trained started from."""
    seen = []

    def small_network(start, shape, dropout, precision="float32"):
        seen.append(start)
        layers = keras.layers
        pixels = [layers.Input((shape.input_size, shape.input_size, 3)), layers.AveragePooling2D(8), layers.Flatten()]
        network = keras.Sequential([*pixels, layers.Dense(shape.hidden_units, "relu"), layers.Dense(7)])
        if start != "random":
            network.load_weights(start)
        return network

    monkeypatch.setattr(run_module, "starting_network", small_network)
    return seen


def test_a_vgg16_is_trained_and_published_with_its_recipe(data, tmp_path):
    (tmp_path / "models").mkdir()
    only = {"note": "One stage.", "stages": [{"name": "head", "recipe": {**TINY, **HEAD_ALONE}}]}
    result = train_expression(data, tmp_path, "--models", tmp_path / "models", recipe=only)
    assert result.exit_code == 0, result.exception
    card = ModelCard.load(tmp_path / "models").content
    assert [run["stage"] for run in card["recipe"]["runs"]] == ["head"]
    assert (card["recipe"]["note"], card["recipe"]["averaged"]) == ("One stage.", 1)


def test_stages_run_in_order_each_in_its_folder_from_the_weights_of_the_one_before(data, tmp_path, starts):
    result = train_expression(data, tmp_path)
    assert result.exit_code == 0, result.exception
    folders = [tmp_path / "run" / "1-labels", tmp_path / "run" / "2-blend"]
    for folder, steps in zip(folders, (3, 6), strict=True):
        assert (folder / "log.csv").read_text().splitlines()[-1].startswith(f"{steps},")
    assert starts == ["random", str(folders[0] / "network.weights.h5")]
    assert str(folders[1] / "network.weights.h5") in result.stdout
    assert (folders[1] / "network.weights.h5").exists()


def test_a_second_call_trains_only_what_is_left(data, tmp_path, monkeypatch, starts):
    fitted = []
    fit = run_module.fit

    def fit_or_die(network, batches, recipe, folder):
        fitted.append(folder.name)
        if len(fitted) == 2:
            raise KeyboardInterrupt
        return fit(network, batches, recipe, folder)

    monkeypatch.setattr(run_module, "fit", fit_or_die)
    assert train_expression(data, tmp_path).exit_code != 0
    first = (tmp_path / "run" / "1-labels" / "network.weights.h5").read_bytes()
    assert train_expression(data, tmp_path).exit_code == 0
    assert fitted == ["1-labels", "2-blend", "2-blend"]
    assert (tmp_path / "run" / "1-labels" / "network.weights.h5").read_bytes() == first


def test_a_folder_of_another_recipe_is_refused(data, tmp_path, starts):
    assert train_expression(data, tmp_path).exit_code == 0
    other = json.loads(json.dumps(RECIPE))
    other["stages"][1]["recipe"]["seed"] = 8
    result = train_expression(data, tmp_path, recipe=other)
    assert isinstance(result.exception, DatasetError)
    assert "2-blend holds a run of another recipe" in str(result.exception)


def test_start_replaces_the_first_stages_own_and_is_recorded_by_name(data, tmp_path, starts):
    only = {"stages": [RECIPE["stages"][0]]}
    assert train_expression(data, tmp_path, recipe=only, votes=False).exit_code == 0
    weights = tmp_path / "mine.weights.h5"
    (tmp_path / "run" / "1-labels" / "network.weights.h5").rename(weights)
    starts.clear()
    options = ("--start", weights, "--run", tmp_path / "again")
    assert train_expression(data, tmp_path, *options, recipe=only, votes=False).exit_code == 0
    assert json.loads((tmp_path / "again" / "1-labels" / "recipe.json").read_text())["start"] == "mine.weights.h5"
    assert starts == [str(weights)]


def test_missing_votes_are_named_before_anything_is_trained(data, tmp_path, starts):
    result = train_expression(data, tmp_path, votes=False)
    assert isinstance(result.exception, DatasetError)
    assert not (tmp_path / "run").exists()


def test_a_bad_recipe_is_refused_before_anything_is_trained(data, tmp_path, starts):
    result = train_expression(data, tmp_path, recipe={"stages": RECIPE["stages"], "author": "me"})
    assert isinstance(result.exception, RecipeError)
    assert "author is not a known key" in str(result.exception)
    assert not (tmp_path / "run").exists()


def test_a_late_stages_teacher_is_refused_before_anything_is_trained(data, tmp_path, starts):
    (tmp_path / "answers.npz").write_bytes(b"no answers")
    late = {**TINY, "labels": "blend", "start": "previous", "teacher": "answers.npz", "teacher_share": 0.5}
    stages = [*RECIPE["stages"], {"name": "taught", "recipe": late}]
    result = train_expression(data, tmp_path, recipe={"stages": stages})
    assert isinstance(result.exception, DatasetError)
    assert "answers.npz cannot be read as a teacher's answers" in str(result.exception)
    assert (starts, (tmp_path / "run").exists()) == ([], False)
