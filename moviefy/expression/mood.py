"""From the seven expression scores of one face to one mood, or to the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from moviefy.expression.scores import MOODS, ExpressionScores


class NoMood(StrEnum):
    """Why a reading has no mood: no face, neutral leads, another expression leads, or nothing leads clearly."""

    NO_FACE = "no_face"
    NEUTRAL = "neutral"
    OTHER = "other"
    UNSURE = "unsure"


CLEAR_LEAD = 0.4
"""An expression with at least this probability leads a face; below it, nothing does."""


@dataclass(frozen=True)
class Mood:
    """One mood, or none and why.

    Attributes:
        label: "happy", "sad" or "angry"; None if no mood is certain enough to be said.
        scores: probability of each mood among all seven expressions, in [0, 1].
        certainty: estimated share of people who would say the same, in [0, 1].
        reason: why ``label`` is None; None if there is a label.
        lean: the likeliest mood if there is a face and no label; otherwise None.
        expression: the leading one of all seven expressions; None without a face.
    """

    label: str | None
    scores: Mapping[str, float]
    certainty: float
    reason: NoMood | None = None
    lean: str | None = None
    expression: str | None = None

    def __post_init__(self) -> None:
        if (self.label is None) == (self.reason is None):
            raise ValueError(f"expected either a label or a reason, received {self.label!r} and {self.reason!r}")
        if self.label is not None and self.label not in MOODS:
            raise ValueError(f"expected a label of {MOODS}, received {self.label!r}")
        if (self.lean is None) != (self.label is not None or self.reason is NoMood.NO_FACE):
            raise ValueError(f"expected a lean exactly for a face without a label, received {self.lean!r}")
        if not 0.0 <= self.certainty <= 1.0:
            raise ValueError(f"expected a certainty in [0, 1], received {self.certainty}")

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print."""
        return {
            "label": self.label,
            "lean": self.lean,
            "expression": self.expression,
            "scores": {mood: round(float(score), 4) for mood, score in self.scores.items()},
            "certainty": round(float(self.certainty), 4),
            "reason": None if self.reason is None else str(self.reason),
        }


NO_FACE = Mood(None, dict.fromkeys(MOODS, 0.0), 0.0, NoMood.NO_FACE)


@dataclass(frozen=True)
class MoodThresholds:
    """How certain a mood must be before it is said aloud, per mood, in [0, 1].

    They are chosen on the validation split and travel in the model card (``models/expression.json``).
    """

    happy: float = 0.5
    sad: float = 0.5
    angry: float = 0.5

    def of(self, mood: str) -> float:
        """The threshold of one mood."""
        return float(getattr(self, mood))


def mood_from_scores(scores: ExpressionScores, thresholds: MoodThresholds) -> Mood:
    """The mood of one face in one frame.

    The likeliest mood is said if it reaches its threshold. If not, it is the lean, and the reason says what leads the
    face instead: neutral, another expression, or nothing with :data:`CLEAR_LEAD`.
    """
    moods, top = scores.moods(), scores.top()
    likeliest, certainty = max(moods.items(), key=lambda item: item[1])
    if certainty >= thresholds.of(likeliest):
        return Mood(likeliest, moods, certainty, expression=top)
    return Mood(None, moods, scores[top], _reason(top, scores[top]), lean=likeliest, expression=top)


def _reason(top: str, probability: float) -> NoMood:
    if probability < CLEAR_LEAD or top in MOODS:
        return NoMood.UNSURE
    return NoMood.NEUTRAL if top == "neutral" else NoMood.OTHER
