"""From the seven expression scores of one face to one mood, or to the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from moviefy.expression.scores import MOODS, ExpressionScores


class NoMood(StrEnum):
    """Why a reading has no mood."""

    NO_FACE = "no_face"
    UNSURE = "unsure"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Mood:
    """One mood, or none and why.

    Attributes:
        label: "happy", "sad" or "angry"; None where no mood is certain enough.
        scores: probability of each mood among all seven expressions, in [0, 1].
        certainty: estimated share of people who would say the same, in [0, 1].
        reason: why ``label`` is None; None where there is a label.
    """

    label: str | None
    scores: Mapping[str, float]
    certainty: float
    reason: NoMood | None = None

    def __post_init__(self) -> None:
        if (self.label is None) == (self.reason is None):
            raise ValueError(f"expected either a label or a reason, received {self.label!r} and {self.reason!r}")
        if self.label is not None and self.label not in MOODS:
            raise ValueError(f"expected a label of {MOODS}, received {self.label!r}")
        if not 0.0 <= self.certainty <= 1.0:
            raise ValueError(f"expected a certainty in [0, 1], received {self.certainty}")

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print."""
        return {
            "label": self.label,
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

    The leading mood is said where it reaches its threshold. Otherwise the face is "neutral" where neutral leads all
    seven, and "unsure" in every other case.
    """
    moods = scores.moods()
    label, certainty = max(moods.items(), key=lambda item: item[1])
    if certainty >= thresholds.of(label):
        return Mood(label, moods, certainty)
    if scores.top() == "neutral":
        return Mood(None, moods, scores["neutral"], NoMood.NEUTRAL)
    return Mood(None, moods, certainty, NoMood.UNSURE)
