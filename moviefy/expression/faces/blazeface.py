"""BlazeFace, full range: MediaPipe's face detector for up to five metres (Bazarevsky et al. 2019, arXiv:1907.05047)."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import SEARCH_SIDE, CropMargin, FaceDetector, search_picture
from moviefy.expression.faces.face import Box, Face, Frame, turn_of

MIN_SCORE = 0.5
OVERLAP = 0.3
MIN_SIDE = 12
"""Side in pixels of the smallest face that it finds in its input: a sixteenth of it."""

INPUT_SIDE = 192
CELLS = 48
"""The input is divided in 48 x 48 cells, each with one anchor in its middle."""

TILE_SIDE = 544
"""Where a picture is searched at more than :data:`SEARCH_SIDE` pixels, it is searched in squares of this side too."""

TILE_OVERLAP = 96
"""Pixels that neighbouring squares share at least; a larger face is found in the whole picture."""

OUTPUTS = ("reshaped_regressor_face_4", "reshaped_classifier_face_4")

Rows = npt.NDArray[np.float32]
"""Faces, shape (N, 11): x1, y1, x2, y2, three points (right eye, left eye, nose), score."""


class BlazefaceDetector(FaceDetector):
    """Detects faces at most angles; takes pictures of one size, so small faces in large photos are searched in parts.

    Raises:
        ModelError: the file cannot be loaded.
    """

    name = "blazeface"
    # Between what bench/framing.py measures (1.13, -0.04) and what agrees best with YuNet in photographs (1.09, -0.08).
    margin = CropMargin(scale=1.1, shift_y=-0.055)

    def __init__(self, path: Path) -> None:
        try:
            self._network = cv2.dnn.readNetFromTFLite(str(path))
            self._rows(np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8))
        except cv2.error as error:
            raise ModelError(f"The face detector {path.name} cannot be loaded; run `moviefy models fetch`.") from error

    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        if min(frame.shape[:2]) < MIN_SIDE:
            return []
        picture, factor = search_picture(frame, side) if side > SEARCH_SIDE else (frame, 1.0)
        rows = [self._rows(picture)]
        if min(side, max(picture.shape[:2])) > SEARCH_SIDE:
            rows += [self._tile_rows(picture, tile) for tile in _tiles(*picture.shape[:2])]
        return [face for row in _merged(np.concatenate(rows)) if (face := _face(row, factor)) is not None]

    def _tile_rows(self, picture: Frame, tile: Box) -> Rows:
        """The faces of one part of a picture, in pixels of the picture, without those that the part's edge cuts."""
        left, top, right, bottom = tile
        height, width = picture.shape[:2]
        rows = self._rows(picture[top:bottom, left:right])
        rows[:, :10] += np.tile(np.array([left, top], np.float32), 5)
        whole = (rows[:, 0] >= left) | (left == 0)
        whole &= (rows[:, 1] >= top) | (top == 0)
        whole &= (rows[:, 2] <= right) | (right == width)
        whole &= (rows[:, 3] <= bottom) | (bottom == height)
        return rows[whole]

    def _rows(self, picture: Frame) -> Rows:
        """The faces in pixels of a picture; one face may have several rows."""
        square, scale, left, top = _letterboxed(picture)
        self._network.setInput(cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True))
        boxes, logits = (np.asarray(output[0], np.float32) for output in self._network.forward(OUTPUTS))
        scores = 1 / (1 + np.exp(-np.clip(logits[:, 0], -80, 80)))
        cells = np.flatnonzero(scores >= MIN_SCORE)
        anchor = (np.stack([cells % CELLS, cells // CELLS], axis=1) + 0.5) * (INPUT_SIDE / CELLS)
        found = boxes[cells]
        centre, half = anchor + found[:, :2], found[:, 2:4] / 2
        corners_and_points = np.concatenate([centre - half, centre + half, np.tile(anchor, 3) + found[:, 4:10]], axis=1)
        in_picture = (corners_and_points - np.tile([left, top], 5)) / scale
        return np.concatenate([in_picture, scores[cells, None]], axis=1, dtype=np.float32)


def _letterboxed(picture: Frame) -> tuple[Frame, float, int, int]:
    """The picture in the middle of a black square of the network's size, its scale there, and its left and top edge."""
    height, width = picture.shape[:2]
    scale = INPUT_SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    across, down = INPUT_SIDE - size[0], INPUT_SIDE - size[1]
    left, top = across // 2, down // 2
    square = cv2.copyMakeBorder(small, top, down - top, left, across - left, cv2.BORDER_CONSTANT)
    return np.asarray(square, np.uint8), scale, left, top


def _tiles(height: int, width: int) -> list[Box]:
    """Overlapping squares that cover a picture; narrower ones where it is narrow, so that small faces stay large."""
    side = int(np.clip(min(height, width), TILE_SIDE // 2, TILE_SIDE))
    return [
        (left, top, min(left + side, width), min(top + side, height))
        for top in _starts(height, side)
        for left in _starts(width, side)
    ]


def _starts(length: int, side: int) -> list[int]:
    room = max(0, length - side)
    steps = -(-room // (side - TILE_OVERLAP))
    return [round(room * step / steps) for step in range(steps + 1)] if steps else [0]


def _merged(rows: Rows) -> Rows:
    """One row a face, best first: the mean of its rows, weighted by their scores, as MediaPipe does it."""
    faces = []
    left = rows[np.argsort(-rows[:, -1])]
    while len(left):
        same = _overlaps(left[0], left) > OVERLAP
        same[0] = True
        face = np.average(left[same], axis=0, weights=left[same, -1])
        face[-1] = left[0, -1]
        faces.append(face)
        left = left[~same]
    return np.asarray(faces, np.float32).reshape(-1, rows.shape[1])


def _overlaps(one: Rows, others: Rows) -> npt.NDArray[np.float32]:
    """Intersection over union of one row's box and each of the others'."""
    inner = np.minimum(one[2:4], others[:, 2:4]) - np.maximum(one[:2], others[:, :2])
    common = np.prod(np.clip(inner, 0, None), axis=1)
    areas = np.prod(np.clip(others[:, 2:4] - others[:, :2], 0, None), axis=1)
    return np.asarray(common / np.maximum(np.prod(one[2:4] - one[:2]) + areas - common, 1e-9), np.float32)


def _face(row: Rows, factor: float) -> Face | None:
    """A face of the frame; None for a box without area."""
    x1, y1, x2, y2 = (round(float(value) * factor) for value in row[:4])
    if not (x1 < x2 and y1 < y2):
        return None
    right_x, right_y, left_x, left_y, nose_x = (float(value) * factor for value in row[4:9])
    return Face(
        (x1, y1, x2, y2),
        float(row[-1]),
        turn=turn_of(right_x, left_x, nose_x),
        eyes=((right_x, right_y), (left_x, left_y)),
    )
