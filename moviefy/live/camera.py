"""The server camera, live: one source, one analysis and one JPEG a frame, for any number of viewers.

    source thread -> newest frame -> encoder thread  -> newest JPEG    -> every picture viewer at its own pace
                          |             ^ the newest reading is drawn for those who want it
                          +-------> analyser thread -> newest reading -> every event viewer

Pictures never wait for the analysis. A lost camera shows as a dimmed picture with the reason, and comes back by itself.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from moviefy.capture.frame_source import FrameSource
from moviefy.errors import BadParameter, CameraUnavailable
from moviefy.live.broadcaster import FrameBroadcaster
from moviefy.live.newest import Newest
from moviefy.live.seats import EVENTS, PICTURES, Seats
from moviefy.live.session import ANNOTATED, PICTURE_KINDS, PLAIN, LiveSession, Pictures
from moviefy.live.status import CameraState, CameraStatus, LiveStatus
from moviefy.video_pipeline import FrameAnalyzer, VideoReading
from moviefy.wording import _

FIRST_PICTURE_S = 10.0
REPEAT_S = 1.0
"""A picture is sent again after this time without a new one, so that a viewer who has gone is noticed."""

TICK_S = 0.25
"""How often a viewer looks for a change of status."""


class LiveCamera:
    """The server camera for all viewers; open from the first viewer to the last.

    Args:
        open_source: opens the camera or video.
        pipeline: analyses frames.
        seats: counts the viewers, of pictures and of events, and refuses those beyond its limit.
        stall_s: a camera silent for longer counts as unavailable.
        retry_s: first wait before a lost camera is opened again.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        pipeline: FrameAnalyzer,
        seats: Seats,
        *,
        stall_s: float = 4.0,
        retry_s: float = 0.5,
    ) -> None:
        self._broadcaster = FrameBroadcaster(open_source, stall_s=stall_s, retry_s=retry_s)
        self._pipeline = pipeline
        self._seats = seats
        self._lock = threading.Lock()
        self._watched: Counter[str] = Counter()
        self._session: LiveSession | None = None
        self._ending: list[LiveSession] = []
        self._drops = self._skipped = 0
        self._closed = False

    @contextmanager
    def jpegs(self, *, plain: bool = False) -> Iterator[Iterator[bytes]]:
        """Pictures as JPEG, annotated or plain; the newest is sent again if no new one comes for a second.

        Raises:
            TooManyViewers: all seats of this kind are taken.
            CameraUnavailable: no first picture comes.
        """
        kind = PLAIN if plain else ANNOTATED
        with self._place(PICTURES) as session, self._watching(kind):
            yield _repeated(session.encoder.results, self._before_first(session.encoder.results, kind), kind)

    @contextmanager
    def readings(self) -> Iterator[Iterator[VideoReading | LiveStatus | None]]:
        """The status whenever it changes, every new reading, and None after a moment without either.

        Raises:
            TooManyViewers: all seats of this kind are taken.
            CameraUnavailable: the camera has been switched off.
        """
        with self._place(EVENTS) as session:
            yield self._events(session.analyser.results)

    def status(self) -> LiveStatus:
        """State and figures now; never waits."""
        camera, session = self._broadcaster.status(), self._session
        state, message = str(camera.state), camera.message
        if session is not None and session.analyser.problem and camera.state is CameraState.RUNNING:
            state, message = "analysis_failed", session.analyser.problem
        return LiveStatus(
            state=state,
            message=message,
            fps=camera.fps,
            drops=self._drops + (session.encoder.dropped if session else 0),
            viewers=self._viewers(),
            analysed_fps=session.analyser.per_second() if session else 0.0,
            skipped=self._skipped + (session.analyser.dropped if session else 0),
        )

    def choose(self, track: int | None) -> None:
        """Choose the primary face for every viewer, until it leaves; None returns to the largest face.

        Raises:
            BadParameter: no face has that number now, or nobody is watching.
        """
        if (session := self._session) is None:
            raise BadParameter(_("The camera is off, so there is no face to pick."))
        session.choose(track)

    def close(self, timeout_s: float = 5.0) -> None:
        """End every stream, release the camera and wait for each thread, ``timeout_s`` at most."""
        with self._lock:
            self._closed = True
            self._end_session()
            ending = self._ending
        self._broadcaster.close(timeout_s)
        for session in ending:  # also one whose last viewer left just before
            session.join(timeout_s)

    @contextmanager
    def _place(self, kind: str) -> Iterator[LiveSession]:
        """Take a seat and share the session with all other viewers; the last to leave ends it."""
        try:
            with self._seats.take(kind):
                yield self._shared_session()
        finally:
            with self._lock:
                if not self._viewers():
                    self._end_session()

    def _shared_session(self) -> LiveSession:
        with self._lock:
            if self._closed:
                raise CameraUnavailable(_("The camera has been switched off."))
            if self._session is None:
                self._session = LiveSession(self._broadcaster, self._pipeline, self._wanted_pictures)
            return self._session

    @contextmanager
    def _watching(self, kind: str) -> Iterator[None]:
        """Somebody looks at pictures of a kind during a ``with`` block."""
        with self._lock:
            self._watched[kind] += 1
        try:
            yield
        finally:
            with self._lock:
                self._watched[kind] -= 1

    def _wanted_pictures(self) -> list[str]:
        return [kind for kind in PICTURE_KINDS if self._watched[kind]]

    def _viewers(self) -> int:
        return self._seats.taken(PICTURES, EVENTS)

    def _end_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.stop()
            self._ending = [one for one in [*self._ending, session] if one.is_running()]
            self._drops += session.encoder.dropped
            self._skipped += session.analyser.dropped

    def _before_first(self, pictures: Newest[Pictures], kind: str) -> int:
        """Wait for a picture newer than any of earlier viewers, and return the number before it."""
        before = 0 if pictures.current is None else pictures.current.number
        deadline = time.monotonic() + FIRST_PICTURE_S
        while True:
            newest = pictures.after(before, TICK_S)
            if newest is not None and kind in newest.value:
                return newest.number - 1
            before = before if newest is None else newest.number
            camera = self._broadcaster.status()
            if pictures.closed or camera.state is CameraState.UNAVAILABLE or time.monotonic() > deadline:
                raise CameraUnavailable(_reason(camera))

    def _events(self, readings: Newest[VideoReading]) -> Iterator[VideoReading | LiveStatus | None]:
        number, told = 0 if readings.current is None else readings.current.number, ("", "")
        while not readings.closed:
            status = self.status()
            if (status.state, status.message) != told:
                told = status.state, status.message
                yield status
            newest = readings.after(number, TICK_S)
            number = number if newest is None else newest.number
            lost = status.state == CameraState.UNAVAILABLE  # what comes now was still on its way from before
            yield None if newest is None or lost else newest.value


def _repeated(pictures: Newest[Pictures], number: int, kind: str) -> Iterator[bytes]:
    while not pictures.closed:
        newest = pictures.after(number, REPEAT_S) or pictures.current
        if newest is not None and not pictures.closed:
            number = newest.number
            if kind in newest.value:  # a picture from before this viewer came may lack it
                yield newest.value[kind]


def _reason(camera: CameraStatus) -> str:
    return camera.message if camera.state is CameraState.UNAVAILABLE else _("The camera gave no picture in time.")
