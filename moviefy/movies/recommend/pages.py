"""Which films stand on a page together: few of a franchise and of a director, and films unlike each other."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from moviefy.movies.catalog.catalog import Catalog

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

FRANCHISE = " series"
"""How the keyword of a franchise ends."""

PAGE = 12
BLOCK = 2 * PAGE
"""Variety re-orders films within blocks of two pages, so that pages still add up to the whole pool."""

MAX_OF_FRANCHISE, MAX_OF_DIRECTOR = 1, 2
"""How many films of one franchise and of one director stand on a page, if others are left."""

LATER = np.float32(10.0)
"""More than likeness and place together can count."""

Groups = tuple[tuple[str, int], ...]


class Company:
    """The franchise and the directors of each film, where the catalog has more of them than a page may hold."""

    def __init__(self, catalog: Catalog) -> None:
        self._of: dict[int, Groups] = {}
        self._add(catalog, "keywords", MAX_OF_FRANCHISE, FRANCHISE)
        self._add(catalog, "directors", MAX_OF_DIRECTOR)

    def _add(self, catalog: Catalog, column: str, most: int, ends: str = "") -> None:
        entries = catalog.entries[column]
        for number in np.flatnonzero(entries.counts > most).tolist():
            if (name := entries.names[number]).endswith(ends):
                for row in entries.having(number).tolist():
                    self._of[row] = (*self._of.get(row, ()), (f"{column} {name}", most))

    def of(self, row: int) -> Groups:
        """The groups that a film belongs to, each with how many of it a page may have."""
        return self._of.get(row, ())

    def spread(self, rows: Sequence[int], count: int) -> tuple[list[int], bool]:
        """The first ``count`` films, no page with too many of a group while others are left.

        A film that has to wait is the first to be tried for the next page.

        Args:
            rows: best first.

        Returns:
            The films, and whether ``rows`` went out before a page was full: more of them could give another page.
        """
        placed: list[int] = []
        waiting: list[int] = []
        fresh = iter(rows)
        ran_out = False
        while len(placed) < count and not (ran_out and not waiting):
            page, waiting = self._page(chain(waiting, fresh))
            if len(page) < PAGE:
                ran_out = True
                page, waiting = [*page, *waiting[: PAGE - len(page)]], waiting[PAGE - len(page) :]
            placed += page
        return placed[:count], ran_out

    def _page(self, films: Iterator[int]) -> tuple[list[int], list[int]]:
        """The films of one page, and those that have to wait for the next; what is not looked at stays in ``films``."""
        page: list[int] = []
        waiting: list[int] = []
        on_page: dict[str, int] = {}
        for film in films:
            groups = self.of(film)
            if any(on_page.get(name, 0) >= most for name, most in groups):
                waiting.append(film)
                continue
            for name, _ in groups:
                on_page[name] = on_page.get(name, 0) + 1
            page.append(film)
            if len(page) == PAGE:
                break
        return page, waiting

    def bound(self, rows: Sequence[int]) -> Flags:
        """Which films of a block have to stay on their page, since together they would be too many, (len(rows),)."""
        counts: dict[str, int] = {}
        groups = [self.of(row) for row in rows]
        for name, _ in chain.from_iterable(groups):
            counts[name] = counts.get(name, 0) + 1
        return np.array([any(counts[name] > most for name, most in one) for one in groups], dtype=bool)


def vary(vectors: Floats, breadth: float, bound: Flags | None = None) -> Rows:
    """Maximal marginal relevance: an order of n films, best first as given, in which each is unlike those before it.

    Carbonell and Goldstein: The Use of MMR, Diversity-Based Reranking for Reordering Documents, SIGIR 1998.

    Args:
        vectors: unit vectors, shape (n, d); similarity is their cosine.
        breadth: 0 keeps the order, 1 looks at likeness alone.
        bound: films that stay on their page, the first or the second of :data:`PAGE`, shape (n,).
    """
    n = len(vectors)
    value = ((1 - breadth) * np.linspace(1, 0, n)).astype(np.float32)
    likeness = np.float32(breadth) * (vectors @ vectors.T)
    closest = np.zeros(n, dtype=np.float32)
    here = np.arange(n) < PAGE
    bound = np.zeros(n, dtype=bool) if bound is None else bound
    value[bound & ~here] -= LATER
    due = set(np.flatnonzero(bound & here).tolist())
    order: list[int] = []
    for place in range(n):
        if due and PAGE - place == len(due):
            value[list(due)] += LATER
        best = int(np.argmax(value - closest))
        order.append(best)
        due.discard(best)
        value[best] = -np.inf
        np.maximum(closest, likeness[best], out=closest)
    return np.array(order, dtype=np.intp)
