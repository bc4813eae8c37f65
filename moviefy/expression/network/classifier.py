"""Face crops become expression scores: the interface, its preprocessing, and the implementation on onnxruntime.

The other implementation, on Keras, is :mod:`moviefy.expression.network.keras_classifier`; both pass one contract suite.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from moviefy.errors import ModelError
from moviefy.expression.network.model_card import ONNX_NAME, ModelCard
from moviefy.expression.scores import ExpressionScores

Crop = npt.NDArray[np.uint8]
"""A face in FER2013's framing: ``uint8`` grey, shape (S, S)."""

Batch = npt.NDArray[np.float32]
"""What the network takes: ``float32``, shape (N, size, size, 3), BGR means subtracted."""

IMAGENET_BGR_MEANS = np.array([103.939, 116.779, 123.68], np.float32)
"""Means of ImageNet's blue, green and red (Simonyan and Zisserman 2015, arXiv 1409.1556), in grey levels of 0-255."""

FER2013_SIDE = 48
"""Side of FER2013's faces in pixels. Larger faces are brought to it first: a network with a larger input has been
trained on enlarged ones alone and never saw a sharper face."""


def preprocess(crops: Sequence[Crop], size: int) -> Batch:
    """Resize grey crops to ``size``, repeat grey to three channels and subtract ImageNet's means.

    This equals ``keras.applications.vgg16.preprocess_input`` on the same pixels (the three channels of a grey picture
    are equal, so RGB or BGR makes no difference before the means). The input is left as it is.

    Returns:
        ``float32`` of shape (len(crops), size, size, 3), values in about [-124, 152].
    """
    grey = np.stack([_resize(crop, size) for crop in crops]).astype(np.float32)
    return np.asarray(grey[..., None] - IMAGENET_BGR_MEANS, np.float32)


def _resize(crop: Crop, size: int) -> Crop:
    as_trained = crop if crop.shape[0] <= FER2013_SIDE else _to(crop, FER2013_SIDE)
    return as_trained if as_trained.shape == (size, size) else _to(as_trained, size)


def _to(crop: Crop, size: int) -> Crop:
    how = cv2.INTER_AREA if crop.shape[0] > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, (size, size), interpolation=how), np.uint8)


class ExpressionClassifier(ABC):
    """Face crops in, one :class:`ExpressionScores` each out. Safe to use from several threads."""

    def __init__(self, card: ModelCard) -> None:
        self.card = card

    def classify(self, crops: Sequence[Crop]) -> list[ExpressionScores]:
        """Calibrated scores of every crop, in order; an empty list for no crops."""
        if not crops:
            return []
        logits = self.logits(preprocess(crops, self.card.shape.input_size))
        return [ExpressionScores(row) for row in self.card.calibration.probabilities(logits)]

    @abstractmethod
    def logits(self, batch: Batch) -> npt.NDArray[np.float32]:
        """The network's raw answers, shape (N, 7), for a preprocessed batch."""


class OnnxClassifier(ExpressionClassifier):
    """The int8 network on onnxruntime.

    Raises:
        ModelError: the file is missing, does not match its card, or onnxruntime cannot load it.
    """

    def __init__(self, card: ModelCard, threads: int = 2) -> None:
        super().__init__(card)
        path = card.checked_path(ONNX_NAME)
        try:
            self._session = onnxruntime.InferenceSession(path, _options(threads), providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(f"The model file {ONNX_NAME} cannot be loaded.") from error
        self._input = self._session.get_inputs()[0].name

    def logits(self, batch: Batch) -> npt.NDArray[np.float32]:
        """See :meth:`ExpressionClassifier.logits`."""
        return np.asarray(self._session.run(None, {self._input: batch})[0], np.float32)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Spinning threads would take the cores that other requests and the camera need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
