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
from moviefy.expression.faces.face import Box
from moviefy.expression.reading import Reading
from moviefy.inference.interface import Inference, Picture

ANSWER_S = 20.0
"""A reading that has not come after this time is given up: the client has long gone, and its thread is needed."""

CLOSE_S = 5.0
POLL_S = 0.5
BUSY = "The service is busy just now; please try again in a moment."
LATE = "The picture could not be read in time; please try again in a moment."
STOPPING = "The server is stopping; please try again in a moment."


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
    came: float = field(default_factory=time.monotonic)
    answer: Future[Reading] = field(default_factory=Future)


class BatchingInference(Inference):
    """Subclasses answer batches; who waits, who is turned away and how it ends is decided here.

    Args:
        limits: how much is done at a time.
        thread_name: what the threads are called, before their numbers.
    """

    def __init__(self, limits: Limits, thread_name: str) -> None:
        self.limits = limits
        self._name = thread_name
        self._queue: queue.Queue[Job] = queue.Queue(limits.waiting)
        self._closed = threading.Event()
        self._starting = threading.Lock()
        self._threads: list[threading.Thread] = []

    @abstractmethod
    def _answer(self, batch: list[Job]) -> None:
        """Give each job of a batch its reading or its error; raises nothing. Called by several threads at a time."""

    @abstractmethod
    def _share(self, waiting: int) -> int:
        """How many of the others that wait a thread takes beside the one it has; the batch limits it further."""

    @property
    def waiting(self) -> int:
        """How many pictures wait now."""
        return self._queue.qsize()

    def check_room(self) -> None:
        """See :meth:`Inference.check_room`."""
        if self._queue.full():
            raise Overloaded(BUSY)

    def read(self, picture: Picture, near: Sequence[Box] = ()) -> Reading:
        """See :meth:`Inference.read`."""
        job = Job(picture, near)
        self._admit(job)
        try:
            return job.answer.result(ANSWER_S)
        except FutureTimeout:
            job.answer.cancel()
            raise Overloaded(LATE) from None

    def close(self) -> None:
        """See :meth:`Inference.close`."""
        self._closed.set()
        self._refuse_waiting()
        end = time.monotonic() + CLOSE_S
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _admit(self, job: Job) -> None:
        if self._closed.is_set():
            raise NotReady(STOPPING)
        self._start()
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise Overloaded(BUSY) from None
        if self._closed.is_set():  # closed in between: no thread may be left to take it
            self._refuse_waiting()

    def _start(self) -> None:
        """Start the threads with the first picture: they do not survive gunicorn's fork."""
        with self._starting:
            if not self._threads:
                names = [f"{self._name}-{number}" for number in range(self.limits.readers)]
                self._threads = [threading.Thread(target=self._serve, name=name, daemon=True) for name in names]
                for thread in self._threads:
                    thread.start()

    def _serve(self) -> None:
        while not self._closed.is_set():
            if batch := self._next_batch():
                self._answer(batch)

    def _next_batch(self) -> list[Job]:
        """The picture that has waited longest, and this thread's share of the rest; empty where none came."""
        batch: list[Job] = []
        try:
            batch.append(self._queue.get(timeout=POLL_S))
            for _ in range(min(self._share(self._queue.qsize()), self.limits.batch - 1)):
                batch.append(self._queue.get_nowait())
        except queue.Empty:
            pass
        return [job for job in batch if job.answer.set_running_or_notify_cancel()]

    def _refuse_waiting(self) -> None:
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(NotReady(STOPPING))
