"""A classifier's answers for many faces, with a progress bar."""

import sys
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from moviefy.expression.network.classifier import ExpressionClassifier, preprocess
from moviefy.training.evaluation.evaluation import Probabilities

BATCH = 64


def classifier_logits(classifier: ExpressionClassifier, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Raw answers, shape (N, 7), for grey images of shape (N, S, S)."""
    starts = tqdm(range(0, len(images), BATCH), desc="scoring", unit="batch", file=sys.stderr, disable=None)
    size = classifier.card.shape.input_size
    return np.concatenate([classifier.logits(preprocess(list(images[i : i + BATCH]), size)) for i in starts])


def network_outputs(network: Any, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """What a Keras network answers for many faces, shape (N, outputs): logits of a whole one, features of a part."""
    size = network.input_shape[1]
    starts = range(0, len(images), BATCH)
    batches = (preprocess(list(images[i : i + BATCH]), size) for i in starts)
    return np.concatenate([np.asarray(network.predict_on_batch(batch), np.float32) for batch in batches])


def classifier_probabilities(
    classifier: ExpressionClassifier, images: npt.NDArray[np.uint8], *, mirrored_too: bool = False
) -> Probabilities:
    """Calibrated probabilities, shape (N, 7); ``mirrored_too`` averages each face with its mirror image."""
    calibration = classifier.card.calibration
    straight = calibration.probabilities(classifier_logits(classifier, images))
    if not mirrored_too:
        return straight
    mirrored = calibration.probabilities(classifier_logits(classifier, images[:, :, ::-1]))
    return np.asarray((straight + mirrored) / 2, np.float32)
