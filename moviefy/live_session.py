"""From the first live viewer to the last: the two threads that turn newest frames into pictures and readings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from moviefy.capture.frame_broadcaster import CameraState, Captured, FrameBroadcaster
from moviefy.capture.frame_worker import FrameWorker
from moviefy.capture.image_codec import encode_jpeg
from moviefy.capture.notice import draw_notice
from moviefy.expression.annotation import annotate
from moviefy.expression.face_detection import Frame
from moviefy.expression.mood import Mood, MoodThresholds
from moviefy.expression.mood_tracking import MoodTracker
from moviefy.expression.reading import Reading

STALE_READING_S = 1.0
"""Boxes of an older reading are not drawn: the face may be elsewhere by now."""


class Analysis(Protocol):
    """What reads a frame; :class:`moviefy.pipeline.Pipeline` does."""

    thresholds: MoodThresholds

    def read(self, frame: Frame) -> Reading:
        """The reading of one frame; called from the analyser's thread."""


@dataclass(frozen=True)
class LiveReading:
    """One analysed frame: its reading, the camera's steady mood, and when the frame was read (monotonic seconds)."""

    reading: Reading
    mood: Mood
    time_s: float

    def to_json(self) -> dict[str, Any]:
        """The reading with the steady mood as ``mood`` and that of the single frame as ``frame_mood``."""
        return {**self.reading.to_json(), "mood": self.mood.to_json(), "frame_mood": self.reading.mood.to_json()}

    def to_draw(self) -> Reading:
        """The reading with the steady mood on the face that counts, so that its label does not flicker."""
        if not self.reading.faces:
            return self.reading
        first, *others = self.reading.faces
        return replace(self.reading, faces=(replace(first, mood=self.mood), *others))


class LiveSession:
    """One camera's analyser and encoder; they run from construction to :meth:`stop`.

    Args:
        broadcaster: gives the frames; two subscriptions are taken.
        pipeline: reads frames.
        pictures_wanted: whether anybody looks at pictures just now; none are encoded otherwise.
    """

    def __init__(self, broadcaster: FrameBroadcaster, pipeline: Analysis, pictures_wanted: Callable[[], bool]) -> None:
        self._broadcaster, self._pipeline, self._pictures_wanted = broadcaster, pipeline, pictures_wanted
        self._tracker = MoodTracker(pipeline.thresholds)
        self._last: Frame | None = None
        self._told: str | None = None
        self.analyser: FrameWorker[LiveReading] = FrameWorker(
            "moviefy-analyser", broadcaster.subscribe(), self._analyse
        )
        self.encoder: FrameWorker[bytes] = FrameWorker(
            "moviefy-encoder", broadcaster.subscribe(), self._encode, self._notice
        )

    def stop(self) -> None:
        """Let both threads end and wake all viewers; does not wait."""
        self.encoder.stop()
        self.analyser.stop()

    def join(self, timeout_s: float) -> None:
        """Wait for both threads, ``timeout_s`` at most for each."""
        self.encoder.join(timeout_s)
        self.analyser.join(timeout_s)

    def _analyse(self, captured: Captured) -> LiveReading:
        reading = self._pipeline.read(captured.frame)
        return LiveReading(reading, self._tracker.update(reading, captured.time_s), captured.time_s)

    def _encode(self, captured: Captured) -> bytes | None:
        self._last, self._told = captured.frame, None
        if not self._pictures_wanted():
            return None
        reading = self._reading_for(captured)
        return encode_jpeg(captured.frame if reading is None else annotate(captured.frame, reading))

    def _reading_for(self, captured: Captured) -> Reading | None:
        newest = self.analyser.results.current
        if newest is None or captured.time_s - newest.value.time_s > STALE_READING_S:
            return None
        reading = newest.value.to_draw()
        return reading if captured.frame.shape[:2] == (reading.height, reading.width) else None

    def _notice(self) -> bytes | None:
        """The last frame with what is wrong on it, once for each thing that is wrong."""
        camera = self._broadcaster.status()
        if self._last is None or camera.state is not CameraState.UNAVAILABLE or camera.message == self._told:
            return None
        self._told = camera.message
        return encode_jpeg(draw_notice(self._last, camera.message))
