"""From checked query parameters to a list of films."""

from typing import TYPE_CHECKING, Any

from moviefy.web.parameters import AnalyzeQuery, MoviesQuery
from moviefy.web.posters import poster_address
from moviefy.web.services import Services, services

if TYPE_CHECKING:
    from moviefy.expression.mood import Mood
    from moviefy.movies.catalog import Movie
    from moviefy.movies.recommendation import Suggestion


def films_for(wanted: MoviesQuery) -> dict[str, Any]:
    """The films that a query asks for, as the API answers; raises BadParameter for a year or genre that cannot be."""
    return recommend(services(), wanted)


def recommend(shared: Services, wanted: MoviesQuery) -> dict[str, Any]:
    """The same outside a request, for streams that outlive theirs."""
    from moviefy.movies.recommendation import RecommendationRequest

    found = shared.recommender.recommend(RecommendationRequest(**wanted.model_dump(exclude_none=True)))
    return found.to_json() | {"movies": [film_json(one, shared) for one in found.movies]}


def films_like(film_id: str, limit: int) -> list[dict[str, Any]]:
    """Films like one that the catalog has, best first. Nobody has said that they like it, so the reasons do not."""
    return [one_film(found.movie) for found in services().recommender.similar(film_id, limit)]


def one_film(movie: "Movie") -> dict[str, Any]:
    """One film, with what speaks for it on its own."""
    from moviefy.movies.reasons import why
    from moviefy.movies.recommendation import Suggestion

    return film_json(Suggestion(movie, why(movie, "match")), services())


def film_json(suggestion: "Suggestion", shared: Services) -> dict[str, Any]:
    """One film with its reason and the address of its poster."""
    return suggestion.to_json() | {"poster": poster_address(suggestion.movie, shared)}


def films_for_mood(mood: "Mood", wanted: AnalyzeQuery) -> list[dict[str, object]]:
    """The films for a reading's mood; none where there is no mood, and then ``mood.reason`` says why."""
    if mood.label is None or wanted.limit == 0:
        return []
    chosen = MoviesQuery.model_validate({"mood": mood.label, **wanted.model_dump()})
    movies: list[dict[str, object]] = films_for(chosen)["movies"]
    return movies
