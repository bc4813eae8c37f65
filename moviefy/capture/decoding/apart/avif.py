"""AVIF, decoded by Pillow; EXIF says how it lies."""

from functools import cached_property

from moviefy.capture.decoding.apart import process
from moviefy.capture.decoding.apart.boxes import avif_sample_bytes
from moviefy.capture.decoding.apart.picture import ApartPicture


class AvifPicture(ApartPicture):
    """The first picture of an AVIF file. Raises as :class:`ApartPicture`."""

    kind = process.AVIF
    shrinks_last = True

    def __init__(self, data: bytes) -> None:
        self._data = data
        super().__init__(data)

    @cached_property
    def bytes_per_pixel(self) -> float:
        """What the decoder holds, and the RGB pixels twice."""
        return avif_sample_bytes(self._data) * 1.15 + 2 * len(self.mode) + 0.1
