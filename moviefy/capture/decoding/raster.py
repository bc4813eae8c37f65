"""PNG, GIF, BMP, TIFF and animated WebP: decoded whole by Pillow, then made small a strip at a time."""

import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin

from moviefy.capture.decoding.encoded import LYING, ORIENTATION, EncodedPicture, exif_orientation
from moviefy.capture.decoding.strips import Strip, shrink, strips
from moviefy.errors import ImageUnreadable
from moviefy.expression.faces.face import Frame

MODE_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
"""Pillow's bytes for each pixel of its modes; four for all others."""

ANIMATED_WEBP, ROWS_AS_BYTES = 12.0, 3.0
TILE_WIDTH, TILE_LENGTH, ROWS_PER_STRIP = 322, 323, 278
BITS_PER_SAMPLE, SAMPLES_PER_PIXEL = 258, 277
LEAST_TILE = 1024
"""Tiles may be larger than a picture that is smaller than this; programs write tiles of 128 to 512 pixels."""


class RasterPicture(EncodedPicture):
    """A picture by its header as Pillow reads it.

    Raises:
        ImageUnreadable: a TIFF whose tiles are larger than the picture.
    """

    def __init__(self, image: Image.Image) -> None:
        late = image.format == "PNG"  # its EXIF may come last, so Pillow decodes the picture to look for it
        orientation = None if late else exif_orientation(image)
        width, height = image.size
        self._unpacked = 0.0
        if isinstance(image, TiffImagePlugin.TiffImageFile):
            if orientation in LYING:  # Pillow says the size of the turned picture
                width, height = height, width
            self._unpacked = _bytes_of_block(image, width, height) / (width * height)
            image.getexif()[ORIENTATION] = 1  # or Pillow turns it while loading, with a second copy
        super().__init__(width, height, orientation or 1)
        self.may_be_turned = orientation != 1
        self._image = image

    @property
    def bytes_per_pixel(self) -> float:
        """See :attr:`EncodedPicture.bytes_per_pixel`."""
        extra = {"WEBP": ANIMATED_WEBP, "BMP": ROWS_AS_BYTES, "GIF": 1.0}.get(self._image.format or "", 0.0)
        return MODE_BYTES.get(self._image.mode, 4) + extra + self._unpacked

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`. Raises what Pillow raises."""
        self._image.load()
        if self._image.format == "PNG":
            self.orientation = exif_orientation(self._image)
        return shrink(self.width, self.height, factor, self._strip())

    def _strip(self) -> Strip:
        if not self._image.mode.startswith(("I", "F")):
            return self._rows
        if self._image.mode.startswith("I;16"):
            return lambda top, bottom: _from_16_bit(self._values(top, bottom))
        low, high = self._range()
        return lambda top, bottom: _from_deep(self._values(top, bottom), low, high)

    def _rows(self, top: int, bottom: int) -> Image.Image:
        return self._image.crop((0, top, self.width, bottom))

    def _values(self, top: int, bottom: int) -> npt.NDArray[np.generic]:
        return np.asarray(self._rows(top, bottom))

    def _range(self) -> tuple[float, float]:
        ends = [_ends(self._values(top, bottom)) for top, bottom in strips(self.width, self.height)]
        return min(low for low, _ in ends), max(high for _, high in ends)


def _bytes_of_block(image: TiffImagePlugin.TiffImageFile, width: int, height: int) -> float:
    """What is unpacked at one time beside the picture: one tile, or one strip of rows."""
    tags = image.tag_v2
    across, down = tags.get(TILE_WIDTH, width), min(tags.get(TILE_LENGTH, tags.get(ROWS_PER_STRIP, height)), 2**31)
    if TILE_LENGTH not in tags:
        down = min(down, height)
    elif across > max(width, LEAST_TILE) or down > max(height, LEAST_TILE):
        raise ImageUnreadable("The TIFF has tiles that are larger than the picture; save it anew.")
    if image.tile[0].codec_name != "libtiff":
        return 0.0  # rows that are not packed are read one at a time
    bits = tags.get(BITS_PER_SAMPLE, (1,))
    samples = tags.get(SAMPLES_PER_PIXEL, len(bits))
    return float(across * down * samples * max(bits) / 8)


def _from_16_bit(values: npt.NDArray[np.generic]) -> Image.Image:
    return Image.fromarray((values.astype(np.uint16) >> 8).astype(np.uint8))


def _from_deep(values: npt.NDArray[np.generic], low: float, high: float) -> Image.Image:
    """Grey of 32 bits or of floating point, scaled by the picture's own range."""
    scaled = _finite(values)
    scaled -= low
    scaled /= max(high - low, 1e-12)
    scaled *= 255.0
    return Image.fromarray(scaled.round(out=scaled).astype(np.uint8))


def _ends(values: npt.NDArray[np.generic]) -> tuple[float, float]:
    finite = _finite(values)
    return float(finite.min()), float(finite.max())


def _finite(values: npt.NDArray[np.generic]) -> npt.NDArray[np.floating]:
    """A copy in floating point, of integers in the wider one; zero where it is no number."""
    if values.dtype.kind != "f":
        return values.astype(np.float64)
    finite = values.astype(np.float32)
    finite[~np.isfinite(finite)] = 0.0
    return finite
