"""The API under /api/v1, and its description."""

from typing import Any, get_args

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from moviefy.capture.image_formats import FILE_CHOICE
from moviefy.movies.recommend.request import MAX_LIMIT
from moviefy.web.api.batch import MAX_IMAGES
from moviefy.web.api.openapi import (
    AnalyzeAnswer,
    ImageForm,
    MoviesAnswer,
    SimilarAnswer,
    api_spec,
    document,
    responses,
)
from moviefy.web.films import films_by_words, films_for, films_for_reading, films_like
from moviefy.web.guards.policy import lists_films, rate_limited, revalidated, takes_pictures
from moviefy.web.guards.uploads import image_from_request
from moviefy.web.languages.choice import speech
from moviefy.web.pages.posters import find_film
from moviefy.web.parameters import (
    AnalyzeQuery,
    GoalName,
    MoviesBody,
    MoviesQuery,
    SearchQuery,
    SimilarQuery,
    body,
    query,
)
from moviefy.web.services import services

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.post("/v1/analyze")
@takes_pictures
@rate_limited()
@api_spec.validate(
    query=AnalyzeQuery,
    form=ImageForm,
    resp=responses(AnalyzeAnswer, 400, 403, 413, 415, 429, 500, 503),
    operation_id="analyze",
)
def analyze() -> dict[str, Any]:
    """Read the faces of one picture and offer films for the mood.

    Send the picture as the form field `image` or as the body. It is read in memory and forgotten.
    """
    wanted = query(AnalyzeQuery)
    services().ensure_capacity()
    data, source = image_from_request()
    reading = services().read(data, frame=wanted.frame)
    return {"source": source, **speech().reading(reading.to_json()), "movies": films_for_reading(reading, wanted)}


@bp.get("/v1/movies")
@api_spec.validate(
    query=MoviesQuery,
    resp=responses(MoviesAnswer, 400, 500, 503),
    operation_id="movies",
)
def movies() -> dict[str, Any]:
    """List films for a mood."""
    return films_for(query(MoviesQuery))


@bp.post("/v1/movies")
@lists_films
@api_spec.validate(
    json=MoviesBody,
    resp=responses(MoviesAnswer, 400, 403, 413, 429, 500, 503),
    operation_id="movies_by_body",
)
def movies_by_body() -> dict[str, Any]:
    """List films for a mood, for those with long lists of ids.

    The body is a JSON object with the parameters of the GET; lists are arrays. Nothing of it is kept.
    """
    return films_for(body(MoviesBody))


@bp.get("/v1/movies/<film_id>/similar")
@api_spec.validate(
    query=SimilarQuery,
    resp=responses(SimilarAnswer, 400, 404, 500, 503),
    operation_id="similar",
)
def similar(film_id: str) -> dict[str, Any]:
    """List films like one, in genres, mood and time."""
    wanted = query(SimilarQuery)
    return {"movies": films_like(find_film(film_id).id, wanted.limit, wanted.exclude)}


@bp.get("/v1/search")
@api_spec.validate(
    query=SearchQuery,
    resp=responses(SimilarAnswer, 400, 500, 503),
    operation_id="search",
)
def search() -> dict[str, Any]:
    """Find films by title, director, cast or theme; accents and typing errors are forgiven."""
    wanted = query(SearchQuery)
    return {"movies": films_by_words(wanted.q, wanted.limit)}


@bp.get("/v1/openapi.json")
def openapi() -> ResponseReturnValue:
    """This API's description, OpenAPI 3.1; it changes with the version alone, so programs may ask whether it has."""
    response = jsonify(document(services().config))
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/docs")
@revalidated
def docs() -> str:
    """The same as a page."""
    limits = {"max_images": MAX_IMAGES, "max_limit": MAX_LIMIT, "goals": get_args(GoalName), "file_choice": FILE_CHOICE}
    return render_template("api_docs.html", openapi=document(services().config), **limits)
