"""From the first live viewer to the last: the two threads that turn newest frames into pictures and readings."""

from collections.abc import Callable, Collection, Mapping

from moviefy.capture.image_codec import encode_jpeg
from moviefy.expression.annotation import annotate
from moviefy.expression.faces.face import Frame
from moviefy.expression.reading import Reading
from moviefy.live.broadcaster import Captured, FrameBroadcaster
from moviefy.live.notice import draw_notice
from moviefy.live.status import CameraState
from moviefy.live.worker import FrameWorker
from moviefy.video_pipeline import FrameAnalyzer, VideoPipeline, VideoReading

ANNOTATED, PLAIN = "annotated", "plain"
PICTURE_KINDS = (ANNOTATED, PLAIN)
Pictures = Mapping[str, bytes]
"""One frame as JPEG, in each kind that somebody looks at."""

STALE_READING_S = 1.0
"""Boxes of an older reading are not drawn: the face may be elsewhere by now."""


class LiveSession:
    """One camera's analyser and encoder; they run from construction to :meth:`stop`.

    Args:
        broadcaster: source of frames; two subscriptions are taken.
        pipeline: analyses frames.
        pictures_wanted: the kinds of picture that somebody is watching; no others are encoded.
    """

    def __init__(
        self,
        broadcaster: FrameBroadcaster,
        pipeline: FrameAnalyzer,
        pictures_wanted: Callable[[], Collection[str]],
    ) -> None:
        self._broadcaster, self._pictures_wanted = broadcaster, pictures_wanted
        self._pipeline = VideoPipeline(pipeline)
        self._last: Frame | None = None
        self._told: str | None = None
        self.analyser: FrameWorker[VideoReading] = FrameWorker(
            "moviefy-analyser", broadcaster.subscribe(), self._analyse
        )
        self.encoder: FrameWorker[Pictures] = FrameWorker(
            "moviefy-encoder", broadcaster.subscribe(), self._encode, self._notice
        )

    def choose(self, track: int | None) -> None:
        """Choose the primary face; see :meth:`VideoPipeline.choose`."""
        self._pipeline.choose(track)

    def stop(self) -> None:
        """Ask both threads to end and wake all viewers; does not wait."""
        self.encoder.stop()
        self.analyser.stop()

    def join(self, timeout_s: float) -> None:
        """Wait for both threads, ``timeout_s`` at most for each."""
        self.encoder.join(timeout_s)
        self.analyser.join(timeout_s)

    def is_running(self) -> bool:
        """Whether a thread still runs; one that is stopped ends its last frame first."""
        return self.encoder.is_running() or self.analyser.is_running()

    def _analyse(self, captured: Captured) -> VideoReading:
        return self._pipeline.update(captured.frame, captured.time_s)

    def _encode(self, captured: Captured) -> Pictures | None:
        self._last, self._told = captured.frame, None
        wanted = self._pictures_wanted()
        return {kind: encode_jpeg(self._drawn(captured, kind)) for kind in wanted} or None

    def _drawn(self, captured: Captured, kind: str) -> Frame:
        reading = self._reading_for(captured) if kind == ANNOTATED else None
        return captured.frame if reading is None else annotate(captured.frame, reading)

    def _reading_for(self, captured: Captured) -> Reading | None:
        newest = self.analyser.results.current
        if newest is None or captured.time_s - newest.value.time_s > STALE_READING_S:
            return None
        reading = newest.value.to_draw()
        return reading if captured.frame.shape[:2] == (reading.height, reading.width) else None

    def _notice(self) -> Pictures | None:
        """The last frame with the camera's problem on it, once for each problem; plain pictures stay plain."""
        camera = self._broadcaster.status()
        if self._last is None or camera.state is not CameraState.UNAVAILABLE or camera.message == self._told:
            return None
        self._told = camera.message
        return {
            ANNOTATED: encode_jpeg(draw_notice(self._last, camera.message)),
            PLAIN: encode_jpeg(self._last),
        }
