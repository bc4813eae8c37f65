"""Face crops become expression scores: the interface, and the implementation on onnxruntime.

The other implementation, on Keras, is :mod:`moviefy.expression.network.keras_classifier`; both pass one contract suite.
Another ONNX network needs a card of its own, and a row in ``PREPROCESSINGS`` if its input is new.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime

from moviefy.errors import ModelError
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.network.preprocessing import Batch, Crop, preprocessing_named
from moviefy.expression.scores import LABELS, ExpressionScores


class ExpressionClassifier(ABC):
    """Face crops in, one :class:`ExpressionScores` each out: all that the rest of the app knows of a network.

    Safe to use from several threads.
    """

    def __init__(self, card: ModelCard) -> None:
        self.card = card

    @abstractmethod
    def classify(self, crops: Sequence[Crop]) -> list[ExpressionScores]:
        """Calibrated scores of every crop, in order; an empty list for no crops. Must not change the crops."""


class NetworkClassifier(ExpressionClassifier):
    """Preprocessing, network, calibration; the card names the first and holds the last. Subclasses run the network.

    Raises:
        ModelError: the card names an unknown preprocessing.
    """

    def __init__(self, card: ModelCard) -> None:
        super().__init__(card)
        self._preprocess = preprocessing_named(card.preprocessing)

    def classify(self, crops: Sequence[Crop]) -> list[ExpressionScores]:
        """See :meth:`ExpressionClassifier.classify`."""
        if not crops:
            return []
        return [ExpressionScores(row) for row in self.card.calibration.probabilities(self.logits(crops))]

    def logits(self, crops: Sequence[Crop]) -> npt.NDArray[np.float32]:
        """The network's raw output for one or more crops, shape (N, 7)."""
        return self._run(self._preprocess(crops, self.card.input_size))

    @abstractmethod
    def _run(self, batch: Batch) -> npt.NDArray[np.float32]:
        """Logits, shape (N, 7), of a preprocessed batch."""


class OnnxClassifier(NetworkClassifier):
    """A network on onnxruntime: the ONNX file that the card names.

    Raises:
        ModelError: the file is missing, does not match its card, or onnxruntime cannot load it.
    """

    def __init__(self, card: ModelCard, threads: int = 2) -> None:
        super().__init__(card)
        path = card.checked_path(card.onnx)
        try:
            self._session = onnxruntime.InferenceSession(path, _options(threads), providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(f"The model file {card.onnx} cannot be loaded.") from error
        self._input = self._session.get_inputs()[0].name
        self._check_shapes()

    def _check_shapes(self) -> None:
        """Two faces must fit: a network that was exported for one at a time would fail on the first group photo."""
        two_faces = self._preprocess([np.zeros((1, 1), np.uint8)] * 2, self.card.input_size)
        takes, returns = self._session.get_inputs()[0].shape, self._session.get_outputs()[0].shape
        if not (_fits(two_faces.shape, takes) and _fits((2, len(LABELS)), returns)):
            raise ModelError(
                f"The model file {self.card.onnx} does not fit its card: it takes {takes} and returns {returns}, "
                f"but the card means {two_faces.shape} and {(2, len(LABELS))} for two faces."
            )

    def _run(self, batch: Batch) -> npt.NDArray[np.float32]:
        return np.asarray(self._session.run(None, {self._input: batch})[0], np.float32)


def _fits(shape: tuple[int, ...], declared: Sequence[int | str | None]) -> bool:
    """Whether an array of this shape suits a declaration, in which a name or None stands for any size."""
    pairs = zip(shape, declared, strict=False)
    return len(shape) == len(declared) and all(size == wanted or not isinstance(wanted, int) for size, wanted in pairs)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Spinning threads would take the cores that other requests and the camera need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
