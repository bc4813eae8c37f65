"""The scores of one face: seven probabilities in FER2013's label order."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""FER2013's label order."""

MoodName = Literal["happy", "sad", "angry"]
MOODS: tuple[MoodName, ...] = get_args(MoodName)
"""The expressions that have films. Checks, the API's description and the pages' scripts take them from here."""

SUM_TOLERANCE = 1e-3


@dataclass(frozen=True)
class ExpressionScores:
    """Seven probabilities, shape (7,), in :data:`LABELS`' order, each in [0, 1] and together 1.

    Raises:
        ValueError: another shape, a value outside [0, 1], not a number, or a sum that is not 1.
    """

    values: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.values.shape != (len(LABELS),):
            raise ValueError(f"expected shape ({len(LABELS)},), received {self.values.shape}")
        if not (np.all(self.values >= 0.0) and abs(float(self.values.sum()) - 1.0) <= SUM_TOLERANCE):
            raise ValueError(f"expected probabilities that sum to 1, received {self.values}")

    def __getitem__(self, label: str) -> float:
        return float(self.values[LABELS.index(label)])

    def top(self) -> str:
        """The expression with the highest probability."""
        return LABELS[int(self.values.argmax())]

    def moods(self) -> dict[str, float]:
        """The probabilities of the moods, not normalised among them."""
        return {mood: self[mood] for mood in MOODS}

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy analyze`` print."""
        return {label: round(self[label], 4) for label in LABELS}
