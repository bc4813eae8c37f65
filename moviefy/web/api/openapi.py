"""The API's description (OpenAPI 3.1), built from the views and the models below."""

from collections.abc import Callable
from copy import deepcopy
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from spectree import Response, SpecTree
from spectree.plugins.flask_plugin import FlaskPlugin

from moviefy import __version__
from moviefy.capture.image_formats import ACCEPTED, MEDIA_TYPES
from moviefy.config import MEGABYTE, Config
from moviefy.expression.scores import MOODS, MoodName
from moviefy.web.parameters import GoalName


class DescribingPlugin(FlaskPlugin):
    """Describes views and leaves calling them to Flask: parameters are checked by :mod:`moviefy.web.parameters`, with
    errors of our own shape, and validating a response takes as long as choosing its films."""

    def validate(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the view with the parameters of its path alone; what SpecTree passes by position is not needed."""
        return func(**kwargs)


api_spec = SpecTree(
    "flask",
    backend=DescribingPlugin,
    validation_error_status=400,
    title="Moviefy",
    version=__version__,
    description="Looks at a face, names its expression, and offers films that fit.",
    openapi_version="3.1.0",
    mode="strict",
    annotations=False,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
)
UPLOADS = ("/api/v1/analyze", "/api/v1/analyze/batch")
BARE_BODY = "/api/v1/analyze"
"""Takes a picture as the body itself, too, for which SpecTree has no word."""


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="Machine-readable name, such as image_unreadable.")
    message: str = Field(description="One sentence that a person understands.")
    status: int = Field(description="The HTTP status of the response.")


class ErrorAnswer(BaseModel):
    """The shape of every error."""

    error: ErrorDetail


MoodScores = Annotated[
    dict[MoodName, Annotated[float, Field(ge=0, le=1)]],
    Field(description="A share for each mood.", json_schema_extra={"required": list(MOODS)}),
]


class MoodAnswer(BaseModel):
    """One mood, or none and why."""

    label: MoodName | None = Field(description="The mood, if it is certain enough to be said.")
    lean: MoodName | None = Field(description="The likeliest mood, if none is certain.")
    expression: str | None = Field(description="What leads all seven expressions; null without a face.")
    scores: MoodScores
    certainty: float = Field(ge=0, le=1)
    reason: Literal["no_face", "neutral", "other", "unsure"] | None


class Expressions(BaseModel):
    """Probability of each expression; together 1."""

    angry: float
    disgust: float
    fear: float
    happy: float
    sad: float
    surprise: float
    neutral: float


class FaceAnswer(BaseModel):
    """One face."""

    box: tuple[int, int, int, int] = Field(description="x1, y1, x2, y2 in pixels of the picture.")
    confidence: float = Field(ge=0, le=1)
    expressions: Expressions
    mood: MoodAnswer


class MovieAnswer(BaseModel):
    """One film and why it is offered."""

    id: str
    title: str
    original_title: str | None
    year: int
    directors: list[str]
    cast: list[str]
    countries: list[str] = Field(description="ISO 3166 codes.")
    language: str | None = Field(description="ISO 639-1 code of the main language.")
    genres: list[str]
    keywords: list[str]
    fingerprint: dict[str, float] | None = Field(description="Thirteen qualities, each graded 0 to 3.")
    fingerprint_source: Literal["hand", "estimated"] | None
    ending: Literal["up", "open", "down"] | None
    audience: Literal["all", "7", "12", "16", "18"] | None = Field(description="From which age the film suits.")
    logline: str | None
    runtime_minutes: int | None
    rating: float | None
    votes: int | None
    votes_counted: bool = Field(description="Whether somebody counted the votes; otherwise they are an estimate.")
    mood: MoodName
    mood_scores: MoodScores
    why: str
    poster: str = Field(description="Address of the film's poster on this server, two by three.")


class AnalyzeAnswer(BaseModel):
    """What one picture says, and films for it."""

    source: str | None = Field(description="The file name that the client gave, or null.")
    width: int = Field(description="In pixels, of the picture turned upright.")
    height: int
    turned: Literal[0, 90, 180, 270] | None = Field(
        None, description="Degrees clockwise by which a photo was turned upright; the boxes are those of the result."
    )
    faces: list[FaceAnswer] = Field(description="Largest first.")
    mood: MoodAnswer
    said: str = Field(description="What was read, in one sentence about all faces.")
    movies: list[MovieAnswer] = Field(description="Empty only if no face was found.")


class MoviesAnswer(BaseModel):
    """A page of films."""

    movies: list[MovieAnswer]
    mood: MoodName
    goal: GoalName
    seed: int = Field(description="Send it again to get the same order.")
    total: int = Field(description="How many films fit.")
    message: str | None = Field(description="If none fits, which filter to relax.")
    unknown: dict[str, int] = Field(description="Filter -> films left out because that fact of them is unknown.")


class SimilarAnswer(BaseModel):
    """Films like one, best first."""

    movies: list[MovieAnswer]


class ImageForm(BaseModel):
    """A picture in a form."""

    image: bytes = Field(description=f"{ACCEPTED}.")


def responses(model: type[BaseModel], *statuses: int) -> Response:
    """200 with ``model``; every other status with the error shape."""
    return Response(**{f"HTTP_{status}": ErrorAnswer for status in statuses}, HTTP_200=model)


def document(config: Config) -> dict[str, Any]:
    """The whole description as a JSON object, with the sizes that ``config`` allows; needs an app context."""
    spec: dict[str, Any] = deepcopy(api_spec.spec)
    bodies = {path: spec["paths"][path]["post"]["requestBody"] for path in UPLOADS}
    megabytes, megapixels = config.max_upload_bytes / MEGABYTE, config.max_pixels / 1e6
    for body in bodies.values():
        body["description"] = f"At most {megabytes:g} MB in all, and {megapixels:g} million pixels for each picture."
    picture = {"schema": {"type": "string", "format": "binary", "maxLength": config.max_upload_bytes}}
    bodies[BARE_BODY]["content"].update(dict.fromkeys(MEDIA_TYPES.values(), picture))
    return spec
