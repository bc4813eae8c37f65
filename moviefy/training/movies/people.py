"""The people of MovieLens whose likes and dislikes are told, what they liked later, and how well that was foretold.

each person's ratings in the order of time:   earlier half                    |  later half
                                              first five likes, five dislikes |  liked films are to be found
                                              all of it: hidden from the list |
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.movies.recommend.ranking import top_rows
from moviefy.training.movies.neighbours import LIKED
from moviefy.training.movies.ratings import last_years

Rows = npt.NDArray[np.intp]
Figures = npt.NDArray[np.float64]

FEEDBACK, TOP = 5, 10
DISLIKED = 3.0
"""A rating up to which a film counts as disliked, if it is among the person's five lowest: below the mean of 3.5."""

FOLDS, RANDOM_STATE = 5, 0


@dataclass(frozen=True)
class Person:
    """One person's split; all rows of the catalog.

    Attributes:
        liked, disliked: five each, of the earlier half; seen: the whole earlier half; later_liked: at least one.
        possible: the films that the person could be offered, rising: not rated earlier, of no later
            year than the last rating.
    """

    user: int
    liked: Rows
    disliked: Rows
    seen: Rows
    later_liked: Rows
    possible: Rows


Ranker = Callable[[Person], Rows]
"""The ten films, best first, that somebody is offered."""


def split_by_time(ratings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each person's earlier and later half, of ratings in the order of users and time."""
    place = ratings.groupby("user").cumcount()
    earlier = place < ratings.groupby("user")["row"].transform("size") // 2
    return ratings[earlier], ratings[~earlier]


def people(ratings: pd.DataFrame, years: npt.NDArray[np.int32]) -> list[Person]:
    """Everybody with five likes and five dislikes in the earlier half and a like in the later one.

    Args:
        years: of the catalog's films, shape (n,).
    """
    earlier, later = split_by_time(ratings)
    liked_later = {half["user"].iloc[0]: half["row"] for _, half in later[later["rating"] >= LIKED].groupby("user")}
    rated, last = np.unique(ratings["row"]), last_years(ratings)
    split = []
    for user, half in earlier.groupby("user"):
        if user in liked_later:
            possible = np.setdiff1d(rated[years[rated] <= last[int(half["user"].iloc[0])]], half["row"])
            split.append(_person(half, liked_later[user].to_numpy(), possible))
    return [person for person in split if len(person.liked) == len(person.disliked) == FEEDBACK]


def _person(earlier: pd.DataFrame, later_liked: Rows, possible: Rows) -> Person:
    """The first five likes, and the five lowest ratings that are no praise, the first of equal ones."""
    disliked = earlier[earlier["rating"] <= DISLIKED].sort_values("rating", kind="stable")
    return Person(
        user=int(earlier["user"].iloc[0]),
        liked=earlier["row"][earlier["rating"] >= LIKED].to_numpy()[:FEEDBACK],
        disliked=disliked["row"].to_numpy()[:FEEDBACK],
        seen=earlier["row"].to_numpy(),
        later_liked=later_liked,
        possible=possible,
    )


def folds(n: int) -> npt.NDArray[np.intp]:
    """Which fifth each of n people belongs to, 0 to 4, shape (n,); always the same."""
    return np.random.default_rng(RANDOM_STATE).permutation(n) % FOLDS


def cross_fitted(tried: Mapping[str, Figures]) -> tuple[Figures, str]:
    """Figures of everybody under choices that others made: for each fifth the setting that is best on the other four.

    Args:
        tried: setting -> its figure for each person, all of the same shape (n,).

    Returns:
        The figures, shape (n,), and the setting that is best on everybody.
    """
    fold = folds(len(next(iter(tried.values()))))
    chosen = [max(tried, key=lambda name: tried[name][fold != one].mean()) for one in range(FOLDS)]
    figures = np.choose(fold, [tried[name] for name in chosen])
    return figures, max(tried, key=lambda name: tried[name].mean())


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


def best_possible(values: npt.NDArray[Any], person: Person) -> Rows:
    """The ten films of highest value, of values of shape (n,), that the person could be offered."""
    return person.possible[top_rows(values[person.possible].astype(np.float32), TOP)]
