"""A thread-safe latest-value slot: many threads may wait for it, and none blocks the writer."""

import threading
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Numbered(Generic[T]):
    """A value and its number, counted from 1."""

    number: int
    value: T


class Newest(Generic[T]):
    """A thread-safe latest-value slot."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._current: Numbered[T] | None = None
        self._closed = False

    @property
    def current(self) -> Numbered[T] | None:
        """The newest value, or None before the first; never waits."""
        return self._current

    @property
    def closed(self) -> bool:
        """Whether :meth:`close` was called."""
        return self._closed

    def put(self, value: T) -> None:
        """Replace the value and wake every waiting thread."""
        with self._changed:
            number = 1 if self._current is None else self._current.number + 1
            self._current = Numbered(number, value)
            self._changed.notify_all()

    def after(self, number: int, timeout_s: float) -> Numbered[T] | None:
        """The newest value once its number is above ``number``; None after ``timeout_s`` or on close."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._is_after(number), timeout_s)
            return self._current if self._is_after(number) and not self._closed else None

    def close(self) -> None:
        """Wake every waiting thread with None; later values are not returned."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_after(self, number: int) -> bool:
        return self._current is not None and self._current.number > number
