"""A mood and a goal become an order of films: every film that fits comes once, good ones sooner."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.config import Config
from moviefy.errors import BadParameter
from moviefy.movies.catalog.catalog import Catalog, Movie, load_catalog
from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.neighbours import FilmNeighbours, load_neighbours
from moviefy.movies.recommend.reasons import alike, because, why
from moviefy.movies.recommend.request import MAX_SEED, RecommendationRequest
from moviefy.movies.recommend.taste import Cause, Taste, TasteWeights

__all__ = ["Recommendation", "RecommendationRequest", "Recommender", "Suggestion", "load_recommender"]

Flags = npt.NDArray[np.bool_]
FILTERS = {
    "genre": "the genre",
    "year_from": "the first year",
    "year_to": "the last year",
    "runtime_from": "the shortest length",
    "runtime_to": "the greatest length",
    "rating_from": "the lowest rating",
    "exclude": "the hidden films",
}
"""Every filter of a request, and what people call it."""


@dataclass(frozen=True)
class Suggestion:
    """One film and why it was chosen."""

    movie: Movie
    why: str

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy recommend`` print."""
        return {**self.movie.to_json(), "why": self.why}


@dataclass(frozen=True)
class Recommendation:
    """A page of an order of films.

    Attributes:
        seed: with the same request it gives the same order; total: films in the whole order.
        message: where no film is left, one sentence saying what to relax; otherwise None.
    """

    movies: tuple[Suggestion, ...]
    mood: str
    goal: str
    seed: int
    total: int
    message: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape that ``GET /api/v1/movies`` answers with."""
        return {
            "movies": [suggestion.to_json() for suggestion in self.movies],
            "mood": self.mood,
            "goal": self.goal,
            "seed": self.seed,
            "total": self.total,
            "message": self.message,
        }


class Recommender:
    """Recommends from one catalog. Safe to share between threads: nothing of a request is kept.

    Args:
        neighbours: which films the same people like; without it, likes and dislikes work on genres and years.
    """

    def __init__(
        self, catalog: Catalog, neighbours: FilmNeighbours | None = None, weights: TasteWeights | None = None
    ) -> None:
        self.catalog = catalog
        self._merit = ranking.merit(catalog.ratings, catalog.votes)
        self._beliefs = ranking.label_beliefs(catalog.scores, catalog.texts["label_source"] == "hand")
        share = (catalog.genre_counts / max(len(catalog), 1)).astype(np.float32)
        self._vectors = ranking.genre_vectors(catalog.genre_table, share)
        self._taste = Taste(catalog, self._vectors, neighbours, weights)
        self._fits: dict[tuple[str, tuple[str, ...]], tuple[Flags, ranking.Floats]] = {}

    def recommend(self, request: RecommendationRequest) -> Recommendation:
        """The films of one page.

        Raises:
            BadParameter: the catalog has no such genre.
        """
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        rows = self.pool(request)
        chosen = self._page(request, rows, seed)
        message = None if len(rows) else self._what_to_relax(request)
        return Recommendation(self._suggestions(chosen, request), request.mood, request.goal, seed, len(rows), message)

    def pool(self, request: RecommendationRequest) -> ranking.Rows:
        """The rows of all films that a request may be answered with, rising.

        Raises:
            BadParameter: the catalog has no such genre.
        """
        return np.flatnonzero(self._fit(request)[0] & self._allowed(request))

    def similar(self, film_id: str, limit: int = 12, exclude: Collection[str] = ()) -> tuple[Suggestion, ...]:
        """The films most like one film in genres, mood and time, best first.

        Raises:
            BadParameter: the catalog has no such film, or ``limit`` or ``exclude`` cannot be used.
        """
        row = self.catalog.row_of.get(film_id)
        if row is None:
            raise BadParameter(f"The catalog has no film with the id {film_id[:40]!r}.")
        movie = self.catalog.movie(row)
        request = RecommendationRequest(mood=movie.mood, limit=limit, exclude=exclude, liked=(film_id,))
        keys = np.where(self._not_named(request), self._likeness(row), -np.inf)
        rows = ranking.top_rows(keys.astype(np.float32), limit)
        found = [self.catalog.movie(int(near)) for near in rows[np.isfinite(keys[rows])]]
        return tuple(Suggestion(other, why(other, request.goal, alike(other, movie))) for other in found)

    def standing(self, liked: Collection[str] = (), disliked: Collection[str] = ()) -> ranking.Floats:
        """Every film's score from its worth and a person's taste alone, whatever the mood and unshuffled, (n,)."""
        everything = np.arange(len(self.catalog))
        return self._merit + self._taste.of(self._rows_of(liked), self._rows_of(disliked), everything)

    def _likeness(self, row: int) -> ranking.Floats:
        catalog = self.catalog
        genres = (self._vectors @ self._vectors[catalog.genre_codes[row]])[catalog.genre_codes]
        moods = ranking.overlap(catalog.scores, catalog.scores[row])
        years = np.abs(catalog.years - catalog.years[row]) / np.float32(40)
        likeness = np.asarray(4 * genres + 2 * moods - years + 0.25 * self._merit, dtype=np.float32)
        rows, strength = self._taste.audience([row])
        likeness[rows] += ranking.SHARED_AUDIENCE * strength
        return likeness

    def _fit(self, request: RecommendationRequest) -> tuple[Flags, ranking.Floats]:
        """Which films fit the goal, and their score before taste and shuffle; kept for the nine usual requests."""
        key = (request.goal, request.moods)
        if key in self._fits:
            return self._fits[key]
        catalog = self.catalog
        fit = ranking.group_fit(catalog.scores, *key)
        lean = ranking.leaning(request.goal, request.mood, catalog.genres, catalog.genre_table)[catalog.genre_codes]
        sure = ranking.CERTAINTY_WEIGHT * ranking.certainty(self._beliefs, *key)
        score = ranking.FIT_WEIGHT * np.log(fit + np.float32(1e-3)) + sure + lean + self._merit
        offered = fit >= self._threshold(fit, request)
        if request.goal == "calm":
            offered &= ~ranking.is_rousing(catalog.genres, catalog.genre_table)[catalog.genre_codes]
        made = (offered, np.asarray(score, dtype=np.float32))
        if not request.group:
            self._fits[key] = made
        return made

    @staticmethod
    def _threshold(fit: ranking.Floats, request: RecommendationRequest) -> float:
        """Moods that contradict each other leave no film that half suits all; then the better half of what there is."""
        return float(np.median(fit)) if len(set(request.moods)) > 1 and request.goal == "match" else ranking.POOL_FIT

    def _page(self, request: RecommendationRequest, rows: ranking.Rows, seed: int) -> ranking.Rows:
        """The rows of the films from ``offset`` on, shuffled by the seed and varied block by block."""
        start, stop = request.offset, min(request.offset + request.limit, len(rows))
        if start >= stop:
            return rows[:0]
        noise = ranking.shuffle_noise(seed, len(self.catalog), rows)
        taste = self._taste.of(self._rows_of(request.liked), self._rows_of(request.disliked), rows)
        keys = self._fit(request)[1][rows] + noise + taste
        size = ranking.MMR_BLOCK
        begin, end = start // size * size, -(-stop // size) * size
        order = ranking.top_rows(keys, end)
        turns = [self._varied(request, rows, keys, order[at : at + size], stop - at) for at in range(begin, end, size)]
        return np.concatenate(turns)[start - begin : stop - begin]

    def _varied(
        self, request: RecommendationRequest, rows: ranking.Rows, keys: ranking.Floats, part: ranking.Rows, count: int
    ) -> ranking.Rows:
        """Up to ``count`` rows of one block of the order, varied."""
        vectors = self._vectors[self.catalog.genre_codes[rows[part]]]
        return rows[part][ranking.vary(keys[part], vectors, request.breadth, count)]

    def _rows_of(self, ids: Collection[str]) -> list[int]:
        """Rows of the ids that the catalog has; others are ignored, as a client may remember an older catalog."""
        row_of = self.catalog.row_of
        return [row_of[film_id] for film_id in ids if film_id in row_of]

    def _allowed(self, request: RecommendationRequest) -> Flags:
        """Which films pass every filter, shape (n,)."""
        catalog = self.catalog
        allowed = self._not_named(request)
        if request.genre is not None:
            allowed &= catalog.genre_table[catalog.genre_codes, self._genre_column(request.genre)]
        _bound(allowed, catalog.years, request.year_from, request.year_to)
        _bound(allowed, catalog.runtimes, request.runtime_from, request.runtime_to)
        _bound(allowed, catalog.ratings, request.rating_from, None)
        return allowed

    def _not_named(self, request: RecommendationRequest) -> Flags:
        """Everything but the films that the client has excluded, liked or disliked."""
        allowed = np.ones(len(self.catalog), dtype=bool)
        for ids in (request.exclude, request.liked, request.disliked):
            allowed[self._rows_of(ids)] = False
        return allowed

    def _genre_column(self, genre: str) -> int:
        names = [name.casefold() for name in self.catalog.genres]
        if genre.casefold() not in names:
            raise BadParameter(f"genre must be one of {', '.join(self.catalog.genres)}, not {genre[:40]!r}.")
        return names.index(genre.casefold())

    def _what_to_relax(self, request: RecommendationRequest) -> str:
        """Which one filter, left out, would bring most films back."""
        fits, _ = self._fit(request)
        gains = {name: int((fits & self._allowed(_without(request, name))).sum()) for name in _used(request)}
        name, count = max(gains.items(), key=lambda item: item[1], default=("", 0))
        if not count:
            return "No film fits all of these filters; try fewer of them."
        noun = "film" if count == 1 else "films"
        return f"No film fits; without {FILTERS[name]} there would be {count:,} {noun}."

    def _suggestions(self, rows: ranking.Rows, request: RecommendationRequest) -> tuple[Suggestion, ...]:
        causes = self._taste.causes(self._rows_of(request.liked), self._rows_of(request.disliked), rows)
        movies = [self.catalog.movie(int(row)) for row in rows]
        return tuple(
            Suggestion(movie, why(movie, request.goal, self._because(cause)))
            for movie, cause in zip(movies, causes, strict=True)
        )

    def _because(self, cause: Cause | None) -> str:
        return because(str(self.catalog.texts["title"][cause.row]), cause.audience) if cause else ""


def load_recommender(config: Config) -> Recommender:
    """The recommender of the settings' catalog and model folder.

    Raises:
        CatalogError: the catalog cannot be read.
        ModelError: the table of neighbours is missing or damaged.
    """
    return Recommender(load_catalog(config.catalog), load_neighbours(config.model_dir))


def _bound(allowed: Flags, values: npt.NDArray[Any], low: float | None, high: float | None) -> None:
    """Narrow ``allowed`` in place; a value that is unknown (NaN) passes no bound."""
    if low is not None:
        allowed &= values >= low
    if high is not None:
        allowed &= values <= high


def _used(request: RecommendationRequest) -> list[str]:
    return [name for name in FILTERS if getattr(request, name) not in (None, (), [])]


def _without(request: RecommendationRequest, name: str) -> RecommendationRequest:
    nothing: Any = () if name == "exclude" else None
    return replace(request, **{name: nothing})
