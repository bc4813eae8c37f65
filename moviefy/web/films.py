"""From checked query parameters to a list of films."""

from typing import TYPE_CHECKING

from moviefy.web.parameters import AnalyzeQuery, MoviesQuery
from moviefy.web.services import Services, services

if TYPE_CHECKING:
    from moviefy.expression.mood import Mood
    from moviefy.movies.recommendation import Recommendation


def films_for(wanted: MoviesQuery) -> "Recommendation":
    """The films that a query asks for; raises BadParameter for a year or genre that cannot be."""
    return recommend(services(), wanted)


def recommend(shared: Services, wanted: MoviesQuery) -> "Recommendation":
    """The same outside a request, for streams that outlive theirs."""
    from moviefy.movies.recommendation import RecommendationRequest

    return shared.recommender.recommend(RecommendationRequest(**wanted.model_dump(exclude_none=True)))


def films_for_mood(mood: "Mood", wanted: AnalyzeQuery) -> list[dict[str, object]]:
    """The films for a reading's mood; none where there is no mood, and then ``mood.reason`` says why."""
    if mood.label is None or wanted.limit == 0:
        return []
    chosen = MoviesQuery.model_validate({"mood": mood.label, **wanted.model_dump()})
    movies: list[dict[str, object]] = films_for(chosen).to_json()["movies"]
    return movies
