"""The posters' addresses, and the answers under them."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from moviefy.web.services import services

if TYPE_CHECKING:
    from moviefy.movies.catalog import Movie

bp = Blueprint("posters", __name__, url_prefix="/posters")
ONE_YEAR_S = 365 * 24 * 3600
ONE_HOUR_S = 3600


def poster_address(movie: "Movie") -> str:
    """Where a film's poster is; a poster that would look different has another address."""
    from moviefy.movies.posters import poster_version

    return f"/posters/{movie.id}.svg?v={poster_version(movie)}"


@bp.get("/<film_id>.svg")
def drawn(film_id: str) -> ResponseReturnValue:
    """The poster that the app draws; browsers may keep it for ever under its versioned address."""
    from moviefy.movies.posters import draw_poster, poster_version

    movie = find_film(film_id)
    version = poster_version(movie)
    answer = Response(mimetype="image/svg+xml")
    answer.set_etag(version)
    _may_be_kept(answer, ONE_YEAR_S if request.args.get("v") == version else ONE_HOUR_S)
    answer.make_conditional(request)
    if answer.status_code == 200:
        answer.set_data(draw_poster(movie))
    return answer


def find_film(film_id: str) -> "Movie":
    """The film with this id; answers 404 where the catalog has none."""
    catalog = services().recommender.catalog
    row = catalog.row_of.get(film_id)
    if row is None:
        abort(404)
    return catalog.movie(row)


def _may_be_kept(answer: Response, seconds: int) -> None:
    answer.cache_control.public = True
    answer.cache_control.max_age = seconds
    answer.cache_control.immutable = seconds == ONE_YEAR_S
