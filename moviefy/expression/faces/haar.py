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
"""Finds that must overlap for a face, where something was found already by a quicker search or on an earlier frame."""

COARSE_SCALE_FACTOR = 1.35
"""The quick search takes three steps where the thorough one takes five: a face met once is looked at again."""

LARGE_SIDE = 30
"""Faces from about this side on, in pixels of the searched picture, a tenth of its width, are looked for first."""

MUCH_LARGER = 1.5
"""Beside a face that is this many times as wide as that, smaller ones are not looked for."""

SAME_FIND = 0.3
"""How far apart, in box sides, the finds of one face may lie."""

NEAR_SIZES = 1.6
"""Near an earlier face, faces up to so many times smaller or larger are looked for: two or three steps of the scale."""

MET_SIZES = 1.5
"""The same around a place where the quick search has just met one: it was at most a step of its own off."""

CERTAIN_NEIGHBOURS = 20
"""The cascade gives no probability; this many overlapping finds count as certain."""

Rectangle = tuple[int, int, int, int]
"""As OpenCV gives it: x, y, width, height in pixels of the searched picture."""

Find = tuple[Rectangle, int]
"""A rectangle and how many finds of the cascade overlap there."""

Grey = npt.NDArray[np.uint8]
"""A grey picture, shape (H, W)."""


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
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
        found = self._everywhere(grey) if expected is None else self._thoroughly(grey, expected / factor, NEAR_SIZES)
        return [_face(box, neighbours, factor) for box, neighbours in found]

    def _everywhere(self, grey: Grey) -> list[Find]:
        """Faces of any size; small ones, which take twice as long to look for, only where none is much larger: who sits
        in front of the camera need not wait for a search among the people far behind.

        A coarse search over all of the picture says where a thorough one is worth its time: the same faces as a
        thorough search everywhere (bench/detectors.py) in half the time."""
        scales = _scales(grey)
        small = [scale for scale in scales if scale < LARGE_SIDE / MIN_SIDE]
        answers = self._answers(grey, scales[len(small) :])
        found = self._confirmed(grey, answers)
        if any(width >= MUCH_LARGER * LARGE_SIDE for (_, _, width, _), _ in found):
            return found
        return self._confirmed(grey, answers + self._answers(grey, small))

    def _answers(self, grey: Grey, scales: Iterable[float]) -> list[Rectangle]:
        """Where the cascade answers at all; the picture shrinks instead of the cascade growing, which OpenCV would then
        move in finer steps than a first look needs."""
        answers: list[Rectangle] = []
        for scale in scales:
            boxes = self._cascade.detectMultiScale(
                _shrunk(grey, scale), minNeighbors=0, minSize=(MIN_SIDE, MIN_SIDE), maxSize=(MIN_SIDE, MIN_SIDE)
            )
            answers += [_enlarged(box, scale) for box in boxes]
        return answers

    def _confirmed(self, grey: Grey, answers: Sequence[Rectangle]) -> list[Find]:
        """What a thorough search around each place with answers finds."""
        found: list[Find] = []
        for x, y, side, _ in _places(answers):
            margin = side // 2
            left, top, reach = max(0, x - margin), max(0, y - margin), side + margin
            window = grey[top : y + reach, left : x + reach]
            for (dx, dy, width, height), neighbours in self._thoroughly(window, side, MET_SIZES):
                find = ((left + dx, top + dy, width, height), neighbours)
                if not any(overlap(_box(find), _box(other)) > SAME_FACE_OVERLAP for other in found):
                    found.append(find)
        return found

    def _thoroughly(self, grey: Grey, expected: float, sizes: float) -> list[Find]:
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


def _places(answers: Sequence[Rectangle]) -> list[Rectangle]:
    together, _ = cv2.groupRectangles(list(answers) * 2, 1, SAME_FIND)  # twice, because it drops what stands alone
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


def _box(find: Find) -> Box:
    (x, y, width, height), _ = find
    return x, y, x + width, y + height


def _face(box: Rectangle, neighbours: int, factor: float) -> Face:
    x, y, width, height = (round(value * factor) for value in box)
    return Face((x, y, x + width, y + height), min(1.0, neighbours / CERTAIN_NEIGHBOURS))
