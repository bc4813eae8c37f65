"""When a video in which nobody is found is searched more thoroughly, and how."""

import math

from moviefy.expression.faces.face import Search

WAYS = tuple(search for search in Search if search not in (Search.FRAME, Search.PHOTO))
EVERY_S = 0.25
"""Seconds between two slower searches: all ways are tried within two seconds, and most frames cost what they did."""


class SecondLooks:
    """One video's turns at looking again. Not thread-safe."""

    def __init__(self) -> None:
        self._next = 0
        self._last_s = -math.inf
        self._nobody = False
        self._works: Search | None = None

    def search(self, time_s: float) -> Search:
        """How the frame taken at ``time_s`` is searched if the quick search finds nobody.

        The way that found the faces of the frame before comes first.
        """
        if self._works is not None:
            return self._works
        if not self._nobody or time_s - self._last_s < EVERY_S:
            return Search.FRAME
        self._last_s = time_s
        self._next = (self._next + 1) % len(WAYS)
        return WAYS[self._next - 1]

    def update(self, search: Search, *, found: bool) -> None:
        """Take whether anybody was found in a frame that was searched in this way."""
        self._nobody = not found
        self._works = search if found and search is not Search.FRAME else None
