"""Where the faces are in a frame: one interface, and the choice between the detectors behind it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError

Frame = npt.NDArray[np.uint8]
"""A picture: ``uint8`` BGR, shape (H, W, 3)."""

SEARCH_SIDE = 320
"""Frames are searched at this length of their longer side, in pixels: a face of 1/16 of the picture is still found."""

PHOTO_SIDE = 1280
"""Pictures longer than this, photographs rather than video, are searched again at this length where the quick search
finds nobody: people stand further away in them, and nobody waits for the next frame."""

YUNET_FILES = "face_detection_yunet_*.onnx"


@dataclass(frozen=True)
class Face:
    """A face box in pixels of its frame, ``xyxy`` with x1 < x2 and y1 < y2, and a confidence in [0, 1]."""

    box: tuple[int, int, int, int]
    confidence: float

    def __post_init__(self) -> None:
        x1, y1, x2, y2 = self.box
        if not (x1 < x2 and y1 < y2):
            raise ValueError(f"expected a box xyxy with x1 < x2 and y1 < y2, received {self.box}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"expected a confidence in [0, 1], received {self.confidence}")

    @property
    def area(self) -> int:
        """Area of the box in pixels."""
        x1, y1, x2, y2 = self.box
        return (x2 - x1) * (y2 - y1)

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print."""
        return {"box": list(self.box), "confidence": round(self.confidence, 4)}


@dataclass(frozen=True)
class CropMargin:
    """From a detector's box to FER2013's framing: a square whose side is ``scale`` times the box's mean side and whose
    centre lies ``shift_y`` box heights below the box's centre. Each detector has its own, chosen on measurements."""

    scale: float
    shift_y: float


class FaceDetector(ABC):
    """Finds faces. Not thread-safe: OpenCV's detectors keep state, so each thread builds its own."""

    name: ClassVar[str]
    margin: ClassVar[CropMargin]

    def detect(self, frame: Frame) -> list[Face]:
        """All faces of a BGR frame, largest first; an empty list where there is none."""
        faces = self._search(frame, SEARCH_SIDE)
        if not faces and max(frame.shape[:2]) > PHOTO_SIDE:
            faces = self._search(frame, PHOTO_SIDE)
        return sorted(faces, key=lambda face: face.area, reverse=True)

    @abstractmethod
    def _search(self, frame: Frame, side: int) -> list[Face]:
        """Faces in pixels of the frame, in any order, searched with its longer side at most ``side`` pixels long."""


def search_picture(frame: Frame, side: int) -> tuple[Frame, float]:
    """The frame with its longer side at most ``side`` pixels long, never enlarged, and the factor back to the frame."""
    height, width = frame.shape[:2]
    factor = max(1.0, max(height, width) / side)
    if factor == 1.0:
        return frame, factor
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def yunet_file(model_dir: Path) -> Path | None:
    """YuNet's file in the model folder, the newest by name; None where there is none."""
    return max(model_dir.glob(YUNET_FILES), default=None)


def detector_choice(name: str, model_dir: Path) -> tuple[str, str]:
    """Which detector a setting means here ("yunet" or "haar"), and one sentence that says why."""
    if name != "auto":
        return name, f"MOVIEFY_DETECTOR asks for {name}."
    if (path := yunet_file(model_dir)) is not None:
        return "yunet", f"{path.name} is in the model folder."
    return "haar", "YuNet's file is not in the model folder; `moviefy models fetch` downloads it."


def create_detector(name: str, model_dir: Path) -> FaceDetector:
    """The detector that a setting ("auto", "yunet" or "haar") means here.

    Raises:
        ModelError: YuNet is asked for and its file is missing or damaged.
    """
    from moviefy.expression.haar_detector import HaarDetector
    from moviefy.expression.yunet_detector import YunetDetector

    if detector_choice(name, model_dir)[0] == "haar":
        return HaarDetector()
    if (path := yunet_file(model_dir)) is None:
        raise ModelError("The face detector YuNet is not in the model folder; run `moviefy models fetch`.")
    return YunetDetector(path)
