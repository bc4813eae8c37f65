"""Why a file cannot be read, in one sentence: no picture, a kind that is not read, or damaged."""

import io
import warnings

from PIL import Image

from moviefy.capture.decoding.jpeg import segments
from moviefy.capture.file_kinds import TIFF, FileKind, kind_of
from moviefy.capture.image_formats import ACCEPTED
from moviefy.errors import ImageError, ImageUnreadable, UnsupportedMediaType
from moviefy.wording import _

DAMAGED = _("The picture is damaged or cut off; please send the whole file.")
READ = {
    "a JPEG picture": "JPEG",
    "a PNG picture": "PNG",
    "a WebP picture": "WEBP",
    "an AVIF picture": "AVIF",
    "a GIF picture": "GIF",
    "a BMP picture": "BMP",
    "a TIFF picture": "TIFF",
}
"""Kinds that are read -> Pillow's name of each."""

VARIANT_WORDS = ("unsupported", "not supported", "not yet supported", "cannot handle", "unknown pixel mode", "no codec")
"""In the messages of decoders: the file is whole, but of a variant that they do not know."""

FRAMES = {0xC3: "lossless", 0xC5: "hierarchical", 0xC6: "hierarchical", 0xC7: "hierarchical", 0xF7: "JPEG-LS"}
"""JPEG's kinds of frames that nothing here decodes."""


def not_identified(data: bytes) -> ImageError:
    """The error for bytes that no reader recognised."""
    kind = kind_of(data)
    if kind is None:
        return UnsupportedMediaType(
            _("The file is not a picture of a kind that is accepted; please send %(accepted)s.", accepted=ACCEPTED)
        )
    if kind.name not in READ:
        return UnsupportedMediaType(
            _(
                "The file is %(name)s, which is not accepted; please send %(accepted)s.",
                name=kind.name,
                accepted=ACCEPTED,
            )
        )
    return unsupported(data, _reader_error(data, READ[kind.name])) or ImageUnreadable(DAMAGED)


def unsupported(data: bytes, error: Exception | None) -> UnsupportedMediaType | None:
    """The error for a whole file of a variant that is not read; None if the decoder's error says nothing like that."""
    variant = _jpeg_variant(data) if data.startswith(b"\xff\xd8") else ""
    kind = kind_of(data)
    if kind is None or not (variant or _names_variant(kind, error)):
        return None
    what = (
        _("%(kind)s of a variant (%(variant)s)", kind=kind.name, variant=variant)
        if variant
        else _("%(kind)s of a variant", kind=kind.name)
    )
    return UnsupportedMediaType(
        _("The file is %(what)s that is not accepted; please send %(accepted)s.", what=what, accepted=ACCEPTED)
    )


def _names_variant(kind: FileKind, error: Exception | None) -> bool:
    """Whether a decoder's error says that it does not know the variant; of TIFF's compressions Pillow has a table."""
    unknown_compression = kind == TIFF and error is not None and isinstance(error.__cause__, KeyError)
    return unknown_compression or any(word in str(error).lower() for word in VARIANT_WORDS)


def _reader_error(data: bytes, name: str) -> Exception | None:
    """What the reader of one format says about the file; Pillow drops it where it tries several.

    None if it also warns: then something is missing, and what it does not know may be that.
    """
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            Image.OPEN[name][0](io.BytesIO(data), "")
        except Exception as error:  # noqa: BLE001  # whatever the reader raises is only looked at
            return None if warned else error
    return None


def _jpeg_variant(data: bytes) -> str:
    for marker, payload in segments(data):
        if marker in FRAMES:
            return FRAMES[marker]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and payload:
            return "" if payload[0] == 8 else f"{payload[0]} bits"
    return ""
