"""Query parameters: their names, types and limits, and one clear sentence for each mistake."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from moviefy.errors import BadParameter
from moviefy.expression.scores import MOODS, MoodName
from moviefy.movies.catalog.check import FIRST_YEAR, LAST_YEAR
from moviefy.movies.recommend.request import (
    DEFAULT_BREADTH,
    MAX_FACES,
    MAX_IDS,
    MAX_LIMIT,
    MAX_MINUTES,
    MAX_OFFSET,
    MAX_SEED,
    MAX_VOTES,
)
from moviefy.movies.search import MAX_LENGTH as MAX_SEARCH
from moviefy.wording import Listed, Sentence, _

GoalName = Literal["match", "lift", "calm"]
ExpressionName = Literal["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
QualityName = Literal[
    "warmth", "humour", "wonder", "romance", "energy", "tension", "fright", "violence",
    "grief", "melancholy", "outrage", "thought", "strangeness",
]  # fmt: skip
AudienceName = Literal["all", "7", "12", "16", "18"]
DEFAULT_LIMIT = 12
MAX_GENRE = 40
"""Characters of a genre's name."""

MAX_NAME = 80
"""Characters of a theme or of a person's name."""

MAX_SHOWN = 40
"""Characters of a wrong value that an error repeats."""

REPEATABLE = ("group",)
"""Parameters that may be repeated, as forms send them; commas do the same."""

Q = TypeVar("Q", bound=BaseModel)


def _split(value: Any) -> Any:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


IdArray = Annotated[list[str], Field(max_length=MAX_IDS), BeforeValidator(_split)]
MoodArray = Annotated[list[MoodName], Field(max_length=MAX_FACES), BeforeValidator(_split)]
Ids = Annotated[list[str], Field(max_length=MAX_IDS), BeforeValidator(_split, json_schema_input_type=str)]
Scores = Annotated[list[Annotated[float, Field(ge=0, le=1)]], BeforeValidator(_split, json_schema_input_type=str)]
Moods = Annotated[list[MoodName], Field(max_length=MAX_FACES), BeforeValidator(_split, json_schema_input_type=str)]
"""The same as text with commas, as an address has them."""

Year = Annotated[int | None, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Minutes = Annotated[int | None, Field(ge=0, le=MAX_MINUTES)]
Seed = Annotated[int | None, Field(ge=0, le=MAX_SEED, description="The same seed gives the same order.")]


class AnalyzeQuery(BaseModel):
    """Which films to add to a reading."""

    model_config = ConfigDict(extra="forbid")

    goal: GoalName = Field("match", description="Films that match the mood, lift it, or calm it.")
    limit: int = Field(DEFAULT_LIMIT, ge=0, le=MAX_LIMIT, description="How many films at most.")
    seed: Seed = None
    frame: bool = Field(False, description="The picture is a frame of a video: read it quickly, and as it stands.")


class MoviesQuery(BaseModel):
    """Which films to list: for a mood, or for the scores of a reading."""

    model_config = ConfigDict(extra="forbid")

    mood: MoodName | None = Field(None, description="The mood to start from; needed if there are no scores.")
    scores: Scores | None = Field(
        None,
        min_length=len(MOODS),
        max_length=len(MOODS),
        description=f"How much a face shows of {', '.join(MOODS)}, each from 0 to 1, with commas between them.",
    )
    expression: ExpressionName | None = Field(None, description="What leads the face, if it is no mood.")
    goal: GoalName = Field("match", description="Films that match the mood, lift it, or calm it.")
    genre: str | None = Field(None, max_length=MAX_GENRE, description="Only films of this genre.")
    quality: QualityName | None = Field(None, description="Only films in which this quality is strong.")
    keyword: str | None = Field(None, max_length=MAX_NAME, description="Only films about this theme.")
    director: str | None = Field(None, max_length=MAX_NAME, description="Only films by this director.")
    country: str | None = Field(None, max_length=2, description="Only films of this country (ISO 3166 code).")
    language: str | None = Field(None, max_length=3, description="Only films in this language (ISO 639-1 code).")
    audience: AudienceName | None = Field(None, description="Only films that suit this age; 18 shows all.")
    year_from: Year = Field(None, description="Only films of this year or later.")
    year_to: Year = Field(None, description="Only films of this year or earlier.")
    runtime_from: Minutes = Field(None, description="Only films of at least so many minutes.")
    runtime_to: Minutes = Field(None, description="Only films of at most so many minutes.")
    rating_from: float | None = Field(None, ge=0, le=10, description="Only films rated at least so, of 10.")
    votes_to: int | None = Field(None, ge=0, le=MAX_VOTES, description="Only films that at most so many have rated.")
    seed: Seed = None
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many films at most.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Skip this many films of the seeded order.")
    exclude: Ids = Field(default_factory=list, description="Ids of films to leave out, with commas between them.")
    liked: Ids = Field(default_factory=list, description="Ids of films that were liked; more like these come first.")
    disliked: Ids = Field(default_factory=list, description="Ids of films that were not; fewer like these come first.")
    breadth: float = Field(DEFAULT_BREADTH, ge=0, le=1, description="0: the closest fits; 1: as varied as can be.")
    group: Moods = Field(default_factory=list, description="Moods of others who watch too; the films suit them all.")


class MoviesBody(MoviesQuery):
    """The same as a JSON object, for lists of ids that are too long for an address; lists are arrays."""

    exclude: IdArray = Field(default_factory=list, description="Ids of films to leave out.")
    liked: IdArray = Field(
        default_factory=list, description="Ids of films that were liked; more like these come first."
    )
    disliked: IdArray = Field(
        default_factory=list, description="Ids of films that were not; fewer like these come first."
    )
    group: MoodArray = Field(
        default_factory=list, description="Moods of others who watch too; the films suit them all."
    )


class BrowseQuery(MoviesQuery):
    """Parameters of the films page: like :class:`MoviesQuery`; words find films where nothing else is asked for."""

    q: str | None = Field(None, max_length=MAX_SEARCH, description="Part of a title, a name or a theme.")


class SimilarQuery(BaseModel):
    """Films like one."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many films at most.")
    exclude: Ids = Field(default_factory=list, description="Ids of films to leave out, with commas between them.")


class SearchQuery(BaseModel):
    """Films by words."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(min_length=1, max_length=MAX_SEARCH, description="Part of a title, a name or a theme.")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many films at most.")


