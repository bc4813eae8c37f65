"""The arithmetic of a list: how well a film fits a goal, how good it is, its turn in a shuffle, and variety."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

TARGETS: dict[str, dict[str, tuple[float, float, float]]] = {
    "match": {"happy": (1.0, 0.0, 0.0), "sad": (0.0, 1.0, 0.0), "angry": (0.0, 0.0, 1.0)},
    "lift": {"happy": (1.0, 0.0, 0.0), "sad": (0.9, 0.1, 0.0), "angry": (0.9, 0.0, 0.1)},
    "calm": {"happy": (0.8, 0.2, 0.0), "sad": (0.7, 0.3, 0.0), "angry": (0.75, 0.25, 0.0)},
}
"""Goal -> mood of the person -> the mix of moods (in the order of ``MOODS``) that the films should have.

To lift is to go to happy with a little of where one is, so that the step is not too wide. To calm is gentle: cheerful
with a quiet streak, and nothing of anger.
"""

FITTING: dict[tuple[str, str], frozenset[str]] = {
    **{("match", mood): frozenset({mood}) for mood in MOODS},
    **{("lift", mood): frozenset({"happy"}) for mood in MOODS},
    **{("calm", mood): frozenset({"happy", "sad"}) for mood in MOODS},
}
"""(goal, mood of the person) -> the labels of a film that fit it, whatever the mix."""

LEANINGS: dict[tuple[str, str], dict[str, float]] = {
    ("lift", "happy"): {"Comedy": 0.8, "Musical": 0.8},
    ("lift", "sad"): {"Comedy": 0.8, "Romance": 0.8, "Musical": 0.8, "Children": 0.5, "Action": -0.8, "War": -1.5},
    ("lift", "angry"): {"Comedy": 1.2, "Adventure": 0.8, "War": -1.5, "Crime": -0.5},
    ("calm", "happy"): {"Adventure": -1.5, "Sci-Fi": -1.0, "Romance": 0.8, "Drama": 0.4},
    ("calm", "sad"): {"Adventure": -1.5, "Sci-Fi": -1.0, "Romance": 0.8, "Drama": 0.4, "Comedy": 0.4},
    ("calm", "angry"): {"Adventure": -1.5, "Sci-Fi": -1.0, "Documentary": 0.8, "Comedy": 0.8},
}
"""(goal, mood of the person) -> genres that suit the way there: warmth out of sadness, energy out of anger."""

ROUSING_GENRES = frozenset({"Action", "Crime", "Horror", "Thriller", "War", "Western"})
"""Genres that stir people up even when the film ends well; none of them is offered to calm somebody."""

POOL_FIT = 0.5
"""A film is offered where at least half of its mood lies on the target mix."""

PRIOR_VOTES = 3000.0
"""The Bayesian rating's prior: a film with this many votes stands half way between its own mean and the catalog's."""

FIT_WEIGHT, CERTAINTY_WEIGHT, QUALITY_WEIGHT, POPULARITY_WEIGHT = 3.0, 1.5, 1.8, 0.5
SHARED_AUDIENCE = 0.1
"""In "more like this", what of a shared audience's pull counts beside genres, mood and time.

Little: people who like one well-known film like most others, and are shown those in the recommendations anyway.
"""

SUREST = 0.98
"""No label counts as surer than this, so that the log odds stay finite; hand labels count as this sure."""

MMR_BLOCK = 60
"""Variety re-orders films within blocks of this many, so that pages still add up to the whole pool."""


def target_mix(goal: str, mood: str) -> Floats:
    """The mix of moods that films should have for one person, float32, shape (3,), together 1."""
    return np.array(TARGETS[goal][mood], dtype=np.float32)


def overlap(scores: Floats, target: Floats) -> Floats:
    """The share of each film's mood that lies on the target (histogram intersection): shape (n,), in [0, 1]."""
    return np.asarray(np.minimum(scores, target).sum(axis=1), dtype=np.float32)


def leaning(goal: str, mood: str, genres: Sequence[str], flags: npt.NDArray[np.bool_]) -> Floats:
    """What each row of genres (bool, shape (k, G)) adds to a film's score for one person and goal, shape (k,)."""
    weights = LEANINGS.get((goal, mood), {})
    return np.asarray(flags @ np.array([weights.get(name, 0.0) for name in genres], dtype=np.float32))


