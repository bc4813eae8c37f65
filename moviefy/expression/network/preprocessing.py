"""Face crops become a network's input. A model card names one of :data:`PREPROCESSINGS`."""

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError

Crop = npt.NDArray[np.uint8]
"""A face in FER2013's framing: ``uint8`` grey, shape (S, S)."""

Batch = npt.NDArray[np.float32]
"""A network's input: ``float32``, N faces along the first axis."""

Preprocessing = Callable[[Sequence[Crop], int], Batch]
"""One or more crops and the network's input size in pixels -> a batch. Must not change the crops."""

IMAGENET_BGR_MEANS = np.array([103.939, 116.779, 123.68], np.float32)
"""Means of ImageNet's blue, green and red (Simonyan and Zisserman 2015, arXiv 1409.1556), in grey levels of 0-255."""

FER2013_SIDE = 48
"""Side of FER2013's faces in pixels."""


def vgg16_grey(crops: Sequence[Crop], size: int) -> Batch:
    """VGG16's input for a network trained on FER2013: grey repeated to three channels, ImageNet's means subtracted.

    Crops above 48 px are reduced to 48 px first: the network was trained on enlarged 48-px faces and never saw a
    sharper one. The result equals ``keras.applications.vgg16.preprocess_input`` on the same pixels; the three channels
    of a grey picture are equal, so RGB or BGR makes no difference.

    Returns:
        Shape (N, size, size, 3), values in about [-124, 152].
    """
    as_trained = (_resized(crop, FER2013_SIDE) if crop.shape[0] > FER2013_SIDE else crop for crop in crops)
    grey = np.stack([_resized(crop, size) for crop in as_trained]).astype(np.float32)
    return np.asarray(grey[..., None] - IMAGENET_BGR_MEANS, np.float32)


def unit_grey(crops: Sequence[Crop], size: int) -> Batch:
    """The usual input of a small grey network, channels first.

    Returns:
        Shape (N, 1, size, size), values in [0, 1].
    """
    grey = np.stack([_resized(crop, size) for crop in crops]).astype(np.float32)
    return np.asarray(grey[:, None] / 255.0, np.float32)


PREPROCESSINGS: Mapping[str, Preprocessing] = {"vgg16-grey": vgg16_grey, "unit-grey": unit_grey}
"""The ``preprocessing`` entry of a model card -> the function. A network with another input adds one row."""


def preprocessing_named(name: str) -> Preprocessing:
    """The preprocessing that a card names.

    Raises:
        ModelError: there is no such preprocessing; the message lists those there are.
    """
    if name not in PREPROCESSINGS:
        raise ModelError(f"The card's preprocessing is {name}; expected one of {', '.join(PREPROCESSINGS)}.")
    return PREPROCESSINGS[name]


def _resized(crop: Crop, size: int) -> Crop:
    if crop.shape == (size, size):
        return crop
    interpolation = cv2.INTER_AREA if crop.shape[0] > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, (size, size), interpolation=interpolation), np.uint8)
