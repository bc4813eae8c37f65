"""What films should be like for a mood and a goal: one linear rule each over mood grades, qualities and ending.

match   the mood's own grade and what goes with it
lift    warmth, humour, wonder and an ending that goes up, from where one is
calm    little energy, tension, fright and violence, with warmth or thought
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.fingerprint import MAX_GRADE, QUALITIES

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Grades = Mapping[str, npt.NDArray[np.float32]]
Weights = Mapping[str, float]

GOALS = ("match", "lift", "calm")
LOUD = frozenset({"slapstick", "parody"})
COARSE = frozenset({"sex", "drugs", "prostitution", "murder", "violence", "abuse", "torture"})
"""Keywords of films that do not cheer up whoever is sad, or do not calm anybody."""

GROWN_UP = ("16", "18")
OTHERS_SHARE = 0.2
"""A mood with less of a reading than this has no say in which films are offered."""


@dataclass(frozen=True)
class Rule:
    """How a film is scored for one mood and goal: weights of grades as shares in [0, 1]; 0 for what is not named."""

    moods: Weights = field(default_factory=dict)
    qualities: Weights = field(default_factory=dict)
    endings: Weights = field(default_factory=dict)

    def scores(self, catalog: Catalog) -> Floats:
        """The rule's score of each film, shape (n,); what a catalog does not know counts nothing."""
        grades = mood_shares(catalog) @ _vector(self.moods, MOODS)
        qualities = np.nan_to_num(catalog.qualities / MAX_GRADE) @ _vector(self.qualities, QUALITIES)
        endings = np.zeros(len(catalog), dtype=np.float32)
        for ending, weight in self.endings.items():
            endings[catalog.texts["ending"] == ending] += weight
        return np.asarray(grades + qualities + endings, dtype=np.float32)


def _vector(weights: Weights, names: Sequence[str]) -> Floats:
    return np.array([weights.get(name, 0.0) for name in names], dtype=np.float32)


def mood_shares(catalog: Catalog) -> Floats:
    """How much of each mood a film has, shape (n, 3), in [0, 1]: its hand grades, or else its scores."""
    graded = catalog.mood_grades / MAX_GRADE
    return np.where(np.isnan(graded), catalog.scores, graded).astype(np.float32)


UPLIFT = {"up": 1.0, "down": -3.0}
AGAINST_FEAR = {"grief": -1.5, "fright": -2.0, "violence": -1.5}
RULES: Mapping[tuple[str, str], Rule] = {
    ("match", "happy"): Rule(
        {"happy": 3.0, "sad": -1.5, "angry": -1.5},
        {"humour": 1.4, "energy": 0.9, "grief": -1.0, "fright": -1.0, "violence": -0.8},
    ),
    ("match", "sad"): Rule(
        {"sad": 3.0, "happy": -1.0, "angry": -1.5},
        {"melancholy": 1.4, "warmth": 0.8, "grief": 0.5, "violence": -1.2, "energy": -0.6, "fright": -1.0},
    ),
    ("match", "angry"): Rule(
        {"angry": 3.0, "sad": -1.0, "happy": -1.0},
        {"outrage": 1.2, "energy": 1.2, "tension": 0.8, "fright": -1.6},
        {"up": 0.6},
    ),
    ("lift", "happy"): Rule(
        {"happy": 1.5, "angry": -1.0}, {**AGAINST_FEAR, "wonder": 2.4, "warmth": 1.0, "romance": 0.8}, UPLIFT
    ),
    ("lift", "sad"): Rule(
        {"happy": 1.2, "angry": -1.0},
        {**AGAINST_FEAR, "grief": -0.8, "warmth": 2.2, "humour": 0.6, "melancholy": 0.8, "wonder": 0.6, "thought": 0.4,
         "energy": -1.0},
        UPLIFT,
    ),
    ("lift", "angry"): Rule(
        {"happy": 1.5},
        {**AGAINST_FEAR, "violence": -0.8, "humour": 1.8, "energy": 1.4, "outrage": 0.5, "warmth": 0.5},
        UPLIFT,
    ),
    ("calm", "happy"): Rule(
        {"happy": 1.0, "angry": -1.5},
        {"warmth": 1.4, "romance": 1.0, "humour": 0.3, "energy": -2.0, "tension": -2.0, "violence": -2.0},
        {"down": -1.5},
    ),
    ("calm", "sad"): Rule(
        {"angry": -1.5},
        {"warmth": 1.4, "thought": 0.8, "wonder": 0.6, "melancholy": 0.4, "energy": -2.0, "tension": -2.0,
         "violence": -2.0, "grief": -1.2},
        {"down": -2.0},
    ),
    ("calm", "angry"): Rule(
        {"angry": -2.0},
        {"thought": 1.6, "wonder": 1.2, "warmth": 0.8, "energy": -2.0, "tension": -2.0, "violence": -2.0,
         "outrage": -2.0, "grief": -1.0},
        {"down": -1.5},
    ),
}  # fmt: skip
"""(goal, mood of the person) -> rule. A row more is a goal more."""

