"""How many parts a file has: readers keep each in memory, even an empty one.

A JPEG of 2.4 million segments of four bytes each takes Pillow 300 MB and seven seconds.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from moviefy.capture.decoding.jpeg import segments
from moviefy.errors import ImageUnreadable
from moviefy.wording import _

MOST_PARTS = 50_000
"""A PNG of 200 MB in chunks of 4 kB has as many; photographs have some dozens."""


def check_parts(data: bytes) -> None:
    """Raise ImageUnreadable if a file has more parts than any picture needs."""
    for start, parts in _PARTS.items():
        if data.startswith(start):
            if next(islice(parts(data), MOST_PARTS, None), None) is not None:
                raise ImageUnreadable(_("The picture has far more parts than a picture needs; please save it anew."))
            return


def _png(data: bytes) -> Iterator[int]:
    place = 8
    while place + 8 <= len(data):
        yield place
        place += 12 + int.from_bytes(data[place : place + 4], "big")


def _webp(data: bytes) -> Iterator[int]:
    place = 12
    while place + 8 <= len(data):
        yield place
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + length + length % 2


def _gif(data: bytes) -> Iterator[int]:
    """Extensions, their blocks and odd bytes before the first frame."""
    if len(data) < 13:
        return
    place = 13 + (3 * 2 ** (data[10] % 8 + 1) if data[10] & 0x80 else 0)
    while data[place : place + 1] not in (b",", b";", b""):
        if data[place : place + 1] != b"!":
            yield place
            place += 1
            continue
        place += 2
        while data[place : place + 1] not in (b"\0", b""):
            yield place
            place += 1 + data[place]
        yield place
        place += 1


def _jpeg(data: bytes) -> Iterator[int]:
    for marker, _content in segments(data):
        yield marker


_PARTS: dict[bytes, Callable[[bytes], Iterator[int]]] = {
    b"\xff\xd8": _jpeg,
    b"\x89PNG": _png,
    b"RIFF": _webp,
    b"GIF8": _gif,
}
