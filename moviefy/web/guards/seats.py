"""Places in front of streams: each open stream holds a thread, so their number is bounded."""

import threading
from collections import Counter
from types import TracebackType

from moviefy.errors import TooManyViewers


class Seats:
    """``limit`` places for each kind of stream.

    Kinds are counted apart, because one open live page holds a picture stream and an event stream: a limit of eight
    means eight people.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, kind: str) -> "Seat":
        """Take one place.

        Raises:
            TooManyViewers: all places of this kind are taken.
        """
        with self._lock:
            if self._taken[kind] >= self.limit:
                raise TooManyViewers("All places are taken just now; please try again in a few seconds.")
            self._taken[kind] += 1
        return Seat(self, kind)

    def taken(self, kind: str) -> int:
        """How many places of one kind are taken."""
        with self._lock:
            return self._taken[kind]

    def give_back(self, kind: str) -> None:
        """Free one place of a kind; :class:`Seat` calls this once."""
        with self._lock:
            self._taken[kind] -= 1


class Seat:
    """One taken place; freed on leaving the ``with`` block or by :meth:`release`, whichever comes first."""

    def __init__(self, seats: Seats, kind: str) -> None:
        self._seats = seats
        self._kind = kind
        self._lock = threading.Lock()
        self._released = False

    def release(self) -> None:
        """Free the place; more calls do nothing."""
        with self._lock:
            if self._released:
                return
            self._released = True
        self._seats.give_back(self._kind)

    def __enter__(self) -> "Seat":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
