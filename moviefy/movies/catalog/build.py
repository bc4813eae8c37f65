"""The default catalog: the films of ``data/films``, with a mood and its scores from their hand grades."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import COLUMNS, OPTIONAL_COLUMNS, SCORE_COLUMNS
from moviefy.movies.catalog.films import read_films

FILMS_FOLDER = "films"
GRADE_SHARES = np.array([0.02, 0.2, 0.55, 1.0])
"""What a grade of 0, 1, 2 or 3 counts when three of them become scores that sum to 1."""


def scores_of_grades(grades: npt.NDArray[np.int_]) -> npt.NDArray[np.float64]:
    """Mood grades, whole numbers from 0 to 3 of shape (n, 3), as scores of the same shape whose rows sum to 1."""
    shares = GRADE_SHARES[grades]
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float64)


def build_catalog(data_dir: Path) -> pd.DataFrame:
    """All films of ``data_dir/films`` with every column of a catalog, oldest first.

    Raises:
        CatalogError: a film file has faults; one sentence names them.
    """
    films = read_films(data_dir / FILMS_FOLDER)
    scores = np.round(scores_of_grades(films[list(MOODS)].astype(int).to_numpy()), 4)
    table = films.assign(
        mood=np.array(MOODS)[scores.argmax(axis=1)],
        **{name: scores[:, column] for column, name in enumerate(SCORE_COLUMNS)},
        facts_source="editor",
        label_source="hand",
        fingerprint_source="hand",
    )
    by_age = table.assign(age=table["year"].astype(int)).sort_values(["age", "title", "id"], kind="stable")
    columns = [name for name in (*COLUMNS, *OPTIONAL_COLUMNS) if name in by_age]
    return by_age[columns].reset_index(drop=True)
