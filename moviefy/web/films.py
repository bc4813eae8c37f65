"""From checked query parameters to a list of films."""

from collections.abc import Sequence
from typing import Any

from moviefy.expression.mood import Mood
from moviefy.expression.reading import Reading
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.recommend.reasons import Reasons
from moviefy.movies.recommend.recommender import RecommendationRequest, Suggestion
from moviefy.movies.recommend.request import MAX_FACES
from moviefy.web.languages.choice import speech
from moviefy.web.languages.speech import Speech
from moviefy.web.pages.posters import poster_addresses
from moviefy.web.parameters import AnalyzeQuery, MoviesQuery
from moviefy.web.services import Services, services
from moviefy.wording import upper_first

LEAST_SCORE = 0.01
"""A face of which no mood can be seen at all still has films: of each mood some."""


def films_for(wanted: MoviesQuery) -> dict[str, Any]:
    """The JSON of the films for a query. Raises BadParameter for an impossible filter, such as an unknown genre."""
    return recommend(services(), wanted, speech())


def recommend(shared: Services, wanted: MoviesQuery, spoken: Speech) -> dict[str, Any]:
    """Like :func:`films_for`, outside a request and in a language: for streams."""
    found = shared.recommender.recommend(RecommendationRequest(**wanted.model_dump(exclude_none=True)))
    message = found.message and spoken.say(found.message)
    return found.to_json() | {"movies": films_json(found.movies, shared, spoken), "message": message}


def films_like(film_id: str, limit: int, exclude: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Films like one that the catalog has, best first, each with what they share."""
    return films_json(services().recommender.similar(film_id, limit, exclude), services(), speech())


def films_by_words(text: str, limit: int) -> list[dict[str, Any]]:
    """Films whose title, people or themes fit a text, best first; raises BadParameter for one that cannot be."""
    return films_json(services().recommender.search(text, limit), services(), speech())


def one_film(movie: Movie) -> dict[str, Any]:
    """One film, with what speaks for it on its own."""
    return films_json((Suggestion(movie, Reasons("match").why(movie)),), services(), speech())[0]


def films_json(suggestions: Sequence[Suggestion], shared: Services, spoken: Speech) -> list[dict[str, Any]]:
    """The JSON of suggestions in the order in which they are shown, with the addresses of their posters."""
    posters = poster_addresses([suggestion.movie for suggestion in suggestions], shared)
    return [
        found.to_json() | {"why": upper_first(spoken.say(found.why)), "poster": poster}
        for found, poster in zip(suggestions, posters, strict=True)
    ]


def films_for_reading(reading: Reading, wanted: AnalyzeQuery) -> list[dict[str, object]]:
    """Films that suit every face of a picture; none only if there is no face."""
    if not reading.faces or wanted.limit == 0:
        return []
    values = {**question_of(reading), **wanted.model_dump(exclude={"frame"})}
    movies: list[dict[str, object]] = films_for(MoviesQuery.model_validate(values))["movies"]
    return movies


def question_of(reading: Reading) -> dict[str, Any]:
    """What a reading with a face asks for, as parameters of :class:`MoviesQuery`."""
    return question_of_moods([face.mood for face in reading.faces])


def question_of_moods(moods: Sequence[Mood]) -> dict[str, Any]:
    """What the moods of a picture's faces ask for, as parameters of :class:`MoviesQuery`; there is one at least.

    The faces that show a mood decide together. If none does, the scores of the first face do, and what leads it.
    """
    labels = [mood.label for mood in moods[:MAX_FACES] if mood.label is not None]
    if labels:
        return {"mood": labels[0], "group": labels[1:]}
    mood = moods[0]
    scores = [max(float(mood.scores[name]), LEAST_SCORE) for name in MOODS]
    return {"scores": [round(score, 4) for score in scores], "expression": mood.expression}
