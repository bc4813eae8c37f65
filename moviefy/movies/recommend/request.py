"""What a person asks for: mood, goal, filters, and what they have seen, liked or disliked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from moviefy.errors import BadParameter
from moviefy.expression.scores import LABELS, MOODS
from moviefy.movies.catalog.check import FIRST_YEAR, ID_PATTERN, LAST_YEAR
from moviefy.movies.catalog.fingerprint import AUDIENCES, QUALITIES
from moviefy.movies.recommend.goals import GOALS
from moviefy.wording import _

MAX_LIMIT = 100
MAX_OFFSET = 10_000_000
MAX_SEED = 2**32 - 1
MAX_IDS = 20_000
MAX_FACES = 50
MAX_MINUTES = 100_000
MAX_VOTES = 2**31 - 1
DEFAULT_BREADTH = 0.3
_ID = re.compile(ID_PATTERN)
_COUNTRY, _LANGUAGE = re.compile("[A-Za-z]{2}"), re.compile("[A-Za-z]{2,3}")


@dataclass(frozen=True, kw_only=True)
class RecommendationRequest:
    """One request; it checks itself.

    Attributes:
        mood: "happy", "sad" or "angry"; None if ``scores`` says more.
        scores: how much of each mood a reading has, three numbers in [0, 1] in the order of ``MOODS``, not all 0; they
            count in proportion. With a mood they are ignored.
        expression: what led the face, one of ``LABELS``; surprise, fear and disgust have films of their own kind.
        goal: "match" (films of that mood), "lift" (towards happy) or "calm" (gentle, away from anger).
        genre: one genre name of the catalog, in any case.
        quality: one of ``QUALITIES``: only films in which it is strong.
        keyword, director: one theme or name of the catalog, in any case.
        country, language: ISO 3166 and ISO 639-1 codes.
        audience: an age of ``AUDIENCES``: only films that suit it. None: all but those for 18 and extreme ones.
        year_from, year_to, runtime_from, runtime_to (minutes), rating_from (0-10), votes_to: filters, both ends
            included.
        seed: 0 to 2**32 - 1; the same seed gives the same order. None: one is drawn and returned.
        limit: 1 to 100 films; offset: how many films of the order are passed over.
        exclude: film ids never to show; ids that the catalog does not have are ignored.
        liked, disliked: film ids that re-rank; they are not shown again themselves.
        breadth: 0 (the closest fits) to 1 (as varied as the pool allows).
        group: the moods of further people in front of the camera; the films suit them all.

    Raises:
        BadParameter: naming the parameter that cannot be used.
    """

    mood: str | None = None
    scores: tuple[float, float, float] | None = None
    expression: str | None = None
    goal: str = "match"
    genre: str | None = None
    quality: str | None = None
    keyword: str | None = None
    director: str | None = None
    country: str | None = None
    language: str | None = None
    audience: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    runtime_from: int | None = None
    runtime_to: int | None = None
    rating_from: float | None = None
    votes_to: int | None = None
    seed: int | None = None
    limit: int = 12
    offset: int = 0
    exclude: Collection[str] = ()
    liked: Collection[str] = ()
    disliked: Collection[str] = ()
    breadth: float = DEFAULT_BREADTH
    group: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._check_mood()
        _one_of("goal", self.goal, GOALS)
        for name, value, choices in (
            ("expression", self.expression, LABELS),
            ("audience", self.audience, AUDIENCES),
            ("quality", self.quality, QUALITIES),
        ):
            if value is not None:
                _one_of(name, value, choices)
        _matches("country", self.country, _COUNTRY, _("a country code of two letters, such as FR"))
        _matches("language", self.language, _LANGUAGE, _("a language code of two letters, such as fr"))
        self._check_group()
        self._check_ranges()
        for name in ("exclude", "liked", "disliked"):
            _check_ids(name, getattr(self, name))

    def _check_mood(self) -> None:
        if self.mood is not None:
            _one_of("mood", self.mood, MOODS)
        elif self.scores is None:
            raise BadParameter(_("Say a mood, or the scores of a reading."))
        if self.scores is None:
            return
        if len(self.scores) != len(MOODS):
            raise BadParameter(
                _(
                    "scores must be %(count)s numbers, for %(choices)s, not %(count2)s.",
                    count=len(MOODS),
                    choices=", ".join(MOODS),
                    count2=len(self.scores),
                )
            )
        for score in self.scores:
            if not isinstance(score, int | float):
                raise BadParameter(_("scores must be numbers, not %(value)s.", value=f"{str(score)[:40]!r}"))
            _between("scores", score, 0, 1)
        if not sum(self.scores) > 0:
            raise BadParameter(_("scores must not all be 0."))

    def _check_group(self) -> None:
        if len(self.group) > MAX_FACES:
            raise BadParameter(
                _("group may have at most %(most)s moods, not %(count)s.", most=MAX_FACES, count=len(self.group))
            )
        for mood in self.group:
            _one_of("group", mood, MOODS)

    def _check_ranges(self) -> None:
        for name in ("year_from", "year_to"):
            _between(name, getattr(self, name), FIRST_YEAR, LAST_YEAR)
        for name in ("runtime_from", "runtime_to"):
            _between(name, getattr(self, name), 0, MAX_MINUTES)
        _between("rating_from", self.rating_from, 0, 10)
        _between("votes_to", self.votes_to, 0, MAX_VOTES)
        _between("seed", self.seed, 0, MAX_SEED)
        _between("limit", self.limit, 1, MAX_LIMIT)
        _between("offset", self.offset, 0, MAX_OFFSET)
        _between("breadth", self.breadth, 0, 1)
        _in_order("year", self.year_from, self.year_to)
        _in_order("runtime", self.runtime_from, self.runtime_to)

    @property
    def people(self) -> tuple[Mapping[str, float], ...]:
        """Of every person mood -> its share, together 1; the asking person first."""
        return (self._asking, *({mood: 1.0} for mood in self.group))

    @property
    def leading(self) -> str:
        """The mood of the asking person, or the one with the highest score."""
        return max(self._asking, key=self._asking.__getitem__)

    @property
    def _asking(self) -> Mapping[str, float]:
        if self.mood is not None:
            return {self.mood: 1.0}
        scores = self.scores or ()
        return {mood: score / sum(scores) for mood, score in zip(MOODS, scores, strict=True) if score > 0}


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise BadParameter(
            _(
                "%(name)s must be one of %(choices)s, not %(value)s.",
                name=name,
                choices=", ".join(choices),
                value=f"{str(value)[:40]!r}",
            )
        )


def _matches(name: str, value: str | None, pattern: re.Pattern[str], expected: str) -> None:
    if value is not None and not pattern.fullmatch(value):
        raise BadParameter(
            _("%(name)s must be %(expected)s, not %(value)s.", name=name, expected=expected, value=f"{value[:40]!r}")
        )


def _between(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not low <= value <= high:
        raise BadParameter(
            _(
                "%(name)s must be from %(low)s to %(high)s, not %(value)s.",
                name=name,
                low=str(low),
                high=str(high),
                value=str(value),
            )
        )


def _in_order(name: str, low: int | None, high: int | None) -> None:
    if low is not None and high is not None and low > high:
        raise BadParameter(
            _(
                "%(name)s_from (%(low)s) must not be greater than %(name)s_to (%(high)s).",
                name=name,
                low=str(low),
                high=str(high),
            )
        )


def _check_ids(name: str, ids: Collection[str]) -> None:
    if len(ids) > MAX_IDS:
        raise BadParameter(
            _(
                "%(name)s may name at most %(most)s films, not %(count)s.",
                name=name,
                most=str(MAX_IDS),
                count=str(len(ids)),
            )
        )
    wrong = next((one for one in ids if not _ID.fullmatch(one)), None)
    if wrong is not None:
        raise BadParameter(_("%(name)s has %(value)s, which is not a film id.", name=name, value=f"{wrong[:40]!r}"))
