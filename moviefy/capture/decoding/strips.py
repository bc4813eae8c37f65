"""Large pictures become small frames a strip of rows at a time, so that no full copy of them is made."""

from collections.abc import Callable
from math import ceil

import numpy as np
import numpy.typing as npt
from PIL import Image

from moviefy.capture.decoding.rows import flat_rgb, strips
from moviefy.expression.faces.face import Frame

Strip = Callable[[int, int], Image.Image]
"""Rows from the first up to the second -> those rows as a picture of any mode."""


def shrink(width: int, height: int, factor: int, strip: Strip) -> Frame:
    """A picture as BGR with each side divided by ``factor`` (rounded up), transparency over white."""
    frame = np.empty((ceil(height / factor), ceil(width / factor), 3), np.uint8)
    for top, bottom in strips(width, height, factor):
        rgb = flat_rgb(strip(top, bottom))
        small = rgb.reduce(factor) if factor > 1 else rgb
        frame[top // factor : ceil(bottom / factor)] = np.asarray(small, np.uint8)[:, :, ::-1]
    return frame


def array_strip(pixels: npt.NDArray[np.uint8], mode: str, layout: str = "") -> Strip:
    """Strips of an array of shape (H, W) or (H, W, channels).

    Args:
        pixels: the whole picture.
        mode: Pillow's mode of the strips.
        layout: the order of the channels in Pillow's words, such as "BGR"; that of the mode if not given.
    """

    def strip(top: int, bottom: int) -> Image.Image:
        rows = np.ascontiguousarray(pixels[top:bottom])
        return Image.frombuffer(mode, (pixels.shape[1], bottom - top), rows, "raw", layout or mode, 0, 1)

    return strip
