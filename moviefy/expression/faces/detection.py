"""The interface of the face detectors, and what they share."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np

from moviefy.expression.faces.face import Box, Face, Frame, largest_first, moved, overlap

SEARCH_SIDE = 320
"""Frames are searched with their longer side at this length in pixels: enough for a face of 1/16 of the picture."""

NEAR_WINDOW = 2.0
"""Side of the window searched around an earlier face, in box sides: a face may move half its size in a frame."""

NEAR_FACE_SIDE = 40
"""In such a window a face is searched at this size in pixels at least, if the frame has that many."""

SAME_FACE_OVERLAP = 0.3
"""Two boxes of one frame that overlap by more (intersection over union) are one face."""


@dataclass(frozen=True)
class CropMargin:
    """From a detector's box to FER2013's framing; measured for each detector.

    The crop is a square whose side is ``scale`` times the box's mean side and whose centre lies ``shift_y`` box heights
    below the box's centre.
    """

    scale: float
    shift_y: float


class FaceDetector(ABC):
    """Detects faces. OpenCV's detectors keep state, so each thread gets its own from
    :func:`~moviefy.expression.faces.detectors.detector_factory`."""

    name: ClassVar[str]
    margin: ClassVar[CropMargin]
    surely_upright: ClassVar[float] = 0.0
    """A face of this confidence or more in a video frame is neither much tilted nor upside down; 0 if tilted faces are
    not found."""
    surely_upright_in_photos: ClassVar[float] = 0.0
    """The same in photos, which are searched at another size."""
    quick: ClassVar[bool] = False
    """Whether a fine search costs so little that it is made in every photo, not only where no face is near."""
    certain: ClassVar[float] = 0.0
    """The confidence from which :meth:`candidates` are faces."""

    def detect(self, frame: Frame) -> list[Face]:
        """The faces of a BGR frame of 1/16 of its size or more, largest first; an empty list if there is none."""
        return largest_first(self._search(frame, SEARCH_SIDE))

    def detect_near(self, frame: Frame, boxes: Sequence[Box]) -> list[Face]:
        """The faces around boxes of an earlier frame, largest first; the whole frame is searched if one is lost.

        Faces elsewhere may stay unseen, so the whole frame must be searched now and then.
        """
        found: list[Face] = []
        for box in boxes:
            near = [face for face in self._around(frame, box) if not _known(face, found)]
            if not near and not any(overlap(box, face.box) > SAME_FACE_OVERLAP for face in found):
                return self.detect(frame)
            found += near
        return largest_first(found)

    def _around(self, frame: Frame, box: Box) -> list[Face]:
        left, top, right, bottom = search_window(frame, box)
        if not (left < right and top < bottom):
            return []
        expected = max(box[2] - box[0], box[3] - box[1])
        factor = min(max(1.0, max(frame.shape[:2]) / SEARCH_SIDE), max(1.0, expected / NEAR_FACE_SIDE))
        side = round(max(right - left, bottom - top) / factor)
        faces = self._search(frame[top:bottom, left:right], max(1, side), expected)
        return [moved(face, left, top) for face in faces]

    def search(self, frame: Frame, side: int) -> list[Face]:
        """Faces of any size in a frame, in any order, searched with its longer side at most ``side`` pixels long."""
        return self._search(frame, side)

    def candidates(self, frame: Frame, side: int) -> list[Face]:
        """As :meth:`search`, and also what may be a face, if the detector tells it: less confident than ``certain``."""
        return self._search(frame, side)

    @abstractmethod
    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        """Faces in pixels of the frame, in any order, searched with its longer side at most ``side`` pixels long.

        ``expected`` is the approximate side of a face in pixels of the frame; faces of another size may be missed.
        """


def search_window(frame: Frame, box: Box) -> Box:
    """The part of the frame around a box in which its face is searched; without area if the box lies outside."""
    height, width = frame.shape[:2]
    reach_x, reach_y = (round((NEAR_WINDOW - 1) / 2 * (box[2 + axis] - box[axis])) for axis in (0, 1))
    return (
        max(0, box[0] - reach_x),
        max(0, box[1] - reach_y),
        min(width, box[2] + reach_x),
        min(height, box[3] + reach_y),
    )


def _known(face: Face, found: Sequence[Face]) -> bool:
    return any(overlap(face.box, other.box) > SAME_FACE_OVERLAP for other in found)


def search_picture(frame: Frame, side: int, linear_below: float = 1.0) -> tuple[Frame, float]:
    """The frame with its longer side at most ``side`` pixels long, never enlarged, and the factor back to the frame.

    Below the factor ``linear_below`` it is interpolated, which takes a fifth of the time of averaging.
    """
    height, width = frame.shape[:2]
    factor = max(1.0, max(height, width) / side)
    if factor == 1.0:
        return frame, factor
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    way = cv2.INTER_LINEAR if factor < linear_below else cv2.INTER_AREA
    return np.asarray(cv2.resize(frame, size, interpolation=way), np.uint8), factor
