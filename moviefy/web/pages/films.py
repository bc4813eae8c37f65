"""The film pages: browse by mood; one film, where to watch it and similar films."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from moviefy.errors import TmdbUnavailable
from moviefy.movies.catalog.catalog import Movie
from moviefy.movies.recommend.request import MAX_SEED
from moviefy.movies.tmdb.client import JUSTWATCH_SITE, NOTICE
from moviefy.movies.tmdb.parsing import TMDB_SITE
from moviefy.web.films import films_for, films_like, one_film
from moviefy.web.guards.policy import revalidated
from moviefy.web.pages.posters import find_film
from moviefy.web.pages.structured_data import movie_data
from moviefy.web.parameters import BrowseQuery, query
from moviefy.web.services import services

bp = Blueprint("film_pages", __name__)
SIMILAR = 12
FILTERS = (
    "genre",
    "keyword",
    "director",
    "country",
    "language",
    "audience",
    "year_from",
    "year_to",
    "runtime_from",
    "runtime_to",
    "rating_from",
)


@bp.app_context_processor
def notices() -> dict[str, Any]:
    """What TMDB's and JustWatch's terms ask pages to say; nothing if TMDB is not in use."""
    if not services().config.tmdb_api_key:
        return {"tmdb_notice": None}

    return {"tmdb_notice": NOTICE, "tmdb_site": TMDB_SITE, "justwatch_site": JUSTWATCH_SITE}


@bp.get("/movies")
@revalidated
def movies() -> str:
    """Browse the films; without a mood, the page offers the three."""
    wanted = query(BrowseQuery, blank_is_absent=True)
    if wanted.mood is not None:  # a form that kept the scores of a reading sends them beside the mood
        wanted = wanted.model_copy(update={"scores": None, "expression": None})
    asked = wanted.mood is not None or wanted.scores is not None
    shown = films_for(wanted) if asked else {"movies": [], "total": 0, "seed": None, "message": None}
    return render_template(
        "movies.html",
        genres=services().recommender.catalog.genres,
        query=wanted.model_dump(),
        default_breadth=BrowseQuery.model_fields["breadth"].default,
        filtered=any(getattr(wanted, name) is not None for name in FILTERS),
        **{name: shown[name] for name in ("movies", "total", "seed")},
        message=shown["message"] or _past_the_end(wanted, shown),
        asked=asked,
        canonical=_address(wanted, limit=None) if asked else url_for("film_pages.movies"),
        address=_address(wanted, seed=shown["seed"], offset=wanted.offset or None),
        **_ways_on(wanted, shown),
    )


@bp.get("/movies/<film_id>")
@revalidated
def film(film_id: str) -> str:
    """One film: why it may fit, where to watch it, and similar films."""
    movie = find_film(film_id)
    similar = films_like(film_id, SIMILAR)
    shown = one_film(movie)
    data = movie_data(movie, request.host_url[:-1], shown["poster"])
    return render_template("film.html", film=shown, movies=similar, watch=_where_to_watch(movie), data=data)


def films_address(question: dict[str, Any]) -> str:
    """The films page for a question, given as parameters of ``MoviesQuery``; with a seed, its films in their order."""
    return _address(BrowseQuery.model_validate(question), seed=question.get("seed"))


def _where_to_watch(movie: Movie) -> dict[str, Any] | None:
    """TMDB's answer, or that it is unavailable; None if TMDB is not in use."""
    tmdb = services().tmdb
    if tmdb is None:
        return None
    try:
        return {"options": tmdb.where_to_watch(movie), "country": tmdb.country, "failed": False}
    except TmdbUnavailable:
        return {"options": None, "country": tmdb.country, "failed": True}


def _past_the_end(wanted: BrowseQuery, shown: dict[str, Any]) -> str | None:
    if shown["movies"] or not shown["total"]:
        return None
    return f"There are {shown['total']:,} films here, and offset={wanted.offset} is past the last one."


def _ways_on(wanted: BrowseQuery, shown: dict[str, Any]) -> dict[str, str | None]:
    """Addresses of this page with one parameter changed; parameters that are not set are omitted."""
    after = wanted.offset + len(shown["movies"])
    more = _address(wanted, seed=shown["seed"], offset=after) if after < shown["total"] else None
    return {
        "next_url": more,
        "shuffle_url": _address(wanted, limit=None),
        "pick_url": _address(wanted, limit=1, seed=None if shown["seed"] is None else (shown["seed"] + 1) % MAX_SEED),
        "first_url": _address(wanted, seed=shown["seed"]),
        "clear_url": _address(wanted, **dict.fromkeys(FILTERS)),
    }


def _address(wanted: BrowseQuery, **change: Any) -> str:
    kept = wanted.model_dump(exclude_none=True, exclude_defaults=True, exclude={"seed", "offset"}) | change
    pairs: dict[str, Any] = {name: _as_text(value) for name, value in kept.items() if value is not None}
    return url_for("film_pages.movies", **pairs)


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
