"""What our recommendations are compared with: how liked films are, and item-kNN of the library implicit."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.training.movies.neighbours import like_matrix
from moviefy.training.movies.people import TOP, Person, Rows

KNN_SIZES = (20, 50, 100, 200, 500)
"""Numbers of neighbours tried for item-kNN; with all of a few thousand films it is another method."""


def popularity_counts(earlier: pd.DataFrame, n_films: int) -> npt.NDArray[np.float32]:
    """How many people liked each film in the earlier halves, shape (n_films,)."""
    return np.asarray(like_matrix(earlier, n_films).sum(axis=0), dtype=np.float32).ravel()


class ItemKnn:
    """Item-kNN of the library implicit, fitted on who liked what in the earlier halves and asked with the five likes.

    It takes likes alone, so the five dislikes are not told to it.
    """

    def __init__(self, model: Any, n_films: int) -> None:
        self._model, self._n_films = model, n_films

    def rank(self, person: Person) -> Rows:
        """The ten best that the person could be offered."""
        return self.among(person, person.possible)

    def among(self, person: Person, candidates: Rows) -> Rows:
        """The ten best of some films."""
        import scipy.sparse as sparse

        entries = (np.ones(len(person.liked)), ([0] * len(person.liked), person.liked))
        history = sparse.csr_matrix(entries, shape=(1, self._n_films))
        ids, _ = self._model.recommend(0, history, items=candidates, filter_already_liked_items=False)
        return np.asarray(ids[:TOP], dtype=np.intp)


def item_knns(earlier: pd.DataFrame, n_films: int) -> dict[str, ItemKnn]:
    """Every kind and number of neighbours, by name.

    Raises:
        DatasetError: ``implicit`` is not installed.
    """
    try:
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
        from implicit.utils import ParameterWarning
    except ImportError:
        raise DatasetError("Measuring likes needs the package implicit (pip install 'moviefy[evaluate]').") from None
    likes = like_matrix(earlier, n_films)
    made: dict[str, ItemKnn] = {}
    for kind in (CosineRecommender, TFIDFRecommender, BM25Recommender):
        for k in KNN_SIZES:
            model = kind(K=k)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ParameterWarning)  # about a matrix that the library itself has made
                model.fit(likes, show_progress=False)
            made[f"{kind.__name__}(K={k})"] = ItemKnn(model, n_films)
    return made
