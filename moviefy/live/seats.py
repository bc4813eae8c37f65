"""Seats in front of streams: each open stream holds a thread, so their number is bounded."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from moviefy.errors import TooManyViewers


class Seats:
    """``limit`` seats for each kind of stream; the one place where viewers are counted.

    Kinds are counted apart, because one open live page holds a picture stream and an event stream: a limit of eight
    means eight people.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def take(self, kind: str) -> Iterator[None]:
        """Hold one seat during a ``with`` block.

        Raises:
            TooManyViewers: all seats of this kind are taken.
        """
        with self._lock:
            if self._taken[kind] >= self.limit:
                raise TooManyViewers("All places are taken just now; please try again in a few seconds.")
            self._taken[kind] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[kind] -= 1

    def taken(self, *kinds: str) -> int:
        """How many seats of these kinds are taken."""
        with self._lock:
            return sum(self._taken[kind] for kind in kinds)
