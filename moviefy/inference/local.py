"""Readings in this process: a bounded queue in front of a few reader threads, small batches where several wait.

    request threads -> queue (bounded) -> reader threads: decode, find the faces of each -> network, all crops at once

The queue bounds how long an accepted picture waits; whatever does not fit is turned away at once. Pictures are decoded
in their turn, so that of those that wait only the compressed bytes are in memory.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from moviefy.errors import NotReady, Overloaded
from moviefy.inference.interface import Inference

if TYPE_CHECKING:
    from moviefy.expression.face_detection import Box, Frame
    from moviefy.expression.reading import Reading
    from moviefy.inference.interface import Picture

ANSWER_S = 20.0
"""A reading that has not come after this time is given up: the client has long gone, and its thread is needed."""

CLOSE_S = 5.0
POLL_S = 0.5
BUSY = "The service is busy just now; please try again in a moment."


class Stages(Protocol):
    """The two stages of :class:`moviefy.pipeline.Pipeline`: the first for each frame, the second for many at once."""

    def find(self, frame: "Frame", near: "Sequence[Box]" = ()) -> Any:
        """The faces of a frame, and what the second stage needs of it."""

    def score(self, found: Sequence[Any]) -> "list[Reading]":
        """One reading for each result of :meth:`find`, in order."""


@dataclass(frozen=True)
class Limits:
    """How much is done at a time.

    Attributes:
        readers: threads that read pictures.
        waiting: pictures that may wait for one of them.
        batch: pictures that one reader may take together.
    """

    readers: int = 1
    waiting: int = 16
    batch: int = 4


class Figures:
    """Told what happens; the base class forgets it."""

    def read(self, waited_s: Sequence[float], found_s: float, scored_s: float) -> None:
        """A batch was read: how long each picture waited, and how long the two stages took, in seconds."""


@dataclass(eq=False)
class _Job:
    picture: "Picture"
    near: "Sequence[Box]"
    came: float = field(default_factory=time.monotonic)
    answer: "Future[Reading]" = field(default_factory=Future)
    found: Any = None


class LocalInference(Inference):
    """Reads pictures in this process.

    Args:
        pipeline: gives the pipeline, when the first picture is there; may raise NotReady.
        decode: bytes to a frame; may raise ImageError.
        limits: how much is done at a time.
        figures: told about each batch.
    """

    def __init__(
        self,
        pipeline: Callable[[], Stages],
        decode: "Callable[[bytes], Frame]",
        limits: Limits,
        figures: Figures | None = None,
    ) -> None:
        self.limits = limits
        self._pipeline, self._decode, self._figures = pipeline, decode, figures or Figures()
        self._queue: queue.Queue[_Job] = queue.Queue(limits.waiting)
        self._closed = threading.Event()
        self._starting = threading.Lock()
        self._threads: list[threading.Thread] = []

    @property
    def waiting(self) -> int:
        """How many pictures wait now."""
        return self._queue.qsize()

    def check_room(self) -> None:
        """See :meth:`Inference.check_room`."""
        if self._queue.full():
            raise Overloaded(BUSY)

    def read(self, picture: "Picture", near: "Sequence[Box]" = ()) -> "Reading":
        """See :meth:`Inference.read`."""
        job = _Job(picture, near)
        self._admit(job)
        try:
            return job.answer.result(ANSWER_S)
        except FutureTimeout:
            job.answer.cancel()
            raise Overloaded("The picture could not be read in time; please try again in a moment.") from None

    def close(self) -> None:
        """See :meth:`Inference.close`."""
        self._closed.set()
        self._refuse_waiting()
        for thread in self._threads:
            thread.join(CLOSE_S)

    def _admit(self, job: _Job) -> None:
        if self._closed.is_set():
            raise NotReady("The server is stopping; please try again in a moment.")
        self._start()
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise Overloaded(BUSY) from None
        if self._closed.is_set():  # closed in between: no reader may be left to take it
            self._refuse_waiting()

    def _start(self) -> None:
        """Start the readers with the first picture: threads do not survive gunicorn's fork."""
        with self._starting:
            if not self._threads:
                names = [f"reader-{number}" for number in range(self.limits.readers)]
                self._threads = [threading.Thread(target=self._serve, name=name, daemon=True) for name in names]
                for thread in self._threads:
                    thread.start()

    def _serve(self) -> None:
        while not self._closed.is_set():
            if batch := self._next_batch():
                self._answer(batch)

    def _next_batch(self) -> list[_Job]:
        """The picture that has waited longest, and this reader's share of the rest once each other reader has one more;
        empty where none came. Where few wait, a batch would leave another reader without work."""
        batch: list[_Job] = []
        try:
            batch.append(self._queue.get(timeout=POLL_S))
            others = self.limits.readers - 1
            share = max(0, self._queue.qsize() - others) // self.limits.readers
            for _ in range(min(share, self.limits.batch - 1)):
                batch.append(self._queue.get_nowait())
        except queue.Empty:
            pass
        return [job for job in batch if job.answer.set_running_or_notify_cancel()]

    def _answer(self, batch: list[_Job]) -> None:
        start = time.monotonic()
        found = [job for job in batch if self._find(job)]
        between = time.monotonic()
        self._score(found)
        waited = [start - job.came for job in batch]
        self._figures.read(waited, between - start, time.monotonic() - between)

    def _find(self, job: _Job) -> bool:
        """The first stage for one picture; what is wrong with it is its caller's alone."""
        try:
            frame = self._decode(job.picture) if isinstance(job.picture, bytes) else job.picture
            job.found = self._pipeline().find(frame, job.near)
        except Exception as error:  # noqa: BLE001  # the root of this thread: the caller's thread raises it
            job.answer.set_exception(error)
        return not job.answer.done()

    def _score(self, found: list[_Job]) -> None:
        if not found:
            return
        try:
            readings = self._pipeline().score([job.found for job in found])
            for job, reading in zip(found, readings, strict=True):
                job.answer.set_result(reading)
        except Exception as error:  # noqa: BLE001  # as above
            for job in found:
                if not job.answer.done():
                    job.answer.set_exception(error)

    def _refuse_waiting(self) -> None:
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(NotReady("The server is stopping; please try again in a moment."))
