"""From checked query parameters to a list of films."""

from collections.abc import Sequence
from typing import Any

from moviefy.expression.reading import Reading
from moviefy.movies.catalog.catalog import Movie
from moviefy.movies.recommend.reasons import Reasons
from moviefy.movies.recommend.recommender import RecommendationRequest, Suggestion
from moviefy.movies.recommend.request import MAX_FACES
from moviefy.web.pages.posters import poster_address
from moviefy.web.parameters import AnalyzeQuery, MoviesQuery
from moviefy.web.services import Services, services


def films_for(wanted: MoviesQuery) -> dict[str, Any]:
    """The JSON of the films for a query. Raises BadParameter for an impossible filter, such as an unknown genre."""
    return recommend(services(), wanted)


def recommend(shared: Services, wanted: MoviesQuery) -> dict[str, Any]:
    """Like :func:`films_for`, outside a request: for streams."""
    found = shared.recommender.recommend(RecommendationRequest(**wanted.model_dump(exclude_none=True)))
    return found.to_json() | {"movies": [film_json(one, shared) for one in found.movies]}


def films_like(film_id: str, limit: int, exclude: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Films like one that the catalog has, best first, each with what they share."""
    return [film_json(found, services()) for found in services().recommender.similar(film_id, limit, exclude)]


def one_film(movie: Movie) -> dict[str, Any]:
    """One film, with what speaks for it on its own."""
    return film_json(Suggestion(movie, Reasons("match").why(movie)), services())


def film_json(suggestion: Suggestion, shared: Services) -> dict[str, Any]:
    """The JSON of a suggestion, with the address of its poster."""
    return suggestion.to_json() | {"poster": poster_address(suggestion.movie, shared)}


def films_for_reading(reading: Reading, wanted: AnalyzeQuery) -> list[dict[str, object]]:
    """Films that suit every face of a picture; none if the picture has no mood; ``mood.reason`` says why."""
    if reading.mood.label is None or wanted.limit == 0:
        return []
    values = {"mood": reading.mood.label, "group": group_of(reading), **wanted.model_dump()}
    movies: list[dict[str, object]] = films_for(MoviesQuery.model_validate(values))["movies"]
    return movies


def group_of(reading: Reading) -> list[str]:
    """The moods of all faces but the largest, at most 50; faces without a mood are left out."""
    return [face.mood.label for face in reading.faces[1:MAX_FACES] if face.mood.label is not None]
