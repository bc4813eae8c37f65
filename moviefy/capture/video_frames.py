"""A video file read once, as fast as it decodes; a paced, looping source is in :mod:`moviefy.capture.frame_source`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame


@dataclass(frozen=True)
class TimedFrame:
    """A frame and its time in the video, in seconds from the beginning."""

    time_s: float
    frame: Frame


def frame_count(path: Path) -> int | None:
    """The number of frames by the file's header; None if it has none."""
    video = cv2.VideoCapture(str(path))
    try:
        count = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    finally:
        video.release()
    return count if count > 0 else None


def video_frames(path: Path) -> Iterator[TimedFrame]:
    """Every frame of a video file, in order.

    Raises:
        CameraUnavailable: the file is not a video, or has no frame.
    """
    video = cv2.VideoCapture(str(path))
    try:
        fps = video.get(cv2.CAP_PROP_FPS) or 30.0
        number = 0
        while (frame := _next(video)) is not None:
            yield TimedFrame(number / fps, frame)
            number += 1
        if number == 0:
            raise CameraUnavailable(f"{path.name} is neither a picture nor a video that can be read.")
    finally:
        video.release()


def _next(video: cv2.VideoCapture) -> Frame | None:
    ok, frame = video.read()
    return np.asarray(frame, np.uint8) if ok else None
