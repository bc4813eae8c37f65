"""A coarse fingerprint for imported films: a linear model from their facts to the thirteen qualities."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.movies.catalog.fingerprint import MAX_GRADE, QUALITIES
from moviefy.movies.estimates.features import FilmFacts
from moviefy.movies.estimates.linear_model import LinearModel, damaged, linear_model_from_json, read_card

CARD_NAME = "movie_fingerprint.json"


@dataclass(frozen=True)
class FingerprintEstimator:
    """Ridge regression over named features.

    Attributes:
        model: thirteen outputs, in the order of ``QUALITIES``.

    Raises:
        ValueError: another number of outputs.
    """

    model: LinearModel

    def __post_init__(self) -> None:
        if len(self.model.intercepts) != len(QUALITIES):
            raise ValueError(f"expected {len(QUALITIES)} outputs, received {len(self.model.intercepts)}")

    def grades(self, films: FilmFacts) -> npt.NDArray[np.float32]:
        """Estimated grades in [0, 3], float32, shape (n, 13), in the order of ``QUALITIES``."""
        return np.clip(self.model.outputs(films), 0, MAX_GRADE)

    def to_json(self) -> dict[str, Any]:
        """The part of the card that :func:`load_fingerprint_estimator` reads."""
        return {"qualities": list(QUALITIES), **self.model.to_json()}


def load_fingerprint_estimator(model_dir: Path) -> FingerprintEstimator:
    """The estimator of ``models/movie_fingerprint.json``.

    Raises:
        ModelError: the card is missing, is not JSON, or lacks a part.
    """
    part = read_card(model_dir, CARD_NAME)
    try:
        if part["qualities"] != list(QUALITIES):
            raise ValueError(f"expected the qualities {list(QUALITIES)}, received {part['qualities']}")
        return FingerprintEstimator(linear_model_from_json(part, len(QUALITIES)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(CARD_NAME, error) from None