def is_rousing(genres: Sequence[str], flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows of genres (bool, shape (k, G)) have one that stirs people up, shape (k,)."""
    return np.asarray(flags[:, [name in ROUSING_GENRES for name in genres]].any(axis=1))


def group_fit(scores: Floats, goal: str, moods: Sequence[str]) -> Floats:
    """How well films suit several people: half the mean, half the least content one's fit, shape (n,), in [0, 1]."""
    return _for_all({mood: overlap(scores, target_mix(goal, mood)) for mood in set(moods)}, moods)


def certainty(beliefs: Floats, goal: str, moods: Sequence[str]) -> Floats:
    """Log odds that a film's label fits the goal, several people as in :func:`group_fit`, shape (n,).

    Args:
        beliefs: probabilities of the labels, shape (n, 3), as :func:`label_beliefs` gives them.
    """
    fitting = {mood: beliefs @ np.array([one in FITTING[goal, mood] for one in MOODS], np.float32) for mood in moods}
    share = np.clip(_for_all(fitting, moods), 1 - SUREST, SUREST)
    return np.asarray(np.log(share / (1 - share)), dtype=np.float32)


def label_beliefs(scores: Floats, by_hand: npt.NDArray[np.bool_]) -> Floats:
    """How probable each label is: the calibrated scores, and certainty where a person has labelled, shape (n, 3).

    The scores of a hand-labelled film hold a share of the classifier's, which tells shades of mood, not doubt.
    """
    labels = np.eye(len(MOODS), dtype=np.float32)[scores.argmax(axis=1)]
    return np.where(by_hand[:, None], labels, scores)


def _for_all(of_mood: Mapping[str, Floats], moods: Sequence[str]) -> Floats:
    """Half the mean over all people, half the least content one's, shape (n,)."""
    values = np.stack([of_mood[mood] for mood in moods])
    return np.asarray((values.mean(axis=0) + values.min(axis=0)) / 2, dtype=np.float32)


def weighted_rating(ratings: Floats, votes: Floats) -> Floats:
    """Bayesian mean rating, 0-10: few votes pull a film towards the mean of all films, shape (n,)."""
    mean = float(ratings.mean()) if len(ratings) else 0.0
    return np.asarray((votes * ratings + PRIOR_VOTES * mean) / (votes + PRIOR_VOTES), dtype=np.float32)


def merit(ratings: Floats, votes: Floats) -> Floats:
    """What a film has to say for itself whatever the mood: weighted rating in spreads, and being known, shape (n,)."""
    weighted = weighted_rating(ratings, votes)
    spread = float(weighted.std()) or 1.0
    quality = (weighted - weighted.mean()) / spread
    return np.asarray(QUALITY_WEIGHT * quality + POPULARITY_WEIGHT * np.log10(votes + 1), dtype=np.float32)


def shuffle_noise(seed: int, n: int, rows: Rows) -> Floats:
    """Gumbel noise for the films in some rows out of n, shape (len(rows),); a film's noise depends on its row alone.

    Sorting by score plus this noise draws films one by one without replacement, better ones sooner (the Gumbel-max
    trick), so one seed gives one order of the whole catalog and no film comes twice.
    """
    waiting = np.random.default_rng(seed).standard_exponential(n, dtype=np.float32)[rows]
    return np.asarray(-np.log(waiting + np.float32(1e-20)), dtype=np.float32)


def top_rows(keys: Floats, count: int) -> Rows:
    """The positions of the ``count`` highest keys, highest first; all positions where there are fewer."""
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


def vary(relevance: Floats, vectors: Floats, breadth: float, count: int | None = None) -> Rows:
    """Maximal marginal relevance: an order of n films in which each is good and unlike those before it.

    Carbonell and Goldstein: The Use of MMR, Diversity-Based Reranking for Reordering Documents, SIGIR 1998.

    Args:
        relevance: shape (n,), any scale, highest first.
        vectors: unit vectors, shape (n, d); similarity is their cosine.
        breadth: 0 keeps the order, 1 looks at likeness alone.
        count: only the first so many of the order, which cost less; None for all n.
    """
    n = len(relevance)
    count = n if count is None else min(count, n)
    if breadth == 0.0 or n < 3:
        return np.arange(count)
    worth = (1 - breadth) * np.linspace(1, 0, n, dtype=np.float32)
    likeness = breadth * (vectors @ vectors.T)
    closest = np.zeros(n, dtype=np.float32)
    order = np.empty(count, dtype=np.intp)
    for place in range(count):
        best = int(np.argmax(worth - closest))
        order[place] = best
        np.maximum(closest, likeness[best], out=closest)
        worth[best] = -np.inf
    return order
