"""A value that is built on first use."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from moviefy.errors import NotReady

T = TypeVar("T")
log = logging.getLogger("moviefy")


class Lazy(Generic[T]):
    """Builds once, on first use; caches the value or the failure, which is logged unless the app does without."""

    def __init__(self, build: Callable[[], T], *, log_failure: bool = True) -> None:
        self._log_failure = log_failure
        self._build = build
        self._lock = threading.Lock()
        self._value: T | None = None
        self._problem: NotReady | None = None

    @classmethod
    def of(cls, value: T) -> "Lazy[T]":
        """A value that is built already."""
        lazy = cls(lambda: value)
        lazy.get()
        return lazy

    @property
    def built(self) -> T | None:
        """The value if it is there already; never builds, never waits."""
        return self._value

    def get(self) -> T:
        """The value, building it first if needed.

        Raises:
            NotReady: it cannot be built.
        """
        if self._value is not None:
            return self._value
        with self._lock:
            if self._problem is not None:
                raise type(self._problem)(*self._problem.args)
            if self._value is None:
                self._value = self._built_now()
            return self._value

    def _built_now(self) -> T:
        try:
            return self._build()
        except NotReady as error:
            if self._log_failure:
                log.error("not ready: %s", error)
            self._problem = error
            raise
