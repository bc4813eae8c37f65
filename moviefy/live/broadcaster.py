"""One source thread, several subscribers: each takes the newest frame when it is ready, and none waits for another.

    FrameBroadcaster --subscribe()--> Subscription.next()      the subscribers' side; never blocks longer than asked
          |  one _Session from the first subscriber to the last: a thread, the newest frame, what is wrong
          +--> open_source() -> read() -> read() ...            the source's side; may block, fail and come back

A session's thread that hangs in ``read()`` cannot be stopped, only left alone. The next session then waits for the
device: two threads never hold it at once, and no frame of the old session reaches the new one.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from moviefy.capture.frame_source import FrameSource
from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame
from moviefy.live.newest import Newest
from moviefy.live.rate import Rate
from moviefy.live.status import CameraState, CameraStatus
from moviefy.wording import _

log = logging.getLogger("moviefy")

RETRY_FIRST_S, RETRY_LONGEST_S = 0.5, 5.0
"""Waits between attempts to open a lost camera: doubled each time up to the longest."""

DEVICE_POLL_S = 0.05


@dataclass(frozen=True)
class Captured:
    """A frame and when it was read, in seconds of the monotonic clock."""

    frame: Frame
    time_s: float


class FrameBroadcaster:
    """Shares one source, open from the first subscription to the last.

    Args:
        open_source: opens the source; called in the source's own thread.
        stall_s: a source without a frame for longer counts as unavailable, until the next frame.
        retry_s: wait before a lost source is opened again; doubled at every failure up to ``RETRY_LONGEST_S``.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        *,
        stall_s: float = 4.0,
        retry_s: float = RETRY_FIRST_S,
    ) -> None:
        self._open_source = open_source
        self._stall_s, self._retry_s = stall_s, retry_s
        self._lock = threading.Lock()
        self._device = threading.Lock()
        self._subscriptions = 0
        self._session: _Session | None = None
        self._closed = False

    @property
    def subscriptions(self) -> int:
        """How many subscriptions are open."""
        return self._subscriptions

    def subscribe(self) -> "Subscription":
        """A new viewer; close it, or use it in a ``with`` block. Returns at once, before the source is open.

        Raises:
            CameraUnavailable: the broadcaster is closed.
        """
        with self._lock:
            if self._closed:
                raise CameraUnavailable(_("The camera has been switched off."))
            if self._session is None:
                self._session = _Session(self._open_source, self._device, self._stall_s, self._retry_s)
                self._session.start()
            self._subscriptions += 1
            return Subscription(self, self._session)

    def status(self) -> CameraStatus:
        """The source's state now; never waits."""
        session = self._session
        return CameraStatus(CameraState.IDLE, _("Nobody is watching.")) if session is None else session.status()

    def close(self, timeout_s: float = 5.0) -> None:
        """End every subscription and wait for the source to close, ``timeout_s`` at most."""
        with self._lock:
            self._closed = True
            session, self._session = self._session, None
        if session is not None:
            session.stop()
        if self._device.acquire(timeout=timeout_s):  # also held by a session that ended just before
            self._device.release()

    def leave(self, session: "_Session") -> None:
        """Remove one subscription; :class:`Subscription` calls this once. Never waits for the source."""
        with self._lock:
            self._subscriptions -= 1
            if self._subscriptions == 0:
                session.stop()
                self._session = None


class Subscription:
    """One subscriber's view of the source: use it from one thread, close it from any.

    Attributes:
        dropped: frames that this viewer never took.
    """

    def __init__(self, broadcaster: FrameBroadcaster, session: "_Session") -> None:
        self._broadcaster = broadcaster
        self._session = session
        self._last = 0
        self._leaving = threading.Lock()
        self.dropped = 0

    @property
    def closed(self) -> bool:
        """Whether this subscription, or the whole broadcaster, is closed."""
        return self._session.frames.closed or self._leaving.locked()

    def next(self, timeout_s: float) -> Captured | None:
        """The newest frame that this viewer has not had; None after ``timeout_s`` or if it is closed."""
        newest = self._session.frames.after(self._last, timeout_s)
        if newest is None or self._leaving.locked():
            return None
        if self._last:  # what came before a viewer did is no loss
            self.dropped += newest.number - self._last - 1
        self._last = newest.number
        return newest.value

    def close(self) -> None:
        """End the subscription; further calls do nothing."""
        if self._leaving.acquire(blocking=False):  # never released: it marks the subscription as ended
            self._broadcaster.leave(self._session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Session:
    """From the first viewer to the last: the source's thread, its newest frame and what is wrong with it."""

    def __init__(
        self, open_source: Callable[[], FrameSource], device: threading.Lock, stall_s: float, retry_s: float
    ) -> None:
        self.frames: Newest[Captured] = Newest()
        self._open_source, self._device = open_source, device
        self._stall_s, self._retry_s = stall_s, retry_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="moviefy-source", daemon=True)
        self._source: FrameSource | None = None
        self._problem: str | None = None
        self._since = time.monotonic()
        self._rate = Rate()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wake it and every viewer; does not wait."""
        self._stop.set()
        self.frames.close()
        if (source := self._source) is not None:
            source.wake()

    def status(self) -> CameraStatus:
        if self._problem is not None:
            return CameraStatus(CameraState.UNAVAILABLE, self._problem)
        if time.monotonic() - self._since > self._stall_s:
            return CameraStatus(CameraState.UNAVAILABLE, _("The camera does not answer; it may be busy or unplugged."))
        if not self._rate:
            return CameraStatus(CameraState.STARTING, _("The camera is starting."))
        return CameraStatus(CameraState.RUNNING, _("The camera is running."), self._rate.per_second())

    def _run(self) -> None:
        wait_s = self._retry_s
        while self._take_device():
            try:
                with self._open_source() as source:
                    self._read_all(source)
            except CameraUnavailable as error:
                self._lose(str(error))
            except Exception:  # the root of this thread: viewers must hear of it, and the camera come back
                log.exception("the camera's thread failed")
                self._lose("The camera failed for an unknown reason.")
            finally:
                self._device.release()
            wait_s = self._retry_s if self._rate else min(wait_s * 2, RETRY_LONGEST_S)
            self._rate = Rate()
            self._stop.wait(wait_s)

    def _take_device(self) -> bool:
        """Wait until no other session holds the source; False if this session ends first."""
        while not self._stop.is_set():
            if self._device.acquire(timeout=DEVICE_POLL_S):
                return True
        return False

    def _read_all(self, source: FrameSource) -> None:
        self._since = time.monotonic()
        self._source = source  # before the first look at _stop, so that stop() wakes it or it is not read
        while not self._stop.is_set():
            frame = source.read()
            now = time.monotonic()
            self._since, self._problem = now, None
            self._rate.tick(now)
            self.frames.put(Captured(frame, now))

    def _lose(self, problem: str) -> None:
        if problem != self._problem and not self._stop.is_set():
            log.warning("camera: %s", problem)
        self._problem = problem
