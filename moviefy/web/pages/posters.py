"""Poster addresses and responses.

Drawn posters lie under ``/posters/<id>.svg``. Where TMDB is in use, pages name ``/posters/<id>`` instead: TMDB's
picture, fetched and cached by this server, or the drawn one if TMDB has none in time.
"""

import logging
from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from moviefy.errors import TmdbUnavailable
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.posters.looks import VARIANTS, variants
from moviefy.movies.posters.poster import draw_poster, poster_version
from moviefy.movies.tmdb.client import Picture
from moviefy.web.delivery.prefix import site_root
from moviefy.web.services import Services, services

bp = Blueprint("posters", __name__, url_prefix="/posters")
ONE_YEAR_S = 365 * 24 * 3600
ONE_DAY_S = 24 * 3600
ONE_HOUR_S = 3600
TRY_AGAIN_S = 60
log = logging.getLogger("moviefy")


def poster_address(movie: Movie, shared: Services, variant: int = 0) -> str:
    """A film's poster address; it changes whenever the drawn poster does, and says in which colours it is drawn."""
    return f"{site_root()}/posters/{movie.id}{'' if shared.tmdb else '.svg'}?v={poster_version(movie, variant)}"


def poster_addresses(movies: Sequence[Movie], shared: Services) -> list[str]:
    """The addresses of a list's posters, in colours in which no two neighbours look alike."""
    return [poster_address(movie, shared, variant) for movie, variant in zip(movies, variants(movies), strict=True)]


@bp.get("/<film_id>")
def best(film_id: str) -> ResponseReturnValue:
    """TMDB's poster if there is one; otherwise the drawn one, cached for a shorter time."""
    movie, seconds = find_film(film_id), ONE_DAY_S
    try:
        if (picture := _real_poster(movie)) is not None:
            return _picture(picture)
    except TmdbUnavailable as error:
        log.debug("no poster from TMDB: %s", error)
        seconds = TRY_AGAIN_S
    return _drawing(movie, seconds)


@bp.get("/<film_id>.svg")
def drawn(film_id: str) -> ResponseReturnValue:
    """The drawn poster; browsers may cache it for ever under its versioned address."""
    movie = find_film(film_id)
    return _drawing(movie, ONE_HOUR_S if _asked_variant(movie) is None else ONE_YEAR_S)


def find_film(film_id: str) -> Movie:
    """The film with this id; aborts with 404 if there is none."""
    catalog = services().recommender.catalog
    row = catalog.row_of.get(film_id)
    if row is None:
        abort(404)
    return catalog.movie(row)


def _real_poster(movie: Movie) -> Picture | None:
    tmdb = services().tmdb
    return None if tmdb is None else tmdb.poster(movie)


def _picture(picture: Picture) -> Response:
    response = Response(picture.data, mimetype=picture.media_type)
    response.add_etag()
    _set_cache(response, ONE_DAY_S)
    response.make_conditional(request)
    return response


def _asked_variant(movie: Movie) -> int | None:
    """The variant whose version the address carries; None if it carries none, or that of an older drawing."""
    asked = request.args.get("v")
    return next((variant for variant in range(VARIANTS) if poster_version(movie, variant) == asked), None)


def _drawing(movie: Movie, seconds: int) -> Response:
    variant = _asked_variant(movie) or 0
    response = Response(mimetype="image/svg+xml")
    response.set_etag(poster_version(movie, variant))
    _set_cache(response, seconds)
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(draw_poster(movie, variant))
    return response


def _set_cache(response: Response, seconds: int) -> None:
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.cache_control.immutable = seconds == ONE_YEAR_S
