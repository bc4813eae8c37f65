"""What one frame says: its faces, their expressions, and the mood that counts."""

from dataclasses import dataclass, replace
from typing import Any, Self

from moviefy.expression.faces.face import Face, scaled
from moviefy.expression.mood import Mood
from moviefy.expression.scores import ExpressionScores
from moviefy.expression.words import say_all


@dataclass(frozen=True)
class FaceReading:
    """One face with its expression scores and its own mood; ``track`` is its number where frames follow each other."""

    face: Face
    expressions: ExpressionScores
    mood: Mood
    track: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print; photographs have no "track"."""
        face = {**self.face.to_json(), "expressions": self.expressions.to_json(), "mood": self.mood.to_json()}
        return face if self.track is None else {**face, "track": self.track}


@dataclass(frozen=True)
class Reading:
    """One frame of ``width`` x ``height`` pixels: every face, largest first, and the mood that counts.

    ``turned`` says how far a photo was turned clockwise to be upright, in degrees: 0, 90, 180 or 270. Size and boxes
    are those of the turned photo. It is None for a video frame, which is never turned.
    """

    width: int
    height: int
    faces: tuple[FaceReading, ...]
    mood: Mood
    turned: int | None = None

    def at_size(self, width: int, height: int) -> Self:
        """The reading of the same picture at another size, in pixels."""
        if (width, height) == (self.width, self.height):
            return self
        across, down = width / self.width, height / self.height
        faces = tuple(replace(one, face=scaled(one.face, across, down)) for one in self.faces)
        return replace(self, width=width, height=height, faces=faces)

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print."""
        return {
            "width": self.width,
            "height": self.height,
            **({} if self.turned is None else {"turned": self.turned}),
            "faces": [face.to_json() for face in self.faces],
            "mood": self.mood.to_json(),
            "said": say_all([face.mood for face in self.faces]),
        }
