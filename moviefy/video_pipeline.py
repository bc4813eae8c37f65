"""Frames in order become readings: faces keep their numbers, values are smoothed, and one mood is steady.

The live camera, the browser's WebSocket and ``moviefy analyze VIDEO`` all use it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from moviefy.expression.faces.face import Box, Frame, Search
from moviefy.expression.faces.tracking import FaceSmoother, FaceTracker
from moviefy.expression.hints import SteadyHint, hint
from moviefy.expression.mood import Mood, MoodThresholds, NoMood
from moviefy.expression.mood_tracking import MoodTracker
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.second_looks import SecondLooks
from moviefy.expression.words import say_all


class FrameAnalyzer(Protocol):
    """Analyses a single frame, as :class:`moviefy.pipeline.Pipeline` does."""

    @property
    def thresholds(self) -> MoodThresholds:
        """How certain a mood must be."""

    def analyze(self, frame: Frame, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """The reading of one frame; the boxes ``near`` are searched first, and ``search`` if nobody is found."""


@dataclass(frozen=True)
class VideoReading:
    """One analysed frame of a sequence.

    Attributes:
        reading: the frame's faces, the primary face first.
        mood: the steady mood.
        time_s: the frame's time in seconds.
        hint: a sentence for people if there is no mood.
        chosen: number of the face that was chosen as the primary face; it may be out of sight for a moment.
    """

    reading: Reading
    mood: Mood
    time_s: float
    hint: str | None = None
    chosen: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading with the steady mood as ``mood`` and ``said``, and that of the single frame as ``frame_mood``."""
        moods = {"mood": self.mood.to_json(), "frame_mood": self.reading.mood.to_json(), "said": self.said()}
        return {**self.reading.to_json(), **moods, "hint": self.hint, "chosen": self.chosen}

    def said(self) -> str:
        """The steady mood as a sentence; that of all faces if there are several and none was chosen."""
        return say_all(self.moods())

    def moods(self) -> tuple[Mood, ...]:
        """The moods that decide together which films fit, the steady one first; empty without a face.

        A chosen face decides alone, and so does the steady mood while its face is out of sight for a moment.
        """
        if self.mood.reason is NoMood.NO_FACE:
            return ()
        others = self.reading.faces[1:] if self.chosen is None else ()
        return (self.mood, *(face.mood for face in others))

    def to_draw(self) -> Reading:
        """The reading with the steady mood on the primary face, so that its label does not flicker."""
        faces = primary_first(self.reading, self.chosen)[:1]
        steady = tuple(replace(face, mood=self.mood) for face in faces)
        return replace(self.reading, faces=(*steady, *self.reading.faces[len(steady) :]))


def primary_first(reading: Reading, chosen: int | None) -> tuple[FaceReading, ...]:
    """The faces, the primary face first; none while the face that was chosen is out of sight."""
    there = chosen is None or any(face.track == chosen for face in reading.faces)
    return reading.faces if there else ()


class VideoPipeline:
    """The frames of one camera, viewer or file in order. One thread calls :meth:`update`; any may choose a face."""

    def __init__(self, pipeline: FrameAnalyzer) -> None:
        self._pipeline = pipeline
        self._tracker = FaceTracker()
        self._second_looks = SecondLooks()
        self._smoother = FaceSmoother(pipeline.thresholds)
        self._mood = MoodTracker(pipeline.thresholds)
        self._hint = SteadyHint()
        self._choosing = threading.Lock()
        self._primary: int | None = None
        self._chosen: int | None = None

    def choose(self, track: int | None) -> None:
        """Make a face the primary face, whatever its size, until it leaves; None returns to the largest.

        Raises:
            BadParameter: no face has that number now.
        """
        with self._choosing:
            self._tracker.choose(track)

    def update(self, frame: Frame, time_s: float) -> VideoReading:
        """Analyse the next BGR frame, taken at a time in seconds that must not decrease."""
        height, width = frame.shape[:2]
        search = self._second_looks.search(time_s)
        single = self._pipeline.analyze(frame, self._tracker.search_near(width, height, time_s), search)
        self._second_looks.update(search, found=bool(single.faces))
        with self._choosing:
            tracked, chosen = self._tracker.update(single, time_s), self._tracker.chosen
        faces = primary_first(tracked, chosen)
        self._reset_mood_if_primary_changed(faces[0].track if faces else None, chosen)
        # The mood has a window of its own: smoothed scores would only make it late.
        mood = self._mood.update(replace(tracked, faces=faces), time_s)
        said = self._hint.update(hint(frame, tuple(face.face for face in faces), mood), time_s)
        said = None if mood.label else said
        return VideoReading(self._smoother.update(tracked, time_s), mood, time_s, said, chosen)

    def _reset_mood_if_primary_changed(self, primary: int | None, chosen: int | None) -> None:
        """Forget the mood if a choice, made or ended, changes the primary face."""
        if chosen != self._chosen and primary != self._primary:
            self._mood.restart()
        self._primary, self._chosen = primary, chosen
