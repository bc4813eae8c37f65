"""The arithmetic of a list: how good a film is, its turn in a shuffle, and its genres as a vector."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

PRIOR_VOTES = 3000.0
"""The Bayesian rating's prior: a film with this many votes stands half way between its own mean and the catalog's."""

QUALITY_WEIGHT, POPULARITY_WEIGHT = 0.8, 0.25


def weighted_rating(ratings: Floats, votes: Floats) -> Floats:
    """Bayesian mean rating, 0-10: few votes pull a film towards the mean of all films, shape (n,)."""
    mean = float(ratings.mean()) if len(ratings) else 0.0
    return np.asarray((votes * ratings + PRIOR_VOTES * mean) / (votes + PRIOR_VOTES), dtype=np.float32)


def worth(ratings: Floats, votes: Floats) -> Floats:
    """Mood-independent quality: z-scored Bayesian rating plus log popularity, shape (n,)."""
    weighted = weighted_rating(ratings, votes)
    spread = float(weighted.std()) or 1.0
    quality = (weighted - weighted.mean()) / spread
    return np.asarray(QUALITY_WEIGHT * quality + POPULARITY_WEIGHT * np.log10(votes + 1), dtype=np.float32)


def shuffle_noise(seed: Sequence[int], n: int, rows: Rows) -> Floats:
    """Gumbel noise for the films in some rows out of n, shape (len(rows),); a film's noise depends on its row alone.

    Sorting by log weight plus this noise draws films one by one without replacement, each with a chance in proportion
    to its weight (the Gumbel-max trick), so one seed gives one order of the whole catalog and no film
    comes twice. ``seed`` is one number or more.
    """
    waiting = np.random.default_rng(seed).standard_exponential(n, dtype=np.float32)[rows]
    return np.asarray(-np.log(waiting + np.float32(1e-20)), dtype=np.float32)


def top_rows(keys: Floats, count: int) -> Rows:
    """The positions of the ``count`` highest keys, highest first; all positions if there are fewer."""
    if count < len(keys):
        positions = np.argpartition(-keys, count)[:count]
        return np.asarray(positions[np.argsort(-keys[positions], kind="stable")])
    return np.asarray(np.argsort(-keys, kind="stable"))


def genre_vectors(table: npt.NDArray[np.bool_], share: Floats) -> Floats:
    """Combinations of genres as unit vectors, rare genres weighing more (idf).

    Args:
        table: bool, shape (combinations, G); share: the share of films that have each genre, shape (G,).

    Returns:
        float32, shape (combinations, G); zero for the combination without genres.
    """
    weighted = table * np.sqrt(0.1 - np.log(np.clip(share, 1e-6, 1))).astype(np.float32)
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return np.asarray(weighted / np.maximum(lengths, 1e-6), dtype=np.float32)
