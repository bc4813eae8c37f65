"""Accuracy on faces changed as real cameras change them: blur, noise, light, JPEG, size, rotation."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.expression.network.classifier import ExpressionClassifier
from moviefy.training.evaluation.evaluation import label_report, rater_report
from moviefy.training.expression.dataset import FaceSet
from moviefy.training.expression.drawings import draw_glasses
from moviefy.training.scoring import classifier_probabilities

Image = npt.NDArray[np.uint8]
Corruption = Callable[[Image, np.random.Generator], Image]

JPEG_QUALITY = 30
SMALL_SIDE = 24
JITTER = 0.10


def _noise(image: Image, rng: np.random.Generator) -> Image:
    return np.asarray((image + rng.normal(0.0, 12.0, image.shape)).clip(0, 255), np.uint8)


def _light(factor: float) -> Corruption:
    return lambda image, _: np.asarray((image.astype(np.float32) * factor).clip(0, 255), np.uint8)


def _jpeg(image: Image, _: np.random.Generator) -> Image:
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _small(image: Image, _: np.random.Generator) -> Image:
    small = cv2.resize(image, (SMALL_SIDE, SMALL_SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, image.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _rotation(degrees: float) -> Corruption:
    return lambda image, rng: _warp(image, angle=degrees * rng.choice((-1, 1)), scale=1.0, shift=(0.0, 0.0))


def _jitter(image: Image, rng: np.random.Generator) -> Image:
    dx, dy, size = rng.uniform(-JITTER, JITTER, 3)
    return _warp(image, angle=0.0, scale=1.0 + size, shift=(dx, dy))


def _warp(image: Image, *, angle: float, scale: float, shift: tuple[float, float]) -> Image:
    side = image.shape[0]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), angle, scale)
    matrix[:, 2] += np.multiply(shift, side)
    return np.asarray(cv2.warpAffine(image, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE), np.uint8)


CORRUPTIONS: dict[str, Corruption] = {
    "as it is": lambda image, _: image,
    "blur, sigma 1.5": lambda image, _: np.asarray(cv2.GaussianBlur(image, (0, 0), 1.5), np.uint8),
    "noise, sigma 12": _noise,
    "dark, a third of the light": _light(1 / 3),
    "bright, 1.6 times the light": _light(1.6),
    f"JPEG quality {JPEG_QUALITY}": _jpeg,
    f"{SMALL_SIDE}-px face": _small,
    "rotated 10 degrees": _rotation(10.0),
    "rotated 20 degrees": _rotation(20.0),
    "box jitter 10 %": _jitter,
    "drawn glasses": draw_glasses,
}
"""Name -> change of one 48x48 face; box jitter moves and resizes the crop by up to a tenth of its side."""


def robustness_table(
    classifier: ExpressionClassifier, faces: FaceSet, votes: npt.NDArray[np.float32]
) -> dict[str, dict[str, Any]]:
    """For every change: accuracy by FER2013's labels and by the raters, of seven and of the three moods."""
    return {name: _row(classifier, changed(faces, change), faces, votes) for name, change in CORRUPTIONS.items()}


def changed(faces: FaceSet, change: Corruption) -> npt.NDArray[np.uint8]:
    """Every face with the change applied, the same on every call."""
    return np.stack([change(image, np.random.default_rng([0, i])) for i, image in enumerate(faces.images)])


def _row(
    classifier: ExpressionClassifier, images: npt.NDArray[np.uint8], faces: FaceSet, votes: npt.NDArray[np.float32]
) -> dict[str, Any]:
    probabilities = classifier_probabilities(classifier, images)
    by_labels, by_raters = label_report(probabilities, faces.labels), rater_report(probabilities, votes)
    return {
        "accuracy_7": by_labels["accuracy_7"],
        "accuracy_3": by_labels["accuracy_3"],
        "ferplus_accuracy_7": by_raters["accuracy_7"],
        "ferplus_accuracy_3": by_raters["accuracy_3"],
        "ferplus_recall_angry": by_raters["recall_3"].get("angry", 0.0),
    }
