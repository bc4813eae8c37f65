"""JPEG: decoded at a half, a quarter or an eighth of its size, which takes a fraction of the time."""

import struct
from collections.abc import Iterator
from math import ceil

import numpy as np
import numpy.typing as npt
import simplejpeg
from PIL import JpegImagePlugin

from moviefy.capture.decoding.encoded import EncodedPicture, exif_orientation
from moviefy.capture.decoding.strips import array_strip, shrink
from moviefy.errors import ImageTooLarge
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

SCALES = (8, 4, 2, 1)
END = b"\xff\xd9"
SCAN = b"\xff\xda"
MAX_SCANS = 200
"""Each scan costs the time of a whole picture; real files have about ten, some of several pictures more."""

COEFFICIENT_BYTES = 2
NO_PAYLOAD = (0x01, *range(0xD0, 0xDA))
PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)


class TruncatedJpeg(ValueError):
    """The data of the picture end before the picture does."""


class JpegPicture(EncodedPicture):
    """A JPEG by its header as Pillow reads it, with its bytes.

    Raises:
        ImageTooLarge: it has so many scans that decoding it would take minutes.
    """

    def __init__(self, image: JpegImagePlugin.JpegImageFile, data: bytes) -> None:
        super().__init__(*image.size, exif_orientation(image))
        if data.count(SCAN) > MAX_SCANS:
            raise ImageTooLarge(
                _("The picture has more than the %(most)s scans that are accepted; save it anew.", most=MAX_SCANS)
            )
        self._data, self._mode = data, image.mode
        self._components = [(across, down) for _, across, down, _ in image.layer]

    @property
    def bytes_per_pixel(self) -> float:
        """Only a picture of several scans is held in memory as a whole, as coefficients."""
        if not _has_several_scans(self._data, len(self._components)):
            return 0.0
        most = max(across for across, _ in self._components) * max(down for _, down in self._components)
        return COEFFICIENT_BYTES * sum(across * down for across, down in self._components) / max(1, most)

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`. Raises TruncatedJpeg; ValueError for other faults."""
        scale = next(scale for scale in SCALES if scale <= factor)
        if self._mode != "CMYK":
            return self._pixels("BGR", scale)
        inks = 255 - self._pixels("CMYK", scale)  # all programs write them inverted, as Photoshop does
        height, width = inks.shape[:2]
        return shrink(width, height, 1, array_strip(inks, "CMYK"))

    def _pixels(self, colours: str, scale: int) -> npt.NDArray[np.uint8]:
        try:
            return self._read(self._data, colours, scale)
        except ValueError as error:
            if "premature end of jpeg file" not in str(error).lower():
                return self._forgiving(error, self._data, colours, scale)
        whole = self._data + END  # some programs leave it out; whether data are missing, too, shows now
        try:
            return self._read(whole, colours, scale)
        except ValueError as error:
            return self._forgiving(error, whole, colours, scale)

    def _forgiving(self, error: ValueError, data: bytes, colours: str, scale: int) -> npt.NDArray[np.uint8]:
        """The picture in spite of a fault that leaves it whole, such as odd bytes between its parts."""
        if "premature end" in str(error).lower():
            raise TruncatedJpeg(str(error)) from error
        return self._read(data, colours, scale, strict=False)

    def _read(self, data: bytes, colours: str, scale: int, strict: bool = True) -> npt.NDArray[np.uint8]:
        width, height = ceil(self.width / scale), ceil(self.height / scale)
        pixels = simplejpeg.decode_jpeg(data, colours, min_width=width, min_height=height, strict=strict)
        if pixels.shape[:2] != (height, width):
            raise ValueError(f"expected {width} x {height} pixels, received shape {pixels.shape}")
        return np.asarray(pixels, np.uint8)


def _has_several_scans(data: bytes, components: int) -> bool:
    """Whether the picture comes in several scans: progressive, or one for each component."""
    for marker, payload in segments(data):
        if marker in PROGRESSIVE:
            return True
        if marker == SCAN[1]:
            return payload[:1] != bytes([components])
    return True


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The markers of a JPEG with what belongs to each, until its first scan; an odd byte between them has marker 0."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF or data[place + 1] in (0x00, 0xFF):
            yield 0, b""
            place += 1
            continue
        marker = data[place + 1]
        if marker in NO_PAYLOAD:
            yield marker, b""
            place += 2
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        yield marker, data[place + 4 : place + 2 + length]
        if marker == SCAN[1]:
            return
        place += 2 + max(2, length)
