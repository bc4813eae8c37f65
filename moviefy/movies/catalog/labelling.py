"""Facts become a catalog: the classifier scores every film, and hand labels win."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    SCORE_COLUMNS,
    Catalog,
    catalog_from_frame,
    read_columns,
)
from moviefy.movies.catalog.check import check_catalog
from moviefy.movies.catalog.mood_classifier import CHUNK, MoodClassifier
from moviefy.movies.catalog.mood_features import FilmFacts
from moviefy.movies.catalog.mood_labels import read_labels

PART = ".part"
ONE_DAY_S = 24 * 3600
HAND_WEIGHT = 0.7
"""How much of a hand-labelled film's scores is its label; the rest is the classifier's, which knows the shades.

Above one half, so that the hand label always leads.
"""


def label_films(facts: pd.DataFrame, classifier: MoodClassifier, hand: dict[str, str]) -> pd.DataFrame:
    """``facts`` with mood, mood scores and the source of the label, in the order of a catalog's columns.

    Args:
        facts: the columns id, title, year, genres, runtime_minutes, rating, votes, facts_source.
        hand: film id -> mood, for the films that were labelled by hand.
    """
    scores = _scores_in_chunks(facts, classifier)
    labels = facts["id"].map(hand)
    by_hand = labels.notna().to_numpy()
    scores[by_hand] = _blend(scores[by_hand], labels[by_hand].tolist())
    table = facts.assign(
        mood=np.array(MOODS)[scores.argmax(axis=1)],
        label_source=np.where(by_hand, "hand", "classifier"),
        **{name: _rounded(scores)[:, column] for column, name in enumerate(SCORE_COLUMNS)},
    )
    return table[COLUMNS]


def hand_labels_by_title(facts: pd.DataFrame, data_dir: Path) -> dict[str, str]:
    """Film id -> hand label, where a film of another source has the title and year of a hand-labelled one."""
    labels = read_labels(data_dir)
    ours = facts[["id"]].assign(key=facts["title"].str.casefold(), year=facts["year"].astype(int))
    theirs = labels.assign(key=labels["title"].str.casefold())[["key", "year", "label"]].drop_duplicates(
        ["key", "year"]
    )
    both = ours.merge(theirs, on=["key", "year"])
    return dict(zip(both["id"], both["label"], strict=True))


def _scores_in_chunks(facts: pd.DataFrame, classifier: MoodClassifier) -> npt.NDArray[np.float32]:
    starts = tqdm(range(0, len(facts), CHUNK), desc="moods", leave=False, disable=None)
    parts = [classifier.scores(FilmFacts.from_frame(facts.iloc[start : start + CHUNK])) for start in starts]
    return np.concatenate(parts) if parts else np.empty((0, len(MOODS)), dtype=np.float32)


def _blend(scores: npt.NDArray[np.float32], labels: list[str]) -> npt.NDArray[np.float32]:
    one_hot = np.eye(len(MOODS), dtype=np.float32)[[MOODS.index(label) for label in labels]]
    blended: npt.NDArray[np.float32] = HAND_WEIGHT * one_hot + (1 - HAND_WEIGHT) * scores
    return blended


def _rounded(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    return np.asarray(np.round(scores.astype(np.float64), 4), dtype=np.float64)


def write_catalog(films: pd.DataFrame, path: Path) -> Catalog:
    """Write a catalog file so that a kill at any moment leaves the old one whole, and give it back checked.

    Raises:
        CatalogError: the films would not load again, or cannot be written; the old file is untouched.
    """
    _sweep(path)
    try:
        return _write_beside(films, path)
    except OSError as error:
        raise CatalogError(
            f"The film catalog {path.name} cannot be written: {error.strerror or 'no reason'}."
        ) from None


def _write_beside(films: pd.DataFrame, path: Path) -> Catalog:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            films.to_csv(file, index=False, lineterminator="\n")
            file.flush()
            os.fsync(file.fileno())  # otherwise a power cut after the renaming could leave an empty file
        catalog = catalog_from_frame(check_catalog(read_columns(beside), COLUMNS, OPTIONAL_COLUMNS))
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return catalog


def _sweep(path: Path) -> None:
    """Remove what killed imports of this catalog left; today's may belong to one that still runs."""
    for part in path.parent.glob(f".{path.name}.*{PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ONE_DAY_S:
                part.unlink()
