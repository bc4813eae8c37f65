"""The pictures of the model card: confusion matrices, reliability diagram, risk-coverage curve."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from moviefy.expression.scores import LABELS, MOODS
from moviefy.training.evaluation.evaluation import (
    ECE_BINS,
    MOOD_INDEX,
    Labels,
    Probabilities,
    mood_probabilities,
    said_moods,
)
from moviefy.training.publishing.calibration import risk_coverage

mpl.use("Agg")
DPI = 90


def draw_pictures(probabilities: Probabilities, labels: Labels, choice: Labels, folder: Path) -> list[Path]:
    """Write every picture into the folder and return their paths.

    Args:
        probabilities: the model's, shape (N, 7).
        labels: FER2013's labels, shape (N,).
        choice: what the raters agree on, shape (N,), -1 if they do not.
        folder: made if it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "confusion-fer2013.png": confusion(labels, probabilities.argmax(axis=1), "FER2013's labels"),
        "confusion-raters.png": confusion(choice, probabilities.argmax(axis=1), "ten raters"),
        "reliability.png": reliability(probabilities, labels, choice),
        "risk-coverage.png": coverage(probabilities, choice),
    }
    for name, figure in figures.items():
        figure.savefig(folder / name, dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    return [folder / name for name in figures]


def confusion(truth: Labels, said: Labels, whose: str) -> Figure:
    """Rows are the truth, columns what the model said; every row sums to 1."""
    known = truth >= 0
    counts = np.zeros((len(LABELS), len(LABELS)))
    np.add.at(counts, (truth[known], said[known]), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(5, 4.6))
    axis = figure.subplots()
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.ndindex(shares.shape):
        dark = shares[row, column] > 0.5
        axis.text(
            column, row, f"{shares[row, column]:.2f}", ha="center", va="center", color="w" if dark else "k", size=8
        )
    axis.set_xticks(range(len(LABELS)), LABELS, rotation=45, ha="right")
    axis.set_yticks(
        range(len(LABELS)), [f"{name} ({int(n)})" for name, n in zip(LABELS, counts.sum(axis=1), strict=True)]
    )
    axis.set(xlabel="the model says", ylabel=f"truth: {whose}")
    return figure


def reliability(probabilities: Probabilities, labels: Labels, choice: Labels) -> Figure:
    """How often the leading mood is right, by how sure the model is of it among the three."""
    figure = Figure(figsize=(4.6, 4.2))
    axis = figure.subplots()
    axis.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="perfect")
    for truth, name in ((labels, "FER2013's labels"), (choice, "ten raters")):
        axis.plot(*_bins(probabilities, truth), marker="o", label=name)
    axis.set(xlabel="certainty among happy, sad and angry", ylabel="share right", xlim=(0.3, 1), ylim=(0.3, 1.01))
    axis.legend()
    return figure


def _bins(probabilities: Probabilities, truth: Labels) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    moods = np.isin(truth, MOOD_INDEX)
    certainty = mood_probabilities(probabilities).max(axis=1)[moods]
    right = (said_moods(probabilities) == truth)[moods]
    bins = np.minimum((certainty * ECE_BINS).astype(int), ECE_BINS - 1)
    used = [b for b in range(ECE_BINS) if np.count_nonzero(bins == b) >= 10]
    return np.array([certainty[bins == b].mean() for b in used]), np.array([right[bins == b].mean() for b in used])


def coverage(probabilities: Probabilities, choice: Labels) -> Figure:
    """Accuracy over coverage, from the most certain faces on, over faces that raters call a mood."""
    share, right = zip(*risk_coverage(probabilities, choice), strict=True)
    figure = Figure(figsize=(4.6, 4.2))
    axis = figure.subplots()
    axis.plot(share, right)
    axis.axhline(0.98, color="0.6", linestyle="--")
    axis.set(
        xlabel=f"share of faces answered ({', '.join(MOODS)})", ylabel="share right", xlim=(0, 1), ylim=(0.9, 1.002)
    )
    return figure
