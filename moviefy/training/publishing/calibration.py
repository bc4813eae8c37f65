"""Calibration and thresholds, both chosen on the validation split alone."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import log_softmax

from moviefy.expression.mood import MoodThresholds
from moviefy.expression.network.model_card import Calibration
from moviefy.expression.scores import LABELS, MOODS
from moviefy.training.evaluation.evaluation import MOOD_INDEX, Labels, Probabilities, said_moods
from moviefy.training.expression.targets import Targets

MOOD_WEIGHT = 0.5
"""Weight of happy, sad and angry among themselves in the loss; chosen on the validation split, see docs/training.md."""

HAPPY_PRECISION = 0.96
"""How often "happy" must be right when it is said, over faces of all seven expressions."""

WANTED_RIGHT = 0.975
"""How often what is said of a face must be right, by the raters, over faces that they call happy, sad or angry. The
lower end of the 95 % interval must reach it (Wilson 1927), so that other faces than those of the choice do too."""

MOST_NEUTRAL = 0.125
"""The most neutral faces that may be given a mood. Sad and neutral faces differ so little that raters agree least
there; without this bound :data:`WANTED_RIGHT` alone would call every third neutral face sad."""

Z_95 = 1.959964
THRESHOLD_GRID = np.round(np.arange(0.30, 0.96, 0.01), 2)


def fit_calibration(logits: npt.NDArray[np.float32], targets: Targets, labels: Labels) -> Calibration:
    """Vector scaling (Guo et al. 2017, arXiv 1706.04599) that minimises two cross-entropies at once.

    One is of all seven expressions against ``targets``; the other, :data:`MOOD_WEIGHT` times, of happy, sad and angry
    among themselves against ``labels``, over the faces with such a label. There each mood has the same weight, however
    many faces it has: otherwise anger, which raters often call neutral and few labels name, would be predicted too
    rarely.

    Args:
        logits: the network's raw output, shape (N, 7).
        targets: distributions over the seven, shape (N, 7).
        labels: index into :data:`LABELS`, shape (N,).
    """
    raw, moods = logits.astype(np.float64), np.isin(labels, MOOD_INDEX)
    balanced = _balanced(np.eye(len(LABELS))[labels[moods]][:, MOOD_INDEX])

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scaled = raw * np.exp(-parameters[0])
        shifted = scaled + parameters[1:]
        value, slope = _cross_entropy(shifted, targets)
        among_moods, mood_slope = _cross_entropy(shifted[np.ix_(moods, MOOD_INDEX)], balanced)
        slope[np.ix_(moods, MOOD_INDEX)] += MOOD_WEIGHT * mood_slope
        gradient = np.concatenate([[-(slope * scaled).sum()], slope.sum(axis=0)])
        return value + MOOD_WEIGHT * among_moods, gradient

    best = minimize(loss, np.zeros(len(LABELS) + 1), jac=True, method="L-BFGS-B").x
    bias = best[1:] - best[1:].mean()  # softmax does not see a common shift
    return Calibration(float(np.exp(best[0])), bias.astype(np.float32))


def _balanced(one_hot: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rows weighted so that every class that occurs has the same sum, and the mean weight is 1."""
    faces = one_hot.sum(axis=0)
    weights = len(one_hot) / (np.maximum(faces, 1.0) * max(1, np.count_nonzero(faces)))
    return np.asarray(one_hot * weights, np.float64)


def _cross_entropy(logits: npt.NDArray[np.float64], targets: npt.NDArray[Any]) -> tuple[float, npt.NDArray[np.float64]]:
    """Mean cross-entropy and its gradient by the logits; zero for no faces. A row of targets sums to its weight."""
    log_p = log_softmax(logits, axis=1)
    n = max(1, len(logits))
    expected = np.exp(log_p) * targets.sum(axis=1, keepdims=True)
    return float(-(targets * log_p).sum() / n), (expected - targets) / n


