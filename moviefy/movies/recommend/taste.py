"""What a person's likes and dislikes say about every other film, from the ids in the request alone.

Likeness from the catalog's own facts counts, and, where a table of neighbours is there, who else likes the films. The
weights were chosen on part of MovieLens' users (:mod:`moviefy.training.movies.feedback` measures them on the others).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend.likeness import Likeness
from moviefy.movies.recommend.neighbours import NO_NEIGHBOURS, CatalogNeighbours, FilmNeighbours, Pull
from moviefy.movies.recommend.ranking import Floats, Rows

MIN_KINSHIP = 4.5
"""The least likeness at which two films are said to be alike: about one in fifty; a film is like itself to about 11."""

USUAL_LIKENESS, MAX_AGREEMENT = 3.0, 1.7
"""How alike the likes of two people in three are at most; and from which multiple of that on more says no more."""

USUAL_VOTES = 100_000
"""What a film in the middle of a first page has: likes that are better known than this ask for the well known."""


@dataclass(frozen=True)
class TasteWeights:
    """How much each kind of evidence adds to a film's score.

    Attributes:
        likeness: times the mean likeness to the likes, less that of an ordinary film.
        audience: times the similarities of neighbours, over the square root of the number of likes: more likes say
            more, but none of them drowns the mood.
        disliked: the share of the same that dislikes take away. Small, since people rate what they chose to see: a film
            that somebody disliked still stands among films that he likes.
        fame: times how well known a film is and how well known the likes are in the mean, both in tenfolds of
            :data:`USUAL_VOTES`: whoever likes what everybody knows gets such films, and whoever likes the little known
            gets those.
    """

    likeness: float = 2.4
    audience: float = 15.0
    disliked: float = 0.1
    fame: float = 1.3


@dataclass(frozen=True)
class Cause:
    """The liked film, as a row of the catalog, that moved another up; ``audience``: by who likes it alone."""

    row: int
    audience: bool


class Taste:
    """Likes and dislikes against one catalog. Safe to share between threads: nothing of a request is kept.

    Args:
        catalog: n films; likeness: of the same films.
        neighbours: None if nothing was learnt from ratings.
    """

    def __init__(
        self,
        catalog: Catalog,
        likeness: Likeness,
        neighbours: FilmNeighbours | None = None,
        weights: TasteWeights | None = None,
    ) -> None:
        self._weights = weights or TasteWeights()
        self._likeness = likeness
        self._neighbours = CatalogNeighbours(neighbours or NO_NEIGHBOURS, catalog)
        self._fame = np.log10((catalog.votes + 1) / USUAL_VOTES).astype(np.float32)

    def of(self, liked: Sequence[int], disliked: Sequence[int], rows: Rows) -> Floats:
        """What taste adds to the score of the films in ``rows`` (which rise), shape (len(rows),).

        Args:
            liked, disliked: rows of the catalog.
        """
        score = np.zeros(len(rows), dtype=np.float32)
        for some, sign in ((liked, 1.0), (disliked, -self._weights.disliked)):
            if some and len(rows):
                everywhere = self._likeness.of(some)
                agreement, alike = self._agreement(some, everywhere), everywhere[rows]
                score += np.float32(sign * self._weights.likeness * agreement) * (alike - alike.mean())
                _add(score, rows, self.audience(some), sign)
        if liked and len(rows):
            score += np.float32(self._weights.fame) * self._fame[list(liked)].mean() * self._fame[rows]
        return score

    def _agreement(self, some: Sequence[int], alike: Floats) -> float:
        """How much more some films say because they are alike: 1, or up to the square of :data:`MAX_AGREEMENT`.

        Five films of one kind tell what somebody looks for; five of all kinds leave it open.
        """
        if len(some) < 2:
            return 1.0
        between = (len(some) * float(alike[list(some)].mean()) - self._likeness.most) / (len(some) - 1)
        return float(np.clip(between / USUAL_LIKENESS, 1.0, MAX_AGREEMENT)) ** 2

    def audience(self, some: Sequence[int]) -> Pull:
        """The rows that share an audience with some films, and what that adds; a row may come more than once."""
        if not some:
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        pulls = [self._neighbours.of(row) for row in some]
        strength = np.concatenate([similarity for _, similarity in pulls])
        weight = np.float32(self._weights.audience / len(some) ** 0.5)
        return np.concatenate([rows for rows, _ in pulls]), strength * weight

    def causes(self, liked: Sequence[int], rows: Rows) -> list[Cause | None]:
        """For each of some rows the liked film that is most like it; None if none is alike enough."""
        if not liked or not len(rows):
            return [None] * len(rows)
        alike = self._likeness.between(liked, rows.tolist())
        nearest = alike.argmax(axis=0)
        return [
            self._cause(liked[one], int(row), float(alike[one, place]))
            for place, (one, row) in enumerate(zip(nearest.tolist(), rows.tolist(), strict=True))
        ]

    def _cause(self, liked: int, row: int, alike: float) -> Cause | None:
        shared = row in self._neighbours.of(liked)[0]
        return Cause(liked, audience=shared and alike < MIN_KINSHIP) if shared or alike >= MIN_KINSHIP else None


def _add(score: Floats, rows: Rows, pull: Pull, weight: float) -> None:
    """Add a sparse pull to the scores of ``rows``, which rise, in place; targets that are not among them drop out."""
    targets, strength = pull
    if not len(targets) or not len(rows):
        return
    places = np.minimum(np.searchsorted(rows, targets), len(rows) - 1)
    there = rows[places] == targets
    np.add.at(score, places[there], strength[there] * np.float32(weight))
