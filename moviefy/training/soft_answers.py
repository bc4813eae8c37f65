"""A teacher's answers on the training faces: the mean over several networks and each face's mirror image.

A network that learns them too keeps much of what the several know together (Hinton et al. 2015, arXiv 1503.02531).
"""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from moviefy.errors import DatasetError
from moviefy.expression.scores import LABELS
from moviefy.training.evaluation.evaluation import Probabilities
from moviefy.training.expression.dataset import FaceSet
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.start import starting_network
from moviefy.training.scoring import network_outputs

TeacherNetwork = tuple[int, str, float]
"""A network's input size in pixels, its weights (see :func:`.expression.start.starting_network`), and its share of the
answer, above 0; only the proportion of the shares counts.
"""


def ask_teacher(networks: Sequence[TeacherNetwork], faces: FaceSet) -> Probabilities:
    """The mean answer of several networks to each face and to its mirror image, shape (N, 7).

    Args:
        networks: at least one.
        faces: the faces to train on.

    Raises:
        DatasetError: a file of weights is missing or does not fit.
    """
    total = np.zeros((len(faces), len(LABELS)), np.float32)
    for size, weights, share in networks:
        network = starting_network(weights, Recipe("blend", weights, size).shape, precision="bfloat16")
        for images in (faces.images, faces.images[:, :, ::-1]):
            total += share * softmax(network_outputs(network, images), axis=1)
    return np.asarray(total / total.sum(axis=1, keepdims=True), np.float32)


def save_answers(path: Path, answers: Probabilities, faces: FaceSet, networks: Sequence[TeacherNetwork]) -> None:
    """Write answers with what they belong to: the faces' names and the networks' files."""
    names = [f"{size} px, {Path(weights).name}, {share:g}" for size, weights, share in networks]
    np.savez_compressed(path, answers=answers, faces=_fingerprint(faces), networks=names)


def load_answers(path: Path, faces: FaceSet, temperature: float = 1.0) -> npt.NDArray[np.float32]:
    """A teacher's answers to these faces, softened by a temperature above 1; shape (N, 7), every row sums to 1.

    Raises:
        DatasetError: the file is missing or damaged, or holds answers to other faces.
    """
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            answers, belongs_to = np.asarray(arrays["answers"], np.float32), str(arrays["faces"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} cannot be read as a teacher's answers: {error}.") from error
    if belongs_to != _fingerprint(faces) or answers.shape != (len(faces), len(LABELS)):
        raise DatasetError(f"The teacher's answers in {path} are to other faces than these.")
    if not (np.isfinite(answers).all() and np.allclose(answers.sum(axis=1), 1.0, atol=1e-3) and answers.min() >= 0):
        raise DatasetError(f"The teacher's answers in {path} are not probabilities.")
    return np.asarray(softmax(np.log(np.maximum(answers, 1e-7)) / temperature, axis=1), np.float32)


def _fingerprint(faces: FaceSet) -> str:
    """A checksum of the faces' names, in their order."""
    return hashlib.sha256("\n".join(faces.files).encode()).hexdigest()
