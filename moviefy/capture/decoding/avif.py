"""AVIF, decoded by Pillow."""

from functools import cached_property

import numpy as np
from PIL import AvifImagePlugin

from moviefy.capture.decoding.boxes import avif_sample_bytes, stated_sizes
from moviefy.capture.decoding.encoded import EncodedPicture, exif_orientation
from moviefy.capture.decoding.strips import array_strip, shrink
from moviefy.expression.faces.face import Frame

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # as for HEIC
LEAST_TILE = 1024


class AvifPicture(EncodedPicture):
    """The first picture of an AVIF file; Pillow says its turns as an EXIF orientation."""

    shrinks_last = True

    def __init__(self, image: AvifImagePlugin.AvifImageFile, data: bytes) -> None:
        super().__init__(*image.size, exif_orientation(image))
        self._image, self._data = image, data

    @cached_property
    def bytes_per_pixel(self) -> float:
        """What the decoder holds, and the RGB pixels twice."""
        return avif_sample_bytes(self._data) * 1.15 + 2 * len(self._image.mode) + 0.1

    def bytes_needed(self, factor: int) -> int:
        """See :meth:`EncodedPicture.bytes_needed`; a tile may hide more pixels than the whole picture has."""
        most = max((width * height for width, height in stated_sizes(self._data)), default=0)
        extra = max(0, most - max(self.width * self.height, LEAST_TILE**2))
        return super().bytes_needed(factor) + round(extra * self.bytes_per_pixel)

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`. The pixels are taken from Pillow's decoder: its image is a third copy."""
        pixels, mode = self._image._decoder.get_frame(0)[0], self._image.mode
        rows = np.frombuffer(pixels, np.uint8).reshape(self.height, self.width, -1)
        return shrink(self.width, self.height, factor, array_strip(rows, mode))
