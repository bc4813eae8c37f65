"""A frame, a face in it, and its box."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]
"""A picture: ``uint8`` BGR, shape (H, W, 3)."""

Box = tuple[int, int, int, int]
"""A box in pixels of its frame, ``xyxy``."""

Point = tuple[float, float]
"""A place in pixels of its frame: column, row."""

Eyes = tuple[Point, Point]
"""The middle of a person's right eye, which is on the left of an upright frontal face, and of the left eye."""


class Search(StrEnum):
    """How a picture is searched for faces.

    ``FRAME`` is quick, for video; ``PHOTO`` is for photographs: whatever their size, the right way up or not, bright or
    dark. The others are for a video frame, too: if the quick search finds nobody, it is searched once more in that way.
    """

    FRAME = "frame"
    PHOTO = "photo"
    FINER = "finer"
    BRIGHTER = "brighter"
    TILTED_RIGHT = "tilted_right"
    TILTED_LEFT = "tilted_left"
    LYING_RIGHT = "lying_right"
    LYING_LEFT = "lying_left"
    UPSIDE_DOWN = "upside_down"


@dataclass(frozen=True)
class Face:
    """A face box in pixels of its frame, ``xyxy`` with x1 < x2 and y1 < y2, and a confidence in [0, 1].

    ``turn`` is the nose's distance from the middle of the eyes, in half eye distances, in [-1, 1]; None if the detector
    does not report eyes and nose. ``eyes`` is None if the detector does not report them. ``roll`` says how far the head
    is tilted in the picture, in degrees clockwise in (-180, 180]; 0 unless it is clearly tilted.
    """

    box: Box
    confidence: float
    turn: float | None = None
    eyes: Eyes | None = None
    roll: float = 0.0

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


def turned_upright(frame: Frame, quarters: int) -> Frame:
    """The frame turned by quarter turns clockwise; itself for 0."""
    return frame if quarters % 4 == 0 else np.ascontiguousarray(np.rot90(frame, -quarters))


def moved(face: Face, right: int, down: int) -> Face:
    """A face found in a part of a frame, in pixels of the frame: ``right`` and ``down`` are the part's corner."""
    x1, y1, x2, y2 = face.box
    eyes = face.eyes
    if eyes is not None:
        (right_x, right_y), (left_x, left_y) = eyes
        eyes = ((right_x + right, right_y + down), (left_x + right, left_y + down))
    return replace(face, box=(x1 + right, y1 + down, x2 + right, y2 + down), eyes=eyes)


def turn_of(right_eye: float, left_eye: float, nose: float) -> float:
    """See :attr:`Face.turn`; takes columns of the picture, in which a frontal face's right eye is on the left."""
    half_distance = (left_eye - right_eye) / 2
    offset = nose - (left_eye + right_eye) / 2
    return float(np.clip(offset / max(half_distance, 1e-6), -1.0, 1.0))


def scaled(face: Face, across: float, down: float) -> Face:
    """A face in a picture that is ``across`` times as wide and ``down`` times as high as the face's own."""
    x1, y1, x2, y2 = face.box
    left, top = int(x1 * across), int(y1 * down)
    right, bottom = max(left + 1, round(x2 * across)), max(top + 1, round(y2 * down))
    eyes = face.eyes
    if eyes is not None:
        (right_x, right_y), (left_x, left_y) = eyes
        eyes = ((right_x * across, right_y * down), (left_x * across, left_y * down))
    return replace(face, box=(left, top, right, bottom), eyes=eyes)


def largest_first(faces: Iterable[Face]) -> list[Face]:
    """The faces in the order in which they are told."""
    return sorted(faces, key=lambda face: face.area, reverse=True)


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, in [0, 1]."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = (one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1])
    return width * height / (both - width * height)
