"""YuNet (Wu, Peng and Yu 2023, doi 10.1007/s11633-023-1423-y), OpenCV's small neural face detector."""

from pathlib import Path

import cv2
import numpy as np

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import CropMargin, FaceDetector, search_picture
from moviefy.expression.faces.face import Face, Frame

MIN_SCORE = 0.7
OVERLAP = 0.3
MIN_SIDE = 16


class YunetDetector(FaceDetector):
    """Detects faces at most angles.

    Raises:
        ModelError: the file cannot be loaded.
    """

    name = "yunet"
    # Between what bench/framing.py measures (1.12) and what agrees best with Haar in photographs (1.04 to 1.07).
    margin = CropMargin(scale=1.07, shift_y=-0.015)

    def __init__(self, path: Path) -> None:
        try:
            self._network = cv2.FaceDetectorYN.create(str(path), "", (320, 240), MIN_SCORE, OVERLAP)
            self._network.detect(np.zeros((240, 320, 3), np.uint8))
        except cv2.error as error:
            raise ModelError(f"The face detector {path.name} cannot be loaded; run `moviefy models fetch`.") from error

    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        small, factor = search_picture(frame, side)
        height, width = small.shape[:2]
        if min(height, width) < MIN_SIDE:
            return []
        self._network.setInputSize((width, height))
        _, rows = self._network.detect(small)
        faces = [] if rows is None else [_face(row, factor) for row in rows]
        return [face for face in faces if face is not None]


def _face(row: np.ndarray, factor: float) -> Face | None:
    """A face from YuNet's row (x, y, width, height, ten landmark values, score); None for a box without area."""
    x1, y1 = round(float(row[0]) * factor), round(float(row[1]) * factor)
    x2, y2 = round(float(row[0] + row[2]) * factor), round(float(row[1] + row[3]) * factor)
    if not (x1 < x2 and y1 < y2):
        return None
    right_x, right_y, left_x, left_y, nose_x = (float(value) * factor for value in row[4:9])
    return Face(
        (x1, y1, x2, y2),
        float(np.clip(row[14], 0.0, 1.0)),
        turn=_turn(right_x, left_x, nose_x),
        eyes=((right_x, right_y), (left_x, left_y)),
    )


def _turn(right_eye: float, left_eye: float, nose: float) -> float:
    """See :attr:`Face.turn`; takes columns of the picture, in which a frontal face's right eye is on the left."""
    half_distance = (left_eye - right_eye) / 2
    offset = nose - (left_eye + right_eye) / 2
    return float(np.clip(offset / max(half_distance, 1e-6), -1.0, 1.0))
