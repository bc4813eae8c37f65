"""The photo of the result page: made smaller in memory and embedded in the page, so that it has no address."""

import base64
from dataclasses import replace

import numpy as np
from PIL import Image

from moviefy.expression.faces.face import Frame
from moviefy.expression.reading import FaceReading, Reading

LONGEST_SIDE = 1280
COARSE_SIDE = 2 * LONGEST_SIDE
"""Larger photos first lose whole rows and columns: resampling 40 million pixels takes a small host's memory."""


def photo_uri(frame: Frame) -> str:
    """The frame as a JPEG in a ``data:`` address."""
    from moviefy.capture.image_codec import encode_jpeg

    jpeg = encode_jpeg(frame)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def shrink(frame: Frame) -> Frame:
    """The frame with its longest side at most 1280 pixels; smaller ones are returned as they are."""
    longest = max(frame.shape[:2])
    if longest <= LONGEST_SIDE:
        return frame
    step = max(1, longest // COARSE_SIDE)
    picture = Image.fromarray(np.ascontiguousarray(frame[::step, ::step]))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(picture, np.uint8)


def rescale(reading: Reading, width: int, height: int) -> Reading:
    """The reading with its boxes scaled to another frame size, in pixels."""
    if (width, height) == (reading.width, reading.height):
        return reading
    across, down = width / reading.width, height / reading.height
    faces = tuple(_rescaled(face, across, down) for face in reading.faces)
    return replace(reading, width=width, height=height, faces=faces)


def _rescaled(face: FaceReading, across: float, down: float) -> FaceReading:
    x1, y1, x2, y2 = face.face.box
    left, top = int(x1 * across), int(y1 * down)
    right, bottom = max(left + 1, round(x2 * across)), max(top + 1, round(y2 * down))
    return replace(face, face=replace(face.face, box=(left, top, right, bottom)))


def describe(count: int) -> str:
    """The alternative text of a photo in which ``count`` faces were found."""
    if count == 0:
        return "Your photo, in which no face was found."
    faces = "one face" if count == 1 else f"{count} faces"
    return f"Your photo with a box around {faces}."