class EventsQuery(BaseModel):
    """Which films the event stream sends, if any."""

    model_config = ConfigDict(extra="forbid")

    goal: GoalName = "match"
    films: bool = True
    token: str = ""


class VideoFeedQuery(BaseModel):
    """Which picture of the server camera to send; other parameters only keep addresses apart and mean nothing."""

    plain: bool = False


def query(model: type[Q], *, blank_is_absent: bool = False) -> Q:
    """The query parameters of this request.

    Args:
        model: which parameters there are.
        blank_is_absent: treat an empty value, such as a form's ``year_from=``, as not given.

    Raises:
        BadParameter: unknown, given twice, or of the wrong kind; the message names it.
    """
    return checked(model, _given(blank_is_absent))


def body(model: type[Q]) -> Q:
    """The JSON body of this request; raises BadParameter if it is no JSON object, and like :func:`query`."""
    try:
        values = request.get_json(silent=True)
    except RecursionError:
        values = None
    if not isinstance(values, dict):
        raise BadParameter(_("The body must be a JSON object, sent as application/json."))
    return checked(model, values)


def checked(model: type[Q], values: Mapping[str, Any]) -> Q:
    """Named values, text or from JSON, as ``model``; raises BadParameter like :func:`query`."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadParameter(_sentence(error.errors()[0], model)) from None


def _given(blank_is_absent: bool) -> dict[str, str]:
    for name, values in request.args.lists():
        if len(values) > 1 and name not in REPEATABLE:
            raise BadParameter(
                _("The parameter %(name)s was given %(count)s times.", name=_shown(name), count=len(values))
            )
    joined = {name: ",".join(filter(str.strip, values)) for name, values in request.args.lists()}
    return {name: text for name, text in joined.items() if text or not blank_is_absent}


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> Sentence:
    if not error["loc"]:  # such as half a character as a name, which JSON can write
        return _("The names of parameters must be text.")
    name, value = _shown(str(error["loc"][0])), _shown(str(error["input"]))
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            known = ", ".join(model.model_fields)
            return _("There is no parameter %(name)s; there are %(known)s.", name=name, known=known)
        case "missing":
            return _("The parameter %(name)s is missing.", name=name)
        case "literal_error":
            expected = Listed(context["expected"].replace(" or ", ", ").split(", "), either=True)
            return _("%(name)s must be %(expected)s, not '%(value)s'.", name=name, expected=expected, value=value)
        case "int_parsing" | "int_parsing_size" | "int_from_float":
            return _("%(name)s must be a whole number, not '%(value)s'.", name=name, value=value)
        case "float_parsing" | "finite_number":
            return _("%(name)s must be a number, not '%(value)s'.", name=name, value=value)
        case "too_short" | "too_long" if name == "scores":
            found = context["actual_length"]
            return _(
                "scores must be %(number)s values with commas between them, not %(found)s.",
                number=len(MOODS),
                found=found,
            )
        case "greater_than_equal":
            return _(
                "%(name)s must be at least %(least)s, not %(value)s.",
                name=name,
                least=_plain(context["ge"]),
                value=value,
            )
        case "less_than_equal":
            return _(
                "%(name)s must be at most %(most)s, not %(value)s.", name=name, most=_plain(context["le"]), value=value
            )
        case "too_long":
            most, found = str(context["max_length"]), str(context["actual_length"])
            return _("%(name)s may have at most %(most)s entries, not %(found)s.", name=name, most=most, found=found)
        case "string_too_long":
            return _("%(name)s may have at most %(most)s characters.", name=name, most=context["max_length"])
        case _:
            return _("%(name)s cannot be '%(value)s'.", name=name, value=value)


def _plain(bound: float) -> str:
    """A bound as a program writes it, without a language's signs between thousands."""
    return str(int(bound) if float(bound).is_integer() else bound)


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:MAX_SHOWN]
