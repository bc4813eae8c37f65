"""One film of the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Movie:
    """One film.

    Attributes:
        id: letters, digits, "-" and "_"; stable between builds.
        runtime_minutes: None where no source has it.
        rating: mean rating from 0 to 10; votes: how many people it comes from.
        mood: "happy", "sad" or "angry"; mood_scores: one probability per mood, together 1.
        facts_source: where rating and votes come from (data/README.md).
        votes_counted: whether somebody counted the votes; otherwise they are an estimate.
        label_source: "hand" or "classifier".
        original_title, language (ISO 639-1), audience ("all" or an age), ending ("up", "open", "down"), logline: None
            if the catalog does not say.
        directors, cast, countries (ISO 3166), keywords: empty if the catalog does not say.
        fingerprint: quality -> grade in [0, 3] (:mod:`moviefy.movies.catalog.fingerprint`); None if unknown.
        fingerprint_source: "hand", "estimated", or None if there is no fingerprint.
    """

    id: str
    title: str
    year: int
    genres: tuple[str, ...]
    runtime_minutes: int | None
    rating: float
    votes: int
    mood: str
    mood_scores: Mapping[str, float]
    facts_source: str = "import"
    votes_counted: bool = False
    label_source: str = "classifier"
    original_title: str | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    language: str | None = None
    keywords: tuple[str, ...] = ()
    audience: str | None = None
    ending: str | None = None
    logline: str | None = None
    fingerprint: Mapping[str, float] | None = None
    fingerprint_source: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape that the API and ``moviefy recommend`` print, without ``why``."""
        return {
            "id": self.id,
            "title": self.title,
            "original_title": self.original_title,
            "year": self.year,
            "directors": list(self.directors),
            "cast": list(self.cast),
            "countries": list(self.countries),
            "language": self.language,
            "genres": list(self.genres),
            "keywords": list(self.keywords),
            "fingerprint": None if self.fingerprint is None else {k: round(v, 1) for k, v in self.fingerprint.items()},
            "fingerprint_source": self.fingerprint_source,
            "ending": self.ending,
            "audience": self.audience,
            "logline": self.logline,
            "runtime_minutes": self.runtime_minutes,
            "rating": round(self.rating, 1),
            "votes": self.votes,
            "votes_counted": self.votes_counted,
            "mood": self.mood,
            "mood_scores": {mood: round(score, 4) for mood, score in self.mood_scores.items()},
        }
