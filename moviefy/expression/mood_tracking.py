"""Scores over time become one steady mood: a window of recent frames, and hysteresis against flicker."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.reading import Reading
from moviefy.expression.scores import ExpressionScores


@dataclass(frozen=True)
class TrackerSettings:
    """How slow the tracker is.

    Attributes:
        window_s: seconds of frames that are averaged; a real change shows within about this time.
        no_face_s: seconds without a face before the mood is dropped; shorter gaps, or frames that come slowly, change
            nothing.
        hold_s: seconds for which another answer must stand before the mood that is shown makes way for it.
        hysteresis: how far the mood that is shown may fall below its threshold, or behind another mood, before it goes.
    """

    window_s: float = 1.5
    no_face_s: float = 0.8
    hold_s: float = 0.3
    hysteresis: float = 0.25


class MoodTracker:
    """One viewer's or one camera's steady mood. The first face of each reading counts. Not thread-safe."""

    def __init__(self, thresholds: MoodThresholds, settings: TrackerSettings | None = None) -> None:
        self._thresholds = thresholds
        self._settings = settings or TrackerSettings()
        self._window: deque[tuple[float, npt.NDArray[np.float32]]] = deque()
        self._mood = NO_FACE
        self._doubted_since: float | None = None
        self._last_s = -np.inf

    def update(self, reading: Reading, time_s: float) -> Mood:
        """Take one frame's reading, at a time in seconds that never runs back, and return the steady mood."""
        self._forget(time_s, face=bool(reading.faces))
        if reading.faces:
            self._window.append((time_s, reading.faces[0].expressions.values))
        self._mood = self._steady(time_s) if self._window else NO_FACE
        self._last_s = time_s
        return self._mood

    def restart(self) -> None:
        """Another face counts from the next reading on: nothing of the one before remains."""
        self._window.clear()
        self._mood = NO_FACE
        self._doubted_since = None

    def _forget(self, now: float, *, face: bool) -> None:
        while self._window and now - self._window[0][0] > self._settings.window_s:
            self._window.popleft()
        if not self._window or (not face and now - self._window[-1][0] > self._settings.no_face_s):
            self.restart()

    def _steady(self, now_s: float) -> Mood:
        mean = np.mean([values for _, values in self._window], axis=0, dtype=np.float64)
        now = mood_from_scores(ExpressionScores(np.asarray(mean / mean.sum(), np.float32)), self._thresholds)
        shown = self._mood.label
        if shown is None or now.label == shown or self._gives_way(shown, now, now_s):
            self._doubted_since = None
            return now
        return Mood(shown, now.scores, now.scores[shown], expression=now.expression)

    def _gives_way(self, shown: str, now: Mood, now_s: float) -> bool:
        if self._holds(shown, now):
            self._doubted_since = None
            return False
        if self._doubted_since is None:
            self._doubted_since = self._last_s  # what is seen now may have begun right after the frame before
        return now_s - self._doubted_since >= self._settings.hold_s

    def _holds(self, shown: str, now: Mood) -> bool:
        slack = self._settings.hysteresis
        rival = max(score for mood, score in now.scores.items() if mood != shown)
        neutral_leads = now.reason is NoMood.NEUTRAL and now.certainty > now.scores[shown] + slack
        return (
            now.scores[shown] >= self._thresholds.of(shown) - slack
            and now.scores[shown] >= rival - slack
            and not neutral_leads
        )
