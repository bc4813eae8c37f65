"""One run from FER2013's zip to a trained network."""

from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from moviefy.errors import DatasetError
from moviefy.training.expression.dataset import FaceSet, load_fer2013, load_votes
from moviefy.training.expression.fit import Batches, fit
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.start import starting_network
from moviefy.training.expression.targets import Targets, blended_targets, label_targets, vote_targets, with_moods


def train_expression(data: Path, votes: Path | None, folder: Path, recipe: Recipe, start: str) -> keras.Model:
    """Train to the recipe's end, going on from the folder's last checkpoint; writes ``network.weights.h5`` there.

    ``start`` is where the weights come from, see :func:`starting_network`; the recipe records its name alone.

    Raises:
        DatasetError: the data, the votes or the starting weights cannot be used, or the folder holds another recipe.
    """
    faces = load_fer2013(data, "train")
    images, targets = training_set(faces, votes, recipe)
    network = starting_network(start, recipe.shape, recipe.dropout)
    trained = fit(network, Batches(images, targets, recipe), recipe, folder)
    trained.save_weights(folder / "network.weights.h5")
    return trained


def training_set(faces: FaceSet, votes: Path | None, recipe: Recipe) -> tuple[npt.NDArray[np.uint8], Targets]:
    """The images to train on and what to train towards, by the recipe's kind of label."""
    targets, keep = _targets(faces, votes, recipe)
    if recipe.mood_weight:
        targets = with_moods(targets, faces.labels, recipe.label_smoothing)
    return faces.images[keep], targets[keep]


def _targets(faces: FaceSet, votes: Path | None, recipe: Recipe) -> tuple[Targets, npt.NDArray[np.bool_]]:
    """Of every face its target of seven, and whether it is trained on."""
    if recipe.labels == "fer2013":
        return label_targets(faces.labels, recipe.label_smoothing), np.ones(len(faces.labels), bool)
    if votes is None:
        raise DatasetError(f"Training on {recipe.labels} labels needs FER+'s votes.")
    table = load_votes(votes, faces)
    if recipe.labels == "ferplus":
        return vote_targets(table)
    return blended_targets(faces.labels, table, recipe.vote_share, recipe.label_smoothing)
