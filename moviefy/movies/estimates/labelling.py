"""Facts become a catalog: models score every film, and what we say ourselves wins."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import COLUMNS, MORE_TEXTS, OPTIONAL_COLUMNS, SCORE_COLUMNS
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.estimates.features import FilmFacts
from moviefy.movies.estimates.fingerprint_estimator import FingerprintEstimator
from moviefy.movies.estimates.linear_model import CHUNK
from moviefy.movies.estimates.mood_classifier import MoodClassifier


def label_films(
    facts: pd.DataFrame, classifier: MoodClassifier, estimator: FingerprintEstimator, ours: pd.DataFrame
) -> pd.DataFrame:
    """``facts`` with mood, mood scores and a fingerprint, with all columns that a catalog may have.

    Args:
        facts: id, title, year, genres, runtime_minutes, rating, votes, facts_source; more columns if they are known.
        ours: what we say ourselves about some of the films, by id (:mod:`moviefy.movies.importing.known_films`). It
            wins over the models; texts that the facts have already stay.
    """
    scores, qualities = _estimates(facts, classifier, estimator)
    estimated = facts.assign(
        mood=np.array(MOODS)[scores.argmax(axis=1)],
        label_source="classifier",
        fingerprint_source="estimated",
        **{name: np.round(scores[:, column], 4) for column, name in enumerate(SCORE_COLUMNS)},
        **{name: np.round(qualities[:, column], 1) for column, name in enumerate(QUALITIES)},
    )
    table = estimated.reindex(columns=[*COLUMNS, *OPTIONAL_COLUMNS]).astype(object).set_index("id", drop=False)
    for name in ours:
        known = ours[name][(ours[name] != "") & ours.index.isin(table.index)]
        if name in MORE_TEXTS and name in facts:
            known = known[(table.loc[known.index, name].fillna("") == "").to_numpy()]
        table.loc[known.index, name] = known
    return table.reset_index(drop=True)


def _estimates(
    facts: pd.DataFrame, classifier: MoodClassifier, estimator: FingerprintEstimator
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mood scores, shape (n, 3), and qualities, shape (n, 13), some films at a time."""
    scores, qualities = np.empty((len(facts), len(MOODS))), np.empty((len(facts), len(QUALITIES)))
    for start in tqdm(range(0, len(facts), CHUNK), desc="moods", leave=False, disable=None):
        rows = slice(start, start + CHUNK)
        films = FilmFacts.from_frame(facts.iloc[rows])
        scores[rows], qualities[rows] = classifier.scores(films), estimator.grades(films)
    return scores, qualities
