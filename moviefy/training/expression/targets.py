"""Training targets: FER2013's labels, the raters' votes, or a blend of both."""

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import LABELS
from moviefy.training.evaluation.evaluation import MOOD_INDEX

Targets = npt.NDArray[np.float32]
"""Distributions over the seven expressions, shape (N, 7); every row sums to 1. Shape (N, 10) with moods."""

MIN_VOTES = 5
"""A face with fewer votes for the seven expressions is dropped, as FER+'s authors do."""


def label_targets(labels: npt.NDArray[np.int64], smoothing: float) -> Targets:
    """One-hot labels with label smoothing in [0, 1) (Szegedy et al. 2016, arXiv 1512.00567)."""
    one_hot = np.eye(len(LABELS), dtype=np.float32)[labels]
    return np.asarray(one_hot * (1.0 - smoothing) + smoothing / len(LABELS), np.float32)


def vote_targets(votes: npt.NDArray[np.float32]) -> tuple[Targets, npt.NDArray[np.bool_]]:
    """The share of votes for each expression, and which faces have at least :data:`MIN_VOTES` votes."""
    total = votes.sum(axis=1, keepdims=True)
    return np.asarray(votes / np.maximum(total, 1.0), np.float32), (total[:, 0] >= MIN_VOTES)


def blended_targets(
    labels: npt.NDArray[np.int64], votes: npt.NDArray[np.float32], vote_share: float, smoothing: float
) -> tuple[Targets, npt.NDArray[np.bool_]]:
    """``vote_share`` of the raters' distribution and the rest of FER2013's smoothed label; and which faces to keep."""
    shares, keep = vote_targets(votes)
    blend = vote_share * shares + (1.0 - vote_share) * label_targets(labels, smoothing)
    return np.asarray(blend, np.float32), keep


def with_moods(targets: Targets, labels: npt.NDArray[np.int64], smoothing: float) -> Targets:
    """The targets and three more columns: FER2013's smoothed label among happy, sad and angry alone; shape (N, 10).

    These columns are zero for a face with another label.
    """
    among = np.eye(len(LABELS), dtype=np.float32)[labels][:, MOOD_INDEX]
    smooth = among * (1.0 - smoothing) + among.sum(axis=1, keepdims=True) * smoothing / len(MOOD_INDEX)
    return np.asarray(np.concatenate([targets, smooth], axis=1), np.float32)
