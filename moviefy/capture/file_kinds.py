"""What a file is by its first bytes, whatever its name says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from moviefy.errors import ImageMissing, SettingError, UnsupportedMediaType

Family = Literal["picture", "video", "other"]
HEAD = 4096
"""So many bytes of a file are enough for :func:`kind_of`."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file, as one says it: "a PDF document"."""

    name: str
    family: Family


def _picture(name: str) -> FileKind:
    return FileKind(name, "picture")


def _video(name: str) -> FileKind:
    return FileKind(name, "video")


def _other(name: str) -> FileKind:
    return FileKind(name, "other")


HEIC, AVIF, TIFF = _picture("a HEIC picture"), _picture("an AVIF picture"), _picture("a TIFF picture")
MP4, MOTION_JPEG = _video("an MP4 video"), _video("a Motion JPEG video")

BY_START = {
    b"\xff\xd8": _picture("a JPEG picture"),
    b"\x89PNG": _picture("a PNG picture"),
    b"GIF8": _picture("a GIF picture"),
    b"BM": _picture("a BMP picture"),
    b"II*\0": TIFF,
    b"MM\0*": TIFF,
    b"II+\0": TIFF,
    b"MM\0+": TIFF,
    b"\0\0\0\x0cjP  ": _picture("a JPEG 2000 picture"),
    b"\xff\x4f\xff\x51": _picture("a JPEG 2000 picture"),
    b"\xff\x0a": _picture("a JPEG XL picture"),
    b"\0\0\0\x0cJXL ": _picture("a JPEG XL picture"),
    b"8BPS": _picture("a Photoshop file"),
    b"\0\0\1\0": _picture("an icon"),
    b"v/1\1": _picture("an OpenEXR picture"),
    b"#?RADIANCE": _picture("a Radiance picture"),
    b"qoif": _picture("a QOI picture"),
    b"DDS ": _picture("a DDS texture"),
    b"II\xbc": _picture("a JPEG XR picture"),
    b"FUJIFILM": _picture("a camera's raw file"),
    b"IIRO": _picture("a camera's raw file"),
    b"IIU\0": _picture("a camera's raw file"),
    b"FOVb": _picture("a camera's raw file"),
    b"P1": _picture("a PNM picture"),
    b"P2": _picture("a PNM picture"),
    b"P3": _picture("a PNM picture"),
    b"P4": _picture("a PNM picture"),
    b"P5": _picture("a PNM picture"),
    b"P6": _picture("a PNM picture"),
    b"\x1a\x45\xdf\xa3": _video("a Matroska or WebM video"),
    b"OggS": _video("an Ogg file"),
    b"FLV\1": _video("a Flash video"),
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": _video("a Windows Media video"),
    b"\0\0\1\xba": _video("an MPEG video"),
    b"\0\0\1\xb3": _video("an MPEG video"),
    b"\0\0\0\1": _video("a raw H.264 or H.265 video"),
    b"\0\0\1": _video("a raw H.264 or H.265 video"),
    b"YUV4MPEG2": _video("a raw video"),
    b"DKIF": _video("an IVF video"),
    b"\x06\x0e\x2b\x34": _video("an MXF video"),
    b"nut/multimedia": _video("a NUT video"),
    b".RMF": _video("a RealMedia video"),
    b"\x1f\x07\0": _video("a DV video"),
    b"%PDF": _other("a PDF document"),
    b"%!PS": _other("a PostScript document"),
    b"PK\3\4": _other("a ZIP archive or an office document"),
    b"\xd0\xcf\x11\xe0": _other("an office document"),
    b"\x1f\x8b": _other("a gzip archive"),
    b"7z\xbc\xaf": _other("a 7z archive"),
    b"Rar!": _other("a RAR archive"),
    b"ID3": _other("a sound file"),
    b"fLaC": _other("a sound file"),
}
"""First bytes -> kind; where one begins with another, the longer is meant."""

RIFF = {b"WEBP": _picture("a WebP picture"), b"AVI ": _video("an AVI video"), b"WAVE": _other("a sound file")}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
AVIF_BRANDS = {b"avif", b"avis"}
PICTURE_BRANDS = {b"mif1", b"mif2", b"msf1", b"miaf"}
"""Brands of HEIF files, whatever codec their pictures have."""

