"""The film pages: browse by mood; one film, where to watch it and similar films."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from moviefy.errors import TmdbUnavailable
from moviefy.movies.catalog.fingerprint import WORDS
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.recommend.phrases import genre_name
from moviefy.movies.recommend.request import MAX_SEED
from moviefy.movies.tmdb.client import JUSTWATCH_SITE, NOTICE
from moviefy.movies.tmdb.parsing import TMDB_SITE
from moviefy.web.films import films_by_words, films_for, films_like, one_film
from moviefy.web.guards.policy import json_errors, lists_films, revalidated
from moviefy.web.languages.choice import say
from moviefy.web.languages.regions import justwatch_search
from moviefy.web.pages.addresses import came_with, changed_address
from moviefy.web.pages.film_page import FilmQuery, facts_of, outward_links, petals_of, why_it_fits
from moviefy.web.pages.posters import find_film
from moviefy.web.pages.shelves import choices, of_any_mood, opening, title_of
from moviefy.web.pages.structured_data import movie_data
from moviefy.web.parameters import BrowseQuery, MoviesBody, SearchQuery, body, query
from moviefy.web.services import services
from moviefy.wording import _

bp = Blueprint("film_pages", __name__)
SIMILAR = 12
FOUND, SUGGESTED = 36, 7
NOTHING: dict[str, Any] = {"movies": [], "total": 0, "seed": None, "message": None}
FILTERS = (
    "genre",
    "quality",
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
    "votes_to",
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
    """Films for a mood or for filters, films found by words, or rows of every kind."""
    wanted = query(BrowseQuery, blank_is_absent=True)
    if wanted.mood is not None:  # a form that kept the scores of a reading sends them beside the mood
        wanted = wanted.model_copy(update={"scores": None, "expression": None})
    filtered = any(getattr(wanted, name) is not None for name in FILTERS)
    has_mood = wanted.mood is not None or wanted.scores is not None
    asked = has_mood or filtered
    shown = films_for(of_any_mood(wanted)) if asked else NOTHING
    found = films_by_words(wanted.q, FOUND) if wanted.q and not asked else []
    catalog = services().recommender.catalog
    return render_template(
        "movies.html",
        genres={name: genre_name(name) for name in catalog.genres},
        choices=choices(catalog),
        qualities=WORDS,
        query=wanted.model_dump(),
        default_breadth=BrowseQuery.model_fields["breadth"].default,
        filtered=filtered,
        title=None if has_mood or not asked else title_of(wanted),
        found=found,
        shelves=[] if asked or found else opening(wanted.seed),
        **{name: shown[name] for name in ("movies", "total", "seed")},
        message=shown["message"] or _past_the_end(wanted, shown),
        asked=asked,
        came=came_with(wanted),
        canonical=changed_address(wanted, limit=None) if asked else url_for("film_pages.movies"),
        address=changed_address(wanted, seed=shown["seed"], offset=wanted.offset or None),
        **_ways_on(wanted, shown),
    )


@bp.get("/movies/suggestions")
@json_errors
def suggestions() -> str:
    """The first few films that words find, for scripts, while they are typed."""
    return render_template("suggestions_fragment.html", movies=films_by_words(query(SearchQuery).q, SUGGESTED))


@bp.post("/movies/fragment")
@lists_films
@json_errors
def fragment() -> str:
    """The cards of a list for scripts, with the body of ``POST /api/v1/movies``: likes stand in no address."""
    wanted = body(MoviesBody)
    has_mood = wanted.mood is not None or wanted.scores is not None
    title = "" if has_mood else title_of(wanted)
    return render_template("films_fragment.html", came=came_with(wanted), title=title, **films_for(of_any_mood(wanted)))


@bp.get("/movies/<film_id>")
@revalidated
def film(film_id: str) -> str:
    """One film: its story and facts, why it fits the mood one came with, where to look further, and similar films."""
    movie, wanted = find_film(film_id), query(FilmQuery, blank_is_absent=True)
    shown = one_film(movie)
    return render_template(
        "film.html",
        film=shown,
        data=movie_data(movie, request.url_root[:-1], request.host_url[:-1] + shown["poster"]),
        facts=facts_of(movie),
        fit=why_it_fits(movie, wanted),
        petals=petals_of(movie.fingerprint),
        outward=outward_links(movie, justwatch_search()),
        movies=films_like(film_id, SIMILAR),
        watch=_where_to_watch(movie),
    )


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
    total, offset = shown["total"], str(wanted.offset)
    return say(
        _("There are %(total)s films here, and offset=%(offset)s is past the last one.", total=total, offset=offset)
    )


def _ways_on(wanted: BrowseQuery, shown: dict[str, Any]) -> dict[str, str | None]:
    """Addresses of this page with one parameter changed; parameters that are not set are omitted."""
    after = wanted.offset + len(shown["movies"])
    more = changed_address(wanted, seed=shown["seed"], offset=after) if after < shown["total"] else None
    other = None if shown["seed"] is None else (shown["seed"] + 1) % MAX_SEED
    return {
        "next_url": more,
        "shuffle_url": changed_address(wanted, limit=None),
        "pick_url": changed_address(wanted, limit=1, seed=other),
        "first_url": changed_address(wanted, seed=shown["seed"]),
        "clear_url": changed_address(wanted, **dict.fromkeys(FILTERS)),
    }
