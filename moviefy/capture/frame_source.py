"""Sources of live frames: a camera, a video file in a loop, or a drawn fake camera."""

import math
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from moviefy.capture.test_card import draw_test_card
from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame

FAKE = "fake"
CAMERA_SIZE = (640, 480)
USUAL_FPS = 30.0
"""Used if a camera or file reports no frame rate, or an impossible one."""

MAX_FPS = 240.0
MAX_LAG_S = 0.5
"""A source that was not read for longer does not catch up."""


class FrameSource(ABC):
    """Frames in order, read from one thread; open from construction until :meth:`close`.

    Attributes:
        name: for messages to people.
        fps: nominal frames a second.
    """

    name: str
    fps: float

    @abstractmethod
    def read(self) -> Frame:
        """The next frame, ``uint8`` BGR, shape (H, W, 3); waits until it is due.

        Raises:
            CameraUnavailable: the source has no more frames, or is closed.
        """

    def wake(self) -> None:  # noqa: B027  # most sources need not do more: a camera's driver cannot be woken
        """End the wait of a read, and of all later ones, at once where that is possible; from any thread."""

    @abstractmethod
    def close(self) -> None:
        """Release the device or file; further calls do nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Pace:
    """Evenly spaced calls by the monotonic clock, so that delays do not add up."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1.0 / fps
        self._due = time.monotonic()
        self._stopped = threading.Event()

    def wait(self) -> None:
        """Return when the next frame is due: at once the first time."""
        now = time.monotonic()
        self._stopped.wait(max(0.0, self._due - now))
        self._due = max(self._due, now - MAX_LAG_S) + self._period_s

    def stop(self) -> None:
        """End a wait, and all later ones, at once."""
        self._stopped.set()


class CameraSource(FrameSource):
    """A camera of this machine, by number, at its own pace."""

    def __init__(self, number: int) -> None:
        """Open the camera.

        Raises:
            CameraUnavailable: there is no such camera, or another program holds it.
        """
        self.name = f"camera {number}"
        # OpenCV would try every backend and write each failure to stderr, at every retry.
        if sys.platform == "linux" and not Path(f"/dev/video{number}").exists():
            raise CameraUnavailable(f"There is no camera {number} on this machine.")
        self._video = cv2.VideoCapture(number)
        if not self._video.isOpened():
            self._video.release()
            raise CameraUnavailable(f"The {self.name} cannot be opened; another program may be using it.")
        self._video.set(cv2.CAP_PROP_FRAME_WIDTH, CAMERA_SIZE[0])
        self._video.set(cv2.CAP_PROP_FRAME_HEIGHT, CAMERA_SIZE[1])
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self.fps = _possible_fps(self._video)

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`."""
        frame = _next_frame(self._video)
        if frame is None:
            raise CameraUnavailable(f"The {self.name} stopped giving pictures.")
        return frame

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._video.release()


class VideoFileSource(FrameSource):
    """A video file at its own frame rate, in a loop by default."""

    def __init__(self, path: Path, *, loop: bool = True) -> None:
        """Open the file.

        Raises:
            CameraUnavailable: there is no such file, or it is no video.
        """
        self.name = f"video {path.name}"
        if not path.is_file():
            raise CameraUnavailable(f"There is no video file {path.name}.")
        self._path, self._loop = path, loop
        self._video = cv2.VideoCapture()
        if _may_be_video(path):
            self._video.open(str(path), cv2.CAP_FFMPEG)
        self.fps = _possible_fps(self._video)
        self._pace = Pace(self.fps)
        self._pending = deque(self._first_two())
        if len(self._pending) < 2:  # one frame is a picture, which FFmpeg opens too
            self.close()
            raise CameraUnavailable(f"The file {path.name} is not a video that can be played.")

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`; without ``loop`` the end of the file is the end of the source."""
        frame = self._pending.popleft() if self._pending else _next_frame(self._video)
        if frame is None and self._loop and self._video.isOpened():
            frame = self._from_the_beginning()
        if frame is None:
            raise CameraUnavailable(f"The {self.name} has ended.")
        self._pace.wait()
        return frame

    def wake(self) -> None:
        """See :meth:`FrameSource.wake`."""
        self._pace.stop()

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._pace.stop()
        self._pending.clear()
        self._video.release()

    def _first_two(self) -> Iterator[Frame]:
        for _ in range(2):
            if (frame := _next_frame(self._video)) is not None:
                yield frame

    def _from_the_beginning(self) -> Frame | None:
        self._video.set(cv2.CAP_PROP_POS_FRAMES, 0)
        frame = _next_frame(self._video)
        if frame is None:  # some files cannot be wound back
            self._video.open(str(self._path), cv2.CAP_FFMPEG)
            frame = _next_frame(self._video)
        return frame


class FakeSource(FrameSource):
    """A drawn face that moves, to try the live version without a camera.

    Frame number n is the same picture in every run.
    """

    def __init__(self, width: int = CAMERA_SIZE[0], height: int = CAMERA_SIZE[1], fps: float = USUAL_FPS) -> None:
        self.name = "fake camera"
        self.fps = fps
        self._size = width, height
        self._number = 0
        self._open = True
        self._pace = Pace(fps)

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`."""
        self._pace.wait()
        if not self._open:
            raise CameraUnavailable("The fake camera is closed.")
        frame = draw_test_card(*self._size, self._number, self.fps)
        self._number += 1
        return frame

    def wake(self) -> None:
        """See :meth:`FrameSource.wake`."""
        self._pace.stop()

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._open = False
        self._pace.stop()


def open_source(name: str) -> FrameSource:
    """The source that ``MOVIEFY_CAMERA`` names, opened: a device number, ``fake``, or the path of a video file.

    Raises:
        CameraUnavailable: it cannot be opened.
    """
    if name == FAKE:
        return FakeSource()
    if name.isascii() and name.isdigit():
        return CameraSource(int(name))
    return VideoFileSource(Path(name))


def _may_be_video(path: Path) -> bool:
    """False for text, which FFmpeg would play as the screen of a terminal; every video format has zero bytes early."""
    try:
        with path.open("rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False


def _possible_fps(video: cv2.VideoCapture) -> float:
    fps = float(video.get(cv2.CAP_PROP_FPS))
    return fps if math.isfinite(fps) and 1.0 <= fps <= MAX_FPS else USUAL_FPS


def _next_frame(video: cv2.VideoCapture) -> Frame | None:
    done, picture = video.read()
    if not done or picture is None:
        return None
    if picture.ndim == 2:  # some infrared cameras
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return np.asarray(picture, np.uint8)
