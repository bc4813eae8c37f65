"""A video's mood over time as a picture; matplotlib (the ``train`` extra) is imported only when one is asked for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moviefy.errors import BadParameter, SettingError
from moviefy.expression.colours import ON_PAPER
from moviefy.expression.scores import MOODS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE_INCHES = (9.0, 3.2)
DPI = 110
LAST_FRAME_S = 0.04
"""How long the last frame counts: nothing follows it."""


@dataclass(frozen=True)
class MoodPoint:
    """One frame: its time in seconds, the steady mood's label or None, and its scores or None if there is no face."""

    time_s: float
    label: str | None
    scores: dict[str, float] | None

    @classmethod
    def of_json(cls, result: dict[str, Any]) -> "MoodPoint":
        """From one line of ``moviefy analyze VIDEO``."""
        mood = result["mood"]
        seen = mood["reason"] != "no_face"
        return cls(result["time_s"], mood["label"], mood["scores"] if seen else None)


def check_plot(path: Path) -> None:
    """Check before a long analysis that a picture can be written.

    Raises:
        SettingError: matplotlib is not installed.
        BadParameter: the folder does not exist, or the file type is not supported.
    """
    kinds = _figure().canvas.get_supported_filetypes()
    if path.suffix.lstrip(".").lower() not in kinds:
        raise BadParameter(f"--plot {path.name}: the name must end in .png, .svg or .pdf.")
    if not path.absolute().parent.is_dir():
        raise BadParameter(f"--plot {path}: there is no such folder.")


def write_plot(points: Sequence[MoodPoint], title: str, path: Path) -> None:
    """Draw the mood over time and write it.

    Raises:
        BadParameter: the file cannot be written.
    """
    try:
        draw(points, title).savefig(path, dpi=DPI, bbox_inches="tight")
    except OSError as error:
        raise BadParameter(f"--plot {path}: the file cannot be written.") from error


def draw(points: Sequence[MoodPoint], title: str) -> "Figure":
    """The three scores as lines, with gaps while there is no face, over bands in the colour of the steady mood."""
    figure = _figure()
    axis = figure.subplots()
    times = [point.time_s for point in points]
    for mood in MOODS:
        scores = [math.nan if point.scores is None else point.scores[mood] for point in points]
        axis.plot(times, scores, color=ON_PAPER[mood], label=mood, linewidth=1.5)
    for label, start_s, end_s in bands(points):
        _band(axis, label, start_s, end_s)
    axis.set(xlabel="time, s", ylabel="probability", ylim=(0, 1.02))
    axis.set_title(title, loc="left")
    axis.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(MOODS), frameon=False)
    return figure


def bands(points: Sequence[MoodPoint]) -> list[tuple[str, float, float]]:
    """Label, start and end in seconds of every stretch with one steady mood."""
    if not points:
        return []
    ends = [after.time_s for _, after in pairwise(points)] + [points[-1].time_s + LAST_FRAME_S]
    stretches = groupby(zip(points, ends, strict=True), key=lambda pair: pair[0].label)
    found = [(label, list(frames)) for label, frames in stretches]
    return [(label, frames[0][0].time_s, frames[-1][1]) for label, frames in found if label is not None]


def _band(axis: "Axes", label: str, start_s: float, end_s: float) -> None:
    axis.axvspan(start_s, end_s, color=ON_PAPER[label], alpha=0.15, linewidth=0)
    axis.text((start_s + end_s) / 2, 0.02, label, ha="center", color=ON_PAPER[label], size=8, clip_on=True)


def _figure() -> "Figure":
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise SettingError("--plot needs the package matplotlib (pip install 'moviefy[train]').") from None
    return Figure(figsize=SIZE_INCHES)
