"""YuNet (Wu, Peng and Yu 2023, doi 10.1007/s11633-023-1423-y), a small neural face detector, on onnxruntime.

OpenCV's own ``FaceDetectorYN`` returns the same boxes from the same file, in more than twice the time.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import CropMargin, FaceDetector, search_picture
from moviefy.expression.faces.face import Face, Frame, turn_of
from moviefy.expression.yunet_settings import (
    CROP_SCALE,
    CROP_SHIFT_Y,
    DOUBTFUL_SCORE,
    MIN_SCORE,
    OVERLAP,
    SURELY_UPRIGHT,
    SURELY_UPRIGHT_IN_PHOTOS,
)

LINEAR_BELOW = 2.0
"""It finds the same faces in a picture that is interpolated, as long as every pixel counts; Haar does not."""

MIN_SIDE = 16
STRIDES = (8, 16, 32)
OUTPUTS = tuple(f"{kind}_{stride}" for stride in STRIDES for kind in ("cls", "obj", "bbox", "kps"))

LARGE_PICTURE = 640 * 640
"""After a search in more pixels than this, onnxruntime gives the memory back that it needed."""

Rows = npt.NDArray[np.float32]
"""Faces, shape (N, 15): x, y, width, height, five points (right eye, left eye, nose, corners of the mouth), score."""


class YunetDetector(FaceDetector):
    """Detects faces at most angles. Thread-safe: it keeps nothing between two frames.

    Args:
        path: the network, with symbolic height and width.
        threads: threads that one search may use.

    Raises:
        ModelError: the file cannot be loaded, or its input has a fixed size.
    """

    name = "yunet"
    margin = CropMargin(scale=CROP_SCALE, shift_y=CROP_SHIFT_Y)
    surely_upright = SURELY_UPRIGHT
    surely_upright_in_photos = SURELY_UPRIGHT_IN_PHOTOS
    quick = True
    certain = MIN_SCORE

    def __init__(self, path: Path, threads: int = 1) -> None:
        try:
            self._session = onnxruntime.InferenceSession(path, _options(threads), providers=["CPUExecutionProvider"])
            self._frugal = onnxruntime.RunOptions()
            self._frugal.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
            self._input = self._session.get_inputs()[0].name
            self._rows(np.zeros((MIN_SIDE, MIN_SIDE, 3), np.uint8), MIN_SCORE)
        except Exception as error:  # onnxruntime's errors have no common base
            raise ModelError(f"The face detector {path.name} cannot be loaded; run `moviefy models fetch`.") from error

    def candidates(self, frame: Frame, side: int) -> list[Face]:
        """See :meth:`FaceDetector.candidates`."""
        return self._found(frame, side, DOUBTFUL_SCORE)

    def _search(self, frame: Frame, side: int, expected: int | None = None) -> list[Face]:
        return self._found(frame, side, MIN_SCORE)

    def _found(self, frame: Frame, side: int, least: float) -> list[Face]:
        """The faces of this score or more."""
        small, factor = search_picture(frame, side, LINEAR_BELOW)
        if min(small.shape[:2]) < MIN_SIDE:
            return []
        return [face for row in self._rows(small, least) if (face := _face(row, factor)) is not None]

    def _rows(self, picture: Frame, least: float) -> Rows:
        """The faces in pixels of a picture, each once."""
        height, width = picture.shape[:2]
        below, right = -height % STRIDES[-1], -width % STRIDES[-1]
        padded = cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_CONSTANT)
        options = self._frugal if padded.shape[0] * padded.shape[1] > LARGE_PICTURE else None
        outputs = self._session.run(OUTPUTS, {self._input: _planes(padded)}, options)
        columns = (width + right) // STRIDES[-1] * STRIDES[-1]
        rows = np.concatenate(
            [
                _decoded(outputs[4 * level : 4 * level + 4], stride, columns // stride, least)
                for level, stride in enumerate(STRIDES)
            ]
        )
        # Whole pixels, as OpenCV's own detector does it.
        kept = cv2.dnn.NMSBoxes(rows[:, :4].astype(np.int32).tolist(), rows[:, 14].tolist(), least, OVERLAP)
        return rows[np.asarray(kept, np.intp)]


def _planes(picture: Frame) -> Rows:
    """The network's input, shape (1, 3, H, W), from 0 to 255; several times as fast as ``cv2.dnn.blobFromImage``."""
    planes = np.empty((1, 3, *picture.shape[:2]), np.float32)
    for number, plane in enumerate(cv2.split(picture)):
        planes[0, number] = plane
    return planes


def _decoded(outputs: Sequence[Any], stride: int, columns: int, least: float) -> Rows:
    """The rows of the cells of one stride whose score is high enough."""
    classes, objects, boxes, points = (output[0] for output in outputs)
    scores = np.sqrt(np.maximum(classes[:, 0] * objects[:, 0], 0))
    cells = np.flatnonzero(scores >= least)
    if not len(cells):
        return np.zeros((0, 15), np.float32)
    corner = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    size = np.exp(boxes[cells, 2:4]) * stride
    centre = (corner + boxes[cells, :2]) * stride
    landmarks = (np.tile(corner, 5) + points[cells]) * stride
    return np.concatenate([centre - size / 2, size, landmarks, scores[cells, None]], axis=1, dtype=np.float32)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Spinning threads would take the cores that other requests and the camera need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _face(row: Rows, factor: float) -> Face | None:
    """A face of the frame; None for a box without area."""
    x1, y1 = round(float(row[0]) * factor), round(float(row[1]) * factor)
    x2, y2 = round(float(row[0] + row[2]) * factor), round(float(row[1] + row[3]) * factor)
    if not (x1 < x2 and y1 < y2):
        return None
    right_x, right_y, left_x, left_y, nose_x = (float(value) * factor for value in row[4:9])
    return Face(
        (x1, y1, x2, y2),
        float(np.clip(row[14], 0.0, 1.0)),
        turn=turn_of(right_x, left_x, nose_x),
        eyes=((right_x, right_y), (left_x, left_y)),
    )
