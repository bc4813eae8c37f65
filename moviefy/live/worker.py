"""A background thread that processes the latest frame."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from moviefy.errors import MoviefyError
from moviefy.live.broadcaster import Captured, Subscription
from moviefy.live.newest import Newest
from moviefy.live.rate import Rate

T = TypeVar("T")
log = logging.getLogger("moviefy")

IDLE_S = 0.25
PAUSE_S = 1.0
"""Wait after a failure, so that a permanent one fills neither the log nor a core."""


class FrameWorker(Generic[T]):
    """Processes the latest frame of its subscription; frames that came meanwhile are dropped and counted.

    Args:
        name: of the thread.
        subscription: source of frames; the worker closes it.
        work: frame to result, or None for no result; called in the worker's thread alone.
        idle: called there if no frame came for a while; its result is used in the same way.

    Attributes:
        results: the newest result.
        problem: one sentence if the last attempt failed.
    """

    def __init__(
        self,
        name: str,
        subscription: Subscription,
        work: Callable[[Captured], T | None],
        idle: Callable[[], T | None] = lambda: None,
    ) -> None:
        self.results: Newest[T] = Newest()
        self.problem: str | None = None
        self._subscription = subscription
        self._work, self._idle = work, idle
        self._rate = Rate()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Frames that came while the worker was busy."""
        return self._subscription.dropped

    def per_second(self) -> float:
        """Frames processed a second, measured."""
        return self._rate.per_second()

    def stop(self) -> None:
        """Ask the thread to end and wake every thread that waits for a result; does not wait."""
        self._stop.set()
        self._subscription.close()
        self.results.close()

    def is_running(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> None:
        """Wait for the thread to end, ``timeout_s`` at most."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set() and not self._subscription.closed:
            try:
                self._turn()
            except MoviefyError as error:
                self._fail(str(error))
            except Exception:  # the root of this thread: one bad frame must not end the stream
                log.exception("%s failed", self._thread.name)
                self._fail("Reading the picture failed for an unknown reason.")

    def _turn(self) -> None:
        captured = self._subscription.next(IDLE_S)
        result = self._idle() if captured is None else self._work(captured)
        if result is not None:
            self.results.put(result)
        if captured is not None:
            self.problem = None
            self._rate.tick(time.monotonic())

    def _fail(self, sentence: str) -> None:
        if sentence != self.problem:
            log.error("%s: %s", self._thread.name, sentence)
        self.problem = sentence
        self._stop.wait(PAUSE_S)
