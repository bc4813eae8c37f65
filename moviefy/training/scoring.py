"""A network's output for many faces, batch by batch."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from moviefy.expression.network.classifier import ExpressionClassifier, NetworkClassifier
from moviefy.expression.network.preprocessing import Crop, vgg16_grey
from moviefy.training.evaluation.evaluation import Probabilities

BATCH = 64

Images = npt.NDArray[np.uint8]
"""Grey faces, shape (N, S, S), N at least 1."""


def classifier_probabilities(
    classifier: ExpressionClassifier, images: Images, *, mirrored_too: bool = False
) -> Probabilities:
    """Calibrated probabilities, shape (N, 7); ``mirrored_too`` averages each face with its mirror image."""

    def probabilities(crops: Sequence[Crop]) -> Probabilities:
        return np.stack([scores.values for scores in classifier.classify(crops)])

    straight = _in_batches(probabilities, images)
    if not mirrored_too:
        return straight
    return np.asarray((straight + _in_batches(probabilities, images[:, :, ::-1])) / 2, np.float32)


def file_probabilities(
    classifier: ExpressionClassifier, files: Sequence[Path], read: Callable[[Sequence[Path]], list[Crop]]
) -> Probabilities:
    """Calibrated probabilities, shape (N, 7), of the crops in some files, at least one; a batch is read at a time."""
    return _in_batches(lambda batch: np.stack([scores.values for scores in classifier.classify(read(batch))]), files)


def classifier_logits(classifier: NetworkClassifier, images: Images) -> npt.NDArray[np.float32]:
    """Logits before calibration, shape (N, 7)."""
    return _in_batches(classifier.logits, images)


def network_outputs(network: Any, images: Images) -> npt.NDArray[np.float32]:
    """The outputs of a Keras network that takes VGG16's input, shape (N, outputs)."""
    size = network.input_shape[1]
    return _in_batches(lambda crops: np.asarray(network.predict_on_batch(vgg16_grey(crops, size)), np.float32), images)


def _in_batches(
    score: Callable[[list[Any]], npt.NDArray[np.float32]], items: Sequence[Path] | Images
) -> npt.NDArray[np.float32]:
    starts = tqdm(range(0, len(items), BATCH), desc="scoring", unit="batch", file=sys.stderr, disable=None)
    return np.concatenate([score(list(items[i : i + BATCH])) for i in starts])
