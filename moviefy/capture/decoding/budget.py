"""One budget of memory for all pictures that a process decodes at one time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from moviefy.errors import Overloaded

WAIT_S = 15.0
"""A picture that has not been given its memory after this time is rejected, before its request is given up."""

BUSY = "The service is busy with large pictures just now; please try again in a moment."


class DecodingBudget:
    """A semaphore that counts bytes. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reserved = 0

    @property
    def reserved(self) -> int:
        """Bytes that are reserved now."""
        return self._reserved

    @contextmanager
    def reserve(self, needed: int, capacity: int, wait_s: float = WAIT_S) -> Iterator[None]:
        """Hold ``needed`` bytes while decoding; waits until no more than ``capacity`` are reserved with them.

        Raises:
            Overloaded: they did not become free within ``wait_s`` seconds.
        """
        self._take(needed, capacity, time.monotonic() + wait_s)
        try:
            yield
        finally:
            with self._changed:
                self._reserved -= needed
                self._changed.notify_all()

    def _take(self, needed: int, capacity: int, deadline: float) -> None:
        with self._changed:
            while self._reserved and self._reserved + needed > capacity:
                if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    raise Overloaded(BUSY)
            self._reserved += needed