QUICKTIME_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
FIRST_FRAMES = 4 * 2**20
"""In so many bytes a video of JPEG frames shows several of them."""

JOINT, SEVERAL_PICTURES = b"\xff\xd9\xff\xd8", b"MPF\0"
"""One JPEG ends and the next begins; and what phones write into a photo of which they keep several versions."""

MOTION_JPEG_SUFFIXES = (".mjpeg", ".mjpg")
"""The name decides for JPEG data alone: frames may be too large, or too far apart, to find a second one."""

PDF_HEAD = 1024
"""A PDF may begin with something else, but not with more than this."""

SYNC, PACKETS = 0x47, (188, 192, 204)
"""Transport streams: a byte that begins each packet, and how long packets are."""


def file_kind(path: Path) -> FileKind:
    """The kind of a file.

    Raises:
        ImageMissing: it is empty, or cannot be opened.
        UnsupportedMediaType: it is of no kind that is known.
    """
    try:
        with path.open("rb") as file:
            data = file.read(FIRST_FRAMES)
    except OSError as error:
        raise ImageMissing(f"it cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
    if not data:
        raise ImageMissing("it is empty.")
    named_so = path.suffix.lower() in MOTION_JPEG_SUFFIXES and data.startswith(b"\xff\xd8")
    kind = MOTION_JPEG if named_so or _is_motion_jpeg(data) else kind_of(data)
    if kind is None:
        raise UnsupportedMediaType("it is neither a picture nor a video of a kind that is known.")
    return kind


def ensure_video(path: Path, setting: str) -> None:
    """Refuse a file that is known to be something else than a video; what is not known is tried.

    Raises:
        SettingError: naming ``setting``, which names the file, and what the file is.
    """
    try:
        kind = file_kind(path)
    except UnsupportedMediaType:
        return
    except ImageMissing as error:
        raise SettingError(f"{setting} cannot be {str(path)!r}: {error}") from None
    if kind.family != "video":
        raise SettingError(f"{setting} cannot be {str(path)!r}: it is {kind.name}, not a video.")


def kind_of(data: bytes) -> FileKind | None:
    """The kind of a file that begins with ``data``; None if it is none that is known."""
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    if data.startswith(b"RIFF"):
        return RIFF.get(data[8:12])
    starts = [start for start in BY_START if data.startswith(start)]
    if starts:
        return BY_START[max(starts, key=len)]
    return _by_more(data)


def _iso_media(data: bytes) -> FileKind:
    length = min(int.from_bytes(data[:4], "big"), len(data), HEAD)
    major = data[8:12]
    brands = {major, *(data[place : place + 4] for place in range(16, length - 3, 4))}
    if AVIF_BRANDS & brands:
        return AVIF
    if HEIC_BRANDS & brands or PICTURE_BRANDS & brands:
        return HEIC
    if major == b"crx ":
        return _picture("a camera's raw file")
    return _other("a sound file") if major.startswith((b"M4A", b"M4B")) else MP4


def _by_more(data: bytes) -> FileKind | None:
    """Kinds that no fixed first bytes tell."""
    if data[4:8] in QUICKTIME_BOXES:
        return _video("a QuickTime video")
    if any(_is_transport_stream(data, length) for length in PACKETS):
        return _video("an MPEG transport stream")
    if data[128:132] == b"DICM":
        return _picture("a DICOM picture")
    if b"%PDF-" in data[:PDF_HEAD]:
        return BY_START[b"%PDF"]
    text = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text and text.startswith(b"<"):
        return _picture("an SVG drawing")
    if text.startswith((b"<!doctype html", b"<html")):
        return _other("a web page")
    return _other("a text file") if text and _is_text(data[:HEAD]) else None


def _is_motion_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8") and data.count(JOINT) > 1 and SEVERAL_PICTURES not in data


def _is_transport_stream(data: bytes, length: int) -> bool:
    first = 4 if length == 192 else 0
    packets = data[first : first + 4 * length : length]
    return len(packets) >= 3 and set(packets) == {SYNC}


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode()
    return all(c.isprintable() or c in "\t\r\n\f" for c in text)
