"""What the decoding process does: it opens one picture, says its size, decodes it on demand, and ends.

It gets no more memory and processor time than it is told, writes no file, and knows no secret of the app. Between the
two processes pass lines of JSON, the file one way and rows of BGR pixels back. It is made to start fast: no numpy.
"""

import json
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from PIL import Image

from moviefy.capture.decoding.rows import flat_rgb, strips

HEIC, AVIF = "heic", "avif"
ORIENTATION = 0x0112
NONE_INSIDE, NO_MEMORY = "no picture inside", "no memory"
"""Errors that the other side knows by these words."""

OPENING_BYTES = 32 * 1024 * 1024
"""Memory for reading what a file says of itself, beside the file, which is held three times."""

MOST_CPU_S = 12


def main() -> None:
    """Answer one picture."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    asked = json.loads(source.readline())
    limit(OPENING_BYTES + 3 * asked["length"])
    try:
        picture = _OPENERS[asked["kind"]](source.read(asked["length"]))
        _say(out, picture.facts)
        order = source.readline()
        if order:
            wanted = json.loads(order)
            limit(wanted["bytes"])
            picture.decode()
            _say(out, {})
            picture.write(wanted["factor"], out)
    except MemoryError:
        _say(out, {"error": NO_MEMORY})
    except Exception as error:  # noqa: BLE001  # the root of this process: the other one raises it
        _say(out, {"error": NO_MEMORY if "memory" in str(error).lower() else str(error)[:200]})


def limit(more_bytes: int) -> None:
    """Let this process take so many bytes more than it has, and little time; where the system knows such limits."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - pathlib takes its time to load
            now = int(statm.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (now + more_bytes, hard))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S + 1))
        for name in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
            resource.setrlimit(name, (0, 0))


class Opened:
    """A picture whose header was read, and then its pixels: rows of ``mode``, each ``stride`` bytes long."""

    def __init__(self, size: tuple[int, int], mode: str, orientation: int = 1) -> None:
        (width, height), self.mode = size, mode
        self.width, self.height = width, height
        self.facts = {"width": width, "height": height, "mode": mode, "orientation": orientation}
        self.pixels: Any = b""
        self.stride = width * len(mode)

    def decode(self) -> None:
        """Fill ``pixels``; may raise whatever the decoder raises."""
        raise NotImplementedError

    def write(self, factor: int, out: BinaryIO) -> None:
        """The rows as BGR with each side divided by ``factor`` (rounded up), transparency over white."""
        rows = memoryview(self.pixels)
        if len(rows) < self.stride * (self.height - 1) + self.width * len(self.mode):
            raise ValueError("fewer pixels than the header says")
        for top, bottom in strips(self.width, self.height, factor):
            part = bytes(rows[top * self.stride : bottom * self.stride])
            size = (self.width, bottom - top)
            strip = Image.frombuffer(self.mode, size, part, "raw", self.mode, self.stride, 1)
            rgb = flat_rgb(strip)
            out.write((rgb.reduce(factor) if factor > 1 else rgb).tobytes("raw", "BGR"))
        out.flush()


class _Heic(Opened):
    def __init__(self, data: bytes) -> None:
        import pi_heif

        pi_heif.options.DECODE_THREADS = 1
        file = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        if not len(file):
            raise ValueError(NONE_INSIDE)
        self._image = file[file.primary_index]
        super().__init__(self._image.size, self._image.mode)

    def decode(self) -> None:
        self.pixels = self._image.data
        if self._image.size != (self.width, self.height):
            raise ValueError("another size than the header says")
        self.stride = self._image.stride


class _Avif(Opened):
    def __init__(self, data: bytes) -> None:
        import io

        from PIL import AvifImagePlugin

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1
        self._image = AvifImagePlugin.AvifImageFile(io.BytesIO(data))
        super().__init__(self._image.size, self._image.mode, _orientation(self._image))

    def decode(self) -> None:
        """The pixels are taken from Pillow's decoder: its image is a third copy."""
        self.pixels = self._image._decoder.get_frame(0)[0]


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001  # damaged EXIF says nothing about the picture itself
        return 1
    return value if isinstance(value, int) else 1


def _say(out: BinaryIO, fact: dict[str, Any]) -> None:
    out.write(json.dumps(fact).encode() + b"\n")
    out.flush()


_OPENERS = {HEIC: _Heic, AVIF: _Avif}
