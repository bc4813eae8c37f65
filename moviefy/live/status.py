"""The camera's state, in one word and one sentence. Imports no OpenCV, so that every process can use it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CameraState(StrEnum):
    """What the source is doing."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    UNAVAILABLE = "camera_unavailable"


@dataclass(frozen=True)
class CameraStatus:
    """The source's state and one sentence about it; ``fps`` is measured, not promised."""

    state: CameraState
    message: str
    fps: float = 0.0


@dataclass(frozen=True)
class LiveStatus:
    """The camera's state and current figures.

    Attributes:
        state: "idle", "starting", "running", "camera_unavailable" or "analysis_failed" (pictures still come).
        message: one sentence for people.
        fps: frames a second of the source, measured.
        drops: frames that were read and never shown, since the start.
        viewers: open picture streams and event streams.
        analysed_fps: readings a second, measured.
        skipped: frames that were read and never analysed, since the start.
    """

    state: str
    message: str
    fps: float
    drops: int
    viewers: int
    analysed_fps: float
    skipped: int

    def to_json(self) -> dict[str, Any]:
        """The shape of a ``status`` event."""
        return {**vars(self), "fps": round(self.fps, 1), "analysed_fps": round(self.analysed_fps, 1)}
