"""``moviefy train`` and ``moviefy evaluate``."""

import json
from pathlib import Path
from typing import Any

import click

from moviefy.config import Config
from moviefy.expression.network.model_card import KERAS_NAME, ONNX_NAME, ModelCard
from moviefy.options import AS_JSON
from moviefy.training.expression.staged_recipe import SHIPPED_RECIPE, load_recipe
from moviefy.training.movies.mood import evaluate_movies, train_movies
from moviefy.training.movies.neighbours import train_neighbours

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.option("--data", type=FILE, required=True, help="FER2013's zip (Kaggle: msambare/fer2013).")
RECIPE = click.option(
    "--recipe", "recipe_file", type=FILE, default=SHIPPED_RECIPE, help="Recipe [models/recipes/shipped.json]."
)
MODEL_FOLDER = click.option("--models", "models", type=FOLDER, default=None, help="Model folder [MOVIEFY_MODEL_DIR].")


@click.group()
def train() -> None:
    """Train the models that the app loads."""


@train.command("expression")
@DATA
@click.option("--votes", type=FILE, help="FER+'s votes; a recipe on FER2013's labels alone does without.")
@RECIPE
@click.option("--start", help="Weights file that the first stage starts from instead of the recipe's.")
@click.option("--run", "folder", type=FOLDER, default=Path("runs/expression"), show_default=True)
@click.option("--models", "models", type=FOLDER, help="Publish into this model folder too, as `train publish` does.")
def expression(
    data: Path, votes: Path | None, recipe_file: Path, start: str | None, folder: Path, models: Path | None
) -> None:
    """Train a recipe's stages in order, each in a sub-folder of the run; a killed run resumes where it stopped."""
    from moviefy.training.expression.run import train_stages
    from moviefy.training.publishing.publish import average, publish

    if models and not votes:
        raise click.UsageError("--models needs --votes: the model is calibrated and measured on them.")
    recipe = load_recipe(recipe_file)
    weights = train_stages(data, votes, folder, recipe, recipe_file.parent, start)
    click.echo(f"Trained weights: {weights}")
    if models and votes:
        publish(average([str(weights)], recipe.stages[-1].recipe.shape), data, votes, models, recipe.for_card())
        click.echo(f"{models}: {ONNX_NAME} and {KERAS_NAME}")


@train.command("teacher")
@DATA
@click.option(
    "--network", "networks", type=(click.IntRange(32), str, click.FloatRange(0, min_open=True)),
    multiple=True, required=True, metavar="SIZE WEIGHTS SHARE",
    help="Input size in pixels, trained weights, and the network's share of the answer; may be given several times.",
)  # fmt: skip
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The .npz to write.")
def teacher(data: Path, networks: tuple[tuple[int, str, float], ...], output: Path) -> None:
    """Write what trained networks answer to the training faces and their mirror images, for a recipe's `teacher`."""
    from moviefy.training.expression.dataset import load_fer2013
    from moviefy.training.soft_answers import ask_teacher, save_answers

    faces = load_fer2013(data, "train")
    save_answers(output, ask_teacher(networks, faces), faces, networks)
    click.echo(f"{output}: answers to {len(faces):,} faces, by {len(networks)} networks")


@train.command("head")
@DATA
@click.option("--votes", type=FILE, required=True, help="FER+'s votes.")
@click.option("--start", default="imagenet", show_default=True, help="imagenet, or the path of its weights.")
@MODEL_FOLDER
def head(data: Path, votes: Path, start: str, models: Path | None) -> None:
    """Train the classic recipe, a head on frozen VGG16 features, and record its figures in the model card."""
    from moviefy.training.expression.frozen_features import record_frozen_stage

    figures = record_frozen_stage(data, votes, start, models or Config.from_environment().model_dir)
    click.echo(json.dumps(figures, indent=2))


@train.command("publish")
@DATA
@click.option("--votes", type=FILE, required=True, help="FER+'s votes.")
@click.option("--weights", multiple=True, required=True, help="Trained weights; several are averaged.")
@RECIPE
@MODEL_FOLDER
def publish(data: Path, votes: Path, weights: tuple[str, ...], recipe_file: Path, models: Path | None) -> None:
    """Export to int8, calibrate on the validation split, measure, and write the model card with the recipe."""
    from moviefy.training.publishing.publish import average, publish

    recipe = load_recipe(recipe_file)
    network = average(weights, recipe.stages[-1].recipe.shape)
    folder = models or Config.from_environment().model_dir
    card = publish(network, data, votes, folder, recipe.for_card(averaged=len(weights)))
    click.echo(f"{folder}: {ONNX_NAME} and {KERAS_NAME}, test accuracy_3 {card.content['test']['accuracy_3']}")


@train.command("card")
@DATA
@click.option("--votes", type=FILE, required=True, help="FER+'s votes.")
@click.option("--docs", type=FOLDER, default=Path("docs"), show_default=True)
def card(data: Path, votes: Path, docs: Path) -> None:
    """Write docs/model-card.md and its pictures from the shipped model; a new file for browsers is measured."""
    from moviefy.training.publishing.browser_copy import with_browser_copy
    from moviefy.training.publishing.card_document import write_document
    from moviefy.training.publishing.card_file import write_card

    config = Config.from_environment()
    shipped = ModelCard.load(config.model_dir)
    measured = with_browser_copy(shipped, data, votes)
    if measured is not shipped:
        write_card(measured.content, config.model_dir)
    click.echo(write_document(config, data, votes, docs))


@click.group()
def evaluate() -> None:
    """Measure the models that the app loads."""


@evaluate.command("expression")
@DATA
@click.option("--split", type=click.Choice(["test", "val"]), default="test", show_default=True)
@click.option("--ferplus", type=FILE, help="FER+'s votes: adds agreement with the raters.")
@click.option("--tta", is_flag=True, help="Average each face with its mirror image.")
@AS_JSON
def evaluate_expression(data: Path, split: str, ferplus: Path | None, tta: bool, as_json: bool) -> None:
    """Accuracy of the shipped expression model on FER2013."""
    from moviefy.training.evaluation.report import fer2013_report

    report = fer2013_report(Config.from_environment(), data, split, ferplus, tta=tta)
    click.echo(json.dumps(report) if as_json else _table(report))


@evaluate.command("crops")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@AS_JSON
def evaluate_crops(data: Path, as_json: bool) -> None:
    """Accuracy on a folder of face crops, one sub-folder a label."""
    from moviefy.training.evaluation.report import crops_report

    report = crops_report(Config.from_environment(), data)
    click.echo(json.dumps(report) if as_json else _table(report))


def _table(report: dict[str, Any], indent: str = "") -> str:
    lines = []
    for key, value in report.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}", _table(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key:<14} {value}")
    return "\n".join(lines)


train.add_command(train_movies)
train.add_command(train_neighbours)
evaluate.add_command(evaluate_movies)
