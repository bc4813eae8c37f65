"""Which films pass a request's filters, and how many are left out because a fact about them is unknown."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.errors import BadParameter
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.fingerprint import AUDIENCES, MAX_GRADE, QUALITIES, STRONG
from moviefy.movies.recommend.request import RecommendationRequest
from moviefy.wording import _

Flags = npt.NDArray[np.bool_]
FILTERS = {
    "genre": _("the genre"),
    "quality": _("the quality"),
    "keyword": _("the theme"),
    "director": _("the director"),
    "country": _("the country"),
    "language": _("the language"),
    "audience": _("the age"),
    "year_from": _("the first year"),
    "year_to": _("the last year"),
    "runtime_from": _("the shortest length"),
    "runtime_to": _("the greatest length"),
    "rating_from": _("the lowest rating"),
    "votes_to": _("the limit on fame"),
    "exclude": _("the hidden films"),
}
"""Every filter of a request, and what people call it."""

ADULT = AUDIENCES[-1]


class Filters:
    """The filters over one catalog of n films. Safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        texts = catalog.texts
        self._lists = {
            "keyword": ListColumn(catalog, "keywords"),
            "director": ListColumn(catalog, "directors"),
            "country": ListColumn(catalog, "countries"),
            "language": ListColumn(catalog, "language"),
        }
        ages = {name: number for number, name in enumerate(AUDIENCES)}
        self._ages = np.array([ages.get(text, -1) for text in texts["audience"].tolist()], dtype=np.int8)
        grades = dict(zip(QUALITIES, np.nan_to_num(catalog.qualities).T, strict=True))
        extreme = (grades["violence"] == MAX_GRADE) & (grades["fright"] == MAX_GRADE)
        self._for_all = (self._ages != AUDIENCES.index(ADULT)) & ~extreme

    def allowed(self, request: RecommendationRequest) -> Flags:
        """Which films pass every filter, shape (n,).

        Raises:
            BadParameter: the catalog has no such genre.
        """
        catalog = self._catalog
        allowed = self.not_named(request) & self._audience(request.audience)
        if request.genre is not None:
            allowed &= np.asarray(catalog.genre_table[catalog.genre_codes, self._genre_column(request.genre)])
        if request.quality is not None:
            allowed &= np.asarray(catalog.qualities[:, QUALITIES.index(request.quality)] >= STRONG)
        for name, column in self._lists.items():
            if (wanted := getattr(request, name)) is not None:
                allowed &= column.has(wanted)
        _bound(allowed, catalog.years, request.year_from, request.year_to)
        _bound(allowed, catalog.runtimes, request.runtime_from, request.runtime_to)
        _bound(allowed, catalog.ratings, request.rating_from, None)
        _bound(allowed, catalog.votes, None, request.votes_to)
        return allowed

    def not_named(self, request: RecommendationRequest) -> Flags:
        """Everything but the films that the client has excluded, liked or disliked, shape (n,)."""
        allowed = np.ones(len(self._catalog), dtype=bool)
        for ids in (request.exclude, request.liked, request.disliked):
            allowed[rows_of(self._catalog, ids)] = False
        return allowed

    def unknown(self, request: RecommendationRequest, fits: Flags) -> dict[str, int]:
        """Filter -> how many of the films that fit are left out because nothing is known about that fact of them."""
        missing = {name: column.missing for name, column in self._lists.items()}
        missing |= {"audience": self._ages < 0, "quality": np.asarray(np.isnan(self._catalog.qualities).any(axis=1))}
        missing |= dict.fromkeys(("runtime_from", "runtime_to"), np.isnan(self._catalog.runtimes))
        counts = {name: int((fits & missing[name]).sum()) for name in used(request) if name in missing}
        return {name: count for name, count in counts.items() if count}

    def _audience(self, age: str | None) -> Flags:
        if age is None:
            return np.asarray(self._for_all)
        return np.asarray((self._ages >= 0) & (self._ages <= AUDIENCES.index(age)))

    def _genre_column(self, genre: str) -> int:
        names = [name.casefold() for name in self._catalog.genres]
        if genre.casefold() not in names:
            raise BadParameter(
                _(
                    "genre must be one of %(choices)s, not %(value)s.",
                    choices=", ".join(self._catalog.genres),
                    value=f"{genre[:40]!r}",
                )
            )
        return names.index(genre.casefold())


class ListColumn:
    """A column of lists, looked up by one of their entries in any case."""

    def __init__(self, catalog: Catalog, name: str) -> None:
        self.missing: Flags = np.asarray(catalog.texts[name] == "")
        self._entries = catalog.entries[name]
        self._numbers: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries.names):
            self._numbers.setdefault(entry.casefold(), []).append(number)

    def has(self, wanted: str) -> Flags:
        """Which films have this entry, shape (n,)."""
        flags = np.zeros(len(self.missing), dtype=bool)
        for number in self._numbers.get(wanted.casefold(), []):
            flags[self._entries.having(number)] = True
        return flags


def rows_of(catalog: Catalog, ids: Collection[str]) -> list[int]:
    """Rows of the ids that the catalog has, each once; others are ignored: a client may remember an older catalog."""
    return [catalog.row_of[film_id] for film_id in dict.fromkeys(ids) if film_id in catalog.row_of]


def used(request: RecommendationRequest) -> list[str]:
    """The filters that a request uses."""
    return [name for name in FILTERS if getattr(request, name) not in (None, (), [])]


def without(request: RecommendationRequest, name: str) -> RecommendationRequest:
    """The same request with one filter left out."""
    nothing: Any = () if name == "exclude" else None
    return replace(request, **{name: nothing})


def _bound(allowed: Flags, values: npt.NDArray[Any], low: float | None, high: float | None) -> None:
    """Narrow ``allowed`` in place; a value that is unknown (NaN) passes no bound."""
    if low is not None:
        allowed &= values >= low
    if high is not None:
        allowed &= values <= high
