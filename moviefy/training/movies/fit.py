"""The hand-labelled films as training data, and the logistic model fitted on them."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import genre_combinations, read_columns
from moviefy.movies.catalog.mood_classifier import MoodClassifier
from moviefy.movies.catalog.mood_features import NUMBERS, FilmFacts, feature_matrix, title_words
from moviefy.movies.catalog.mood_labels import read_labels
from moviefy.training.movies.movielens import build_facts

Labels = npt.NDArray[np.intp]

MIN_GENRE, MIN_PAIR, MIN_WORD = 5, 10, 4
"""In how many labelled films a genre, a pair of genres or a title word must stand to become a feature."""

INVERSE_PENALTY = 0.5


@dataclass(frozen=True)
class LabelledFilms:
    """n films with their facts and the index of their mood in ``MOODS``, shape (n,)."""

    facts: pd.DataFrame
    labels: Labels

    def __len__(self) -> int:
        return len(self.facts)

    def take(self, rows: npt.NDArray[np.intp]) -> "LabelledFilms":
        """The films in some rows."""
        return LabelledFilms(self.facts.iloc[rows], self.labels[rows])

    @property
    def films(self) -> FilmFacts:
        """The facts as columns for the classifier."""
        return FilmFacts.from_frame(self.facts)


def load_labelled(data_dir: Path) -> LabelledFilms:
    """The hand-labelled films with the catalog's facts; before there is a catalog, with the facts it will hold.

    Raises:
        DatasetError: the labels cannot be used, or none of them is in the catalog.
        CatalogError: the catalog cannot be read.
    """
    path = data_dir / "movies.csv"
    facts = read_columns(path) if path.exists() else build_facts(data_dir)[0]
    joined = read_labels(data_dir)[["id", "label"]].merge(facts.drop(columns="mood", errors="ignore"), on="id")
    if joined.empty:
        raise DatasetError("None of the labelled films is in the catalog.")
    return LabelledFilms(joined, pd.Index(MOODS).get_indexer(pd.Index(joined["label"])))


def choose_features(labelled: LabelledFilms) -> tuple[str, ...]:
    """The features that the labelled films are many enough for."""
    genres = labelled.facts["genres"].tolist()
    names, table, codes = genre_combinations(genres)
    flags = table[codes]
    alone = flags & (flags.sum(axis=1, keepdims=True) == 1)
    singles = [f"genre:{name}" for name, n in zip(names, flags.sum(axis=0), strict=True) if n >= MIN_GENRE]
    only = [f"only:{name}" for name, n in zip(names, alone.sum(axis=0), strict=True) if n >= MIN_GENRE]
    pairs = [
        f"pair:{names[i]}+{names[j]}"
        for i, j in combinations(range(len(names)), 2)
        if (flags[:, i] & flags[:, j]).sum() >= MIN_PAIR
    ]
    return (*singles, *only, *pairs, *_common_words(labelled), *NUMBERS)


def _common_words(labelled: LabelledFilms) -> list[str]:
    counts = pd.Series([word for title in labelled.facts["title"] for word in title_words(title)]).value_counts()
    return [f"word:{word}" for word in sorted(counts[counts >= MIN_WORD].index)]


def fit_logistic(labelled: LabelledFilms) -> MoodClassifier:
    """The shipped model, before calibration: multinomial logistic regression with an L2 penalty."""
    from sklearn.linear_model import LogisticRegression

    features = choose_features(labelled)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    model.fit(feature_matrix(labelled.films, features), labelled.labels)
    return MoodClassifier(
        features, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32), temperature=1.0
    )
