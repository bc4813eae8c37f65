"""A video's frames with their times, as fast as they decode; in real time: :mod:`moviefy.capture.frame_source`."""

import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame

USUAL_FPS = 30.0
"""Used if a camera or file reports no frame rate, or an impossible one."""

MAX_FPS = 240.0
RESTART_S = 0.5
"""Times that fall back by more begin anew, as where recordings are joined; by less, they are only out of order."""

MAX_JUMP_S = 12 * 3600.0
"""A larger step forward is no pause but a counter that ran over, after 26.5 hours in MPEG-TS."""

NUMBERED = re.compile(r"%[0-9]*d")
UNKNOWN_CHARACTER = "\N{REPLACEMENT CHARACTER}"

# OpenCV and FFmpeg would tell stderr what is said in one sentence here. They read the variable when a video is first
# opened; whoever sets it, to look for a fault, is obeyed.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
if "OPENCV_LOG_LEVEL" not in os.environ:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


@dataclass(frozen=True)
class TimedFrame:
    """A frame and its time in the video, in seconds from the beginning."""

    time_s: float
    frame: Frame


class FrameClock:
    """Frame times that never decrease, in seconds, out of those that a stream reports.

    Containers differ: AVI and MPEG-PS have no time for their last frames, raw H.264 has none at all (OpenCV then
    says 0), and joined recordings begin again.
    """

    def __init__(self, fps: float) -> None:
        self._step_s = 1.0 / fps
        self._offset_s = 0.0
        self._last_s: float | None = None

    def time_of(self, reported_s: float) -> float:
        """The time of the next frame, for which the stream reports a time in seconds; 0 may stand for none."""
        if self._last_s is None:
            self._offset_s = max(0.0, -reported_s)
            self._last_s = reported_s + self._offset_s
        else:
            self._last_s = self._after(self._last_s, reported_s)
        return self._last_s

    def _after(self, last_s: float, reported_s: float) -> float:
        time_s = reported_s + self._offset_s
        if last_s < time_s <= last_s + MAX_JUMP_S:
            return time_s
        expected_s = last_s + self._step_s
        if time_s <= last_s and reported_s == 0.0:
            return expected_s
        if last_s - RESTART_S <= time_s <= last_s:
            return last_s
        self._offset_s = expected_s - reported_s
        return expected_s


class VideoReader:
    """Frames of an open video in order, with their times.

    Attributes:
        fps: nominal frames a second, 30 if the video says none.
        count: the number of frames by the header; None if it has none.
    """

    def __init__(self, video: cv2.VideoCapture) -> None:
        self._video = video
        self.fps = possible_fps(video)
        self.count = _count(video)
        self._clock = FrameClock(self.fps)

    def next(self) -> TimedFrame | None:
        """The next frame, or None at the end of what can be read."""
        frame = next_frame(self._video)
        if frame is None:
            return None
        return TimedFrame(self._clock.time_of(self._video.get(cv2.CAP_PROP_POS_MSEC) / 1000), frame)

    def close(self) -> None:
        """Release the video; further calls do nothing."""
        self._video.release()


def open_video_file(path: Path) -> VideoReader:
    """Open a video file; if it is none, the reader has no frame.

    Raises:
        CameraUnavailable: there is no such file.
    """
    if not path.is_file():
        raise CameraUnavailable(f"There is no video file {path.name}.")
    video = cv2.VideoCapture()
    if _may_be_video(path):
        _open(video, path)
    return VideoReader(video)


def _open(video: cv2.VideoCapture, path: Path) -> None:
    """Open a file, whatever its name. With ``file:`` FFmpeg takes no colon in it for a protocol; OpenCV's own reader
    would take % for a pattern, and FFmpeg does where the name ends like a picture's. OpenCV knows names in UTF-8 alone.
    """
    with path.open("rb") as file:
        name = os.fsencode(path.absolute()).decode("utf-8", "replace")
        by_number = Path(f"/proc/self/fd/{file.fileno()}")
        is_odd = NUMBERED.search(path.name) or UNKNOWN_CHARACTER in name
        video.open(f"file:{by_number if is_odd and by_number.exists() else name}", cv2.CAP_FFMPEG)


def frame_count(path: Path) -> int | None:
    """The number of frames of a video file by its header; None if it has none.

    Raises:
        CameraUnavailable: there is no such file.
    """
    reader = open_video_file(path)
    reader.close()
    return reader.count


def video_frames(path: Path) -> Iterator[TimedFrame]:
    """Every frame of a video file, in order.

    Raises:
        CameraUnavailable: the file is missing, is not a video, or has no frame.
    """
    reader = open_video_file(path)
    try:
        timed = reader.next()
        if timed is None:
            raise CameraUnavailable(f"{path.name} is neither a picture nor a video that can be read.")
        while timed is not None:
            yield timed
            timed = reader.next()
    finally:
        reader.close()


def possible_fps(video: cv2.VideoCapture) -> float:
    """The frame rate that a camera or video reports, or :data:`USUAL_FPS` if that is impossible."""
    fps = float(video.get(cv2.CAP_PROP_FPS))
    return fps if math.isfinite(fps) and 1.0 <= fps <= MAX_FPS else USUAL_FPS


def next_frame(video: cv2.VideoCapture) -> Frame | None:
    """The next frame as BGR, or None if there is none."""
    done, picture = video.read()
    if not done or picture is None:
        return None
    if picture.ndim == 2:  # some infrared cameras
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return np.asarray(picture, np.uint8)


def _count(video: cv2.VideoCapture) -> int | None:
    count = float(video.get(cv2.CAP_PROP_FRAME_COUNT))
    return int(count) if math.isfinite(count) and count > 0 else None


def _may_be_video(path: Path) -> bool:
    """False for text, which FFmpeg would play as the screen of a terminal; nearly every video has zero bytes early."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return b"\0" in head or head.startswith(b"YUV4MPEG2 ")