EXPRESSION_RULES: Mapping[str, Rule] = {
    "surprise": Rule(qualities={"wonder": 1.5, "strangeness": 1.5}),
    "fear": Rule(qualities={"warmth": 2.0, "fright": -2.0}),
    "disgust": Rule(qualities={"humour": 1.0, "outrage": 1.0, "strangeness": 0.5}),
}
"""What leads a face, if it is no mood -> what its films may lead with."""


def fits(catalog: Catalog, goal: str, mood: str) -> Flags:
    """Which films may be offered for a mood and goal at all, shape (n,).

    Films without a fingerprint are offered for the goals that lead elsewhere if they leave people happy.
    """
    label = catalog.texts["mood"]
    if goal == "match":
        return np.asarray(label == mood)
    known = ~np.isnan(catalog.qualities).any(axis=1)
    grade = dict(zip(QUALITIES, np.nan_to_num(catalog.qualities).T, strict=True))
    kind = _lifts(catalog, grade, mood) if goal == "lift" else _calms(catalog, grade)
    return np.where(known, kind, (label == "happy") & (catalog.texts["ending"] != "down"))


def _lifts(catalog: Catalog, grade: Grades, mood: str) -> Flags:
    """Films that leave people happy, with warmth or humour; for the sad none that is loud and little else."""
    lifts = (catalog.texts["mood"] == "happy") & (catalog.texts["ending"] != "down")
    lifts &= (grade["fright"] < 2) & (grade["violence"] < 3) & (grade["grief"] < 3)
    lifts &= grade["warmth"] + grade["humour"] >= 2
    if mood == "sad":
        lifts &= (grade["warmth"] >= 2) & (grade["grief"] < 2) & ~_has_keyword(catalog, LOUD | COARSE)
        lifts &= (grade["energy"] < 2) | (grade["warmth"] >= 3) | (grade["thought"] >= 1)
    return np.asarray(lifts)


def _calms(catalog: Catalog, grade: Grades) -> Flags:
    """Quiet films with warmth or thought, no heavy grief, and no comedy that is nothing but laughter."""
    calms = (catalog.texts["mood"] != "angry") & (grade["energy"] < 2) & (grade["energy"] + grade["tension"] < 3)
    calms &= (grade["fright"] < 1) & (grade["violence"] < 2) & (grade["grief"] < 2)
    calms &= (grade["warmth"] >= 2) | (grade["thought"] >= 2)
    for_all = ~np.isin(catalog.texts["audience"], GROWN_UP)
    calms &= (grade["humour"] < 3) | (grade["thought"] >= 1) | ((grade["warmth"] >= 3) & for_all)
    return np.asarray(calms & ~_has_keyword(catalog, LOUD | COARSE))


def _has_keyword(catalog: Catalog, words: frozenset[str]) -> Flags:
    entries = catalog.entries["keywords"]
    flags = np.zeros(len(catalog), dtype=bool)
    for number, name in enumerate(entries.names):
        if name in words:
            flags[entries.having(number)] = True
    return flags


class GoalScores:
    """The rules' scores and films of one catalog, worked out once for each mood and goal. Safe between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._made: dict[tuple[str, str], tuple[Flags, Floats]] = {}

    def of(self, goal: str, mood: str) -> tuple[Flags, Floats]:
        """Which films fit, shape (n,), and the score of each, shape (n,)."""
        key = (goal, mood)
        if key not in self._made:
            self._made[key] = (fits(self._catalog, goal, mood), RULES[key].scores(self._catalog))
        return self._made[key]

    def for_people(self, goal: str, people: Sequence[Weights]) -> tuple[Flags, Floats]:
        """The films for several people, and their score: half the mean, half the minimum fit (least misery).

        Args:
            people: for each person mood -> its share of that person, together 1.
        """
        parts = [self._for_one(goal, person) for person in people]
        score = np.stack([score for _, score in parts])
        offered = np.logical_and.reduce([flags for flags, _ in parts])
        if not offered.any():  # moods that contradict each other: the better tenth of all that fits anybody
            anybody = np.logical_or.reduce([flags for flags, _ in parts])
            least = score.min(axis=0)
            offered = anybody & (least >= np.quantile(least[anybody], 0.9)) if anybody.any() else anybody
        return offered, np.asarray((score.mean(axis=0) + score.min(axis=0)) / 2, dtype=np.float32)

    def _for_one(self, goal: str, person: Weights) -> tuple[Flags, Floats]:
        parts = {mood: self.of(goal, mood) for mood, share in person.items() if share > 0}
        strong = [mood for mood in parts if person[mood] >= OTHERS_SHARE] or [max(person, key=person.__getitem__)]
        offered = np.logical_or.reduce([parts[mood][0] for mood in strong])
        score = sum(person[mood] * made[1] for mood, made in parts.items())
        return offered, np.asarray(score, dtype=np.float32)
