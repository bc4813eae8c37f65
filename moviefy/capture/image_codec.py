"""Bytes to a picture and back, with limits. The type of an upload is decided by its content, never by its name.

Headers are read first (type, size), so that a small file that unpacks to a huge picture is refused at no cost. What is
accepted is decoded at a fraction of its size where it is large, within one budget of memory for the whole process.
"""

import io
import traceback
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager

import cv2
from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError

from moviefy.capture.decoding.apart.avif import AvifPicture
from moviefy.capture.decoding.apart.heif import HeifPicture
from moviefy.capture.decoding.budget import BUDGET, BUDGET_BYTES
from moviefy.capture.decoding.encoded import DECODER_ERRORS, EncodedPicture
from moviefy.capture.decoding.jpeg import JpegPicture
from moviefy.capture.decoding.parts import check_parts
from moviefy.capture.decoding.photo import Photo
from moviefy.capture.decoding.raster import RasterPicture
from moviefy.capture.decoding.reasons import DAMAGED, not_identified, unsupported
from moviefy.capture.decoding.webp import StillWebpPicture, is_still
from moviefy.capture.file_kinds import AVIF, HEIC, kind_of
from moviefy.capture.image_formats import MEDIA_TYPES
from moviefy.errors import ImageMissing, ImageTooLarge, ImageUnreadable, MoviefyError, Overloaded
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

FORMATS = tuple(name for name in MEDIA_TYPES if name not in ("HEIF", "AVIF"))
"""Those that Pillow opens in this process."""

MAX_SIDE = 30_000
"""Longest side in pixels: JPEG and much of OpenCV end near 32,000."""

LEAST_SIDE = 2000
"""A large picture is decoded at the smallest whole fraction whose longer side has so many pixels."""

MOST_SIDE = 2560
"""What is still longer is then made so long."""

BYTES_PER_ALLOWED_PIXEL = 5
"""Where more than 40 million pixels are allowed, the budget grows with them: four bytes hold one as Pillow keeps it."""

FULL_SIZE_BYTES = 6
"""What a frame of full size takes more, for each pixel, while it is turned."""

NO_MEMORY = _("There is not enough memory for this picture just now; please try again in a moment.")
OPENCV_NO_MEMORY = -4

# What Pillow warns of is either harmless or said by the error that follows; stderr is for our own sentence.
warnings.filterwarnings("ignore", module=r"PIL\.")

# The limits below are stricter and raise our own error; Pillow's would warn in between, on every thread's stderr.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_MEMORY = 8 * 2**20  # unpacked texts, before anybody can count them

# What follows a GIF's first frame is never shown; Pillow would make it before anybody can ask how large the frame is.
GifImagePlugin.GifImageFile.disposal_method = property(lambda image: 0, lambda image, method: None)  # type: ignore[assignment]


def decode_photo(data: bytes, *, max_bytes: int, max_pixels: int) -> Photo:
    """Decode an uploaded picture, upright, transparency over white; a large one at a fraction of its size.

    Grey, palette, CMYK and 16-bit pictures become 8-bit BGR; of an animation the first frame is taken.

    Raises:
        ImageMissing: ``data`` is empty.
        ImageTooLarge: more than ``max_bytes`` bytes, more than ``max_pixels`` pixels by its header, or of a kind whose
            decoding would take more memory than there is for all pictures together.
        UnsupportedMediaType: not a picture of an accepted kind.
        ImageUnreadable: a picture that is cut off or damaged.
        Overloaded: pictures that are being decoded leave no memory for this one.
    """
    capacity = max(BUDGET_BYTES, BYTES_PER_ALLOWED_PIXEL * max_pixels)
    return _decode(data, max_bytes, max_pixels, capacity, LEAST_SIDE, MOST_SIDE)


def decode_image(data: bytes, *, max_bytes: int, max_pixels: int) -> Frame:
    """As :func:`decode_photo`, at its full size: ``uint8`` BGR, shape (H, W, 3). For measurements, not for visitors."""
    capacity = BUDGET_BYTES + (BYTES_PER_ALLOWED_PIXEL + FULL_SIZE_BYTES) * max_pixels
    return _decode(data, max_bytes, max_pixels, capacity, MAX_SIDE, MAX_SIDE).frame


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


def _decode(data: bytes, max_bytes: int, max_pixels: int, capacity: int, least_side: int, most_side: int) -> Photo:
    _check_bytes(data, max_bytes)
    with _named_errors(data), closing(_open(data)) as picture:
        _check_pixels(picture, max_pixels)
        factor = max(1, max(picture.width, picture.height) // least_side)
        needed = picture.bytes_needed(factor)
        _check_memory(picture, needed, capacity)
        with BUDGET.reserve(needed, capacity):
            frame = picture.upright(factor, most_side)
            picture.close()  # freed before another may take its place
    return Photo(frame, *picture.upright_size)


def _check_bytes(data: bytes, max_bytes: int) -> None:
    if not data:
        raise ImageMissing(_("No picture was sent, or the file is empty."))
    if len(data) > max_bytes:
        raise ImageTooLarge(
            _("The file is larger than the %(most)s MB that are accepted.", most=f"{max_bytes / 2**20:.3g}")
        )


@contextmanager
def _named_errors(data: bytes) -> Iterator[None]:
    """What decoders raise, as errors that say what is wrong with the file."""
    try:
        yield
    except MoviefyError:
        raise
    except UnidentifiedImageError:
        raise not_identified(data) from None
    except MemoryError as error:
        raise Overloaded(NO_MEMORY) from error
    except DECODER_ERRORS as error:
        traceback.clear_frames(error.__traceback__)  # or what they hold stays until the garbage is collected
        if getattr(error, "code", None) == OPENCV_NO_MEMORY or "out of memory" in str(error):
            raise Overloaded(NO_MEMORY) from error
        raise unsupported(data, error) or ImageUnreadable(DAMAGED) from error


def _open(data: bytes) -> EncodedPicture:
    """The header of a picture; raises UnidentifiedImageError and what decoders raise."""
    kind = kind_of(data)
    if kind == HEIC:
        return HeifPicture(data)
    if kind == AVIF:
        return AvifPicture(data)
    check_parts(data)
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        return JpegPicture(image, data)
    if image.format == "WEBP" and is_still(data):
        return StillWebpPicture(image, data)
    return RasterPicture(image)


def _check_pixels(picture: EncodedPicture, max_pixels: int) -> None:
    width, height = picture.upright_size
    if width < 1 or height < 1:
        raise ImageUnreadable(_("The picture has no pixels."))
    if width * height > max_pixels:
        raise ImageTooLarge(
            _(
                "The picture has %(width)s x %(height)s pixels, more than the %(most)s million that are accepted.",
                width=str(width),
                height=str(height),
                most=f"{max_pixels / 1e6:.3g}",
            )
        )
    if max(width, height) > MAX_SIDE:
        raise ImageTooLarge(
            _(
                "The picture has %(width)s x %(height)s pixels; a side may have %(most)s at most.",
                width=str(width),
                height=str(height),
                most=MAX_SIDE,
            )
        )


def _check_memory(picture: EncodedPicture, needed: int, capacity: int) -> None:
    if needed > capacity:
        width, height = picture.upright_size
        raise ImageTooLarge(
            _(
                "The picture has %(width)s x %(height)s pixels and takes %(needed)s MB to decode, more than the "
                "%(most)s MB that are accepted; please send it smaller, or as a JPEG.",
                width=str(width),
                height=str(height),
                needed=f"{needed / 1000000.0:.0f}",
                most=f"{capacity / 1000000.0:.3g}",
            )
        )
