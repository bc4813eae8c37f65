"""The graded films as training data, and the models fitted on them."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.build import build_catalog, scores_of_grades
from moviefy.movies.catalog.catalog import genre_combinations
from moviefy.movies.catalog.entries import LIST_SEPARATOR
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.estimates.features import KEYWORDS_UNKNOWN, NUMBERS, FilmFacts, feature_matrix
from moviefy.movies.estimates.fingerprint_estimator import FingerprintEstimator
from moviefy.movies.estimates.linear_model import LinearModel
from moviefy.movies.estimates.mood_classifier import MoodClassifier

Labels = npt.NDArray[np.intp]

MIN_GENRE, MIN_PAIR, MIN_KEYWORD, MIN_COUNTRY, MIN_DECADE = 5, 10, 5, 10, 20
"""In how many graded films a genre, a pair, a keyword, a country or a decade must stand to become a feature."""

INVERSE_PENALTY = 0.5
RIDGE_PENALTY = 10.0
BEYOND_IMDB = ("keywords", "countries")
"""What IMDb's files do not say."""


@dataclass(frozen=True)
class GradedFilms:
    """n graded films.

    Attributes:
        facts: id, genres, year, runtime_minutes, rating, votes; keywords and countries, empty where they are hidden.
        grades: the mood grades, whole numbers from 0 to 3, shape (n, 3), in the order of ``MOODS``.
        qualities: grades of the thirteen qualities, shape (n, 13), in the order of ``QUALITIES``.
    """

    facts: pd.DataFrame
    grades: npt.NDArray[np.int_]
    qualities: npt.NDArray[np.int_]

    def __len__(self) -> int:
        return len(self.facts)

    @property
    def labels(self) -> Labels:
        """The index of each film's mood in ``MOODS``, shape (n,): the one with the highest grade."""
        return np.asarray(self.grades.argmax(axis=1), dtype=np.intp)

    @property
    def films(self) -> FilmFacts:
        """The facts as columns for the models."""
        return FilmFacts.from_frame(self.facts)

    def take(self, rows: npt.NDArray[np.intp]) -> "GradedFilms":
        """The films in some rows."""
        return GradedFilms(self.facts.iloc[rows], self.grades[rows], self.qualities[rows])

    def by_imdb(self) -> "GradedFilms":
        """The same films with no more facts than IMDb's files hold."""
        return GradedFilms(self.facts.assign(**dict.fromkeys(BEYOND_IMDB, "")), self.grades, self.qualities)


def load_graded(data_dir: Path) -> GradedFilms:
    """The films of ``data_dir/films``.

    Raises:
        CatalogError: a film file has faults; one sentence names them.
    """
    films = build_catalog(data_dir)
    grades, qualities = (films[list(names)].astype(int).to_numpy() for names in (MOODS, QUALITIES))
    return GradedFilms(films, grades, qualities)


def choose_features(graded: GradedFilms) -> tuple[str, ...]:
    """The features that the graded films are many enough for."""
    names, table, codes = genre_combinations(graded.facts["genres"].tolist())
    flags = table[codes]
    alone = flags & (flags.sum(axis=1, keepdims=True) == 1)
    singles = [f"genre:{name}" for name, n in zip(names, flags.sum(axis=0), strict=True) if n >= MIN_GENRE]
    only = [f"only:{name}" for name, n in zip(names, alone.sum(axis=0), strict=True) if n >= MIN_GENRE]
    pairs = [
        f"pair:{names[i]}+{names[j]}"
        for i, j in combinations(range(len(names)), 2)
        if (flags[:, i] & flags[:, j]).sum() >= MIN_PAIR
    ]
    keywords = _common(graded.facts["keywords"], "keyword:", MIN_KEYWORD)
    countries = _common(graded.facts["countries"], "country:", MIN_COUNTRY)
    decades = _common((graded.facts["year"].astype(int) // 10 * 10).astype(str), "decade:", MIN_DECADE)
    return (*singles, *only, *pairs, *decades, *countries, *keywords, KEYWORDS_UNKNOWN, *NUMBERS)


def _common(texts: "pd.Series[str]", kind: str, at_least: int) -> list[str]:
    counts = pd.Series([part for text in texts for part in text.split(LIST_SEPARATOR) if part], dtype=str)
    common = counts.value_counts()
    return [f"{kind}{name}" for name in sorted(str(name) for name in common[common >= at_least].index)]


def fit_logistic(graded: GradedFilms) -> MoodClassifier:
    """The shipped model, before calibration: multinomial logistic regression with an L2 penalty.

    Its targets are the shares of the grades (a film can be happy and a little sad). It learns from every film twice,
    with all facts and with IMDb's alone, so that it can do without the others.

    Raises:
        DatasetError: a mood leads in none of the films.
    """
    from scipy.sparse import csr_matrix, vstack
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(graded.labels)) < len(MOODS):
        raise DatasetError(f"Training needs films of each mood; there are {len(np.unique(graded.labels))} moods.")
    features = choose_features(graded)
    rows = vstack([csr_matrix(matrix) for matrix in _both_views(graded, features)])
    shares = np.tile(scores_of_grades(graded.grades), (2, 1))
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000)
    # scikit-learn takes no shares as targets: each film stands there once per mood, weighted with its share.
    model.fit(vstack([rows] * len(MOODS)), np.repeat(np.arange(len(MOODS)), len(shares)), shares.T.ravel())
    return MoodClassifier(LinearModel(features, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)))


def fit_fingerprint(graded: GradedFilms) -> FingerprintEstimator:
    """Ridge regression from facts to the thirteen qualities, from every film twice as in :func:`fit_logistic`."""
    from scipy.sparse import csr_matrix, vstack
    from sklearn.linear_model import Ridge

    features = choose_features(graded)
    rows = vstack([csr_matrix(matrix) for matrix in _both_views(graded, features)])
    model = Ridge(alpha=RIDGE_PENALTY).fit(rows, np.tile(graded.qualities.astype(np.float64), (2, 1)))
    return FingerprintEstimator(
        LinearModel(features, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))
    )


def _both_views(graded: GradedFilms, features: tuple[str, ...]) -> list[npt.NDArray[np.float32]]:
    return [feature_matrix(one.films, features) for one in (graded, graded.by_imdb())]
