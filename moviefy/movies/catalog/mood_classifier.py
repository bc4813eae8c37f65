"""From a film's facts to its mood: a logistic model that loads from its own card, without pickle."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.mood_features import FilmFacts, feature_matrix

Floats = npt.NDArray[np.float32]
CARD_NAME = "movie_mood.json"
CHUNK = 50_000
"""Films scored at one time: bounds the memory at a few dozen megabytes."""


@dataclass(frozen=True)
class MoodClassifier:
    """Multinomial logistic regression over named features, with calibrated scores.

    Attributes:
        features: names as in :mod:`moviefy.movies.catalog.mood_features`, length F.
        weights: float32, shape (F, 3), in the order of ``MOODS``; intercepts: float32, shape (3,).
        temperature: divides the logits; chosen so that a score of 0.8 is right in about 80 % of cases.

    Raises:
        ValueError: shapes that do not fit each other, or a temperature that is not positive.
    """

    features: tuple[str, ...]
    weights: Floats
    intercepts: Floats
    temperature: float = 1.0

    def __post_init__(self) -> None:
        expected = (len(self.features), len(MOODS))
        if self.weights.shape != expected or self.intercepts.shape != expected[1:]:
            raise ValueError(f"expected weights {expected}, received {self.weights.shape}, {self.intercepts.shape}")
        if not self.temperature > 0:
            raise ValueError(f"expected a positive temperature, received {self.temperature}")

    def scores(self, films: FilmFacts) -> Floats:
        """Probabilities of the moods, float32, shape (n, 3), in the order of ``MOODS``; each row sums to 1."""
        matrix = feature_matrix(films, self.features)
        logits = (matrix @ self.weights + self.intercepts) / self.temperature
        return softmax(logits)

    def to_json(self) -> dict[str, Any]:
        """The part of the card that :func:`load_mood_classifier` reads."""
        return {
            "moods": list(MOODS),
            "temperature": round(self.temperature, 4),
            "intercepts": [round(float(value), 5) for value in self.intercepts],
            "features": {
                name: [round(float(value), 5) for value in row]
                for name, row in zip(self.features, self.weights, strict=True)
            },
        }


def softmax(logits: Floats) -> Floats:
    """Rows of logits as probabilities; the row's maximum is taken off first so that nothing overflows."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def load_mood_classifier(model_dir: Path) -> MoodClassifier:
    """The classifier of ``models/movie_mood.json``.

    Raises:
        ModelError: the card is missing, is not JSON, or lacks a part.
    """
    path = model_dir / CARD_NAME
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        return _from_card(card["model"])
    except FileNotFoundError:
        raise ModelError(f"The model card {CARD_NAME} does not exist.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The model card {CARD_NAME} is damaged: {error}.") from None


def _from_card(model: dict[str, Any]) -> MoodClassifier:
    if model["moods"] != list(MOODS):
        raise ValueError(f"expected the moods {list(MOODS)}, received {model['moods']}")
    return MoodClassifier(
        features=tuple(model["features"]),
        weights=np.array(list(model["features"].values()), dtype=np.float32),
        intercepts=np.array(model["intercepts"], dtype=np.float32),
        temperature=float(model["temperature"]),
    )
