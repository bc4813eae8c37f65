"""Mends how ``limits`` 5.8.0 counts in memory; its next release does the same (its pull request 352)."""

import functools
import threading

from limits.storage import MemoryStorage

_counting = threading.Lock()


def count_one_at_a_time() -> None:
    """Let no two requests count at once, in any storage in memory: each may start the timer that forgets old counts,
    and where two start the same one the second fails, which would be a 500."""
    count = MemoryStorage.incr
    if hasattr(count, "one_at_a_time"):
        return

    @functools.wraps(count)
    def incr(self: MemoryStorage, key: str, expiry: float, amount: int = 1) -> int:
        with _counting:
            return count(self, key, expiry, amount)

    incr.one_at_a_time = True  # type: ignore[attr-defined]
    MemoryStorage.incr = incr  # type: ignore[method-assign]
