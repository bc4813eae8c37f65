"""Seats in front of streams: each open stream holds a thread, so their number is bounded."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from moviefy.errors import TooManyViewers
from moviefy.wording import _

PICTURES, EVENTS, FRAMES = "video_feed", "events", "frames"
"""Kinds of streams, as :class:`Seats` and the metrics call them."""

BODIES, BODIES_AT_ONCE = "bodies", 16
"""Bodies of requests that arrive at one time: each holds a thread meanwhile."""


class Seats:
    """``limit`` seats for each kind of stream; the one place where viewers are counted. One client gets half of them.

    Kinds are counted apart, because one open live page holds a picture stream and an event stream: a limit of eight
    means eight people.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._taken: Counter[str] = Counter()
        self._shares: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def take(self, kind: str) -> Iterator[None]:
        """Hold one seat during a ``with`` block.

        Raises:
            TooManyViewers: all seats of this kind are taken.
        """
        with self._lock:
            if self._taken[kind] >= self.limit:
                raise TooManyViewers(_("All places are taken just now; please try again in a few seconds."))
            self._taken[kind] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[kind] -= 1

    @contextmanager
    def share(self, kind: str, client: str | None) -> Iterator[None]:
        """Count one stream of ``client`` during a ``with`` block; None: a client that may have every seat.

        Raises:
            TooManyViewers: the client has half of the seats of this kind, rounded up.
        """
        if client is None:
            yield
            return
        key = (kind, client)
        with self._lock:
            if self._shares[key] >= (self.limit + 1) // 2:
                raise TooManyViewers(
                    _("All places of your network are taken just now; please try again in a few seconds.")
                )
            self._shares[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._shares[key] -= 1
                if not self._shares[key]:
                    del self._shares[key]  # no address is kept

    def taken(self, *kinds: str) -> int:
        """How many seats of these kinds are taken."""
        with self._lock:
            return sum(self._taken[kind] for kind in kinds)
