"""A circuit breaker: after failures TMDB is not asked for a while, so that pages do not wait for it again and again."""

import logging
import threading
import time
from collections.abc import Callable

from moviefy.errors import TmdbUnavailable

REFUSED_S = 600.0
BUSY_S = 10.0
LONGEST_BUSY_S = 300.0
FAILING_S = 30.0
FAILURES_IN_A_ROW = 3
REFUSED = (401, 403)
TOO_MANY = 429
log = logging.getLogger("moviefy")


class CircuitBreaker:
    """Whether TMDB may be asked now. Thread-safe.

    Args:
        clock: monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = float("-inf")
        self._failures = 0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise TmdbUnavailable during a pause."""
        if self._clock() < self._until:
            raise TmdbUnavailable("TMDB is unavailable.")

    def succeeded(self) -> None:
        """Count a usable response."""
        self._failures = 0

    def failed(self, reason: str) -> None:
        """Count a missing or unusable response; :data:`FAILURES_IN_A_ROW` of them begin a pause."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_IN_A_ROW:
                self._begin(FAILING_S, reason)

    def rejected(self, status: int, retry_after_s: int | None) -> None:
        """Begin a pause at once after 401, 403 or 429; after 429, as long as the server asks for."""
        with self._lock:
            if status in REFUSED:
                self._begin(REFUSED_S, f"TMDB refuses the key ({status}); check TMDB_API_KEY.")
            else:
                wait = BUSY_S if retry_after_s is None else min(max(retry_after_s, 1), LONGEST_BUSY_S)
                self._begin(wait, "TMDB asks for fewer requests (429).")

    def _begin(self, seconds: float, reason: str) -> None:
        fresh = self._clock() >= self._until
        self._until = self._clock() + seconds
        self._failures = 0
        if fresh:
            log.warning("%s Posters are drawn for the next %d seconds.", reason, seconds)
