"""Viola and Jones' boosted Haar cascade (CVPR 2001), with a cascade that ships in OpenCV's own package."""

from collections.abc import Iterable, Sequence
from math import floor, log
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import SAME_FACE_OVERLAP, CropMargin, FaceDetector, search_picture
from moviefy.expression.faces.face import Box, Face, Frame, overlap

CASCADE = "haarcascade_frontalface_alt2.xml"
MIN_SIDE = 20
"""Side of the smallest face in pixels of the searched picture: the cascade's own window."""

SCALE_FACTOR = 1.2
MIN_NEIGHBOURS = 2
"""Overlapping detections that make a face, in a place where a coarse search or an earlier frame has one already."""

COARSE_SCALE_FACTOR = 1.35
"""The coarse search takes three steps for five of the thorough one, which then looks again at what it found."""

LARGE_SIDE = 30
"""Faces of about this side or more, in pixels of the searched picture (a tenth of its width), are searched first."""

MUCH_LARGER = 1.5
"""Smaller faces are not searched if a face is this many times as wide as :data:`LARGE_SIDE`."""

GROUP_EPS = 0.3
"""How far apart, in box sides, the detections of one face may lie; see ``cv2.groupRectangles``."""

NEAR_SIZES = 1.6
"""Near an earlier face, faces up to so many times smaller or larger are searched: two or three steps of the scale."""

MET_SIZES = 1.5
"""The same around a candidate of the coarse search, whose size is at most one of its own steps off."""

CERTAIN_NEIGHBOURS = 20
"""The cascade has no probability; this many overlapping detections count as certain."""

Rectangle = tuple[int, int, int, int]
"""OpenCV's form: x, y, width, height in pixels of the searched picture."""

Detection = tuple[Rectangle, int]
"""A rectangle and how many detections of the cascade overlap there."""

Grey = npt.NDArray[np.uint8]
"""A grey picture, shape (H, W)."""


class HaarDetector(FaceDetector):
    """Detects frontal faces; needs no file beyond OpenCV's own.

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
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
        found = self._everywhere(grey) if expected is None else self._thoroughly(grey, expected / factor, NEAR_SIZES)
        return [_face(box, neighbours, factor) for box, neighbours in found]

    def _everywhere(self, grey: Grey) -> list[Detection]:
        """Faces of any size: a coarse search of the whole picture, then a thorough one around its candidates.

        That finds the same faces as a thorough search everywhere in half the time (bench/detectors.py). Small faces,
        which take twice as long, are searched only if no face is much larger: a person in front of the camera need not
        wait for a search among the people far behind.
        """
        scales = _scales(grey)
        small = [scale for scale in scales if scale < LARGE_SIDE / MIN_SIDE]
        candidates = self._candidates(grey, scales[len(small) :])
        found = self._confirmed(grey, candidates)
        if any(width >= MUCH_LARGER * LARGE_SIDE for (_, _, width, _), _ in found):
            return found
        return self._confirmed(grey, candidates + self._candidates(grey, small))

    def _candidates(self, grey: Grey, scales: Iterable[float]) -> list[Rectangle]:
        """Every single detection of the cascade. The picture is shrunk for each scale, as OpenCV would move an enlarged
        cascade in finer steps than a coarse search needs."""
        candidates: list[Rectangle] = []
        for scale in scales:
            boxes = self._cascade.detectMultiScale(
                _shrunk(grey, scale), minNeighbors=0, minSize=(MIN_SIDE, MIN_SIDE), maxSize=(MIN_SIDE, MIN_SIDE)
            )
            candidates += [_enlarged(box, scale) for box in boxes]
        return candidates

    def _confirmed(self, grey: Grey, candidates: Sequence[Rectangle]) -> list[Detection]:
        """The detections of a thorough search around each group of candidates."""
        found: list[Detection] = []
        for x, y, side, _ in _grouped(candidates):
            margin = side // 2
            left, top, reach = max(0, x - margin), max(0, y - margin), side + margin
            window = grey[top : y + reach, left : x + reach]
            for (dx, dy, width, height), neighbours in self._thoroughly(window, side, MET_SIZES):
                detection = ((left + dx, top + dy, width, height), neighbours)
                if not any(overlap(_box(detection), _box(other)) > SAME_FACE_OVERLAP for other in found):
                    found.append(detection)
        return found

    def _thoroughly(self, grey: Grey, expected: float, sizes: float) -> list[Detection]:
        """Faces of about ``expected`` pixels a side, up to ``sizes`` times smaller or larger."""
        if min(grey.shape) < MIN_SIDE:
            return []
        smallest, largest = max(MIN_SIDE, round(expected / sizes)), max(MIN_SIDE, round(expected * sizes))
        boxes, neighbours = self._cascade.detectMultiScale2(
            grey,
            scaleFactor=SCALE_FACTOR,
            minNeighbors=MIN_NEIGHBOURS,
            minSize=(smallest, smallest),
            maxSize=(largest, largest),
        )
        return [(_enlarged(box, 1.0), int(n)) for box, n in zip(boxes, neighbours, strict=True)]


def _scales(grey: Grey) -> list[float]:
    """How far the picture is shrunk for each size of face, the smallest faces first."""
    count = 1 + floor(log(max(1.0, min(grey.shape) / MIN_SIDE), COARSE_SCALE_FACTOR))
    return [COARSE_SCALE_FACTOR**step for step in range(count)]


def _grouped(candidates: Sequence[Rectangle]) -> list[Rectangle]:
    together, _ = cv2.groupRectangles(list(candidates) * 2, 1, GROUP_EPS)  # twice, as it drops single ones
    return [_enlarged(box, 1.0) for box in together]


def _shrunk(grey: Grey, scale: float) -> Grey:
    if scale == 1.0:
        return grey
    height, width = grey.shape
    size = (round(width / scale), round(height / scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _enlarged(box: Sequence[int], scale: float) -> Rectangle:
    x, y, width, height = (round(float(value) * scale) for value in box)
    return x, y, width, height


def _box(detection: Detection) -> Box:
    (x, y, width, height), _ = detection
    return x, y, x + width, y + height


def _face(box: Rectangle, neighbours: int, factor: float) -> Face:
    x, y, width, height = (round(value * factor) for value in box)
    return Face((x, y, x + width, y + height), min(1.0, neighbours / CERTAIN_NEIGHBOURS))
