"""From an imported film's facts to its mood: a logistic model that loads from its own card, without pickle."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS
from moviefy.movies.estimates.features import SEPARATOR, FilmFacts, known_keywords
from moviefy.movies.estimates.linear_model import LinearModel, damaged, linear_model_from_json, read_card

Floats = npt.NDArray[np.float32]
CARD_NAME = "movie_mood.json"

DOCUMENTARY = "Documentary"
UNSURE_GENRES = frozenset(("Drama", DOCUMENTARY))
"""Alone and without keywords these say little about a mood: dramas are about anything, and so are documentaries."""

UNSURE_LEAD = 0.4
"""The leading score where the model is unsure: nearly even, and the same mood still leads."""

MAX_ANGRY_DOCUMENTARY = 0.5
"""A documentary is never said to be angry with more than even odds: outrage is not a way to let off steam."""


@dataclass(frozen=True)
class MoodClassifier:
    """Multinomial logistic regression over named features, with calibrated scores.

    Attributes:
        model: three outputs, in the order of ``MOODS``.
        temperature: divides the logits; chosen so that a score of 0.8 is right in about 80 % of cases.

    Raises:
        ValueError: another number of outputs, or a temperature that is not positive.
    """

    model: LinearModel
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if len(self.model.intercepts) != len(MOODS):
            raise ValueError(f"expected {len(MOODS)} outputs, received {len(self.model.intercepts)}")
        if not self.temperature > 0:
            raise ValueError(f"expected a positive temperature, received {self.temperature}")

    @property
    def features(self) -> tuple[str, ...]:
        """The names of what the model weighs."""
        return self.model.features

    def scores(self, films: FilmFacts) -> Floats:
        """Probabilities of the moods, float32, shape (n, 3), in the order of ``MOODS``; each row sums to 1.

        Nearly even where the model is unsure; a documentary's anger is capped.
        """
        scores = self.plain_scores(films)
        capped = _capped(scores, np.array([DOCUMENTARY in genres for genres in films.genres], dtype=bool))
        return _evened(capped, self.unsure(films))

    def plain_scores(self, films: FilmFacts) -> Floats:
        """What the weights alone say, float32, shape (n, 3)."""
        return softmax(self.model.outputs(films) / self.temperature)

    def unsure(self, films: FilmFacts) -> npt.NDArray[np.bool_]:
        """The films that one genre would decide: a lone drama or documentary, or no known genre; no known keyword."""
        known = {name.removeprefix("genre:") for name in self.features if name.startswith("genre:")}
        vague = {genres: _is_vague(genres, known) for genres in set(films.genres)}
        alone = np.array([vague[genres] for genres in films.genres], dtype=bool)
        return alone & ~known_keywords(films, self.features)

    def to_json(self) -> dict[str, Any]:
        """The part of the card that :func:`load_mood_classifier` reads."""
        return {"moods": list(MOODS), "temperature": round(self.temperature, 4), **self.model.to_json()}


def _is_vague(genres: str, known: set[str]) -> bool:
    says = set(genres.split(SEPARATOR)) & known
    return not says or (len(says) == 1 and says <= UNSURE_GENRES)


def _capped(scores: Floats, documentary: npt.NDArray[np.bool_]) -> Floats:
    """Scores in which a documentary's anger is at most even; the rest goes to the others in proportion."""
    angry = MOODS.index("angry")
    over = documentary & (scores[:, angry] > MAX_ANGRY_DOCUMENTARY)
    others = scores[over] + 1e-9
    others[:, angry] = 0
    capped = scores.copy()
    capped[over] = others / others.sum(axis=1, keepdims=True) * (1 - MAX_ANGRY_DOCUMENTARY)
    capped[over, angry] = MAX_ANGRY_DOCUMENTARY
    return capped


def _evened(scores: Floats, unsure: npt.NDArray[np.bool_]) -> Floats:
    """Scores drawn towards thirds until the leading one is :data:`UNSURE_LEAD` at most."""
    even = 1 / len(MOODS)
    lead = np.maximum(scores.max(axis=1), even + 1e-6)
    keep = np.where(unsure, np.minimum((UNSURE_LEAD - even) / (lead - even), 1.0), 1.0)[:, None]
    return np.asarray(even + keep * (scores - even), dtype=np.float32)


def softmax(logits: Floats) -> Floats:
    """Rows of logits as probabilities; the row's maximum is taken off first so that nothing overflows."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def load_mood_classifier(model_dir: Path) -> MoodClassifier:
    """The classifier of ``models/movie_mood.json``.

    Raises:
        ModelError: the card is missing, is not JSON, or lacks a part.
    """
    part = read_card(model_dir, CARD_NAME)
    try:
        if part["moods"] != list(MOODS):
            raise ValueError(f"expected the moods {list(MOODS)}, received {part['moods']}")
        return MoodClassifier(linear_model_from_json(part, len(MOODS)), float(part["temperature"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(CARD_NAME, error) from None
