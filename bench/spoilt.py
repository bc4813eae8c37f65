"""Photographs of known faces, made harder in known ways: tilted, masked, small or dark.

One face a picture counts: its largest. Where the truth is after a change follows from the change itself.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from moviefy.expression.faces.face import Box, Frame

MASK_COLOUR = (222, 206, 178)
"""A pale blue, BGR."""

Spoilt = tuple[Frame, Box]
"""A picture and where its largest face is."""


def tilted(frame: Frame, face: Box, degrees: float) -> Spoilt:
    """Turned to the left around the middle of the face, whose box is as before; what was outside repeats the edge."""
    x1, y1, x2, y2 = face
    turn = cv2.getRotationMatrix2D(((x1 + x2) / 2, (y1 + y2) / 2), degrees, 1.0)
    size = (frame.shape[1], frame.shape[0])
    return np.asarray(cv2.warpAffine(frame, turn, size, borderMode=cv2.BORDER_REPLICATE), np.uint8), face


def masked(frame: Frame, face: Box) -> Spoilt:
    """A mask drawn over nose, mouth and chin."""
    x1, y1, x2, y2 = face
    width, height = x2 - x1, y2 - y1
    outline = [(0.08, 0.62), (0.5, 0.5), (0.92, 0.62), (0.85, 0.85), (0.5, 1.0), (0.15, 0.85)]
    points = np.array([(x1 + x * width, y1 + y * height) for x, y in outline]).round().astype(np.int32)
    return np.asarray(cv2.fillPoly(frame.copy(), [points], MASK_COLOUR), np.uint8), face


def small(frame: Frame, face: Box) -> Spoilt:
    """A third of the size, in the middle of a grey picture as large as before."""
    height, width = frame.shape[:2]
    size = (round(width / 3), round(height / 3))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    picture = np.full_like(frame, 128)
    picture[top : top + size[1], left : left + size[0]] = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    x1, y1, x2, y2 = (round(value / 3) for value in face)
    return picture, (left + x1, top + y1, left + x2, top + y2)


def dark(frame: Frame, face: Box) -> Spoilt:
    """A quarter of the light reaches a camera with noise of its own: 2 grey levels, the same at every run."""
    noise = np.random.default_rng(0).normal(0.0, 2.0, frame.shape)
    return np.clip(frame * 0.25 + noise, 0, 255).astype(np.uint8), face


WAYS: dict[str, Callable[[Frame, Box], Spoilt]] = {
    "as it is": lambda frame, face: (frame, face),
    "20 left": lambda frame, face: tilted(frame, face, 20.0),
    "20 right": lambda frame, face: tilted(frame, face, -20.0),
    "40 left": lambda frame, face: tilted(frame, face, 40.0),
    "40 right": lambda frame, face: tilted(frame, face, -40.0),
    "masked": masked,
    "a third": small,
    "dark": dark,
}
"""Each way of making a picture harder."""


def spoilt_faces(photos: Path, way: str) -> Iterator[Spoilt]:
    """Every picture of ``truth.json`` that has a face, made harder in one of :data:`WAYS`."""
    for name, truth in json.loads((photos / "truth.json").read_text()).items():
        if truth["faces"]:
            x1, y1, x2, y2 = max(truth["faces"], key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
            frame = np.asarray(cv2.imread(str(photos / name)), np.uint8)
            yield WAYS[way](frame, (x1, y1, x2, y2))
