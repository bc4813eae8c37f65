"""What must hold in every row of a catalog; the first thing that does not is named with its column and line."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.fingerprint import AUDIENCES, ENDINGS, MAX_GRADE, QUALITIES

Flags = npt.NDArray[np.bool_]
FIRST_YEAR, LAST_YEAR = 1870, 2100
MAX_TITLE = 400
SUM_TOLERANCE = 0.01
ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}"
HEADER_LINES = 1


def check_catalog(frame: pd.DataFrame, columns: list[str], optional: Sequence[str] = ()) -> pd.DataFrame:
    """The named columns of ``frame`` (all text) and the optional ones that it has, once every row has passed.

    Raises:
        CatalogError: naming the column and the line, with one sentence on what was expected.
    """
    _check_columns(frame, columns)
    frame = frame[[*columns, *(name for name in optional if name in frame.columns)]]
    if not len(frame):
        raise CatalogError("The film catalog has no films.")
    for column, expected, is_good in CHECKS:
        if column in frame:
            _refuse_first(frame, column, is_good(frame[column]), expected)
    _check_scores(frame)
    return frame


def _check_columns(frame: pd.DataFrame, columns: list[str]) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        named = ", ".join(repr(name) for name in missing)
        have = ", ".join(str(name)[:40] for name in list(frame.columns)[:20])
        raise CatalogError(f"The film catalog lacks the column {named}; it has {have}.")


def _refuse_first(frame: pd.DataFrame, column: str, good: Flags, expected: str) -> None:
    if good.all():
        return
    row = int(np.argmin(good))
    found = str(frame[column].iloc[row])[:60]
    line = row + HEADER_LINES + 1
    raise CatalogError(f"The film catalog has {found!r} in column {column!r} on line {line}: expected {expected}.")


def _check_scores(frame: pd.DataFrame) -> None:
    scores = np.stack([numbers_in(frame[f"mood_{mood}"]) for mood in MOODS], axis=1)
    sums = np.abs(scores.sum(axis=1) - 1.0) <= SUM_TOLERANCE
    _refuse_first(frame, f"mood_{MOODS[0]}", sums, "the mood scores to sum to 1")
    said = scores[np.arange(len(frame)), pd.Index(MOODS).get_indexer(pd.Index(frame["mood"]))]
    _refuse_first(frame, "mood", said >= scores.max(axis=1) - 1e-6, "the mood with the highest score")


def numbers_in(column: "pd.Series[str]") -> npt.NDArray[np.float64]:
    """Text as numbers, NaN where it is none; each different text is read once, as columns of grades hold few."""
    codes, texts = pd.factorize(column.to_numpy(dtype=object))
    numbers = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    return numbers[codes]


def _integer_between(low: int, high: int, *, optional: bool = False) -> Callable[["pd.Series[str]"], Flags]:
    def is_good(column: "pd.Series[str]") -> Flags:
        numbers = numbers_in(column)
        good = (numbers >= low) & (numbers <= high) & (numbers == np.floor(numbers))
        return cast(Flags, good | (column == "").to_numpy() if optional else good)

    return is_good


def _number_between(low: float, high: float, *, optional: bool = False) -> Callable[["pd.Series[str]"], Flags]:
    def is_good(column: "pd.Series[str]") -> Flags:
        numbers = numbers_in(column)
        good: Flags = (numbers >= low) & (numbers <= high)
        return good | (column == "").to_numpy() if optional else good

    return is_good


def _one_of(*values: str) -> Callable[["pd.Series[str]"], Flags]:
    return lambda column: cast(Flags, column.isin(values).to_numpy())


def _is_title(column: "pd.Series[str]") -> Flags:
    return cast(Flags, ((column.str.strip() != "") & (column.str.len() <= MAX_TITLE)).to_numpy(dtype=bool))


def _is_id(column: "pd.Series[str]") -> Flags:
    return cast(Flags, column.str.fullmatch(ID_PATTERN).to_numpy(dtype=bool))


def _is_new(column: "pd.Series[str]") -> Flags:
    return cast(Flags, (~column.duplicated()).to_numpy())


CHECKS: tuple[tuple[str, str, Callable[["pd.Series[str]"], Flags]], ...] = (
    ("id", "up to 80 letters, digits, '-' or '_'", _is_id),
    ("id", "each id only once", _is_new),
    ("title", f"a title of 1 to {MAX_TITLE} characters", _is_title),
    ("year", f"a year from {FIRST_YEAR} to {LAST_YEAR}", _integer_between(FIRST_YEAR, LAST_YEAR)),
    ("runtime_minutes", "whole minutes, or nothing where unknown", _integer_between(1, 100_000, optional=True)),
    ("rating", "a rating from 0 to 10", _number_between(0, 10)),
    ("votes", "a whole number of votes", _integer_between(0, 10**9)),
    ("mood", f"one of {', '.join(MOODS)}", _one_of(*MOODS)),
    *((f"mood_{mood}", "a score from 0 to 1", _number_between(0, 1)) for mood in MOODS),
    *(
        (name, f"a grade from 0 to {MAX_GRADE}, or nothing if unknown", _number_between(0, MAX_GRADE, optional=True))
        for name in (*MOODS, *QUALITIES)
    ),
    ("ending", f"one of {', '.join(ENDINGS)}, or nothing", _one_of(*ENDINGS, "")),
    ("votes_counted", "yes, no, or nothing", _one_of("yes", "no", "")),
    ("audience", f"one of {', '.join(AUDIENCES)}, or nothing", _one_of(*AUDIENCES, "")),
)
"""Column, what is expected, and the test for a whole column; tried in this order."""
