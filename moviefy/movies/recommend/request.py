"""What a person asks for: mood, goal, filters, and what they have seen, liked or disliked."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from moviefy.errors import BadParameter
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.check import FIRST_YEAR, ID_PATTERN, LAST_YEAR

GOALS = ("match", "lift", "calm")
MAX_LIMIT = 100
MAX_OFFSET = 10_000_000
MAX_SEED = 2**32 - 1
MAX_IDS = 20_000
MAX_FACES = 50
MAX_MINUTES = 100_000
DEFAULT_BREADTH = 0.3
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True, kw_only=True)
class RecommendationRequest:
    """One request; it checks itself.

    Attributes:
        mood: "happy", "sad" or "angry".
        goal: "match" (films of that mood), "lift" (towards happy) or "calm" (gentle, away from anger).
        genre: one genre name of the catalog, in any case.
        year_from, year_to, runtime_from, runtime_to (minutes), rating_from (0-10): filters, both ends included.
        seed: 0 to 2**32 - 1; the same seed gives the same order. None: one is drawn and given back.
        limit: 1 to 100 films; offset: how many films of the order are passed over.
        exclude: film ids never to show; ids that the catalog does not have are ignored.
        liked, disliked: film ids that re-rank; they are not shown again themselves.
        breadth: 0 (the closest fits) to 1 (as varied as the pool allows).
        group: the moods of further people in front of the camera; the films suit them all.

    Raises:
        BadParameter: naming the parameter that cannot be used.
    """

    mood: str
    goal: str = "match"
    genre: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    runtime_from: int | None = None
    runtime_to: int | None = None
    rating_from: float | None = None
    seed: int | None = None
    limit: int = 12
    offset: int = 0
    exclude: Collection[str] = ()
    liked: Collection[str] = ()
    disliked: Collection[str] = ()
    breadth: float = DEFAULT_BREADTH
    group: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("mood", self.mood, MOODS)
        _one_of("goal", self.goal, GOALS)
        self._check_group()
        self._check_ranges()
        for name in ("exclude", "liked", "disliked"):
            _check_ids(name, getattr(self, name))

    def _check_group(self) -> None:
        if len(self.group) > MAX_FACES:
            raise BadParameter(f"group may have at most {MAX_FACES} moods, not {len(self.group)}.")
        for mood in self.group:
            _one_of("group", mood, MOODS)

    def _check_ranges(self) -> None:
        for name in ("year_from", "year_to"):
            _between(name, getattr(self, name), FIRST_YEAR, LAST_YEAR)
        for name in ("runtime_from", "runtime_to"):
            _between(name, getattr(self, name), 0, MAX_MINUTES)
        _between("rating_from", self.rating_from, 0, 10)
        _between("seed", self.seed, 0, MAX_SEED)
        _between("limit", self.limit, 1, MAX_LIMIT)
        _between("offset", self.offset, 0, MAX_OFFSET)
        _between("breadth", self.breadth, 0, 1)
        _in_order("year", self.year_from, self.year_to)
        _in_order("runtime", self.runtime_from, self.runtime_to)

    @property
    def moods(self) -> tuple[str, ...]:
        """Every person's mood, the asking one's first."""
        return (self.mood, *self.group)


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise BadParameter(f"{name} must be one of {', '.join(choices)}, not {str(value)[:40]!r}.")


def _between(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not low <= value <= high:
        raise BadParameter(f"{name} must be from {low} to {high}, not {value}.")


def _in_order(name: str, low: int | None, high: int | None) -> None:
    if low is not None and high is not None and low > high:
        raise BadParameter(f"{name}_from ({low}) must not be greater than {name}_to ({high}).")


def _check_ids(name: str, ids: Collection[str]) -> None:
    if len(ids) > MAX_IDS:
        raise BadParameter(f"{name} may name at most {MAX_IDS} films, not {len(ids)}.")
    wrong = next((one for one in ids if not _ID.fullmatch(one)), None)
    if wrong is not None:
        raise BadParameter(f"{name} has {wrong[:40]!r}, which is not a film id.")
