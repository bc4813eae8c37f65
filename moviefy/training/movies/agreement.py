"""How well a second, blind reading of some films agrees with the grades of the catalog.

data/films/*.csv (first reading)  +  data/films_second_reading.csv  ->  a kappa per mood and quality, and of the label
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.fingerprint import ENDINGS, MAX_GRADE, QUALITIES

SECOND_READING_NAME = "films_second_reading.csv"
READING_COLUMNS = ("id", *MOODS, *QUALITIES, "ending")
Numbers = npt.NDArray[np.integer[Any]]


def read_second_reading(data_dir: Path) -> pd.DataFrame | None:
    """The second reading with :data:`READING_COLUMNS`, all text; None if there is no such file.

    Raises:
        DatasetError: naming what is wrong and where: a column, a grade, an ending, a film that comes twice, or one in
            which no mood grade is the highest.
    """
    path = data_dir / SECOND_READING_NAME
    if not path.exists():
        return None
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise DatasetError(f"{SECOND_READING_NAME} is not a whole CSV file in UTF-8.") from None
    missing = [name for name in READING_COLUMNS if name not in frame]
    if missing:
        raise DatasetError(f"{SECOND_READING_NAME} lacks the column {missing[0]!r}.")
    _check_rows(frame)
    return frame[list(READING_COLUMNS)]


def _check_rows(frame: pd.DataFrame) -> None:
    grades = {str(grade) for grade in range(MAX_GRADE + 1)}
    expected = {**dict.fromkeys((*MOODS, *QUALITIES), grades), "ending": set(ENDINGS)}
    for column, values in expected.items():
        _refuse_first(frame, ~frame[column].isin(values), column, f"expected one of {', '.join(sorted(values))}")
    _refuse_first(frame, frame["id"].duplicated(), "id", "it comes twice")
    ordered = np.sort(frame[list(MOODS)].astype(int).to_numpy(), axis=1)
    _refuse_first(frame, pd.Series(ordered[:, -1] == ordered[:, -2]), "id", "no mood grade is the highest")


def _refuse_first(frame: pd.DataFrame, wrong: "pd.Series[bool]", column: str, why: str) -> None:
    if wrong.any():
        row = int(np.argmax(wrong.to_numpy()))
        cell = frame[column].iloc[row][:60]
        raise DatasetError(f"{SECOND_READING_NAME} has {cell!r} in column {column!r} on line {row + 2}: {why}.")


def agreement(films: pd.DataFrame, second: pd.DataFrame) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about the two readings.

    Args:
        films: the films of the catalog, with at least :data:`READING_COLUMNS`.
        second: the second reading of some of them.

    Returns:
        n films, those that the catalog has; not_in_catalog: how many were read and left the catalog afterwards.

    Raises:
        DatasetError: the second reading has no film of the catalog.
    """
    n_read = len(second)
    second = second[second["id"].isin(films["id"])]
    if second.empty:
        raise DatasetError(f"{SECOND_READING_NAME} has no film of the catalog.")
    first = films.set_index("id").loc[second["id"]]
    moods, qualities = (_graded(first, second, names) for names in (MOODS, QUALITIES))
    labels = [one[list(MOODS)].astype(int).to_numpy().argmax(axis=1) for one in (first, second)]
    endings = [pd.Index(ENDINGS).get_indexer(pd.Index(one["ending"])) for one in (first, second)]
    return {
        "n": len(second),
        "not_in_catalog": n_read - len(second),
        "label_agreement": round(float((labels[0] == labels[1]).mean()), 4),
        "label_kappa": round(cohen_kappa(labels[0], labels[1], len(MOODS)), 4),
        "ending_kappa": round(cohen_kappa(endings[0], endings[1], len(ENDINGS)), 4),
        "mixed_up": _mixed_up(labels[0], labels[1]),
        "moods": moods,
        "qualities": qualities,
    }


def _graded(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, ...]) -> dict[str, Any]:
    """Quadratic-weighted kappa of every grade, their mean and the least."""
    kappas = {
        name: weighted_kappa(first[name].astype(int).to_numpy(), second[name].astype(int).to_numpy(), MAX_GRADE + 1)
        for name in names
    }
    least = min(kappas, key=kappas.__getitem__)
    return {
        "mean": round(float(np.mean(list(kappas.values()))), 4),
        "least": {least: round(kappas[least], 4)},
        "weighted_kappa": {name: round(kappa, 4) for name, kappa in kappas.items()},
    }


def _mixed_up(first: Numbers, second: Numbers) -> dict[str, int]:
    """How often each pair of moods was taken for each other, most often first."""
    pairs = ["-".join(sorted((MOODS[a], MOODS[b]))) for a, b in zip(first, second, strict=True) if a != b]
    return {str(pair): int(count) for pair, count in pd.Series(pairs, dtype=str).value_counts().items()}


def cohen_kappa(first: Numbers, second: Numbers, kinds: int) -> float:
    """Agreement of two labellings, whole numbers below ``kinds``, beyond chance: at most 1, 0 by chance."""
    return _kappa(first, second, 1.0 - np.eye(kinds))


def weighted_kappa(first: Numbers, second: Numbers, kinds: int) -> float:
    """The same for grades, in which being two off counts four times as much as one (quadratic weights)."""
    grades = np.arange(kinds, dtype=float)
    return _kappa(first, second, (grades[:, None] - grades[None, :]) ** 2)


def _kappa(first: Numbers, second: Numbers, costs: npt.NDArray[np.float64]) -> float:
    """Cohen's kappa with a cost for each kind of difference, shape (kinds, kinds).

    Raises:
        ValueError: different lengths, or nothing to compare.
    """
    if len(first) != len(second) or not len(first):
        raise ValueError(f"expected two readings of the same films, received {len(first)} and {len(second)}")
    table = np.zeros(costs.shape)
    np.add.at(table, (first, second), 1.0)
    table /= table.sum()
    by_chance = float((np.outer(table.sum(axis=1), table.sum(axis=0)) * costs).sum())
    return 1.0 if by_chance == 0 else 1 - float((table * costs).sum()) / by_chance
