"""Where the faces are in a frame: one interface, and the detectors behind it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]
"""A picture: ``uint8`` BGR, shape (H, W, 3)."""


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

    @abstractmethod
    def detect(self, frame: Frame) -> list[Face]:
        """All faces of a BGR frame, largest first; an empty list where there is none."""
