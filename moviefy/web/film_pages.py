"""The films' pages: browsing by mood, and one film with where to watch it and more like it."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, url_for

from moviefy.errors import TmdbUnavailable
from moviefy.web.films import films_for, films_like, one_film
from moviefy.web.parameters import BrowseQuery, query
from moviefy.web.posters import find_film
from moviefy.web.services import services

if TYPE_CHECKING:
    from moviefy.movies.catalog import Movie

bp = Blueprint("film_pages", __name__)
SIMILAR = 12


@bp.app_context_processor
def notices() -> dict[str, Any]:
    """What TMDB's and JustWatch's terms ask pages to say; nothing where TMDB is not in use."""
    if not services().config.tmdb_api_key:
        return {"tmdb_notice": None}
    from moviefy.movies.tmdb import JUSTWATCH_SITE, NOTICE
    from moviefy.movies.tmdb_answers import TMDB_SITE

    return {"tmdb_notice": NOTICE, "tmdb_site": TMDB_SITE, "justwatch_site": JUSTWATCH_SITE}


@bp.get("/movies")
def movies() -> str:
    """Browse the films; without a mood, the page offers the three."""
    wanted = query(BrowseQuery, blank_is_absent=True)
    shown: dict[str, Any] = {"movies": [], "total": 0, "next_url": None, "shuffle_url": None, "message": None}
    if wanted.mood is not None:
        shown = _films_page(wanted)
    genres = services().recommender.catalog.genres
    return render_template("movies.html", genres=genres, query=wanted.model_dump(), **shown)


@bp.get("/movies/<film_id>")
def film(film_id: str) -> str:
    """One film: why it may fit, where to watch it, and more like it."""
    movie = find_film(film_id)
    similar = films_like(film_id, SIMILAR)
    return render_template("film.html", film=one_film(movie), movies=similar, watch=_where_to_watch(movie))


def _where_to_watch(movie: "Movie") -> dict[str, Any] | None:
    """What TMDB says, or that it says nothing now; None where TMDB is not in use."""
    tmdb = services().tmdb
    if tmdb is None:
        return None
    try:
        return {"options": tmdb.where_to_watch(movie), "country": tmdb.country, "failed": False}
    except TmdbUnavailable:
        return {"options": None, "country": tmdb.country, "failed": True}


def _films_page(wanted: BrowseQuery) -> dict[str, Any]:
    page = films_for(wanted)
    kept = wanted.model_dump(exclude_none=True, exclude_defaults=True, exclude={"seed", "offset"})
    kept = {name: ",".join(value) if isinstance(value, list) else value for name, value in kept.items()}
    after = wanted.offset + len(page["movies"])
    more = url_for("film_pages.movies", **kept, seed=page["seed"], offset=after) if after < page["total"] else None
    shown = {name: page[name] for name in ("movies", "total", "message")}
    return shown | {"next_url": more, "shuffle_url": url_for("film_pages.movies", **kept)}
