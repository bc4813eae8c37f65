"""A film's facts as numbers that a linear model can weigh, each with a name that a person can read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float32]

GENRE_SEPARATOR = "|"
WORD = re.compile(r"[a-z]+")
MIN_WORD = 3

NUMBERS: dict[str, Callable[["FilmFacts"], npt.NDArray[Any]]] = {
    "year": lambda films: (films.years - 1980) / 20,
    "runtime": lambda films: np.nan_to_num((films.runtimes - 105) / 30),
    "runtime_unknown": lambda films: np.isnan(films.runtimes).astype(np.float32),
    "rating": lambda films: films.ratings - 6.5,
    "log_votes": lambda films: np.log10(films.votes + 1) - 4,
}
"""Name -> value, centred on an ordinary film so that the weights can be compared."""


@dataclass(frozen=True)
class FilmFacts:
    """What is known about n films before a mood is: columns of length n.

    Attributes:
        genres: names joined by "|"; years, ratings (0-10), votes: float32; runtimes: float32 minutes, NaN if unknown.
    """

    titles: Sequence[str]
    genres: Sequence[str]
    years: Floats
    runtimes: Floats
    ratings: Floats
    votes: Floats

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> "FilmFacts":
        """The columns title, genres, year, runtime_minutes, rating and votes of a table, as text or as numbers."""
        numbers = [
            pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float32, na_value=np.nan)
            for name in ("year", "runtime_minutes", "rating", "votes")
        ]
        return cls(frame["title"].tolist(), frame["genres"].tolist(), *numbers)

    def __len__(self) -> int:
        return len(self.titles)


def feature_matrix(films: FilmFacts, names: Sequence[str]) -> Floats:
    """The named features of n films, float32, shape (n, len(names)).

    Names: ``genre:G``, ``only:G`` (its single genre), ``pair:G+H`` (both), ``word:w`` (in the title), and the keys of
    :data:`NUMBERS`.

    Raises:
        KeyError: a name of another kind.
    """
    matrix = np.zeros((len(films), len(names)), dtype=np.float32)
    _fill_genres(matrix, films.genres, names)
    _fill_words(matrix, films.titles, names)
    for column, name in enumerate(names):
        if ":" not in name:
            matrix[:, column] = NUMBERS[name](films)
    return matrix


def _fill_genres(matrix: Floats, genres: Sequence[str], names: Sequence[str]) -> None:
    """Each combination of genres is taken apart once; a catalog of a million films has a few thousand."""
    columns = [column for column, name in enumerate(names) if name.startswith(("genre:", "only:", "pair:"))]
    codes, combinations = pd.factorize(np.asarray(genres, dtype=object))
    sets = [set(str(text).split(GENRE_SEPARATOR)) - {""} for text in combinations]
    table = [[_genre_feature(one, names[column]) for column in columns] for one in sets]
    matrix[:, columns] = np.array(table, dtype=np.float32).reshape(len(sets), len(columns))[codes]


def _genre_feature(genres: set[str], name: str) -> bool:
    kind, _, what = name.partition(":")
    if kind == "only":
        return genres == {what}
    return set(what.split("+")) <= genres


def _fill_words(matrix: Floats, titles: Sequence[str], names: Sequence[str]) -> None:
    column_of = {name[len("word:") :]: column for column, name in enumerate(names) if name.startswith("word:")}
    for row, title in enumerate(titles):
        for word in title_words(title) & column_of.keys():
            matrix[row, column_of[word]] = 1.0


def title_words(title: str) -> set[str]:
    """The words of a title that can carry meaning: lower-case letters, at least three of them."""
    return {word for word in WORD.findall(title.lower()) if len(word) >= MIN_WORD}
