"""Readings in this process: reader threads with small batches where several pictures wait.

    request threads -> queue (bounded) -> reader threads: decode, find the faces of each -> network, all crops at once

Pictures are decoded in their turn, so that of those that wait only the compressed bytes are in memory.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from moviefy.capture.decoding.budget import BUDGET
from moviefy.capture.decoding.photo import Photo
from moviefy.expression.faces.face import Box, Frame, Search
from moviefy.expression.reading import Reading
from moviefy.inference.batching import BatchingInference, Job, Limits


class TwoStagePipeline(Protocol):
    """The two stages of :class:`moviefy.pipeline.Pipeline`: the first for each frame, the second for many at once."""

    def find(self, picture: Frame | Photo, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Any:
        """The faces of a picture, and what the second stage needs of it."""

    def score(self, found: Sequence[Any]) -> list[Reading]:
        """One reading for each result of :meth:`find`, in order."""


class BatchObserver:
    """Receives batch timings; the default ignores them."""

    def batch_done(self, waited_s: Sequence[float], found_s: float, scored_s: float) -> None:
        """A batch was read: how long each picture waited, and how long the two stages took, in seconds."""


class LocalInference(BatchingInference):
    """Reads pictures in this process.

    Args:
        pipeline: gives the pipeline, when the first picture is there; may raise NotReady.
        decode: bytes to a photo; may raise ImageError and Overloaded.
        limits: how much is done at a time.
        observer: receives the timings of each batch.
    """

    def __init__(
        self,
        pipeline: Callable[[], TwoStagePipeline],
        decode: Callable[[bytes], Photo],
        limits: Limits,
        observer: BatchObserver | None = None,
    ) -> None:
        super().__init__(limits, "reader")
        self._pipeline, self._decode, self._observer = pipeline, decode, observer or BatchObserver()

    def _batch_quota(self, waiting: int) -> int:
        """An equal part of what is left once each other reader has one more: where few wait, a batch would leave
        another reader without work."""
        return max(0, waiting - (self.limits.readers - 1)) // self.limits.readers

    def _answer(self, batch: list[Job]) -> None:
        start = time.monotonic()
        found = [(job, self._find(job)) for job in batch]
        between = time.monotonic()
        self._score([(job, one) for job, one in found if not job.answer.done()])
        waited = [start - job.came for job in batch]
        self._observer.batch_done(waited, between - start, time.monotonic() - between)

    def _find(self, job: Job) -> Any:
        """The first stage for one picture; what is wrong with it is its caller's alone."""
        try:
            if not isinstance(job.picture, bytes):
                return self._pipeline().find(job.picture, job.near, job.search)
            photo = self._decode(job.picture)
            with BUDGET.searching(photo):
                return self._pipeline().find(photo, job.near, job.search)
        except Exception as error:  # noqa: BLE001  # the root of this thread: the caller's thread raises it
            job.answer.set_exception(error)

    def _score(self, found: list[tuple[Job, Any]]) -> None:
        if not found:
            return
        try:
            readings = self._pipeline().score([one for _, one in found])
            for (job, _), reading in zip(found, readings, strict=True):
                job.answer.set_result(reading)
        except Exception as error:  # noqa: BLE001  # as above
            for job, _ in found:
                if not job.answer.done():
                    job.answer.set_exception(error)
