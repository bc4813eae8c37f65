"""Parses TMDB's responses defensively: whatever is not as documented counts as missing.

https://developer.themoviedb.org/reference: find/{external_id}, search/movie, movie/{id}/watch/providers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from moviefy.movies.catalog.movie import Movie
from moviefy.movies.catalog.titles import split_alternatives, title_key

PICTURE_PATH = re.compile(r"/[A-Za-z0-9_-]{1,80}\.(jpg|jpeg|png|webp)")
TMDB_SITE = "https://www.themoviedb.org/"
MAX_NAME = 60
MAX_PROVIDERS = 12
YEAR_SLACK = 1
"""Sources disagree by a year on festival films."""

PICTURE_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True)
class Match:
    """A film at TMDB: its id there, and the path of its poster or None."""

    tmdb_id: int
    poster_path: str | None


@dataclass(frozen=True)
class WatchOptions:
    """Where a film can be watched in one country, names in TMDB's order, and TMDB's page about it (or None)."""

    country: str
    link: str | None
    stream: tuple[str, ...] = ()
    rent: tuple[str, ...] = ()
    buy: tuple[str, ...] = ()

    @property
    def anywhere(self) -> bool:
        """Whether it can be watched at all."""
        return bool(self.stream or self.rent or self.buy)


def match_by_imdb_id(response: Any) -> Match | None:
    """The film in a response of ``find``."""
    return next(map(_match, _results(response, "movie_results")), None)


def match_by_title(response: Any, movie: Movie) -> Match | None:
    """The first film of ``search/movie`` with the same title in any language and a year at most one off.

    A wrong poster is worse than a drawn one, so a similar title is not enough.
    """
    wanted = {key for title in _titles(movie.title) if (key := title_key(title))}
    same = (one for one in _results(response, "results") if wanted & _keys(one) and _year_off(one, movie) <= YEAR_SLACK)
    best = min(same, key=lambda one: _year_off(one, movie), default=None)
    return None if best is None else _match(best)


def watch_options(response: Any, country: str) -> WatchOptions:
    """The country's part of ``watch/providers``; empty if the country has none."""
    results = response.get("results") if isinstance(response, dict) else None
    part = results.get(country) if isinstance(results, dict) else None
    if not isinstance(part, dict):
        return WatchOptions(country, None)
    link = part.get("link")
    link = link if isinstance(link, str) and link.startswith(TMDB_SITE) else None
    stream = _names(part, ("flatrate", "free", "ads"))
    return WatchOptions(country, link, stream, _names(part, ("rent",)), _names(part, ("buy",)))


def picture_type(data: bytes) -> str | None:
    """The media type of a JPEG, PNG or WebP by its first bytes; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in PICTURE_TYPES.items() if data.startswith(start)), None)


def _results(response: Any, name: str) -> Iterable[Mapping[str, Any]]:
    found = response.get(name) if isinstance(response, dict) else None
    rows = found if isinstance(found, list) else []
    return (row for row in rows if isinstance(row, dict) and type(row.get("id")) is int)


def _match(row: Mapping[str, Any]) -> Match:
    path = row.get("poster_path")
    return Match(row["id"], path if isinstance(path, str) and PICTURE_PATH.fullmatch(path) else None)


def _titles(title: str) -> list[str]:
    main, others = split_alternatives(title)
    return [title, main, *others]


def _keys(row: Mapping[str, Any]) -> set[str]:
    titles = (row.get("title"), row.get("original_title"))
    return {title_key(title) for title in titles if isinstance(title, str)} - {""}


def _year_off(row: Mapping[str, Any], movie: Movie) -> int:
    year = str(row.get("release_date"))[:4]
    return abs(int(year) - movie.year) if year.isascii() and year.isdigit() else YEAR_SLACK + 1


def _names(part: Mapping[str, Any], kinds: Iterable[str]) -> tuple[str, ...]:
    rows = [row for kind in kinds if isinstance(part.get(kind), list) for row in part[kind] if isinstance(row, dict)]
    names = [row["provider_name"][:MAX_NAME] for row in rows if isinstance(row.get("provider_name"), str)]
    return tuple(dict.fromkeys(names))[:MAX_PROVIDERS]
