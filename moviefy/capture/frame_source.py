"""Sources of live frames: a video in a loop and a drawn fake camera; cameras are in :mod:`moviefy.capture.cameras`."""

import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from moviefy.capture.test_card import draw_test_card
from moviefy.capture.video_frames import USUAL_FPS, TimedFrame, VideoReader, open_video_file
from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

CAMERA_SIZE = (640, 480)
MAX_LAG_S = 0.5
"""A source that was not read for longer does not catch up."""

REPEAT_S = 1.0
"""While a video stands still for longer, its frame comes again, so that the source does not seem to be dead."""


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
    """Frames at their times by the monotonic clock, so that delays do not add up."""

    def __init__(self) -> None:
        self._due: float | None = None
        self._stopped = threading.Event()

    def wait(self, after_s: float, longest_s: float = threading.TIMEOUT_MAX) -> bool:
        """Return True when the next frame is due: ``after_s`` after the frame before was; the first one is at once.

        False after ``longest_s`` if that time is not yet; ask again then.
        """
        now = time.monotonic()
        due = now if self._due is None else max(self._due + after_s, now - MAX_LAG_S)
        if due - now > longest_s:
            self._stopped.wait(longest_s)
            return False
        self._stopped.wait(max(0.0, due - now))
        self._due = due
        return True

    def stop(self) -> None:
        """End a wait, and all later ones, at once."""
        self._stopped.set()


class VideoSource(FrameSource):
    """A video, each frame at its own time, in a loop by default."""

    def __init__(self, name: str, open_video: Callable[[], VideoReader], *, loop: bool = True) -> None:
        """Open the video.

        Raises:
            CameraUnavailable: it cannot be opened, or has fewer than two frames: FFmpeg opens pictures too.
        """
        self.name = name
        self._open_video, self._loop = open_video, loop
        self._reader = open_video()
        self.fps = self._reader.fps
        self._pace = Pace()
        self._shown: TimedFrame | None = None
        self._pending = deque(timed for _ in range(2) if (timed := self._reader.next()) is not None)
        self._closed = False
        if len(self._pending) < 2:
            self.close()
            raise CameraUnavailable(_("The %(name)s is not a video that can be played.", name=name))

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`; without ``loop`` the end of the video is the end of the source."""
        if not self._pending and (timed := self._next()) is not None:
            self._pending.append(timed)
        if self._closed or not self._pending:
            raise CameraUnavailable(_("The %(name)s has ended.", name=self.name))
        timed = self._pending[0]
        if not self._pace.wait(self._seconds_until(timed), REPEAT_S) and self._shown is not None:
            return self._shown.frame
        self._shown = self._pending.popleft()
        return self._shown.frame

    def wake(self) -> None:
        """See :meth:`FrameSource.wake`."""
        self._pace.stop()

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._closed = True
        self._pace.stop()
        self._pending.clear()
        self._reader.close()

    def _next(self) -> TimedFrame | None:
        """The next frame; after the end the first one, from the video opened anew, as not all can be wound back."""
        timed = self._reader.next()
        if timed is None and self._loop and not self._closed:
            self._reader.close()
            self._reader = self._open_video()
            timed = self._reader.next()
        return timed

    def _seconds_until(self, timed: TimedFrame) -> float:
        """How long after the frame before this one is shown; that long is also the last frame of a round."""
        after_s = timed.time_s - self._shown.time_s if self._shown is not None else 0.0
        return after_s if after_s >= 0.0 else 1.0 / self.fps


class VideoFileSource(VideoSource):
    """A video file, each frame at its own time, in a loop by default."""

    def __init__(self, path: Path, *, loop: bool = True) -> None:
        """Open the file.

        Raises:
            CameraUnavailable: there is no such file, or it is no video.
        """
        super().__init__(f"video {path.name}", partial(open_video_file, path), loop=loop)


class FakeSource(FrameSource):
    """A drawn face that moves, to try the live version without a camera.

    Frame number n is the same picture in every run.
    """

    def __init__(self, width: int = CAMERA_SIZE[0], height: int = CAMERA_SIZE[1], fps: float = USUAL_FPS) -> None:
        self.name = _("fake camera")
        self.fps = fps
        self._size = width, height
        self._number = 0
        self._open = True
        self._pace = Pace()

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`."""
        self._pace.wait(1 / self.fps)
        if not self._open:
            raise CameraUnavailable(_("The fake camera is closed."))
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
