"""A second look at a picture in which nobody was found: turned as a whole, brighter, or closer.

Faces that are found in a turned picture are told in pixels of the picture as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np

from moviefy.expression.faces import lighting
from moviefy.expression.faces.detection import SEARCH_SIDE, FaceDetector
from moviefy.expression.faces.face import Face, Frame, Search
from moviefy.expression.faces.levelling import confirmed_faces

TURNS: Mapping[Search, int] = {
    Search.TILTED_RIGHT: 30,
    Search.TILTED_LEFT: -30,
    Search.LYING_RIGHT: 90,
    Search.LYING_LEFT: -90,
    Search.UPSIDE_DOWN: 180,
}
"""How far a head is tilted that is looked for, in degrees clockwise: the picture is turned back as far."""

FINE_SIDE = 2 * SEARCH_SIDE
"""A closer look sees faces of half the size, in four times the time."""


def look_again(detector: FaceDetector, frame: Frame, search: Search) -> list[Face]:
    """The faces that one of the slower ways finds in a video frame, largest first; none for ``Search.FRAME``.

    A face must be found a second time in a small part of the picture: whatever is looked for long enough is found.
    """
    bright = lighting.brightened(frame) if search is Search.BRIGHTER else frame
    if search in TURNS:
        faces = found_turned(bright, TURNS[search], lambda turned: _as_quick(detector, frame, turned))
    elif search in (Search.BRIGHTER, Search.FINER):
        faces = detector.search(bright, FINE_SIDE if search is Search.FINER else SEARCH_SIDE)
    else:
        return []
    return confirmed_faces(detector, bright, faces)


def quarters_of(faces: Sequence[Face]) -> int:
    """Quarter turns clockwise after which most of the faces, by area, are upright: 0 to 3."""
    area = [0, 0, 0, 0]
    for face in faces:
        area[round(-face.roll / 90) % 4] += face.area
    return max(range(4), key=area.__getitem__)


def found_turned(frame: Frame, degrees: int, search: Callable[[Frame], list[Face]]) -> list[Face]:
    """The faces that a search finds in the frame turned counter-clockwise, in pixels of the frame, with their roll.

    Nothing is cut off: the turned picture is as large as it must be. Boxes keep their size and are not turned.
    """
    height, width = frame.shape[:2]
    onto = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(onto[0, 0]), abs(onto[0, 1])
    size = np.array([height * sin + width * cos, height * cos + width * sin])
    onto[:, 2] += size / 2 - (width / 2, height / 2)
    turned = cv2.warpAffine(frame, onto, (round(size[0]), round(size[1])))
    back = cv2.invertAffineTransform(onto)
    faces = (_back(face, back, degrees) for face in search(np.asarray(turned, np.uint8)))
    return [face for face in faces if _is_inside(face, width, height)]


def _as_quick(detector: FaceDetector, frame: Frame, turned: Frame) -> list[Face]:
    """The quick search of a turned frame, at the scale at which the frame itself is searched."""
    return detector.search(turned, round(SEARCH_SIDE * max(turned.shape[:2]) / max(frame.shape[:2])))


def _back(face: Face, back: np.ndarray, degrees: int) -> Face:
    x1, y1, x2, y2 = face.box
    x, y = back @ ((x1 + x2) / 2, (y1 + y2) / 2, 1.0)
    left, top = round(x - (x2 - x1) / 2), round(y - (y2 - y1) / 2)
    return replace(face, box=(left, top, left + x2 - x1, top + y2 - y1), eyes=None, turn=None, roll=float(degrees))


def _is_inside(face: Face, width: int, height: int) -> bool:
    x1, y1, x2, y2 = face.box
    return 0 <= (x1 + x2) / 2 < width and 0 <= (y1 + y2) / 2 < height
