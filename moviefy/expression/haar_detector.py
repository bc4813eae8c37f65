"""Viola and Jones' boosted Haar cascade (CVPR 2001), with a cascade that ships in OpenCV's own package."""

from pathlib import Path

import cv2
import numpy as np

from moviefy.errors import ModelError
from moviefy.expression.face_detection import CropMargin, Face, FaceDetector, Frame, search_picture

CASCADE = "haarcascade_frontalface_alt2.xml"
SCALE_FACTOR = 1.2
MIN_NEIGHBOURS = 4
MIN_SIDE = 20
NEAR_SIZES = 1.6
"""Near an earlier face, faces up to so many times smaller or larger are looked for: two or three steps of the scale."""

CERTAIN_NEIGHBOURS = 20
"""The cascade gives no probability; this many overlapping finds count as certain."""


class HaarDetector(FaceDetector):
    """Finds frontal faces with no file beyond OpenCV's.

    Raises:
        ModelError: this build of OpenCV ships no cascades (OpenCV 5 does not).
    """

    name = "haar"
    margin = CropMargin(scale=1.01, shift_y=0.0)  # bench/framing.py

    def __init__(self) -> None:
        path = Path(cv2.__file__).parent / "data" / CASCADE
        if not path.is_file():
            raise ModelError(f"This build of OpenCV does not ship {CASCADE}; install a 4.x build.")
        self._cascade = cv2.CascadeClassifier(str(path))

    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        small, factor = search_picture(frame, side)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        if min(grey.shape) < MIN_SIDE:
            return []
        smallest, largest = (MIN_SIDE, 0) if expected is None else _sizes(expected / factor)
        boxes, neighbours = self._cascade.detectMultiScale2(
            grey,
            scaleFactor=SCALE_FACTOR,
            minNeighbors=MIN_NEIGHBOURS,
            minSize=(smallest, smallest),
            maxSize=(largest, largest),
        )
        return [_face(box, int(n), factor) for box, n in zip(boxes, neighbours, strict=True)]


def _sizes(expected: float) -> tuple[int, int]:
    return max(MIN_SIDE, round(expected / NEAR_SIZES)), max(MIN_SIDE, round(expected * NEAR_SIZES))


def _face(box: np.ndarray, neighbours: int, factor: float) -> Face:
    x, y, width, height = (round(float(value) * factor) for value in box)
    return Face((x, y, x + width, y + height), min(1.0, neighbours / CERTAIN_NEIGHBOURS))
