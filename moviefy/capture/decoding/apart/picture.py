"""This side of the decoding process: starts it, asks it, and ends it, whatever becomes of it.

A grid of ten thousand tiles takes libavif minutes, a tile may be larger than it says, and decoders have crashed: none
of that must stop a worker that serves others. So the process may take the memory that the file's header justifies and
twelve seconds; where it takes more, crashes or is killed, the picture is refused and nothing else happens.
"""

import json
import os
import signal
import subprocess  # nosec B404 # starts this interpreter with this package, and nothing from outside
import sys
import threading
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

import moviefy
from moviefy.capture.decoding.apart.boxes import stated_sizes
from moviefy.capture.decoding.apart.process import NO_MEMORY
from moviefy.capture.decoding.encoded import TURNS, EncodedPicture
from moviefy.errors import ImageTooLarge, ImageUnreadable, Overloaded
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

CODE = "import sys; sys.path[:] = sys.argv[1:]; from moviefy.capture.decoding.apart.process import main; main()"
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Of the environment; the rest may hold secrets."""

LONGEST_S = 20.0
"""After this time nobody waits for the picture any more."""

SPARE_BYTES = 24 * 1024 * 1024
"""Address space that is taken and not used."""

LEAST_TILE = 1024
"""Tiles may be larger than a picture that is smaller than this; phones use 512."""

BUSY = _("The service is busy with pictures of this kind just now; please try again in a moment.")
LIES = "The picture takes more memory than its header says; please save it anew."
TOO_LONG = "The picture takes too long to decode; please save it anew, or as a JPEG."

_ONE_AT_A_TIME = threading.Lock()
"""The processes' own memory, some 20 MB each, is in no budget; so there is one."""


class DecoderFault(ValueError):
    """What the decoder says is wrong with the file."""


class ApartPicture(EncodedPicture):
    """A picture that another process opens and decodes; :meth:`close` ends that process.

    Raises:
        DecoderFault: the file is no picture of its kind, or damaged.
        ImageUnreadable: opening it took more memory than its size justifies, or crashed the decoder.
        Overloaded: other pictures of this kind took too long.
    """

    kind: ClassVar[str]

    def __init__(self, data: bytes) -> None:
        if not _ONE_AT_A_TIME.acquire(timeout=LONGEST_S):
            raise Overloaded(BUSY)
        self._process: subprocess.Popen[bytes] | None = None
        self._in_turn = True
        try:
            self._start(data)
            facts = self._answer()
            orientation = facts["orientation"] if facts["orientation"] in TURNS else 1
            super().__init__(facts["width"], facts["height"], orientation)
            self.mode: str = facts["mode"]
            self._stated = max((width * height for width, height in stated_sizes(data)), default=0)
        except BaseException:
            self.close()
            raise

    def bytes_needed(self, factor: int) -> int:
        """See :meth:`EncodedPicture.bytes_needed`; a tile may hide more pixels than the whole picture has."""
        extra = max(0, self._stated - max(self.width * self.height, LEAST_TILE**2))
        return super().bytes_needed(factor) + round(extra * self.bytes_per_pixel)

    def decode(self, factor: int) -> Frame:
        """See :meth:`EncodedPicture.decode`.

        Raises:
            DecoderFault: the file is damaged.
            ImageUnreadable: it took more memory than its header justifies, or crashed the decoder.
            ImageTooLarge: it took too long.
        """
        self._write(json.dumps({"factor": factor, "bytes": self.bytes_needed(factor) + SPARE_BYTES}).encode() + b"\n")
        self._answer()
        frame = np.empty((ceil(self.height / factor), ceil(self.width / factor), 3), np.uint8)
        rows = frame.data.cast("B")
        at = 0
        while at < len(rows):
            part = self._running.stdout.readinto(rows[at:])  # type: ignore[union-attr] # it was asked for
            if not part:
                raise self._ended()
            at += part
        return frame

    def close(self) -> None:
        """End the process. More calls do nothing."""
        process, self._process = self._process, None
        if process is not None:
            self._timer.cancel()
            process.kill()
            with suppress(OSError), process:  # a pipe may hold what was not taken
                pass
        if self._in_turn:
            self._in_turn = False
            _ONE_AT_A_TIME.release()

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise ValueError("the picture is closed")
        return self._process

    def _start(self, data: bytes) -> None:
        environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        package = str(Path(moviefy.__file__).parent.parent)
        self._process = subprocess.Popen(  # nosec B603 # nothing of it comes from outside
            [sys.executable, "-I", "-S", "-c", CODE, package, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environ, "MALLOC_ARENA_MAX": "1"},
        )
        self._timer = threading.Timer(LONGEST_S, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._write(json.dumps({"kind": self.kind, "length": len(data)}).encode() + b"\n", data)

    def _write(self, *parts: bytes) -> None:
        with suppress(OSError):  # it has ended; its answer says so
            for part in parts:
                self._running.stdin.write(part)  # type: ignore[union-attr] # it was asked for
            self._running.stdin.flush()  # type: ignore[union-attr]

    def _answer(self) -> dict[str, Any]:
        line = self._running.stdout.readline()  # type: ignore[union-attr] # it was asked for
        if not line.endswith(b"\n"):
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        if answer.get("error") == NO_MEMORY:
            raise ImageUnreadable(LIES)
        if "error" in answer:
            raise DecoderFault(answer["error"])
        return answer

    def _ended(self) -> Exception:
        status = self._running.wait()
        if status in (-signal.SIGKILL, -getattr(signal, "SIGXCPU", signal.SIGTERM)):
            return ImageTooLarge(TOO_LONG)
        return ImageUnreadable(LIES)
