"""One budget of memory for all pictures that a process decodes, or searches for faces, at one time."""

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from moviefy.capture.decoding.photo import Photo
from moviefy.errors import Overloaded
from moviefy.wording import _

BUDGET_BYTES = 200_000_000
"""Memory for all pictures at one time. A worker then stays within 450 MB (bench/upload_memory.py)."""

SEARCH_BYTES, SEARCHED_PIXELS = 60, 1_250_000
"""What the search for faces takes for each pixel, of as many as a large photo has when it is searched."""

LARGE_BYTES = 80_000_000
"""Before a picture that takes so much, what earlier ones have left for the collector goes: up to 30 MB."""

WAIT_S = 15.0
"""A picture that has not been given its memory after this time is rejected, before its request is given up."""

BUSY = _("The service is busy with large pictures just now; please try again in a moment.")


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
            if needed >= LARGE_BYTES:
                gc.collect()
            yield
        finally:
            with self._changed:
                self._reserved -= needed
                self._changed.notify_all()

    @contextmanager
    def searching(self, photo: Photo) -> Iterator[None]:
        """Hold what the search for faces in a photo takes. Raises Overloaded like :meth:`reserve`."""
        pixels = photo.frame.shape[0] * photo.frame.shape[1]
        with self.reserve(SEARCH_BYTES * min(pixels, SEARCHED_PIXELS), BUDGET_BYTES):
            yield

    def _take(self, needed: int, capacity: int, deadline: float) -> None:
        with self._changed:
            while self._reserved and self._reserved + needed > capacity:
                if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    raise Overloaded(BUSY)
            self._reserved += needed


BUDGET = DecodingBudget()
"""This process's."""
