"""From FER2013's zip to a trained network: one run, and all stages of a recipe."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from moviefy.errors import DatasetError
from moviefy.training.expression.dataset import FaceSet, load_fer2013, load_votes
from moviefy.training.expression.fit import Batches, Checkpoint, fit
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.staged_recipe import StagedRecipe, start_of
from moviefy.training.expression.start import starting_network
from moviefy.training.expression.targets import Targets, blended_targets, label_targets, vote_targets, with_moods
from moviefy.training.soft_answers import load_answers

WEIGHTS = "network.weights.h5"
"""A finished run's weights, in its folder."""


def train_stages(
    data: Path, votes: Path | None, folder: Path, recipe: StagedRecipe, recipe_folder: Path, start: str | None = None
) -> Path:
    """Train every stage of a recipe in order, each in its ``<number>-<name>``, and return the last weights.

    A call after an interruption skips finished stages and resumes the next from its last checkpoint.

    Args:
        data: FER2013's zip.
        votes: FER+'s votes; only a recipe that trains on FER2013's labels alone does without.
        folder: made if it is missing.
        recipe: the stages.
        recipe_folder: the folder from which paths in the recipe count.
        start: what the first stage starts from instead of its own, see :func:`starting_network`.

    Raises:
        DatasetError: the data, the votes, a teacher's answers or the starting weights cannot be used, or a stage's
            folder holds another recipe.
    """
    if recipe.needs_votes and votes is None:
        raise DatasetError("This recipe trains on the raters' votes and needs FER+'s table of them.")
    teachers = [recipe_folder / stage.recipe.teacher if stage.recipe.teacher else None for stage in recipe.stages]
    _check_teachers(teachers, data)
    folders = [folder / f"{number}-{stage.name}" for number, stage in enumerate(recipe.stages, 1)]
    for index, (stage, stage_folder) in enumerate(zip(recipe.stages, folders, strict=True)):
        stage_recipe = replace(stage.recipe, start=Path(start).name) if start and index == 0 else stage.recipe
        if start is None or index > 0:
            start = start_of(stage, folders[index - 1] / WEIGHTS, recipe_folder)
        train_expression(data, votes, stage_folder, stage_recipe, start, teachers[index])
    return folders[-1] / WEIGHTS


def _check_teachers(teachers: Sequence[Path | None], data: Path) -> None:
    """Refuse a bad file of a late stage before the first stage takes hours."""
    files = {teacher for teacher in teachers if teacher}
    if files:
        faces = load_fer2013(data, "train")
        for file in sorted(files):
            load_answers(file, faces)


def train_expression(
    data: Path, votes: Path | None, folder: Path, recipe: Recipe, start: str, teacher: Path | None = None
) -> keras.Model:
    """Train to the recipe's end, resuming from the folder's last checkpoint; writes ``network.weights.h5`` there.

    A finished run is not trained again. ``start`` is where the weights come from, see :func:`starting_network`, and
    ``teacher`` where the soft answers are; the recipe holds their names alone.

    Raises:
        DatasetError: the data, the votes, the teacher's answers or the starting weights cannot be used, or the folder
            holds another recipe.
    """
    Checkpoint(folder, recipe).open()
    weights = folder / WEIGHTS
    if weights.exists():
        return starting_network(str(weights), recipe.shape, recipe.dropout)
    faces = load_fer2013(data, "train")
    images, targets = training_set(faces, votes, recipe, teacher)
    network = starting_network(start, recipe.shape, recipe.dropout, recipe.precision)
    trained = fit(network, Batches(images, targets, recipe), recipe, folder)
    part = folder / f"part.{WEIGHTS}"
    trained.save_weights(part)
    part.replace(weights)
    return trained


def training_set(
    faces: FaceSet, votes: Path | None, recipe: Recipe, teacher: Path | None = None
) -> tuple[npt.NDArray[np.uint8], Targets]:
    """The training images and their targets, by the recipe's kind of label and its teacher."""
    targets, keep = _targets(faces, votes, recipe)
    if recipe.teacher_share:
        if teacher is None:
            raise DatasetError("This recipe learns from a teacher and needs the file of its answers.")
        answers = load_answers(teacher, faces, recipe.temperature)
        targets = (1 - recipe.teacher_share) * targets + recipe.teacher_share * answers
    if recipe.mood_weight:
        targets = with_moods(targets, faces.labels, recipe.label_smoothing)
    return faces.images[keep], targets[keep]


def _targets(faces: FaceSet, votes: Path | None, recipe: Recipe) -> tuple[Targets, npt.NDArray[np.bool_]]:
    """Every face's target over the seven, and whether it is trained on."""
    if recipe.labels == "fer2013":
        return label_targets(faces.labels, recipe.label_smoothing), np.ones(len(faces.labels), bool)
    if votes is None:
        raise DatasetError(f"Training on {recipe.labels} labels needs FER+'s votes.")
    table = load_votes(votes, faces)
    if recipe.labels == "ferplus":
        return vote_targets(table)
    return blended_targets(faces.labels, table, recipe.vote_share, recipe.label_smoothing)
