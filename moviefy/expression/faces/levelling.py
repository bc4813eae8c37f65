"""How far a head is tilted in the picture, so that its crop can be turned upright.

Detectors find faces up to about 40 degrees, and upside down with nearly the same confidence, but the points that they
report for the eyes follow a tilt by half at most. So the part around a face is turned in steps and searched each time:
the steps at which the face is found have the tilt in their middle.
"""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np

from moviefy.expression.faces.crop import square_part
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.face import Face, Frame, largest_first

STEP = 30
"""Degrees between two of the turns that are tried."""

WINDOW_SIDE = 96
"""Side in pixels of the turned part. A face then has about 40, where the certainty falls quickly with the tilt."""

WINDOW = 2.5
"""Side of the turned part, in box sides."""

CENTRAL = 0.2
"""A face counts if its centre is within this share of the part's side of the part's centre."""

CERTAIN = 0.6
"""What a detector's confidence has above this is weighed."""

LEVEL_FROM = 20.0
"""Degrees from which a face is levelled; up to there the readings differ as little as by the levelling itself."""


def with_roll(detector: FaceDetector, frame: Frame, face: Face) -> Face:
    """The face with its roll, estimated within about 15 degrees; 0 where it is small.

    Costs twelve searches of a small picture.
    """
    return _with_roll(face, _Turns(detector, frame, face))


def confirmed_faces(detector: FaceDetector, frame: Frame, faces: Iterable[Face]) -> list[Face]:
    """Those that are found again by their known roll, with their roll, largest first: for finds of a second look."""
    again = (_confirmed(detector, frame, face) for face in faces)
    return largest_first(face for face in again if face is not None)


def _confirmed(detector: FaceDetector, frame: Frame, face: Face) -> Face | None:
    turns = _Turns(detector, frame, face)
    return _with_roll(face, turns) if turns.certainty(0) else None


def _with_roll(face: Face, turns: "_Turns") -> Face:
    roll = (face.roll + _estimated(turns) + 180) % 360 - 180
    return replace(face, roll=roll if abs(roll) >= LEVEL_FROM else 0.0)


class _Turns:
    """How certain a detector is of a face when the picture around it is turned."""

    def __init__(self, detector: FaceDetector, frame: Frame, face: Face) -> None:
        self._detector, self._roll = detector, face.roll
        self._known: dict[int, float] = {}
        x1, y1, x2, y2 = face.box
        side = max(1, round(2**0.5 * WINDOW * (x2 - x1 + y2 - y1) / 2))  # the corners of a turned part reach so far
        part = square_part(frame, (x1 + x2 - side) // 2, (y1 + y2 - side) // 2, side)
        small = round(2**0.5 * WINDOW_SIDE)
        self._part = cv2.resize(
            part, (small, small), interpolation=cv2.INTER_AREA if side > small else cv2.INTER_LINEAR
        )

    def certainty(self, degrees: int) -> float:
        """In [0, 1], with the picture turned counter-clockwise; 0 if the face is not found."""
        degrees %= 360
        if degrees not in self._known:
            found = self._detector.search(self._turned(degrees), WINDOW_SIDE)
            self._known[degrees] = max((face.confidence for face in found if _is_central(face)), default=0.0)
        return self._known[degrees]

    def _turned(self, degrees: int) -> Frame:
        middle = (len(self._part) - 1) / 2
        onto = cv2.getRotationMatrix2D((middle, middle), degrees + self._roll, 1.0)
        onto[:, 2] += (WINDOW_SIDE - 1) / 2 - middle
        return np.asarray(cv2.warpAffine(self._part, onto, (WINDOW_SIDE, WINDOW_SIDE)), np.uint8)


def _estimated(turns: _Turns) -> float:
    """The roll in degrees, in (-180, 180]: the middle of all turns at which the face is found, 0 if none is better."""
    degrees = np.arange(0, 360, STEP)
    certainty = np.array([turns.certainty(int(turn)) for turn in degrees])
    if certainty[0] >= certainty.max():
        return 0.0
    weights = np.maximum(0.0, certainty - CERTAIN) ** 2
    return float(np.degrees(np.angle(np.sum(weights * np.exp(1j * np.radians(degrees))))))


def _is_central(face: Face) -> bool:
    x1, y1, x2, y2 = face.box
    off = max(abs((x1 + x2) / 2 - WINDOW_SIDE / 2), abs((y1 + y2) / 2 - WINDOW_SIDE / 2))
    return off < CENTRAL * WINDOW_SIDE
