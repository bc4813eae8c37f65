"""Rows of pictures as Pillow holds them; free of numpy and OpenCV, so that a decoding process starts fast."""

from collections.abc import Iterator

from PIL import Image

STRIP_PIXELS = 250_000


def strips(width: int, height: int, factor: int = 1) -> Iterator[tuple[int, int]]:
    """First and last row (exclusive) of each strip; each begins at a multiple of ``factor``."""
    rows = max(1, STRIP_PIXELS // width // factor) * factor
    for top in range(0, height, rows):
        yield top, min(height, top + rows)


def flat_rgb(image: Image.Image) -> Image.Image:
    """A picture of any mode of 8 bits as RGB, transparency over white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    white = Image.new("RGB", rgba.size, "white")
    white.paste(rgba, mask=rgba.getchannel("A"))
    return white
