"""Still WebP pictures, decoded by OpenCV: Pillow always keeps room for an animation, four times as much memory."""

import cv2
import numpy as np
from PIL import Image

from moviefy.capture.decoding.encoded import EncodedPicture, exif_orientation
from moviefy.capture.decoding.strips import array_strip, shrink
from moviefy.expression.faces.face import Frame

LOSSY, LOSSLESS = 3.1, 4.1
"""Bytes that libwebp holds for each pixel, beside those that it returns."""

EXTENDED, ANIMATED = b"VP8X", 2
"""The header with flags, and the flag of an animation, which decoders believe though it has a single frame."""

ALPHA = 4.0
"""Likewise for the transparency of a lossy picture, which is coded as a lossless one."""


class StillWebpPicture(EncodedPicture):
    """A WebP without animation by its header as Pillow reads it, with its bytes."""

    shrinks_last = True

    def __init__(self, image: Image.Image, data: bytes) -> None:
        super().__init__(*image.size, exif_orientation(image))
        self._data, self._transparent = data, image.mode == "RGBA"
        self._lossless = b"VP8L" in (data[12:16], *_later_chunks(data))

    @property
    def bytes_per_pixel(self) -> float:
        """See :attr:`EncodedPicture.bytes_per_pixel`."""
        if self._lossless:
            return LOSSLESS + (4 if self._transparent else 3)
        return LOSSY + (ALPHA + 4 if self._transparent else 3)

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`. Raises ValueError for a damaged file."""
        flags = cv2.IMREAD_UNCHANGED if self._transparent else cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        decoded = cv2.imdecode(np.frombuffer(self._data, np.uint8), flags)
        if decoded is None or decoded.shape[:2] != (self.height, self.width):
            raise ValueError("the pixels cannot be decoded")
        pixels = np.asarray(decoded, np.uint8)
        mode, layout = ("RGBA", "BGRA") if pixels.shape[2] == 4 else ("RGB", "BGR")
        return shrink(self.width, self.height, factor, array_strip(pixels, mode, layout))


def is_still(data: bytes) -> bool:
    """Whether a WebP is decoded as one picture, with no room for an animation."""
    return not (data[12:16] == EXTENDED and data[20:21] and data[20] & ANIMATED)


def _later_chunks(data: bytes) -> list[bytes]:
    """The names of the chunks after an extended header."""
    names, place = [], 12
    while place + 8 <= len(data):
        names.append(data[place : place + 4])
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + length + length % 2
    return names
