"""PNG, GIF, BMP, TIFF and animated WebP: decoded whole by Pillow, then made small a strip at a time."""

import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin

from moviefy.capture.decoding.encoded import LYING, ORIENTATION, EncodedPicture, exif_orientation
from moviefy.capture.decoding.rows import strips
from moviefy.capture.decoding.strips import shrink
from moviefy.errors import ImageUnreadable
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

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
        if self._image.mode in ("I", "F"):
            return _deep_grey(self._image.reduce(factor) if factor > 1 else self._image)
        return shrink(self.width, self.height, factor, self._strip)

    def close(self) -> None:
        """See :meth:`EncodedPicture.close`."""
        self._image.close()

    def _strip(self, top: int, bottom: int) -> Image.Image:
        rows = self._image.crop((0, top, self.width, bottom))
        return _from_16_bit(np.asarray(rows)) if rows.mode.startswith("I;16") else rows


def _bytes_of_block(image: TiffImagePlugin.TiffImageFile, width: int, height: int) -> float:
    """What is unpacked at one time beside the picture: one tile, or one strip of rows."""
    tags = image.tag_v2
    across, down = tags.get(TILE_WIDTH, width), min(tags.get(TILE_LENGTH, tags.get(ROWS_PER_STRIP, height)), 2**31)
    if TILE_LENGTH not in tags:
        down = min(down, height)
    elif across > max(width, LEAST_TILE) or down > max(height, LEAST_TILE):
        raise ImageUnreadable(_("The TIFF has tiles that are larger than the picture; save it anew."))
    if image.tile[0].codec_name != "libtiff":
        return 0.0  # rows that are not packed are read one at a time
    bits = tags.get(BITS_PER_SAMPLE, (1,))
    samples = tags.get(SAMPLES_PER_PIXEL, len(bits))
    return float(across * down * samples * max(bits) / 8)


def _from_16_bit(values: npt.NDArray[np.generic]) -> Image.Image:
    return Image.fromarray((values.astype(np.uint16) >> 8).astype(np.uint8))


def _deep_grey(image: Image.Image) -> Frame:
    """Grey of 32 bits or of floating point, scaled by the picture's own range; zero where it is no number."""
    width, height = image.size

    def values(top: int, bottom: int) -> npt.NDArray[np.floating]:
        part = np.asarray(image.crop((0, top, width, bottom)))
        wide: npt.NDArray[np.floating] = part.astype(np.float32 if part.dtype.kind == "f" else np.float64)
        wide[~np.isfinite(wide)] = 0.0
        return wide

    ends = [(float(part.min()), float(part.max())) for part in (values(*rows) for rows in strips(width, height))]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    span = max(high - low, 1e-12)
    return shrink(
        width,
        height,
        1,
        lambda top, bottom: Image.fromarray(((values(top, bottom) - low) / span * 255.0).round().astype(np.uint8)),
    )
