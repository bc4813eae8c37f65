"""Weights per named feature, kept as JSON that a person can read: what both models of an imported catalog are."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.movies.estimates.features import FilmFacts, feature_matrix

Floats = npt.NDArray[np.float32]
CHUNK = 20_000
"""Films to give a model at one time: bounds the memory at a few dozen megabytes."""


@dataclass(frozen=True)
class LinearModel:
    """One output per column of weights.

    Attributes:
        features: names as in :mod:`moviefy.movies.estimates.features`, length F.
        weights: float32, shape (F, K); intercepts: float32, shape (K,).

    Raises:
        ValueError: shapes that do not fit each other.
    """

    features: tuple[str, ...]
    weights: Floats
    intercepts: Floats

    def __post_init__(self) -> None:
        expected = (len(self.features), len(self.intercepts))
        if self.weights.shape != expected:
            raise ValueError(f"expected weights {expected}, received {self.weights.shape}")

    def outputs(self, films: FilmFacts) -> Floats:
        """float32, shape (n, K)."""
        return np.asarray(feature_matrix(films, self.features) @ self.weights + self.intercepts, dtype=np.float32)

    def to_json(self) -> dict[str, Any]:
        """What :func:`linear_model_from_json` reads."""
        return {
            "intercepts": [round(float(value), 4) for value in self.intercepts],
            "features": {
                name: [round(float(value), 4) for value in row]
                for name, row in zip(self.features, self.weights, strict=True)
            },
        }


def linear_model_from_json(part: dict[str, Any], outputs: int) -> LinearModel:
    """The model of a card.

    Raises:
        KeyError, TypeError, ValueError: the part is damaged, or has another number of outputs.
    """
    intercepts = np.array(part["intercepts"], dtype=np.float32)
    if intercepts.shape != (outputs,):
        raise ValueError(f"expected {outputs} intercepts, received {intercepts.size}")
    rows = list(part["features"].values())
    weights = np.array(rows, dtype=np.float32).reshape(len(rows), -1 if rows else outputs)
    return LinearModel(tuple(part["features"]), weights, intercepts)


def read_card(model_dir: Path, name: str) -> dict[str, Any]:
    """The part "model" of a card of ``models``.

    Raises:
        ModelError: the card is missing, is not JSON, or has no such part.
    """
    try:
        part = json.loads((model_dir / name).read_text(encoding="utf-8"))["model"]
    except FileNotFoundError:
        raise ModelError(f"The model card {name} does not exist.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(name, error) from None
    if not isinstance(part, dict):
        raise damaged(name, TypeError("expected an object"))
    return part


def damaged(name: str, error: Exception) -> ModelError:
    """The error for a card whose model cannot be used."""
    return ModelError(f"The model card {name} is damaged: {error}.")
