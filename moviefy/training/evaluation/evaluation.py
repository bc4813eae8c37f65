"""Figures of an expression classifier, as ``moviefy evaluate expression`` prints them.

Needs the run-time packages alone, so that anyone who can run the app can check its model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import LABELS, MOODS
from moviefy.training.expression.dataset import raters_choice

Probabilities = npt.NDArray[np.float32]
"""Shape (N, 7), in :data:`LABELS`' order; every row sums to 1."""

Labels = npt.NDArray[np.int64]
"""Shape (N,), index into :data:`LABELS`; -1 stands for no label."""

MOOD_INDEX = np.array([LABELS.index(mood) for mood in MOODS], np.int64)
ECE_BINS = 15


@dataclass(frozen=True)
class ClassFigures:
    """Accuracy, macro-F1 and the recall of every class that occurs, over ``n`` faces."""

    n: int
    accuracy: float
    macro_f1: float
    recall: dict[str, float]


def class_figures(truth: Labels, said: Labels, classes: Sequence[int]) -> ClassFigures:
    """Compare predictions with the truth over faces whose truth is one of ``classes``."""
    known = np.isin(truth, classes)
    truth, said = truth[known], said[known]
    recall = {LABELS[c]: _share(said[truth == c] == c) for c in classes if np.any(truth == c)}
    f1 = [_f1(truth == c, said == c) for c in classes if np.any(truth == c)]
    return ClassFigures(len(truth), _share(said == truth), float(np.mean(f1)) if f1 else 0.0, recall)


def _share(right: npt.NDArray[np.bool_]) -> float:
    return float(right.mean()) if right.size else 0.0


def _f1(truth: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> float:
    return float(2 * (truth & said).sum() / (truth.sum() + said.sum()))


def mood_probabilities(probabilities: Probabilities) -> Probabilities:
    """Happy, sad and angry alone, shape (N, 3), every row normalised to 1."""
    three = probabilities[:, MOOD_INDEX]
    return np.asarray(three / three.sum(axis=1, keepdims=True), np.float32)


def said_moods(probabilities: Probabilities) -> Labels:
    """The leading one of happy, sad and angry, as an index into :data:`LABELS`."""
    return np.asarray(MOOD_INDEX[probabilities[:, MOOD_INDEX].argmax(axis=1)], np.int64)


def expected_calibration_error(confidence: npt.NDArray[np.float32], right: npt.NDArray[np.bool_]) -> float:
    """Mean gap between confidence and accuracy over 15 equal bins (Guo et al. 2017, arXiv 1706.04599), in [0, 1]."""
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [abs(float((right[bins == b] - confidence[bins == b]).sum())) for b in range(ECE_BINS)]
    return sum(gaps) / max(1, len(confidence))


def auc_against_neutral(probabilities: Probabilities, truth: Labels, mood: str) -> float:
    """How often a random face of a mood scores higher in it, against neutral, than a random neutral face; in [0, 1].

    The area under the ROC curve (Fawcett 2006, doi 10.1016/j.patrec.2005.10.010); 0.5 is chance, ties count half, and
    0 is returned if either kind of face is missing.
    """
    index, neutral = LABELS.index(mood), LABELS.index("neutral")
    score = probabilities[:, index] / (probabilities[:, index] + probabilities[:, neutral])
    of_mood, of_neutral = score[truth == index], np.sort(score[truth == neutral])
    if not (of_mood.size and of_neutral.size):
        return 0.0
    below = np.searchsorted(of_neutral, of_mood, "left") + np.searchsorted(of_neutral, of_mood, "right")
    return float(below.mean() / (2 * of_neutral.size))


def label_report(probabilities: Probabilities, truth: Labels) -> dict[str, Any]:
    """The figures against FER2013's labels, as ``moviefy evaluate expression --json`` prints them."""
    seven = class_figures(truth, probabilities.argmax(axis=1), range(len(LABELS)))
    three = class_figures(truth, said_moods(probabilities), MOOD_INDEX.tolist())
    mood = np.isin(truth, MOOD_INDEX)
    confidence = mood_probabilities(probabilities).max(axis=1)
    return {
        "n": seven.n,
        "accuracy_7": seven.accuracy,
        "macro_f1_7": seven.macro_f1,
        "recall_7": seven.recall,
        "n_3": three.n,
        "accuracy_3": three.accuracy,
        "macro_f1_3": three.macro_f1,
        "recall_3": three.recall,
        "ece_3": expected_calibration_error(confidence[mood], (said_moods(probabilities) == truth)[mood]),
    }


def rater_report(probabilities: Probabilities, votes: npt.NDArray[np.float32]) -> dict[str, Any]:
    """The figures against what more than five of ten raters chose, as the ``ferplus`` entry of the same JSON."""
    truth = raters_choice(votes)
    seven = class_figures(truth, probabilities.argmax(axis=1), range(len(LABELS)))
    three = class_figures(truth, said_moods(probabilities), MOOD_INDEX.tolist())
    return {
        "n": seven.n,
        "accuracy_7": seven.accuracy,
        "recall_7": seven.recall,
        "n_3": three.n,
        "accuracy_3": three.accuracy,
        "recall_3": three.recall,
    }


def full_report(probabilities: Probabilities, truth: Labels, votes: npt.NDArray[np.float32]) -> dict[str, Any]:
    """What the model card holds: the figures of :func:`label_report`, :func:`rater_report` and
    :func:`auc_against_neutral`.
    """
    areas = {mood: auc_against_neutral(probabilities, truth, mood) for mood in ("sad", "angry")}
    return {
        **label_report(probabilities, truth),
        "auc_neutral": areas,
        "ferplus": rater_report(probabilities, votes),
    }


def rounded(report: Any) -> Any:
    """The same report with every float rounded to four digits."""
    if isinstance(report, dict):
        return {key: rounded(value) for key, value in report.items()}
    return round(report, 4) if isinstance(report, float) else report
