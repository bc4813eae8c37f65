"""A thread that turns the newest frame into something, again and again, for everyone who wants that."""

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
"""Wait after a failure, so that a part that fails always does not fill the log or a core."""


class FrameWorker(Generic[T]):
    """Takes only the newest frame of its subscription; frames that came meanwhile are left out and counted.

    Args:
        name: of the thread.
        subscription: where frames come from; the worker closes it.
        work: frame to result, or None where there is none; called in the worker's thread alone.
        idle: called there instead when no frame came for a while; its result counts like the other.

    Attributes:
        results: the newest result.
        problem: one sentence where the last attempt failed.
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
    def left_out(self) -> int:
        """Frames that came while the worker was busy."""
        return self._subscription.dropped

    def per_second(self) -> float:
        """Frames that it works on a second, measured."""
        return self._rate.per_second()

    def stop(self) -> None:
        """End the thread soon and wake everyone who waits for a result; does not wait."""
        self._stop.set()
        self._subscription.close()
        self.results.close()

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
