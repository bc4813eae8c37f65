"""The film catalog: all films in columns, and the CSV file they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.check import check_catalog, numbers_in
from moviefy.movies.catalog.entries import LIST_SEPARATOR, Entries, listed_entries
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.catalog.movie import Movie

SCORE_COLUMNS = [f"mood_{mood}" for mood in MOODS]
COLUMNS = [
    "id", "title", "year", "genres", "runtime_minutes", "rating", "votes", "facts_source",
    "mood", *SCORE_COLUMNS, "label_source",
]  # fmt: skip
"""The columns of a catalog file. Further columns are allowed and ignored."""

TEXT_COLUMNS = ("id", "title", "genres", "facts_source", "mood", "label_source")
MORE_TEXTS = (
    "original_title", "directors", "cast", "countries", "language", "keywords", "audience", "ending", "logline",
    "fingerprint_source",
)  # fmt: skip
"""Columns that a catalog may have beside :data:`COLUMNS`; an empty cell, or no column, says that nothing is known."""

VOTES_COUNTED = "votes_counted"
"""Whether somebody counted the votes, "yes" or "no"; each source of films says so of its own."""

OPTIONAL_COLUMNS = [*MORE_TEXTS, VOTES_COUNTED, *MOODS, *QUALITIES]
LIST_COLUMNS = ("directors", "cast", "countries", "language", "keywords")
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Catalog:
    """All films in columns of the same length n, in the file's order; made for ranking with numpy.

    Attributes:
        texts: the columns of :data:`TEXT_COLUMNS`, :data:`MORE_TEXTS` and :data:`VOTES_COUNTED`, object arrays of str.
        years: int32; runtimes: float32 minutes, NaN where unknown; ratings: float32; votes: float32.
        scores: float32, shape (n, 3), probabilities in the order of ``MOODS``.
        genres: all genre names, sorted, G of them.
        genre_table: bool, shape (combinations, G): the genres of each combination that some film has.
        genre_codes: the combination of each film, shape (n,); a million films share a few thousand combinations.
        mood_grades: float32, shape (n, 3), hand grades of the moods in [0, 3]; NaN for films without.
        qualities: float32, shape (n, 13), grades in [0, 3] in the order of ``QUALITIES``; NaN if unknown.
    """

    texts: Mapping[str, Texts] = field(repr=False)
    years: npt.NDArray[np.int32]
    runtimes: npt.NDArray[np.float32]
    ratings: npt.NDArray[np.float32]
    votes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    genres: tuple[str, ...]
    genre_table: npt.NDArray[np.bool_]
    genre_codes: npt.NDArray[np.intp]
    mood_grades: npt.NDArray[np.float32]
    qualities: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.years)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Film id -> row."""
        return {film_id: row for row, film_id in enumerate(self.ids)}

    @cached_property
    def ids(self) -> list[str]:
        """All film ids by row."""
        ids: list[str] = self.texts["id"].tolist()
        return ids

    @cached_property
    def entries(self) -> Mapping[str, Entries]:
        """The columns of :data:`LIST_COLUMNS`, taken apart."""
        return {name: listed_entries(self.texts[name].tolist()) for name in LIST_COLUMNS}

    @cached_property
    def sources(self) -> frozenset[str]:
        """Where the facts of the films come from."""
        return frozenset(map(str, pd.unique(self.texts["facts_source"])))

    @property
    def genre_counts(self) -> npt.NDArray[np.intp]:
        """How many films have each genre, shape (G,)."""
        films = np.bincount(self.genre_codes, minlength=len(self.genre_table))
        return np.asarray(films @ self.genre_table, dtype=np.intp)

    def movie(self, row: int) -> Movie:
        """The film in one row."""
        texts = {name: str(column[row]) for name, column in self.texts.items()}
        runtime, grades = self.runtimes[row], self.qualities[row]
        known = not np.isnan(grades).any()
        return Movie(
            id=texts["id"],
            title=texts["title"],
            year=int(self.years[row]),
            genres=_parts(texts["genres"]),
            runtime_minutes=None if np.isnan(runtime) else int(runtime),
            rating=float(self.ratings[row]),
            votes=int(self.votes[row]),
            mood=texts["mood"],
            mood_scores=dict(zip(MOODS, self.scores[row].tolist(), strict=True)),
            facts_source=texts["facts_source"],
            votes_counted=texts[VOTES_COUNTED] == "yes",
            label_source=texts["label_source"],
            original_title=texts["original_title"] or None,
            directors=_parts(texts["directors"]),
            cast=_parts(texts["cast"]),
            countries=_parts(texts["countries"]),
            language=texts["language"] or None,
            keywords=_parts(texts["keywords"]),
            audience=texts["audience"] or None,
            ending=texts["ending"] or None,
            logline=texts["logline"] or None,
            fingerprint=dict(zip(QUALITIES, grades.tolist(), strict=True)) if known else None,
            fingerprint_source=texts["fingerprint_source"] or None,
        )

    def stats(self) -> dict[str, Any]:
        """What ``moviefy catalog stats`` prints: how many films, by mood, source and decade."""
        well_known = _counts(self.texts["mood"][self.votes >= 1000])
        n_known = max(sum(well_known.values()), 1)
        return {
            "n": len(self),
            "years": [int(self.years.min()), int(self.years.max())],
            "mood": _counts(self.texts["mood"]),
            "mood_share_1000_votes": {mood: round(n / n_known, 4) for mood, n in well_known.items()},
            "label_source": _counts(self.texts["label_source"]),
            "facts_source": _counts(self.texts["facts_source"]),
            "decades": _counts(self.years // 10 * 10),
            "genres": dict(zip(self.genres, self.genre_counts.tolist(), strict=True)),
        }


def load_catalog(path: Path) -> Catalog:
    """Read and check a catalog file.

    Raises:
        CatalogError: the file is missing, is not CSV in UTF-8, lacks a column, or has a bad row; the sentence names
            the column and the line.
    """
    return catalog_from_frame(check_catalog(read_columns(path), COLUMNS, OPTIONAL_COLUMNS))


def read_columns(path: Path) -> pd.DataFrame:
    """A CSV file with every cell as text, shape (rows, columns), exactly as written.

    Raises:
        CatalogError: the file is missing, empty, not UTF-8, or has a row with too many cells.
    """
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    except FileNotFoundError:
        raise CatalogError(f"The film catalog {path.name} does not exist.") from None
    except pd.errors.EmptyDataError:
        raise CatalogError(f"The film catalog {path.name} is empty.") from None
    except UnicodeDecodeError:
        raise CatalogError(f"The film catalog {path.name} is not text in UTF-8.") from None
    except pd.errors.ParserError as error:
        reason = str(error).split("C error: ")[-1].strip().rstrip(".")
        raise CatalogError(f"The film catalog {path.name} is not a whole CSV file: {reason}.") from None


def catalog_from_frame(frame: pd.DataFrame) -> Catalog:
    """Columns of text, already checked, as arrays."""
    genres, table, codes = genre_combinations(frame["genres"].tolist())
    return Catalog(
        texts={name: _texts(frame, name) for name in (*TEXT_COLUMNS, *MORE_TEXTS, VOTES_COUNTED)},
        years=frame["year"].to_numpy().astype(np.int32),
        runtimes=_floats(frame["runtime_minutes"]),
        ratings=_floats(frame["rating"]),
        votes=_floats(frame["votes"]),
        scores=np.stack([_floats(frame[name]) for name in SCORE_COLUMNS], axis=1),
        genres=genres,
        genre_table=table,
        genre_codes=codes,
        mood_grades=_grades(frame, MOODS),
        qualities=_grades(frame, QUALITIES),
    )


def _texts(frame: pd.DataFrame, name: str) -> Texts:
    """A column of text; one empty text seen n times if the catalog does not have it."""
    if name not in frame:
        return np.broadcast_to(np.array("", dtype=object), len(frame))
    return np.asarray(frame[name].to_numpy(dtype=object))


def _grades(frame: pd.DataFrame, names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Columns of grades, shape (n, len(names)); NaN if the catalog does not have them."""
    if not set(names) <= set(frame):
        return np.broadcast_to(np.array(np.nan, dtype=np.float32), (len(frame), len(names)))
    return np.stack([_floats(frame[name]) for name in names], axis=1)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(LIST_SEPARATOR) if part)


def genre_combinations(
    genres: Sequence[str],
) -> tuple[tuple[str, ...], npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """All G genre names, sorted; the genres of each combination, bool (combinations, G); each film's combination, (n,).

    A catalog repeats few combinations, so each is taken apart once.
    """
    codes, combinations = pd.factorize(np.asarray(genres, dtype=object))
    sets = [set(str(text).split(LIST_SEPARATOR)) - {""} for text in combinations]
    names = tuple(sorted(set().union(*sets)))
    table = np.array([[name in one for name in names] for one in sets], dtype=bool).reshape(len(sets), len(names))
    return names, table, codes


def _floats(column: "pd.Series[str]") -> npt.NDArray[np.float32]:
    """Text as float32; NaN where it is empty."""
    return numbers_in(column).astype(np.float32)


def _counts(values: npt.NDArray[Any]) -> dict[str, int]:
    counted = pd.Series(values).value_counts().sort_index()
    return {str(key): int(count) for key, count in counted.items()}
