"""``models/expression.json``, the model card: what the expression model is, how it was made, and how good it is.

The app reads from it what it needs to run (model file, preprocessing, input size, calibration, thresholds, checksums);
people and ``/about`` read the rest. A model file that does not match its card is refused.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.mood import MoodThresholds
from moviefy.expression.scores import LABELS

CARD_NAME = "expression.json"
ONNX_NAME = "expression.int8.onnx"
"""The ONNX file that ``moviefy train publish`` writes; the app reads the one that the card names."""
KERAS_NAME = "expression.weights.h5"


@dataclass(frozen=True)
class Calibration:
    """Vector scaling (Guo et al. 2017, arXiv 1706.04599): ``softmax(logits / temperature + bias)``, bias shape (7,)."""

    temperature: float
    bias: npt.NDArray[np.float32]

    def probabilities(self, logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Calibrated probabilities, shape (N, 7), of logits of the same shape."""
        z = logits / self.temperature + self.bias
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True), dtype=np.float32)


NO_CALIBRATION = Calibration(1.0, np.zeros(len(LABELS), np.float32))


@dataclass(frozen=True)
class ModelCard:
    """The part of the card that the app runs on, and the whole card as ``content``.

    Attributes:
        folder: the model folder.
        onnx: name of the ONNX file in it.
        preprocessing: name of one of :data:`moviefy.expression.network.preprocessing.PREPROCESSINGS`.
        input_size: height and width of the network's input in pixels.
    """

    folder: Path
    onnx: str
    preprocessing: str
    input_size: int
    calibration: Calibration
    thresholds: MoodThresholds
    content: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read ``expression.json`` from the model folder.

        Raises:
            ModelError: the card is missing, is not JSON, or lacks an entry that the app needs.
        """
        try:
            content = json.loads((folder / CARD_NAME).read_text(encoding="utf-8"))
            return cls._from_content(folder, content)
        except FileNotFoundError:
            raise ModelError(f"The expression model's card {CARD_NAME} is missing from the model folder.") from None
        except (ValueError, TypeError) as error:
            raise ModelError(f"The expression model's card {CARD_NAME} cannot be read: {error}.") from error
        except KeyError as error:
            raise ModelError(f"The expression model's card {CARD_NAME} lacks the entry {error}.") from error

    @classmethod
    def _from_content(cls, folder: Path, content: Mapping[str, Any]) -> Self:
        if tuple(content["labels"]) != LABELS:
            raise ValueError(f"expected the labels {LABELS}, received {content['labels']}")
        calibration = content["calibration"]
        return cls(
            folder=folder,
            onnx=str(content["onnx"]),
            preprocessing=str(content["preprocessing"]),
            input_size=int(content["input_size"]),
            calibration=Calibration(float(calibration["temperature"]), np.asarray(calibration["bias"], np.float32)),
            thresholds=MoodThresholds(**content["thresholds"]),
            content=content,
        )

    def checked_path(self, name: str) -> Path:
        """The path of a model file whose checksum is the card's.

        Raises:
            ModelError: the card does not list the file, or the file is missing or has another checksum; the message
                names both.
        """
        path = self.folder / name
        if name not in self.content["files"]:
            raise ModelError(f"The expression model's card {CARD_NAME} does not list the file {name}.")
        expected = self.content["files"][name]["sha256"]
        if not path.is_file():
            raise ModelError(f"The model file {name} is missing from the model folder.")
        received = sha256(path)
        if received != expected:
            raise ModelError(f"The model file {name} does not match its card: expected {expected}, found {received}.")
        return path


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
