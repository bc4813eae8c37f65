"""The result of a photo: what was read stands in the page's address, so that the same page can be opened again.

The photo itself is in no address. The page that answers the upload carries it, and the browser's tab keeps it.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from flask import url_for
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from moviefy.errors import BadParameter
from moviefy.expression.faces.face import Box, Face
from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, mood_from_scores
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import LABELS, MOODS, ExpressionScores, MoodName
from moviefy.expression.words import LOOKS, say, say_all
from moviefy.movies.recommend.goals import GOALS
from moviefy.movies.recommend.request import MAX_SEED
from moviefy.web.films import films_for, question_of
from moviefy.web.pages.addresses import came_with, films_address
from moviefy.web.parameters import GoalName, MoviesQuery
from moviefy.wording import Listed, _

NO_FACES = "none"
WHOLE = 10_000
"""Scores stand in the address as whole numbers out of so many."""

MAX_FACES = 40
"""The largest faces of a crowd; more would not fit into an address."""

LONGEST_SIDE = 10_000
_FACE = re.compile(r"\d{1,5}(-\d{1,5}){10}")
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")


def _parts(value: Any) -> Any:
    return value if not isinstance(value, str) else [] if value == NO_FACES else value.split(".")


Faces = Annotated[list[str], BeforeValidator(_parts, json_schema_input_type=str)]


class PhotoQuery(BaseModel):
    """A photo's result as an address says it.

    Attributes:
        faces: of each face, its box in pixels (xyxy) and its seven scores out of 10,000 in the order of ``LABELS``,
            joined by hyphens; the faces are joined by dots. "none" if there is no face.
        size: width and height of the photo that the boxes belong to, such as "1280x960".
        mood: what the visitor said; it counts instead of what was read.
        face: the number of the one face that counts, from 1; None if all count.
    """

    model_config = ConfigDict(extra="forbid")

    faces: Faces
    size: str = Field(max_length=11)
    goal: GoalName = "match"
    mood: MoodName | None = None
    face: int | None = Field(default=None, ge=1, le=MAX_FACES)
    seed: int = Field(default_factory=lambda: secrets.randbelow(MAX_SEED + 1), ge=0, le=MAX_SEED)

    def address(self, **change: Any) -> str:
        """The address of this result, or of it with some values changed."""
        values = self.model_dump(exclude_defaults=True) | {"faces": ".".join(self.faces) or NO_FACES, "seed": self.seed}
        values |= change
        pairs: dict[str, Any] = {name: str(value) for name, value in values.items() if value is not None}
        return url_for("pages.upload", **pairs)


@dataclass(frozen=True)
class Row:
    """One row of films.

    Attributes:
        kind: "goal", "lean" or "mood", which says what the row is for; ``name`` says which one.
        question: what was asked for, as parameters of :class:`MoviesQuery`.
        movies: the films, as the API answers.
        address: the films page with the same question; came: what the films' own addresses say of it.
    """

    kind: str
    name: str
    question: dict[str, Any]
    movies: list[dict[str, Any]]
    address: str
    came: str


def query_of(reading: Reading, goal: GoalName) -> PhotoQuery:
    """A fresh reading as an address says it."""
    faces = [_token(face) for face in reading.faces[:MAX_FACES]]
    return PhotoQuery(faces=faces, size=f"{reading.width}x{reading.height}", goal=goal)


def reading_from(wanted: PhotoQuery, thresholds: MoodThresholds) -> Reading:
    """The reading that an address says.

    Raises:
        BadParameter: it says no reading.
    """
    size = _SIZE.fullmatch(wanted.size)
    if size is None or max(map(int, size.groups())) > LONGEST_SIDE:
        raise BadParameter(_("The address of this photo's result is damaged: its size cannot be read."))
    if len(wanted.faces) > MAX_FACES:
        raise BadParameter(_("The address of a photo's result can name at most %(most)s faces.", most=MAX_FACES))
    if wanted.face is not None and wanted.face > len(wanted.faces):
        raise BadParameter(
            _(
                "This photo has %(count)s faces, so there is no face %(face)s.",
                count=len(wanted.faces),
                face=wanted.face,
            )
        )
    faces = tuple(_face(token, thresholds) for token in wanted.faces)
    return Reading(int(size[1]), int(size[2]), faces, faces[0].mood if faces else NO_FACE)


def result_of(wanted: PhotoQuery, thresholds: MoodThresholds) -> dict[str, Any]:
    """What the result page shows. Raises BadParameter like :func:`reading_from`."""
    reading = reading_from(wanted, thresholds)
    counting = reading if wanted.face is None else _alone(reading, wanted.face)
    moods = [face.mood for face in counting.faces]
    return {
        "query": wanted,
        "reading": reading.to_json(),
        "said": say(moods[0]) if len(moods) == 1 else say_all(moods),
        "state": wanted.mood or counting.mood.label or str(counting.mood.reason),
        "mood": wanted.mood or _shown_by_all(counting),
        "card": _card_words(wanted, moods),
        "rows": _rows(wanted, counting),
        "address": wanted.address(seed=wanted.seed),
    }


def _rows(wanted: PhotoQuery, counting: Reading) -> list[Row]:
    """A mood: its films for each goal, the one that was asked for first. No mood: what the face leans to, then each."""
    question = {"mood": wanted.mood} if wanted.mood else question_of(counting) if counting.faces else None
    asked: list[tuple[str, str, dict[str, Any]]]
    if question and "mood" in question:
        goals = sorted(GOALS, key=lambda goal: goal != wanted.goal)
        asked = [("goal", goal, {**question, "goal": goal}) for goal in goals]
    else:
        lean = [("lean", counting.faces[0].mood.lean or "", question)] if question else []
        moods = [("mood", mood, {"mood": mood}) for mood in MOODS]
        asked = [(kind, name, {**question, "goal": wanted.goal}) for kind, name, question in [*lean, *moods]]
    rows: list[Row] = []
    for kind, name, question in asked:
        seen = [film["id"] for row in rows for film in row.movies]
        rows.append(_row(kind, name, {**question, "seed": wanted.seed}, seen))
    return rows


def _row(kind: str, name: str, question: dict[str, Any], seen: Sequence[str]) -> Row:
    """One row, without the films of the rows above it."""
    wanted = MoviesQuery.model_validate({**question, "exclude": seen})
    return Row(kind, name, question, films_for(wanted)["movies"], films_address(question), came_with(wanted))


def _shown_by_all(counting: Reading) -> str | None:
    """The one mood that every face with a mood shows; None if there is none, or several."""
    labels = {face.mood.label for face in counting.faces} - {None}
    return labels.pop() if len(labels) == 1 else None


def _card_words(wanted: PhotoQuery, moods: Sequence[Mood]) -> str:
    """What the card to share says."""
    looks = [LOOKS[mood.label or mood.expression or "neutral"] for mood in moods]
    if wanted.mood:
        return _("My mood: %(look)s.", look=LOOKS[wanted.mood])
    if not looks:
        return _("My mood: a film, please.")
    if len(looks) == 1:
        return _("My face says: %(looks)s.", looks=looks[0])
    return _("Our faces say: %(looks)s.", looks=Listed([*dict.fromkeys(looks)]))


def _alone(reading: Reading, number: int) -> Reading:
    face = reading.faces[number - 1]
    return Reading(reading.width, reading.height, (face,), face.mood)


def _token(face: FaceReading) -> str:
    scores = [round(float(value) * WHOLE) for value in face.expressions.values]
    return "-".join(map(str, (*(max(0, int(side)) for side in face.face.box), *scores)))


def _face(token: str, thresholds: MoodThresholds) -> FaceReading:
    numbers = [int(part) for part in token.split("-")] if _FACE.fullmatch(token) else []
    box, scores = numbers[:4], np.array(numbers[4:], np.float32)
    if len(scores) != len(LABELS) or not abs(scores.sum() - WHOLE) < len(LABELS) or not _is_box(box):
        raise BadParameter(_("The address of this photo's result is damaged: its faces cannot be read."))
    expressions = ExpressionScores(scores / scores.sum())
    x1, y1, x2, y2 = box
    corners: Box = (x1, y1, x2, y2)
    return FaceReading(Face(corners, 1.0), expressions, mood_from_scores(expressions, thresholds))


def _is_box(box: Sequence[int]) -> bool:
    return len(box) == 4 and box[0] < box[2] and box[1] < box[3]
