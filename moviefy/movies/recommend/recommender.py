"""A mood and a goal become an order of films: every film that fits comes once, good ones sooner."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from moviefy.config import Config
from moviefy.errors import BadParameter
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.filters import FILTERS, Filters, Flags, rows_of, used, without
from moviefy.movies.recommend.goals import EXPRESSION_RULES, GOALS, GoalScores
from moviefy.movies.recommend.likeness import Likeness
from moviefy.movies.recommend.neighbours import FILE_NAME, FilmNeighbours, load_neighbours
from moviefy.movies.recommend.pages import BLOCK, Company, vary
from moviefy.movies.recommend.reasons import Reasons
from moviefy.movies.recommend.request import MAX_SEED, RecommendationRequest
from moviefy.movies.recommend.shares import attributes, draw_weights
from moviefy.movies.recommend.taste import Taste, TasteWeights
from moviefy.movies.search import FilmSearch
from moviefy.wording import _, n_

__all__ = ["Recommendation", "RecommendationRequest", "Recommender", "Suggestion", "load_recommender"]

FIT_WEIGHT = np.float32(1.8)
"""What the fit to mood and goal counts beside a film's worth and the shuffle, whose spread is 1.3."""

SIMILAR_FAME, SIMILAR_RATING = 0.88, 0.11
"""In "more like this", what the logarithm of the votes and the rating count beside likeness: people expect films that
they may have heard of. Fitted with the weights of likeness."""


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
        mood: the mood that leads; goal, seed: with the same request the seed gives the same order.
        total: films in the whole order.
        message: if no film is left, one sentence saying what to relax; otherwise None.
        unknown: filter -> films left out because nothing is known about that fact of them.
    """

    movies: tuple[Suggestion, ...]
    mood: str
    goal: str
    seed: int
    total: int
    message: str | None = None
    unknown: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The shape that ``GET /api/v1/movies`` answers with."""
        return {
            "movies": [suggestion.to_json() for suggestion in self.movies],
            "mood": self.mood,
            "goal": self.goal,
            "seed": self.seed,
            "total": self.total,
            "message": self.message,
            "unknown": dict(self.unknown),
        }


