"""What a person's likes and dislikes say about every other film, from the ids in the request alone.

Three things count: who else likes the films (neighbours learnt from ratings), their genres, and their years. The last
two also speak for films that nobody has rated. The weights were chosen on part of MovieLens' users
(:mod:`moviefy.training.movies.feedback` measures them on the others).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend.neighbours import NO_NEIGHBOURS, CatalogNeighbours, FilmNeighbours, Pull
from moviefy.movies.recommend.ranking import Floats, Rows

ERA_YEARS = 8.0
"""A film this many years from a liked one gets 1/e of what a film of the same year gets."""

MOVED = 0.5
"""From this much of a film's score on, a liked film is named as the reason; the shuffle's spread is 1.3."""

MIN_KINSHIP = 0.3
"""The least cosine of genres at which two films are said to be alike."""


@dataclass(frozen=True)
class TasteWeights:
    """How much each kind of evidence adds to a film's score.

    Attributes:
        audience: times the similarities, over the square root of the number of likes: more likes say more, but none of
            them drowns the mood.
        genres: times the cosine with the mean of the likes.
        era: times the nearness in years, 1 for the year of every like.
        disliked_audience, disliked_genres: the share of the same that dislikes take away. Less than 1, since people
            rate what they chose to see: a film that somebody disliked still stands among films that he likes.
    """

    audience: float = 22.0
    genres: float = 4.0
    era: float = 2.0
    disliked_audience: float = 0.1
    disliked_genres: float = 0.5


@dataclass(frozen=True)
class Cause:
    """The liked film, as a row of the catalog, that moved another up; ``audience``: by who likes it, not by genres."""

    row: int
    audience: bool


class Taste:
    """Likes and dislikes against one catalog. Safe to share between threads: nothing of a request is kept.

    Args:
        catalog: n films; vectors: unit genre vectors of its combinations, shape (combinations, G).
        neighbours: None where nothing was learnt from ratings.
    """

    def __init__(
        self,
        catalog: Catalog,
        vectors: Floats,
        neighbours: FilmNeighbours | None = None,
        weights: TasteWeights | None = None,
    ) -> None:
        self._weights = weights or TasteWeights()
        self._codes, self._vectors = catalog.genre_codes, vectors
        self._neighbours = CatalogNeighbours(neighbours or NO_NEIGHBOURS, catalog)
        self._first_year = int(catalog.years.min()) if len(catalog) else 0
        self._years = (catalog.years - self._first_year).astype(np.int16)

    def of(self, liked: Sequence[int], disliked: Sequence[int], rows: Rows) -> Floats:
        """What taste adds to the score of the films in ``rows`` (which rise), shape (len(rows),).

        Args:
            liked, disliked: rows of the catalog.
        """
        score = np.zeros(len(rows), dtype=np.float32)
        if liked or disliked:
            score += self._genres(liked, disliked)[self._codes[rows]]
        if liked:
            score += self._era(liked)[self._years[rows]]
        for some, weight in ((liked, 1.0), (disliked, -self._weights.disliked_audience)):
            _add(score, rows, self.audience(some), weight)
        return score

    def audience(self, some: Sequence[int]) -> Pull:
        """The rows that share an audience with some films, and what that adds; a row may come more than once."""
        if not some:
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        pulls = [self._neighbours.of(row) for row in some]
        strength = np.concatenate([similarity for _, similarity in pulls])
        return np.concatenate([rows for rows, _ in pulls]), strength * np.float32(self._audience_weight(len(some)))

    def _audience_weight(self, n_films: int) -> float:
        return float(self._weights.audience / n_films**0.5)

    def causes(self, liked: Sequence[int], disliked: Sequence[int], rows: Rows) -> list[Cause | None]:
        """For each of some rows the liked film that moved it up most; None where that is less than :data:`MOVED`.

        None as well where the dislikes outweigh it, since then the film has not been moved up at all.
        """
        if not liked or not len(rows):
            return [None] * len(rows)
        by_audience, by_genres = self._moves(liked, rows)
        best = (by_audience + by_genres).argmax(axis=0)
        shown = np.arange(len(rows))
        audience, genres = by_audience[best, shown], by_genres[best, shown]
        order = np.argsort(rows)
        raised = np.empty(len(rows), dtype=np.float32)
        raised[order] = self.of(liked, disliked, rows[order])
        moved = (audience + genres >= MOVED) & (raised >= MOVED)
        return [
            Cause(liked[one], bool(audience[place] >= genres[place])) if moved[place] else None
            for place, one in enumerate(best.tolist())
        ]

    def _moves(self, liked: Sequence[int], rows: Rows) -> tuple[Floats, Floats]:
        """What each liked film alone adds to each row's score, by audience and by genres, both (liked, rows)."""
        cosine = self._vectors[self._codes[list(liked)]] @ self._vectors[self._codes[rows]].T
        by_genres = np.where(
            cosine >= MIN_KINSHIP, cosine * np.float32(self._weights.genres / len(liked)), np.float32(0)
        )
        by_audience = np.zeros((len(liked), len(rows)), dtype=np.float32)
        order = np.argsort(rows)
        for one, film in enumerate(liked):
            score = np.zeros(len(rows), dtype=np.float32)
            _add(score, rows[order], self._neighbours.of(film), self._audience_weight(len(liked)))
            by_audience[one, order] = score
        return by_audience, np.asarray(by_genres, dtype=np.float32)

    def _genres(self, liked: Sequence[int], disliked: Sequence[int]) -> Floats:
        away = np.float32(self._weights.disliked_genres) * self._mean_vector(disliked)
        direction = self._mean_vector(liked) - away
        return np.asarray(np.float32(self._weights.genres) * (self._vectors @ direction), dtype=np.float32)

    def _mean_vector(self, rows: Sequence[int]) -> Floats:
        if not rows:
            return np.zeros(self._vectors.shape[1], dtype=np.float32)
        return np.asarray(self._vectors[self._codes[list(rows)]].mean(axis=0), dtype=np.float32)

    def _era(self, liked: Sequence[int]) -> Floats:
        """What each year of the catalog, from its first, adds, shape (years,)."""
        years = np.arange(int(self._years.max()) + 1)
        distances = np.abs(years[:, None] - self._years[list(liked)][None, :])
        return np.asarray(self._weights.era * np.exp(-distances / ERA_YEARS).mean(axis=1), dtype=np.float32)


def _add(score: Floats, rows: Rows, pull: Pull, weight: float) -> None:
    """Add a sparse pull to the scores of ``rows``, which rise, in place; targets that are not among them drop out."""
    targets, strength = pull
    if not len(targets) or not len(rows):
        return
    places = np.minimum(np.searchsorted(rows, targets), len(rows) - 1)
    there = rows[places] == targets
    np.add.at(score, places[there], strength[there] * np.float32(weight))
