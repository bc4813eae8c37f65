"""A film's facts as numbers that a linear model can weigh, each with a name that a person can read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float32]
SEPARATOR = "|"

NUMBERS: dict[str, Callable[["FilmFacts"], npt.NDArray[Any]]] = {
    "year": lambda films: (films.years - 1980) / 20,
    "runtime": lambda films: np.nan_to_num((films.runtimes - 105) / 30),
    "rating": lambda films: films.ratings - 6.5,
    "log_votes": lambda films: np.log10(films.votes + 1) - 4,
    "countries_unknown": lambda films: np.array([not text for text in films.countries], dtype=np.float32),
}
"""Name -> value, centred on an ordinary film so that the weights can be compared."""

KEYWORDS_UNKNOWN = "keywords_unknown"
"""1 where a film has none of the keywords that are features."""


@dataclass(frozen=True)
class FilmFacts:
    """What is known about n films before a mood is: columns of length n.

    Attributes:
        genres, keywords, countries: names joined by "|", empty if unknown.
        years, ratings (0-10), votes: float32; runtimes: float32 minutes, NaN if unknown.
    """

    genres: Sequence[str]
    years: Floats
    runtimes: Floats
    ratings: Floats
    votes: Floats
    keywords: Sequence[str]
    countries: Sequence[str]

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> "FilmFacts":
        """A table's columns genres, year, runtime_minutes, rating and votes, as text or as numbers.

        The columns keywords and countries are used if the table has them.
        """
        numbers = [
            pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float32, na_value=np.nan)
            for name in ("year", "runtime_minutes", "rating", "votes")
        ]
        keywords, countries = (
            frame[name].tolist() if name in frame else [""] * len(frame) for name in ("keywords", "countries")
        )
        years, runtimes, ratings, votes = numbers
        return cls(frame["genres"].tolist(), years, runtimes, ratings, votes, keywords, countries)

    def __len__(self) -> int:
        return len(self.years)


def feature_matrix(films: FilmFacts, names: Sequence[str]) -> Floats:
    """The named features of n films, float32, shape (n, len(names)).

    Names: ``genre:G``, ``only:G`` (its single genre), ``pair:G+H`` (both), ``keyword:K``, ``country:C`` (ISO 3166),
    ``decade:1990``, :data:`KEYWORDS_UNKNOWN`, and the keys of :data:`NUMBERS`.

    Raises:
        KeyError: a name of another kind.
    """
    matrix = np.zeros((len(films), len(names)), dtype=np.float32)
    _fill_genres(matrix, films.genres, names)
    _fill_listed(matrix, films.countries, _columns(names, "country:"))
    _fill_listed(matrix, films.keywords, _columns(names, "keyword:"))
    for decade, column in _columns(names, "decade:").items():
        matrix[:, column] = films.years // 10 * 10 == int(decade)
    for column, name in enumerate(names):
        if name == KEYWORDS_UNKNOWN:
            matrix[:, column] = ~known_keywords(films, names)
        elif ":" not in name:
            matrix[:, column] = NUMBERS[name](films)
    return matrix


def known_keywords(films: FilmFacts, names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which films have a keyword that is a feature, shape (n,)."""
    known = _columns(names, "keyword:").keys()
    return np.array([bool(text) and not known.isdisjoint(text.split(SEPARATOR)) for text in films.keywords], dtype=bool)


def _columns(names: Sequence[str], kind: str) -> dict[str, int]:
    return {name.removeprefix(kind): column for column, name in enumerate(names) if name.startswith(kind)}


def _fill_genres(matrix: Floats, genres: Sequence[str], names: Sequence[str]) -> None:
    """Each combination of genres is taken apart once; a catalog of a million films has a few thousand."""
    columns = [column for column, name in enumerate(names) if name.startswith(("genre:", "only:", "pair:"))]
    codes, combinations = pd.factorize(np.asarray(genres, dtype=object))
    sets = [set(str(text).split(SEPARATOR)) - {""} for text in combinations]
    table = [[_genre_feature(one, names[column]) for column in columns] for one in sets]
    matrix[:, columns] = np.array(table, dtype=np.float32).reshape(len(sets), len(columns))[codes]


def _genre_feature(genres: set[str], name: str) -> bool:
    kind, _, what = name.partition(":")
    if kind == "only":
        return genres == {what}
    return set(what.split("+")) <= genres


def _fill_listed(matrix: Floats, texts: Sequence[str], column_of: dict[str, int]) -> None:
    for row, text in enumerate(texts):
        if text:
            matrix[row, [column_of[name] for name in text.split(SEPARATOR) if name in column_of]] = 1.0
