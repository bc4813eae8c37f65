"""Counts of the rate limit in this process's memory, without the thread that the library starts for each hit."""

import threading
import time

from limits.storage import MemoryStorage

SCHEME = "moviefy-memory"
SWEEP_S = 60.0


class SweptMemoryStorage(MemoryStorage):
    """The library's memory store for the address ``moviefy-memory://``; a hit now and then forgets all old counts.

    The library starts a timer thread for that, which takes about 2 ms of a request, and fails if two requests start
    the same one. Here one lock makes each call whole. Meant for fixed windows, which is how Flask-Limiter counts.
    """

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  # the library declares it so

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        self._whole = threading.RLock()
        self._sweep_at = time.monotonic() + SWEEP_S
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add ``amount`` to the count of ``key``, which lasts ``expiry`` seconds from its first hit; the new count."""
        with self._whole:
            return super().incr(key, expiry, amount)

    def decr(self, key: str, amount: int = 1) -> int:
        """Take ``amount`` from the count of ``key``, down to 0; the new count."""
        with self._whole:
            return super().decr(key, amount)

    def get(self, key: str) -> int:
        """The count of ``key``; 0 if there is none or its time is over."""
        with self._whole:
            return super().get(key)

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802  # the name by which the library calls it
        if time.monotonic() >= self._sweep_at:
            self._sweep_at = time.monotonic() + SWEEP_S
            for key, until in list(self.expirations.items()):
                if until <= time.time():
                    self.clear(key)
