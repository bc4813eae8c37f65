"""Several pictures in one call of the API: each has a reading or an error of its own."""

from typing import Any

from flask import Blueprint
from pydantic import BaseModel, Field

from moviefy.capture.image_formats import ACCEPTED
from moviefy.errors import BadParameter, ImageError, ImageMissing, Overloaded
from moviefy.web.api.openapi import AnalyzeAnswer, ErrorDetail, api_spec, responses
from moviefy.web.error_pages import error_body
from moviefy.web.films import films_for_reading
from moviefy.web.guards.policy import rate_limited, takes_pictures
from moviefy.web.guards.uploads import FIELD, images_from_form, uploaded
from moviefy.web.languages.choice import speech
from moviefy.web.parameters import AnalyzeQuery, query
from moviefy.web.services import services
from moviefy.wording import _

bp = Blueprint("api_batch", __name__, url_prefix="/api")
MAX_IMAGES = 16


class ImagesForm(BaseModel):
    """Several pictures in a form, all in the field ``image``."""

    image: list[bytes] = Field(max_length=MAX_IMAGES, description=f"{ACCEPTED}, up to {MAX_IMAGES}.")


class FailedAnswer(BaseModel):
    """A picture that cannot be read."""

    source: str | None = Field(description="The file name that the client gave, or null.")
    error: ErrorDetail


class BatchAnswer(BaseModel):
    """One object for each picture, in the order of the form."""

    analyses: list[AnalyzeAnswer | FailedAnswer]


def pictures_sent() -> int:
    """How many analyses the current request counts as."""
    return min(max(1, len(uploaded())), MAX_IMAGES)


@bp.post("/v1/analyze/batch")
@takes_pictures
@rate_limited(pictures_sent)
@api_spec.validate(
    query=AnalyzeQuery,
    form=ImagesForm,
    resp=responses(BatchAnswer, 400, 403, 408, 413, 429, 500, 503),
    operation_id="analyze_batch",
)
def analyze_batch() -> dict[str, Any]:
    """Read the faces of several pictures and offer films for each mood.

    Send each picture as a form field `image` of one request. A picture that cannot be read has an `error` in its place
    and the others their readings. Each counts as one analysis for the rate limit.
    """
    wanted = query(AnalyzeQuery)
    services().ensure_capacity()
    images = images_from_form()
    if not images:
        raise ImageMissing(_("No picture was sent; put each in a form field '%(field)s'.", field=FIELD))
    if len(images) > MAX_IMAGES:
        raise BadParameter(
            _("%(count)s pictures were sent; there may be %(most)s at most.", count=len(images), most=MAX_IMAGES)
        )
    return {"analyses": [_analysis(data, source, wanted) for data, source in images]}


def _analysis(data: bytes, source: str | None, wanted: AnalyzeQuery) -> dict[str, Any]:
    try:
        if not data:
            raise ImageMissing(_("The picture is empty; please choose a file."))
        reading = services().read(data, frame=wanted.frame)
    except (ImageError, Overloaded) as error:
        return {"source": source, **error_body(error)}
    return {"source": source, **speech().reading(reading.to_json()), "movies": films_for_reading(reading, wanted)}
