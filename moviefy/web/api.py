"""The API under /api/v1, and its description."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from moviefy.web.films import films_for, films_for_mood
from moviefy.web.openapi import AnalyzeAnswer, ImageForm, MoviesAnswer, answers, api_spec, document
from moviefy.web.parameters import AnalyzeQuery, MoviesQuery, query
from moviefy.web.services import services
from moviefy.web.uploads import image_from_request

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.post("/v1/analyze")
@api_spec.validate(
    query=AnalyzeQuery,
    form=ImageForm,
    resp=answers(AnalyzeAnswer, 400, 403, 413, 415, 429, 500, 503),
    validation_error_status=400,
    skip_validation=True,
    operation_id="analyze",
)
def analyze() -> dict[str, Any]:
    """Read the faces of one picture and offer films for the mood.

    Send the picture as the form field `image` or as the body. It is read in memory and forgotten.
    """
    wanted = query(AnalyzeQuery)
    data, source = image_from_request()
    _, reading = services().read_image(data)
    return {"source": source, **reading.to_json(), "movies": films_for_mood(reading.mood, wanted)}


@bp.get("/v1/movies")
@api_spec.validate(
    query=MoviesQuery,
    resp=answers(MoviesAnswer, 400, 500, 503),
    validation_error_status=400,
    skip_validation=True,
    operation_id="movies",
)
def movies() -> dict[str, Any]:
    """List films for a mood."""
    return films_for(query(MoviesQuery))


@bp.get("/v1/openapi.json")
def openapi() -> Response:
    """This API's description, OpenAPI 3.1."""
    return jsonify(document())


@bp.get("/docs")
def docs() -> str:
    """The same as a page."""
    return render_template("api_docs.html", openapi=document())
