"""Frames that follow each other become readings: faces keep their numbers, values hold still, one mood is steady.

The live camera, the browser's WebSocket and ``moviefy analyze VIDEO`` all read their frames through this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from moviefy.expression.face_detection import Box, Frame
from moviefy.expression.face_tracking import FaceSmoother, FaceTracker
from moviefy.expression.hints import SteadyHint, hint
from moviefy.expression.mood import Mood, MoodThresholds
from moviefy.expression.mood_tracking import MoodTracker
from moviefy.expression.reading import Reading


class Analysis(Protocol):
    """What reads a single frame; :class:`moviefy.pipeline.Pipeline` does."""

    @property
    def thresholds(self) -> MoodThresholds:
        """How certain a mood must be."""

    def read(self, frame: Frame, near: Sequence[Box] = ()) -> Reading:
        """The reading of one frame; faces are looked for around ``near`` first."""


@dataclass(frozen=True)
class VideoReading:
    """One analysed frame of several: its reading, the steady mood, the frame's time in seconds, and a hint for people
    where there is no mood."""

    reading: Reading
    mood: Mood
    time_s: float
    hint: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading with the steady mood as ``mood``, that of the single frame as ``frame_mood``, and the hint."""
        moods = {"mood": self.mood.to_json(), "frame_mood": self.reading.mood.to_json()}
        return {**self.reading.to_json(), **moods, "hint": self.hint}

    def to_draw(self) -> Reading:
        """The reading with the steady mood on the face that counts, so that its label does not flicker."""
        if not self.reading.faces:
            return self.reading
        first, *others = self.reading.faces
        return replace(self.reading, faces=(replace(first, mood=self.mood), *others))


class VideoPipeline:
    """One camera's, one viewer's or one file's frames in order. Not thread-safe."""

    def __init__(self, pipeline: Analysis) -> None:
        self._pipeline = pipeline
        self._tracker = FaceTracker()
        self._smoother = FaceSmoother(pipeline.thresholds)
        self._mood = MoodTracker(pipeline.thresholds)
        self._hint = SteadyHint()

    def read(self, frame: Frame, time_s: float) -> VideoReading:
        """Read the next BGR frame, at a time in seconds that never runs back."""
        height, width = frame.shape[:2]
        single = self._pipeline.read(frame, self._tracker.search_near(width, height, time_s))
        tracked = self._tracker.update(single, time_s)
        # The mood has a window of its own: smoothed scores would only make it late.
        mood = self._mood.update(tracked, time_s)
        said = self._hint.update(hint(frame, tuple(face.face for face in tracked.faces), mood), time_s)
        return VideoReading(self._smoother.update(tracked, time_s), mood, time_s, None if mood.label else said)
