"""HEIC, as iPhones and many other phones save photos. libheif decodes it; what its file says of turns is done there."""

from functools import cached_property

import numpy as np
import pi_heif

from moviefy.capture.decoding.boxes import heic_sample_bytes, stated_sizes
from moviefy.capture.decoding.encoded import EncodedPicture
from moviefy.capture.decoding.strips import array_strip, shrink
from moviefy.errors import ImageUnreadable, UnsupportedMediaType
from moviefy.expression.faces.face import Frame

pi_heif.options.DECODE_THREADS = 1  # the app reads several pictures at a time, each on a thread

SEQUENCES = (b"hevc", b"hevx", b"msf1")
LEAST_TILE = 1024
"""Tiles may be larger than a picture that is smaller than this; phones use 512."""


class HeifPicture(EncodedPicture):
    """The primary picture of a HEIC file.

    Raises:
        UnsupportedMediaType: its codec is not one that is read.
        ImageUnreadable: the file is damaged or cut off.
    """

    shrinks_last = True

    def __init__(self, data: bytes) -> None:
        if data[8:12] in SEQUENCES:
            raise UnsupportedMediaType("The HEIF file holds a sequence of pictures; please send one of them.")
        try:
            file = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        except ValueError as error:
            raise ImageUnreadable("The picture is damaged or cut off; please send the whole file.") from error
        if not len(file):
            raise UnsupportedMediaType("The HEIF file holds no picture in HEVC, the only kind in it that is read.")
        self._image, self._data = file[file.primary_index], data
        super().__init__(*self._image.size)

    @cached_property
    def bytes_per_pixel(self) -> float:
        """What the decoder holds, and the RGB pixels."""
        return heic_sample_bytes(self._data) * 1.05 + max(3, len(self._image.mode))

    def bytes_needed(self, factor: int) -> int:
        """See :meth:`EncodedPicture.bytes_needed`; a tile may hide more pixels than the whole picture has."""
        most = max((width * height for width, height in stated_sizes(self._data)), default=0)
        extra = max(0, most - max(self.width * self.height, LEAST_TILE**2))
        return super().bytes_needed(factor) + round(extra * self.bytes_per_pixel)

    def close(self) -> None:
        """See :meth:`EncodedPicture.close`."""
        del self._image

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`. Raises ValueError for a damaged file."""
        pixels = np.asarray(self._image)
        height, width = pixels.shape[:2]
        if (width, height) != (self.width, self.height):
            raise ValueError(f"expected {self.width} x {self.height} pixels, received shape {pixels.shape}")
        return shrink(width, height, factor, array_strip(pixels, self._image.mode))
