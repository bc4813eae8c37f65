import json
from dataclasses import replace
from pathlib import Path

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import RecipeError
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.staged_recipe import SHIPPED_RECIPE, Stage, load_recipe, start_of

CARD = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text())


def written(tmp_path, recipe, **stage):
    content = {"stages": [{"name": "one", "recipe": {"labels": "fer2013", "start": "random", **recipe}, **stage}]}
    (tmp_path / "mine.json").write_text(json.dumps(content))
    return tmp_path / "mine.json"


def test_what_a_file_leaves_open_is_the_default(tmp_path):
    recipe = load_recipe(written(tmp_path, {"epochs": 2, "augmentation": {"blur": 1.2}}))
    expected = Recipe(labels="fer2013", start="random", epochs=2.0)
    expected = replace(expected, augmentation=replace(expected.augmentation, blur=1.2))
    assert recipe.stages == (Stage("one", expected),)


@pytest.mark.parametrize(
    ("recipe", "stage", "place"),
    [
        ({"epoch": 3}, {}, "stages[0].recipe.epoch is not a known key"),
        ({"augmentation": {"spin": 1}}, {}, "stages[0].recipe.augmentation.spin is not a known key"),
        ({}, {"comment": ""}, "stages[0].comment is not a known key"),
        ({"rate": 0}, {}, "stages[0].recipe.rate is 0; "),
        ({"rate": "fast"}, {}, "stages[0].recipe.rate is 'fast'; "),
        ({"epochs": True}, {}, "stages[0].recipe.epochs is True; "),
        ({"labels": "emotions"}, {}, "stages[0].recipe.labels is 'emotions'; "),
        ({"pool_padding": "full"}, {}, "stages[0].recipe.pool_padding is 'full'; "),
        ({"input_size": 31}, {}, "stages[0].recipe.input_size is 31; "),
        ({"input_size": 48.5}, {}, "stages[0].recipe.input_size is 48.5; "),
        ({"frozen_blocks": 6}, {}, "stages[0].recipe.frozen_blocks is 6; "),
        ({"vote_share": 1.1}, {}, "stages[0].recipe.vote_share is 1.1; "),
        ({"augmentation": {"erase": 2}}, {}, "stages[0].recipe.augmentation.erase is 2; "),
        ({"start": "previous"}, {}, 'stages[0].recipe.start is "previous"'),
        ({}, {"name": "../up"}, "stages[0].name is '../up'; "),
    ],
)
def test_a_bad_entry_is_refused_in_one_sentence_that_names_it(tmp_path, recipe, stage, place):
    with pytest.raises(RecipeError) as caught:
        load_recipe(written(tmp_path, recipe, **stage))
    assert str(caught.value).startswith(f"The recipe {tmp_path / 'mine.json'} cannot be used: {place}")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"stages": []}', "{}", '{"stages": [{"name": "a"}]}', "\xff"])
def test_a_file_that_is_no_recipe_is_refused(tmp_path, text):
    (tmp_path / "mine.json").write_text(text, encoding="latin-1")
    with pytest.raises(RecipeError, match=r"mine\.json cannot be used: "):
        load_recipe(tmp_path / "mine.json")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RecipeError, match=r"mine\.json cannot be read"):
        load_recipe(tmp_path / "mine.json")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("imagenet", "imagenet"),
        ("random", "random"),
        ("previous", "run/1-a/network.weights.h5"),
        ("start.npz", "recipes/start.npz"),
        ("/weights/start.npz", "/weights/start.npz"),
    ],
)
def test_a_start_is_a_word_or_a_path_from_the_recipe(start, expected):
    stage = Stage("b", Recipe(labels="blend", start=start))
    assert start_of(stage, Path("run/1-a/network.weights.h5"), Path("recipes")) == expected


def test_the_shipped_recipe_is_a_chain_from_imagenet_that_explains_its_first_checkpoint():
    stages = load_recipe(SHIPPED_RECIPE).stages
    assert [stage.recipe.start for stage in stages] == ["imagenet"] + ["previous"] * (len(stages) - 1)
    assert "not in the repository" in next(stage for stage in stages if stage.name == "blend-1").note


def test_the_shipped_recipe_is_that_of_the_shipped_card():
    recipe = load_recipe(SHIPPED_RECIPE)
    assert json.loads(json.dumps(recipe.for_card(averaged=3))) == CARD["recipe"]
    stage = recipe.stages[-1]
    assert (SHIPPED_RECIPE.parent / stage.recipe.teacher).is_file()
    shape = stage.recipe.shape
    assert (shape.input_size, shape.hidden_units) == (CARD["input_size"], CARD["hidden_units"])
    assert shape.pool_padding == CARD["pool_padding"]


def test_the_card_gets_the_name_and_settings_of_every_stage(tmp_path):
    entry = load_recipe(written(tmp_path, {"seed": 3})).for_card(averaged=2)
    assert (entry["averaged"], entry["runs"][0]["stage"], entry["runs"][0]["seed"]) == (2, "one", 3)
