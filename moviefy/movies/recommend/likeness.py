"""How alike films are, from the catalog's own facts: fingerprint, genres, keywords, people, language, time, logline."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.entries import Entries, word_entries
from moviefy.movies.recommend.goals import mood_shares

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

ERA_YEARS = 12.0
"""A film this many years from another gets 1/e of what a film of the same year gets."""

MAX_SPREAD = 0.2
"""A keyword or word that more films than this share have says nothing."""


@dataclass(frozen=True)
class LikenessWeights:
    """How much each kind of evidence adds, each in [0, 1] before; fitted on films judged alike (data/README.md)."""

    fingerprint: float = 1.7
    genres: float = 1.4
    keywords: float = 2.55
    directors: float = 1.5
    cast: float = 0.3
    language: float = 0.5
    countries: float = 1.0
    era: float = 1.3
    moods: float = 0.2
    logline: float = 1.4


class Likeness:
    """Likeness within one catalog of n films. Safe to share between threads."""

    def __init__(self, catalog: Catalog, genre_vectors: Floats, weights: LikenessWeights | None = None) -> None:
        self._weights = weights or LikenessWeights()
        self._n = len(catalog)
        self._codes, self._genres = catalog.genre_codes, genre_vectors
        self._moods = _unit(mood_shares(catalog) - np.float32(1 / 3))
        self._prints = _unit(_centred(catalog.qualities))
        self._years = catalog.years.astype(np.int64)
        self._languages = _codes(catalog.texts["language"])
        self._catalog = catalog

    @cached_property
    def _terms(self) -> dict[str, "Terms"]:
        """Taken apart when somebody first likes a film, which is once 50 ms; whoever starts the app does not wait."""
        entries = self._catalog.entries
        return {
            "keywords": Terms(entries["keywords"]),
            "directors": Terms(entries["directors"]),
            "cast": Terms(entries["cast"]),
            "countries": Terms(entries["countries"], rare=False),
            "logline": Terms(word_entries(self._catalog.texts["logline"].tolist())),
        }

    @property
    def most(self) -> float:
        """How alike a film is to itself, if everything is known about it."""
        return float(sum(getattr(self._weights, one.name) for one in fields(LikenessWeights)))

    def of(self, rows: Sequence[int]) -> Floats:
        """How alike every film is to some films in the mean, shape (n,), at most the sum of the weights."""
        total = np.zeros(self._n, dtype=np.float32)
        for name, part in self.parts(rows).items():
            total += np.float32(getattr(self._weights, name)) * part
        return total

    def parts(self, rows: Sequence[int]) -> dict[str, Floats]:
        """Each kind of evidence for itself, name -> shape (n,), in [-1, 1]; the names are those of the weights."""
        some = list(rows)
        made: dict[str, Floats] = {
            "fingerprint": self._prints @ self._prints[some].mean(axis=0),
            "genres": (self._genres @ self._genres[self._codes[some]].mean(axis=0))[self._codes],
            "moods": self._moods @ self._moods[some].mean(axis=0),
            "era": self._era(some),
            "language": self._language(some),
            **{name: terms.cosine(some) for name, terms in self._terms.items()},
        }
        return {one.name: made[one.name] for one in fields(LikenessWeights)}

    def between(self, some: Sequence[int], others: Sequence[int]) -> Floats:
        """How alike each of some films is to each of others, shape (len(some), len(others)); for a few of each."""
        one, other = np.asarray(some, dtype=np.intp), np.asarray(others, dtype=np.intp)
        codes = self._languages[one][:, None], self._languages[other][None, :]
        parts = {
            "fingerprint": self._prints[one] @ self._prints[other].T,
            "genres": self._genres[self._codes[one]] @ self._genres[self._codes[other]].T,
            "moods": self._moods[one] @ self._moods[other].T,
            "era": np.exp(-np.abs(self._years[one][:, None] - self._years[other][None, :]) / ERA_YEARS),
            "language": (codes[0] == codes[1]) & (codes[0] >= 0),
            **{name: terms.between(one, other) for name, terms in self._terms.items()},
        }
        total = sum(getattr(self._weights, name) * part for name, part in parts.items())
        return np.asarray(total, dtype=np.float32)

    def _era(self, rows: Sequence[int]) -> Floats:
        """Nearness in time, worked out once for each year of the catalog."""
        years = np.arange(self._years.min(), self._years.max() + 1)
        apart = np.abs(years[:, None] - self._years[list(rows)][None, :])
        near = np.exp(-apart / ERA_YEARS).mean(axis=1).astype(np.float32)
        return np.asarray(near[self._years - self._years.min()])

    def _language(self, rows: Sequence[int]) -> Floats:
        """The share of the films in ``rows`` that have each film's language; an unknown one is no other's."""
        counts = np.bincount(self._languages[list(rows)] + 1, minlength=int(self._languages.max()) + 2)
        counts[0] = 0
        return np.asarray((counts / len(rows)).astype(np.float32)[self._languages + 1])


class Terms:
    """Words of n films as unit vectors, kept as one list of films for each word.

    Args:
        words: of the films.
        rare: whether a word that few films have weighs more (idf).
    """

    def __init__(self, words: Entries, rare: bool = True) -> None:
        self._words, self._n = words, words.n
        counts = words.counts
        self._idf = np.log((self._n + 1) / (counts + 1)) if rare else np.ones(len(counts))
        telling = (counts > 1) & (not rare or counts <= max(MAX_SPREAD * self._n, 10))
        squares = np.bincount(words.films, self._idf[words.numbers] ** 2, minlength=self._n)
        self._lengths = np.sqrt(np.where(squares > 0, squares, 1.0)).astype(np.float32)
        self._shared = np.where(telling, self._idf**2, 0.0)

    def cosine(self, rows: Sequence[int]) -> Floats:
        """The mean cosine of each film's words with those of some films, shape (n,), in [0, 1]."""
        found = np.zeros(self._n, dtype=np.float32)
        profile: dict[int, float] = defaultdict(float)
        for row in rows:
            share = 1 / (float(self._lengths[row]) * len(rows))
            for word in self._words.of(row).tolist():
                profile[word] += float(self._shared[word]) * share
        for word, weight in profile.items():
            if weight:
                found[self._words.having(word)] += np.float32(weight)
        return np.asarray(found / self._lengths, dtype=np.float32)

    def between(self, some: Rows, others: Rows) -> Floats:
        """The cosine of each of some films' words with each of others', shape (len(some), len(others))."""
        words = [self._words.of(row) for row in others.tolist()]
        places = np.repeat(np.arange(len(words)), [len(one) for one in words])
        every = np.concatenate([*words, np.empty(0, dtype=np.intp)])
        weights, found = np.zeros(len(self._shared)), np.zeros((len(some), len(others)))
        for at, row in enumerate(some.tolist()):
            own = self._words.of(row)
            weights[own] = self._shared[own] / self._lengths[row]
            found[at] = np.bincount(places, weights[every], minlength=len(others))
            weights[own] = 0.0
        return np.asarray(found / self._lengths[others], dtype=np.float32)


def _codes(texts: npt.NDArray[np.object_]) -> npt.NDArray[np.int32]:
    """Each text as a number from 0; -1 for an empty one."""
    names = {name: number for number, name in enumerate(sorted(set(texts.tolist()) - {""}))}
    return np.array([names.get(text, -1) for text in texts.tolist()], dtype=np.int32)


def _centred(grades: Floats) -> Floats:
    """Grades less the mean film's; unknown ones stand at the mean."""
    known = ~np.isnan(grades)
    mean = np.divide(np.where(known, grades, 0).sum(axis=0), np.maximum(known.sum(axis=0), 1))
    return np.where(known, grades - mean, 0).astype(np.float32)


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-6), dtype=np.float32)