def choose_thresholds(probabilities: Probabilities, truth: Labels) -> MoodThresholds:
    """The lowest thresholds that keep :data:`WANTED_RIGHT` and :data:`MOST_NEUTRAL`, over faces on which raters agree.

    Happy has its own, by :data:`HAPPY_PRECISION`; sad and angry share one, so that as many of both are said as may be.
    """
    precision = precision_at(probabilities, truth, "happy")
    happy = next((float(t) for t in THRESHOLD_GRID if precision(t) >= HAPPY_PRECISION), float(THRESHOLD_GRID[-1]))
    tries = (MoodThresholds(happy, float(t), float(t)) for t in THRESHOLD_GRID)
    return next((one for one in tries if _good_enough(probabilities, truth, one)), MoodThresholds(happy, 0.6, 0.6))


def _good_enough(probabilities: Probabilities, truth: Labels, thresholds: MoodThresholds) -> bool:
    moods = np.isin(truth, [LABELS.index(mood) for mood in MOODS])
    right = (said_moods(probabilities) == truth)[moods & is_said(probabilities, thresholds)]
    enough = len(right) > 0 and wilson(float(right.mean()), len(right))[0] >= WANTED_RIGHT
    return enough and said_of_neutral(probabilities, truth, thresholds) <= MOST_NEUTRAL


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of ``n`` (Wilson 1927, doi 10.1080/01621459.1927.10502953)."""
    middle = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n)) / (1 + Z_95**2 / n)
    return middle - half, middle + half


def is_said(probabilities: Probabilities, thresholds: MoodThresholds) -> npt.NDArray[np.bool_]:
    """Of which faces a mood is said at these thresholds, shape (N,)."""
    said = said_moods(probabilities)
    limit = np.array([thresholds.of(label) if label in MOODS else 1.0 for label in LABELS])
    return np.asarray(probabilities[np.arange(len(said)), said] >= limit[said])


def said_of_neutral(probabilities: Probabilities, truth: Labels, thresholds: MoodThresholds) -> float:
    """The share of the faces that raters call neutral of which a mood is said."""
    neutral = truth == LABELS.index("neutral")
    return float(is_said(probabilities, thresholds)[neutral].mean()) if neutral.any() else 0.0


def said_of(probabilities: Probabilities, truth: Labels, thresholds: MoodThresholds) -> dict[str, float]:
    """Of the faces that raters call each mood, the share of which a mood is said."""
    said = is_said(probabilities, thresholds)
    of_mood = {mood: truth == LABELS.index(mood) for mood in MOODS}
    return {mood: float(said[faces].mean()) if faces.any() else 0.0 for mood, faces in of_mood.items()}


def precision_at(probabilities: Probabilities, truth: Labels, mood: str) -> Callable[[float], float]:
    """Threshold -> the mood's precision, over faces with a known truth of any of the seven."""
    index = LABELS.index(mood)
    leads = (said_moods(probabilities) == index) & (truth >= 0)

    def precision(threshold: float) -> float:
        said = leads & (probabilities[:, index] >= threshold)
        return float((truth[said] == index).mean()) if said.any() else 1.0

    return precision


@dataclass(frozen=True)
class Answered:
    """Of the faces that raters call happy, sad or angry: the share that gets a mood, and its accuracy."""

    share: float
    accuracy: float


def answered(probabilities: Probabilities, truth: Labels, thresholds: MoodThresholds) -> Answered:
    """Coverage and accuracy at the thresholds, over faces whose truth is a mood."""
    moods = np.isin(truth, [LABELS.index(mood) for mood in MOODS])
    said = said_moods(probabilities)
    sure = moods & is_said(probabilities, thresholds)
    return Answered(float(sure.sum() / moods.sum()), float((said == truth)[sure].mean()) if sure.any() else 0.0)


def risk_coverage(probabilities: Probabilities, truth: Labels) -> list[tuple[float, float]]:
    """(coverage, accuracy) from the most certain face to all, over faces whose truth is a mood."""
    moods = np.isin(truth, [LABELS.index(mood) for mood in MOODS])
    said = said_moods(probabilities)[moods]
    sure_first = np.argsort(-probabilities[moods, said], kind="stable")
    right = (said == truth[moods])[sure_first].cumsum()
    count = np.arange(1, len(right) + 1)
    return [(float(n / len(right)), float(r / n)) for n, r in zip(count, right, strict=True)]
