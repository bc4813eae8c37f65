"""The hand labels: films that were read by the guideline of data/README.md, twice."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS

LABELS_NAME = "mood_labels.csv"
LABEL_COLUMNS = ["id", "title", "year", "pass_1", "pass_2", "label"]


def read_labels(data_dir: Path) -> pd.DataFrame:
    """All hand-labelled films with :data:`LABEL_COLUMNS`.

    Raises:
        DatasetError: the file is missing, lacks a column, or has another word than a mood.
    """
    path = data_dir / LABELS_NAME
    if not path.exists():
        raise DatasetError(f"{LABELS_NAME} does not exist.")
    frame = pd.read_csv(path, keep_default_na=False, dtype={"id": str, "title": str})
    missing = [name for name in LABEL_COLUMNS if name not in frame.columns]
    if missing:
        raise DatasetError(f"{LABELS_NAME} lacks the column {missing[0]!r}.")
    _check_words(frame)
    return frame[LABEL_COLUMNS]


def _check_words(frame: pd.DataFrame) -> None:
    for column in ("pass_1", "pass_2", "label"):
        wrong = frame[~frame[column].isin(MOODS)]
        if len(wrong):
            raise DatasetError(
                f"{LABELS_NAME} has {wrong[column].iloc[0]!r} in column {column!r} on line {wrong.index[0] + 2}: "
                f"expected one of {', '.join(MOODS)}."
            )
    if frame["id"].duplicated().any():
        raise DatasetError(f"{LABELS_NAME} has the film {frame['id'][frame['id'].duplicated()].iloc[0]!r} twice.")


def cohen_kappa(first: "pd.Series[str]", second: "pd.Series[str]") -> float:
    """Agreement of two labellings beyond chance, at most 1; 0 is what chance would give.

    Raises:
        ValueError: different lengths or no labels.
    """
    if len(first) != len(second) or not len(first):
        raise ValueError(f"expected two labellings of the same films, received {len(first)} and {len(second)}")
    table = np.array([[((first == a) & (second == b)).sum() for b in MOODS] for a in MOODS], dtype=float)
    table /= table.sum()
    by_chance = float(table.sum(axis=1) @ table.sum(axis=0))
    observed = float(np.trace(table))
    return 1.0 if by_chance == 1.0 else (observed - by_chance) / (1 - by_chance)


def agreement(labels: pd.DataFrame) -> dict[str, Any]:
    """How well the two passes agree: share, Cohen's kappa, and how often each pair of moods was mixed up."""
    differ = labels[labels["pass_1"] != labels["pass_2"]]
    pairs = ["-".join(sorted(pair)) for pair in zip(differ["pass_1"], differ["pass_2"], strict=True)]
    return {
        "n": len(labels),
        "agreement": round(1 - len(differ) / len(labels), 4),
        "kappa": round(cohen_kappa(labels["pass_1"], labels["pass_2"]), 4),
        "mixed_up": {str(key): int(count) for key, count in pd.Series(pairs).value_counts().items()},
    }
