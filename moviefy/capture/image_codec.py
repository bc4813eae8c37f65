"""Bytes to a frame and back, with limits. The type of an upload is decided by decoding it, never by its name.

Pillow reads the header (type, size) before anything is decoded, so that a small file that unpacks to a huge picture is
refused at no cost.
"""

import io
import struct
import zlib

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from moviefy.capture.image_formats import ACCEPTED, MEDIA_TYPES
from moviefy.errors import ImageError, ImageMissing, ImageTooLarge, ImageUnreadable, UnsupportedMediaType
from moviefy.expression.faces.face import Frame

FORMATS = tuple(MEDIA_TYPES)
MAX_SIDE = 30_000
"""Longest side in pixels: JPEG and much of OpenCV end near 32,000."""

MAGIC = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")
"""The first bytes of the accepted file types."""

ORIENTATION = 0x0112
"""EXIF's tag for the orientation of the camera."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

DECODER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
)
"""What Pillow's format readers raise on malformed files; each is the file's fault, not ours."""

# The limit below is stricter and raises our own error; Pillow's would warn in between, on every thread's stderr.
Image.MAX_IMAGE_PIXELS = None


def decode_image(data: bytes, *, max_bytes: int, max_pixels: int) -> Frame:
    """Decode an uploaded picture: ``uint8`` BGR, shape (H, W, 3), turned upright, transparency over white.

    Grey, palette, CMYK and 16-bit pictures become 8-bit BGR; of an animation the first frame is taken.

    Raises:
        ImageMissing: ``data`` is empty.
        ImageTooLarge: more than ``max_bytes`` bytes, or more than ``max_pixels`` pixels by its header.
        UnsupportedMediaType: not a picture of an accepted type.
        ImageUnreadable: a picture that is cut off or damaged.
    """
    _check_bytes(data, max_bytes)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_pixels(image, max_pixels)
            plain = _plain_jpeg(image, data)
            return _frame(image) if plain is None else plain
    except ImageError:
        raise
    except UnidentifiedImageError:
        raise _not_a_picture(data) from None
    except DECODER_ERRORS as error:
        raise ImageUnreadable("The picture is damaged or cut off; please send the whole file.") from error


def encode_jpeg(frame: Frame, quality: int = 80) -> bytes:
    """Encode a BGR frame as JPEG.

    Args:
        frame: shape (H, W, 3), each side at most 65,500 pixels.
        quality: 0 (small) to 100 (like the original).
    """
    done, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"expected a frame that JPEG can hold, received shape {frame.shape}")
    return bytes(data)


def _check_bytes(data: bytes, max_bytes: int) -> None:
    if not data:
        raise ImageMissing("No picture was sent, or the file is empty.")
    if len(data) > max_bytes:
        raise ImageTooLarge(f"The file is larger than the {max_bytes / 2**20:.3g} MB that are accepted.")


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise ImageUnreadable("The picture has no pixels.")
    if width * height > max_pixels:
        accepted = f"{max_pixels / 1e6:.3g} million pixels that are accepted"
        raise ImageTooLarge(f"The picture has {width} x {height} pixels, more than the {accepted}.")
    if max(width, height) > MAX_SIDE:
        raise ImageTooLarge(f"The picture has {width} x {height} pixels; a side may have {MAX_SIDE:,} at most.")


def _not_a_picture(data: bytes) -> ImageError:
    sound_or_film = data.startswith(b"RIFF") and data[8:12] not in (b"WEBP", b"")  # WAV and AVI begin like WebP
    if data.startswith(MAGIC) and not sound_or_film:
        return ImageUnreadable("The picture is damaged or cut off; please send the whole file.")
    return UnsupportedMediaType(f"The file is not a picture of a kind that is accepted; please send {ACCEPTED}.")


def _plain_jpeg(image: Image.Image, data: bytes) -> Frame | None:
    """The common case decoded by OpenCV, which is faster and returns the same pixels; None if Pillow must do it.

    OpenCV silently fills the missing part of a truncated file with grey, so only a file with its end marker counts.
    """
    whole = data.endswith(b"\xff\xd9")
    if image.format != "JPEG" or image.mode not in ("RGB", "L") or not whole or _orientation(image) != 1:
        return None
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        frame = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None
    return None if frame is None or frame.shape[1::-1] != image.size else np.asarray(frame, np.uint8)


def _frame(image: Image.Image) -> Frame:
    image.load()
    # Asked only now: Pillow itself turns TIFF pictures while loading.
    turn = TURNS.get(_orientation(image))
    rgb = _rgb(image)
    upright = rgb if turn is None else rgb.transpose(turn)
    return np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1])


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except DECODER_ERRORS:
        return 1  # damaged EXIF says nothing about the picture itself
    return value if isinstance(value, int) and value in TURNS else 1


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return _from_deep_grey(np.asarray(image)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _from_deep_grey(values: np.ndarray) -> Image.Image:
    """Grey of more than 8 bits, shape (H, W), to 8 bits: 16-bit over its full range, 32-bit and float over its own."""
    if values.dtype.itemsize == 2:
        return Image.fromarray((values.astype(np.uint16) >> 8).astype(np.uint8))
    wide = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(wide.min()), float(wide.max())
    return Image.fromarray(((wide - low) / max(high - low, 1e-12) * 255.0).round().astype(np.uint8))