class Recommender:
    """Recommends from one catalog. Safe to share between threads: nothing of a request is kept.

    Args:
        neighbours: which films the same people like; without it, likes and dislikes work on the catalog's own facts.
    """

    def __init__(
        self, catalog: Catalog, neighbours: FilmNeighbours | None = None, weights: TasteWeights | None = None
    ) -> None:
        self.catalog = catalog
        self._worth = ranking.worth(catalog.ratings, catalog.votes)
        rated = ranking.weighted_rating(catalog.ratings, catalog.votes)
        self._renown = (SIMILAR_FAME * np.log10(catalog.votes + 1) + SIMILAR_RATING * rated).astype(np.float32)
        share = (catalog.genre_counts / max(len(catalog), 1)).astype(np.float32)
        self._vectors = ranking.genre_vectors(catalog.genre_table, share)
        self._likeness = Likeness(catalog, self._vectors)
        self._taste = Taste(catalog, self._likeness, neighbours, weights)
        self._goals = GoalScores(catalog)
        self._filters = Filters(catalog)
        self._attributes = attributes(catalog)
        self._company = Company(catalog)
        self._draws: dict[tuple[str, str, str | None] | None, tuple[Flags, ranking.Floats]] = {}

    def recommend(self, request: RecommendationRequest) -> Recommendation:
        """The films of one page.

        Raises:
            BadParameter: the catalog has no such genre.
        """
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        fits, weights = self._drawn_from(request)
        rows = np.flatnonzero(fits & self._filters.allowed(request))
        chosen = self._page(request, rows, weights, seed)
        return Recommendation(
            self._suggestions(chosen, request),
            request.leading,
            request.goal,
            seed,
            len(rows),
            None if len(rows) else self._what_to_relax(request, fits),
            self._filters.unknown(request, fits),
        )

    def pool(self, request: RecommendationRequest) -> ranking.Rows:
        """The rows of all films that a request may be answered with, rising.

        Raises:
            BadParameter: the catalog has no such genre.
        """
        fits, _ = self._goals.for_people(request.goal, request.people)
        return np.flatnonzero(fits & self._filters.allowed(request))

    def fits(self, film_id: str, mood: str, goal: str) -> bool:
        """Whether a film may be offered to somebody with a mood and a goal; False for an id that the catalog lacks."""
        row = self.catalog.row_of.get(film_id)
        return row is not None and bool(self._goals.of(goal, mood)[0][row])

    @cached_property
    def films_by_words(self) -> FilmSearch:
        """The catalog's search, built on first use: only some visitors search."""
        return FilmSearch(self.catalog)

    def search(self, text: str, limit: int = 12) -> tuple[Suggestion, ...]:
        """The films whose title, people or themes fit a text best, best first; none if nothing is like it.

        Raises:
            BadParameter: the text is empty or too long.
        """
        reasons = Reasons("match")
        movies = [self.catalog.movie(int(row)) for row in self.films_by_words.find(text, limit)]
        return tuple(Suggestion(movie, reasons.why(movie)) for movie in movies)

    def similar(self, film_id: str, limit: int = 12, exclude: Collection[str] = ()) -> tuple[Suggestion, ...]:
        """The films most like one film, best first.

        Raises:
            BadParameter: the catalog has no such film, or ``limit`` or ``exclude`` cannot be used.
        """
        row = self.catalog.row_of.get(film_id)
        if row is None:
            raise BadParameter(_("The catalog has no film with the id %(value)s.", value=f"{film_id[:40]!r}"))
        movie = self.catalog.movie(row)
        request = RecommendationRequest(mood=movie.mood, limit=limit, exclude=exclude, liked=(film_id,))
        alike = self._likeness.of([row]) + self._renown
        allowed = self._filters.not_named(request)
        keys = np.where(allowed, alike, -np.inf).astype(np.float32)
        rows = ranking.top_rows(keys, limit)
        reasons = Reasons(request.goal)
        others = [self.catalog.movie(int(near)) for near in rows[np.isfinite(keys[rows])]]
        return tuple(Suggestion(other, reasons.alike(other, movie)) for other in others)

    def base_scores(self, liked: Collection[str] = (), disliked: Collection[str] = ()) -> ranking.Floats:
        """Every film's score from its worth and a person's taste alone, whatever the mood and unshuffled, (n,)."""
        everything = np.arange(len(self.catalog))
        rows = rows_of(self.catalog, liked), rows_of(self.catalog, disliked)
        return np.asarray(self._worth + self._taste.of(*rows, everything), dtype=np.float32)

    def _page(
        self, request: RecommendationRequest, rows: ranking.Rows, weights: ranking.Floats, seed: int
    ) -> ranking.Rows:
        """The rows of the films from ``offset`` on, shuffled by the seed, spread over pages and varied."""
        start, stop = request.offset, min(request.offset + request.limit, len(rows))
        if start >= stop:
            return rows[:0]
        # Each goal and mood is shuffled in its own way, so that their pages differ at one seed.
        noise = ranking.shuffle_noise((seed, *_turn(request)), len(self.catalog), rows)
        taste = self._taste.of(rows_of(self.catalog, request.liked), rows_of(self.catalog, request.disliked), rows)
        keys = weights[rows] + noise + taste
        begin, end = start // BLOCK * BLOCK, -(-stop // BLOCK) * BLOCK
        order = self._spread(rows, keys, end)
        varied = [self._varied(order[at : at + BLOCK], request.breadth) for at in range(begin, end, BLOCK)]
        return np.concatenate(varied)[start - begin : stop - begin]

    def _spread(self, rows: ranking.Rows, keys: ranking.Floats, end: int) -> ranking.Rows:
        """The first films by their keys, few of a group on a page; a few more are looked at, all if these go out."""
        for looked_at in (end + 2 * BLOCK, len(rows)):
            order, ran_out = self._company.spread(rows[ranking.top_rows(keys, looked_at)].tolist(), end)
            if not ran_out:
                break
        return np.array(order, dtype=np.intp)

    def _drawn_from(self, request: RecommendationRequest) -> tuple[Flags, ranking.Floats]:
        """Which films fit, and the log weight of each, both (n,); kept for what many ask."""
        common = _common_mood(request)
        key = (request.goal, common, request.expression) if common else None
        if key in self._draws:
            return self._draws[key]
        fits, score = self._goals.for_people(request.goal, request.people)
        if (rule := EXPRESSION_RULES.get(request.expression or "")) is not None:
            score = score + rule.scores(self.catalog)
        rows = np.flatnonzero(fits)
        weights = np.full(len(self.catalog), -np.inf, dtype=np.float32)
        weights[rows] = draw_weights((FIT_WEIGHT * score + self._worth)[rows], rows, self._attributes)
        if key:
            self._draws[key] = fits, weights
        return fits, weights

    def _varied(self, rows: ranking.Rows, breadth: float) -> ranking.Rows:
        """One block of an order, varied: films unlike their neighbours."""
        vectors = self._vectors[self.catalog.genre_codes[rows]]
        return rows[vary(vectors, breadth, self._company.bound(rows.tolist()))]

    def _what_to_relax(self, request: RecommendationRequest, fits: Flags) -> str:
        """Which one filter, left out, would bring most films back."""
        gains = {name: int((fits & self._filters.allowed(without(request, name))).sum()) for name in used(request)}
        name, count = max(gains.items(), key=lambda item: item[1], default=("", 0))
        if not count:
            return _("No film fits all of these filters; try fewer of them.")
        return n_(
            "No film fits; without %(filter)s there would be %(count)s film.",
            "No film fits; without %(filter)s there would be %(count)s films.",
            count,
            filter=FILTERS[name],
        )

    def _suggestions(self, rows: ranking.Rows, request: RecommendationRequest) -> tuple[Suggestion, ...]:
        causes = self._taste.causes(rows_of(self.catalog, request.liked), rows)
        movies = [self.catalog.movie(int(row)) for row in rows]
        reasons = Reasons(request.goal)
        return tuple(
            Suggestion(
                movie, reasons.why(movie, self._title(cause.row), cause.audience) if cause else reasons.why(movie)
            )
            for movie, cause in zip(movies, causes, strict=True)
        )

    def _title(self, row: int) -> str:
        return str(self.catalog.texts["title"][row])


def _turn(request: RecommendationRequest) -> tuple[int, int]:
    return GOALS.index(request.goal), MOODS.index(request.leading)


def _common_mood(request: RecommendationRequest) -> str | None:
    """One person's one mood, or "every" where all moods count alike; None for what few ask twice."""
    if request.group:
        return None
    alike = request.scores is not None and len(set(request.scores)) == 1
    return request.mood or ("every" if alike else None)


def load_recommender(config: Config) -> Recommender:
    """The recommender of the settings' catalog, with the table of neighbours if the model folder has one.

    Raises:
        CatalogError: the catalog cannot be read.
        ModelError: the table is there, but damaged.
    """
    neighbours = load_neighbours(config.model_dir) if (config.model_dir / FILE_NAME).exists() else None
    return Recommender(load_catalog(config.catalog), neighbours)
