"""What every way to read pictures shares: a bounded queue, and a few threads that take what waits in small batches.

    request threads -> queue (bounded) -> threads, each with up to a batch of pictures at a time

The queue bounds how long an accepted picture waits; whatever does not fit is turned away at once.
"""

import queue
import threading
import time
from abc import abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field

from moviefy.errors import NotReady, Overloaded
from moviefy.expression.faces.face import Box, Search
from moviefy.expression.reading import Reading
from moviefy.inference.interface import Inference, Picture
from moviefy.wording import _

ANSWER_S = 20.0
"""A reading that has not come after this time is given up: the client has long gone, and its thread is needed."""

CLOSE_S = 5.0
BUSY = _("The service is busy just now; please try again in a moment.")
LATE = _("The picture could not be read in time; please try again in a moment.")
STOPPING = _("The server is stopping; please try again in a moment.")


@dataclass(frozen=True)
class Limits:
    """How much is done at a time.

    Attributes:
        readers: threads that read pictures, or have them read.
        waiting: pictures that may wait for one of them.
        batch: pictures that one thread may take together.
    """

    readers: int = 1
    waiting: int = 16
    batch: int = 4


@dataclass(eq=False)
class Job:
    """A picture somebody waits for: ``answer`` gets its reading or an error, ``came`` is on the monotonic clock."""

    picture: Picture
    near: Sequence[Box]
    search: Search = Search.FRAME
    came: float = field(default_factory=time.monotonic)
    answer: Future[Reading] = field(default_factory=Future)


class BatchingInference(Inference):
    """Base of every :class:`Inference` with a queue: subclasses answer batches, this class admits, rejects and closes.

    Args:
        limits: how much is done at a time.
        thread_name: prefix of the reader threads' names.
    """

    def __init__(self, limits: Limits, thread_name: str) -> None:
        self.limits = limits
        self._name = thread_name
        self._queue: queue.Queue[Job | None] = queue.Queue()  # None ends one reader
        self._admitting = threading.Lock()
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    @abstractmethod
    def _answer(self, batch: list[Job]) -> None:
        """Set the result or the error of every job in a batch; must not raise. Called by several threads at a time."""

    @abstractmethod
    def _batch_quota(self, waiting: int) -> int:
        """How many of the ``waiting`` jobs a reader takes beside the one it has; ``limits.batch`` bounds it further."""

    @property
    def waiting(self) -> int:
        """How many pictures wait now."""
        return self._queue.qsize()

    def ensure_capacity(self) -> None:
        """See :meth:`Inference.ensure_capacity`."""
        if self._queue.qsize() >= self.limits.waiting:
            raise Overloaded(BUSY)

    def submit(self, picture: Picture, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """See :meth:`Inference.submit`."""
        job = Job(picture, near, search)
        self._admit(job)
        try:
            return job.answer.result(ANSWER_S)
        except FutureTimeout:
            job.answer.cancel()
            raise Overloaded(LATE) from None

    def close(self) -> None:
        """See :meth:`Inference.close`."""
        with self._admitting:
            self._closed.set()
        self._reject_waiting()
        for _thread in self._threads:
            self._queue.put(None)
        end = time.monotonic() + CLOSE_S
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _admit(self, job: Job) -> None:
        with self._admitting:
            if self._closed.is_set():
                raise NotReady(STOPPING)
            if self._queue.qsize() >= self.limits.waiting:
                raise Overloaded(BUSY)
            self._start()
            self._queue.put(job)

    def _start(self) -> None:
        """Start the readers with the first picture: threads do not survive gunicorn's fork."""
        if not self._threads:
            names = [f"{self._name}-{number}" for number in range(self.limits.readers)]
            self._threads = [threading.Thread(target=self._serve, name=name, daemon=True) for name in names]
            for thread in self._threads:
                thread.start()

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            batch = [job, *self._take_quota()]
            if batch := [job for job in batch if job.answer.set_running_or_notify_cancel()]:
                self._answer(batch)

    def _take_quota(self) -> list[Job]:
        """This reader's share of the jobs that wait, without waiting for any."""
        jobs: list[Job] = []
        for _turn in range(min(self._batch_quota(self._queue.qsize()), self.limits.batch - 1)):
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:  # the end of one reader: after this batch it is met again
                self._queue.put(None)
                break
            jobs.append(job)
        return jobs

    def _reject_waiting(self) -> None:
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job is not None and job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(NotReady(STOPPING))
