"""A picture whose header was read and whose pixels were not."""

import struct
import zlib
from abc import ABC, abstractmethod
from math import ceil
from typing import ClassVar

import cv2
import numpy as np
from PIL import Image

from moviefy.expression.faces.face import Frame

ORIENTATION = 0x0112
"""EXIF's tag for the orientation of the camera."""

TURNS: dict[int, tuple[bool, int | None]] = {
    2: (True, None),
    3: (False, cv2.ROTATE_180),
    4: (True, cv2.ROTATE_180),
    5: (True, cv2.ROTATE_90_COUNTERCLOCKWISE),
    6: (False, cv2.ROTATE_90_CLOCKWISE),
    7: (True, cv2.ROTATE_90_CLOCKWISE),
    8: (False, cv2.ROTATE_90_COUNTERCLOCKWISE),
}
"""EXIF's orientation -> whether the stored picture is mirrored first, and how it is then turned to be upright."""

LYING = (5, 6, 7, 8)
"""Orientations of pictures that are stored on their side."""

FRAME_CHANNELS = 3
OTHER_BYTES = 10_000_000
"""What any picture takes beside its pixels: the file as it was sent, more than once, and a strip of rows."""


DECODER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
    cv2.error,
)
"""What readers of formats raise on malformed files; each is the file's fault, not ours."""


class EncodedPicture(ABC):
    """What a header says, and how to decode the rest.

    Attributes:
        width: of the stored picture in pixels, before it is turned.
        height: likewise.
        orientation: EXIF's, 1 to 8.
        shrinks_last: the decoder frees more than the reduced picture takes before that is made.
        may_be_turned: whether the orientation is another than 1, or not known before the picture is decoded.
    """

    shrinks_last: ClassVar[bool] = False

    def __init__(self, width: int, height: int, orientation: int = 1) -> None:
        self.width, self.height, self.orientation = width, height, orientation
        self.may_be_turned = orientation != 1

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as one sees the picture."""
        return (self.height, self.width) if self.orientation in LYING else (self.width, self.height)

    @property
    @abstractmethod
    def bytes_per_pixel(self) -> float:
        """Memory that decoding takes at its peak for each pixel, beside the result."""

    @abstractmethod
    def decode(self, factor: int) -> Frame:
        """The stored pixels with each side divided by ``factor``, or by less if the format allows only some factors.

        May raise whatever the format's decoder raises.
        """

    def close(self) -> None:  # noqa: B027 - most formats keep nothing
        """Free the memory of what was decoded; nothing can be decoded afterwards."""

    def bytes_needed(self, factor: int) -> int:
        """Memory that :meth:`decode` takes at its peak, with its result, in bytes."""
        copies = 0 if self.shrinks_last else 2 if self.may_be_turned else 1
        pixels = self.width * self.height
        return OTHER_BYTES + ceil(pixels * (self.bytes_per_pixel + copies * FRAME_CHANNELS / factor**2))

    def upright(self, factor: int, most_side: int) -> Frame:
        """:meth:`decode`, with its longer side at most ``most_side`` pixels long, and turned upright."""
        frame = fit(self.decode(factor), most_side)
        mirrored, turn = TURNS.get(self.orientation, (False, None))
        turned = frame[:, ::-1] if mirrored else frame
        if turn is not None:
            turned = cv2.rotate(np.ascontiguousarray(turned), turn)
        return np.ascontiguousarray(turned, np.uint8)


def exif_orientation(image: Image.Image) -> int:
    """The orientation of a picture by its EXIF data, 1 to 8; of a PNG, the pixels are decoded first."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except DECODER_ERRORS:
        return 1  # damaged EXIF says nothing about the picture itself
    return value if isinstance(value, int) and value in TURNS else 1


def fit(frame: Frame, side: int) -> Frame:
    """The frame with its longer side at most ``side`` pixels long; smaller ones are returned as they are."""
    height, width = frame.shape[:2]
    longest = max(height, width)
    if longest <= side:
        return frame
    size = (max(1, round(width * side / longest)), max(1, round(height * side / longest)))
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
