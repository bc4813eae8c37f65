"""One budget of memory for the bodies that all clients send at one time."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from moviefy.errors import Overloaded
from moviefy.wording import _

BUDGET_BYTES = 24 * 1024 * 1024
"""A worker with a full queue and all memory for decoding in use then stays within 450 MB (bench/attacks/uploads.py)."""

BUSY = _("Too many uploads are under way just now; please try again in a moment.")


class BodyBudget:
    """Counts the bytes of bodies from before they are received until their request ends. Thread-safe.

    Args:
        total: bytes of all bodies together.
        share: bytes of one client's bodies; one body that is larger passes if that client has no other.
    """

    def __init__(self, total: int, share: int) -> None:
        self._total, self._share = total, share
        self._lock = threading.Lock()
        self._of: Counter[str] = Counter()

    @property
    def reserved(self) -> int:
        """Bytes of the bodies that are there now or under way."""
        return self._of.total()

    @contextmanager
    def hold(self, client: str, size: int) -> Iterator[None]:
        """Count ``size`` bytes for a client during a ``with`` block; raises Overloaded at once if they do not fit."""
        with self._lock:
            own = self._of[client]
            if self.reserved + size > self._total or (own and own + size > self._share):
                raise Overloaded(BUSY)
            self._of[client] += size
        try:
            yield
        finally:
            with self._lock:
                self._of[client] -= size
                if not self._of[client]:
                    del self._of[client]
