"""The boxes of ISO media files that say what HEIC and AVIF files hold, as far as memory depends on it."""

import struct
from collections.abc import Iterator

CHROMA_SAMPLES = {0: 1.0, 1: 1.5, 2: 2.0, 3: 3.0}
"""Chroma format (monochrome, 4:2:0, 4:2:2, 4:4:4) -> samples for each pixel."""

PICTURE_BOXES = (b"meta", b"mdat")

LARGEST_SCANNED = 1_000_000
"""What describes the items comes first, or at least never so late that a longer search would pay."""


def payloads(data: bytes, kind: bytes, length: int) -> Iterator[bytes]:
    """The first ``length`` bytes of each box of a kind, wherever it lies."""
    place = data.find(kind, 0, LARGEST_SCANNED)
    while place >= 0:
        yield data[place + 4 : place + 4 + length]
        place = data.find(kind, place + 4, LARGEST_SCANNED)


def stated_sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height of every picture in the file: the whole, its tiles, thumbnails, masks."""
    return [struct.unpack(">4xII", box) for box in payloads(data, b"ispe", 12) if len(box) == 12]


def is_cut_off(data: bytes) -> bool:
    """Whether the box that holds the pictures, or the one that describes them, ends after the file does."""
    place = 0
    while place + 16 <= len(data):
        length, kind, long = struct.unpack_from(">I4sQ", data, place)
        end = len(data) if length == 0 else place + (max(16, long) if length == 1 else max(8, length))
        if kind in PICTURE_BOXES and end > len(data):
            return True
        place = end
    return False


def heic_sample_bytes(data: bytes) -> float:
    """The most bytes that a decoded pixel of a HEIC file takes before it becomes RGB."""
    found = [
        CHROMA_SAMPLES[box[16] & 3] * (2 if box[17] & 7 else 1) for box in payloads(data, b"hvcC", 18) if len(box) == 18
    ]
    return max(found, default=CHROMA_SAMPLES[3] * 2)


def avif_sample_bytes(data: bytes) -> float:
    """The same of an AVIF file."""
    found = [_av1_sample_bytes(box[2]) for box in payloads(data, b"av1C", 3) if len(box) == 3]
    return max(found, default=CHROMA_SAMPLES[3] * 2)


def _av1_sample_bytes(flags: int) -> float:
    deep, grey = flags & 0x40, flags & 0x10
    across, down = flags & 0x08, flags & 0x04
    samples = CHROMA_SAMPLES[0 if grey else 1 if across and down else 2 if across else 3]
    return samples * (2 if deep else 1)
