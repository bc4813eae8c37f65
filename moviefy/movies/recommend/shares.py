"""Which periods, languages and degrees of fame get which share of what is drawn.

A film's weight is its chance to be drawn next. Weights are raked (iterative proportional fitting, Deming and Stephan
1940) until each group of films has its share, and capped, so that no film is on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moviefy.movies.catalog.catalog import Catalog

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

PERIODS = (2005, 2016)
"""The first years of the second and the third period."""

ROUNDS = 12
MAX_CHANCE = 1 / 400
"""The most that one film has of all draws: with it, a film is on about one first page of twelve in thirty."""


@dataclass(frozen=True)
class Attribute:
    """A partition of the catalog: the group of each film, shape (n,), -1 if unknown, and each group's share."""

    groups: npt.NDArray[np.int8]
    shares: tuple[float, ...]


def attributes(catalog: Catalog) -> tuple[Attribute, ...]:
    """Period (to 2004, 2005-15, from 2016), language (English or not), and fame (votes)."""
    period = np.digitize(catalog.years, PERIODS).astype(np.int8)
    language = catalog.texts["language"]
    foreign = np.where(language == "", -1, language != "en").astype(np.int8)
    fame = np.digitize(catalog.votes, (40_000, 250_000)).astype(np.int8)
    return (
        Attribute(period, (0.38, 0.29, 0.33)),
        Attribute(foreign, (0.72, 0.28)),
        Attribute(fame, (0.22, 0.38, 0.40)),
    )


def draw_weights(scores: Floats, rows: Rows, parts: Sequence[Attribute]) -> Floats:
    """The logarithm of each film's chance to be drawn first, shape (len(rows),).

    Args:
        scores: of the films in ``rows``, shape (len(rows),): one point more is a chance e times as high.
        rows: rows of the catalog; parts: of the whole catalog.
    """
    weights = np.exp(scores - scores.max(initial=0.0)).astype(np.float64)
    groups = [(part.groups[rows], part.shares) for part in parts]
    cap = max(MAX_CHANCE, 3 / max(len(rows), 1))
    for _ in range(ROUNDS):
        for of_film, shares in groups:
            _rake(weights, of_film, shares)
        weights /= weights.sum() or 1.0
        np.minimum(weights, cap, out=weights)
    return np.asarray(np.log(weights + 1e-12), dtype=np.float32)


def _rake(weights: npt.NDArray[np.float64], groups: npt.NDArray[np.int8], shares: Sequence[float]) -> None:
    """Scale each group to its share of the known films' weight, in place; an empty group leaves its share to others."""
    known = groups >= 0
    if not known.any():
        return
    sums = np.bincount(groups[known], weights[known], minlength=len(shares))
    wanted = np.where(sums > 0, shares, 0.0)
    factors = wanted / wanted.sum() * sums.sum() / np.maximum(sums, 1e-300)
    weights[known] *= factors[groups[known]]
