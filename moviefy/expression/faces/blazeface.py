"""BlazeFace, full range: MediaPipe's face detector for up to five metres (Bazarevsky et al. 2019, arXiv:1907.05047)."""

import struct
from collections import OrderedDict
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import SEARCH_SIDE, CropMargin, FaceDetector, search_picture
from moviefy.expression.faces.face import Face, Frame, turn_of

MIN_SCORE = 0.5
DOUBTFUL_SCORE = 0.2
OVERLAP = 0.3
MIN_SIDE = 12
"""Side in pixels of the smallest face that it finds in its input."""

CELL = 4
"""The input is divided in squares of this side, each with one anchor in its middle."""

INPUT_SIDE = 192
"""Side of the network's own input, for a picture searched at :data:`SEARCH_SIDE`. A picture searched at up to two or
four times that is given to a network of two or four times this side."""

FLAT = 0.76
"""A picture whose sides have this ratio, or are further apart, is given to a network of 4:3: a quarter less work. Some
faces, such as those that the picture's edge cuts off, score lower there than in a square with black bars; so the square
decides where there is doubt.
"""

UPSAMPLED = (12, 24, 48)
"""Sides of the three layers that the file enlarges to a fixed size. It fixes no other, so that a network for another
input differs in these alone."""

KEPT_NETWORKS = 3
"""Networks for the last inputs that are kept: photos and cameras need two, and windows around a face a third."""

LARGEST_KEPT = 2 * INPUT_SIDE
"""A network for a larger input is built each time: it would keep 80 MB."""

OUTPUTS = ("regressor_face_4", "classifier_face_4")

Size = tuple[int, int]
"""Height and width in pixels."""

Rows = npt.NDArray[np.float32]
"""Faces, shape (N, 11): x1, y1, x2, y2, three points (right eye, left eye, nose), score."""


class BlazefaceDetector(FaceDetector):
    """Detects faces at most angles. Not thread-safe.

    Raises:
        ModelError: the file cannot be loaded.
    """

    name = "blazeface"
    # Between what bench/framing.py measures (1.13, -0.04) and what agrees best with YuNet in photographs (1.09, -0.08).
    margin = CropMargin(scale=1.1, shift_y=-0.055)
    surely_upright = 0.72  # of 69 faces upside down 95 % have less than 0.68, upright 95 % more than 0.75
    surely_upright_in_photos = surely_upright

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.read_bytes()
            self._networks: OrderedDict[Size, cv2.dnn.Net] = OrderedDict()
            self._rows(np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8), (INPUT_SIDE, INPUT_SIDE))
        except (cv2.error, OSError, ValueError) as error:
            raise ModelError(f"The face detector {path.name} cannot be loaded; run `moviefy models fetch`.") from error

    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        if min(frame.shape[:2]) < MIN_SIDE:
            return []
        picture, factor = search_picture(frame, max(side, SEARCH_SIDE))
        size = _input_size(picture.shape[0], picture.shape[1], side)
        rows, doubt = _certain(self._rows(picture, size))
        if doubt and min(size) < max(size) == INPUT_SIDE:
            rows, _ = _certain(self._rows(picture, (INPUT_SIDE, INPUT_SIDE)))
        return [face for row in rows if (face := _face(row, factor)) is not None]

    def _rows(self, picture: Frame, size: Size) -> Rows:
        """Faces, also doubtful ones, in pixels of a picture; one face may have several rows."""
        canvas, scale, left, top = _letterboxed(picture, size)
        network = self._network(size)
        network.setInput(cv2.dnn.blobFromImage(canvas, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True))
        boxes, logits = network.forward(OUTPUTS)
        scores = 1 / (1 + np.exp(-np.clip(logits.ravel(), -80, 80)))
        cells = np.flatnonzero(scores >= DOUBTFUL_SCORE)
        columns = size[1] // CELL
        anchor = (np.stack([cells % columns, cells // columns], axis=1) + 0.5) * CELL
        found = boxes.reshape(16, -1)[:, cells].T
        centre, half = anchor + found[:, :2], found[:, 2:4] / 2
        corners_and_points = np.concatenate([centre - half, centre + half, np.tile(anchor, 3) + found[:, 4:10]], axis=1)
        in_picture = (corners_and_points - np.tile([left, top], 5)) / scale
        return np.concatenate([in_picture, scores[cells, None]], axis=1, dtype=np.float32)

    def _network(self, size: Size) -> cv2.dnn.Net:
        network = self._networks.pop(size, None)
        if network is None:
            network = cv2.dnn.readNetFromTFLite(np.frombuffer(_for_size(self._file, size), np.uint8))
        if max(size) <= LARGEST_KEPT:
            self._networks[size] = network
        if len(self._networks) > KEPT_NETWORKS:
            self._networks.popitem(last=False)
        return network


def _for_size(file: bytes, size: Size) -> bytes:
    """The network for an input of another size.

    Raises:
        ValueError: this is not that file.
    """
    changed = bytearray(file)
    for side in UPSAMPLED:
        written = struct.pack("<3i", 8, side, side)  # eight bytes follow: height and width
        if file.count(written) != 1:
            raise ValueError(f"expected one layer enlarged to {side} x {side}")
        height, width = (length * side // INPUT_SIDE for length in size)
        struct.pack_into("<3i", changed, file.index(written), 8, height, width)
    return bytes(changed)


def _input_size(height: int, width: int, side: int) -> Size:
    """Height and width of the network's input for a picture that is searched at ``side``."""
    times = next((times for times in (1, 2) if side <= times * SEARCH_SIDE), 4)
    long = INPUT_SIDE * times
    flat = long * 3 // 4
    if min(height, width) > FLAT * max(height, width):
        return long, long
    return (flat, long) if height < width else (long, flat)


def _letterboxed(picture: Frame, size: Size) -> tuple[Frame, float, int, int]:
    """The picture in the middle of a black canvas, its scale there, and its left and top edge."""
    height, width = picture.shape[:2]
    scale = min(size[0] / height, size[1] / width)
    inner_height, inner_width = max(1, round(height * scale)), max(1, round(width * scale))
    small = cv2.resize(picture, (inner_width, inner_height), interpolation=cv2.INTER_LINEAR)
    down, across = size[0] - inner_height, size[1] - inner_width
    left, top = across // 2, down // 2
    canvas = cv2.copyMakeBorder(small, top, down - top, left, across - left, cv2.BORDER_CONSTANT)
    return np.asarray(canvas, np.uint8), scale, left, top


def _certain(rows: Rows) -> tuple[Rows, bool]:
    """One row for each certain face, and whether there is a doubtful one elsewhere."""
    certain = rows[:, -1] >= MIN_SCORE
    faces = _merged(rows[certain])
    return faces, any(not np.any(_overlaps(row, faces) > OVERLAP) for row in rows[~certain])


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
