"""A live version whose camera is drawn and counted, for attacks that try to switch it on."""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from moviefy.capture.cameras import open_source
from moviefy.capture.frame_source import FrameSource
from moviefy.config import LiveConfig
from moviefy.live.camera import LiveCamera
from moviefy.live.seats import EVENTS, PICTURES
from moviefy.web import create_app
from moviefy.web.server import serving
from moviefy.web.services import Services

OPEN_WITHIN_S = 30.0


class Live:
    """A live version whose camera is drawn; it counts how often that was opened, and notes who asked for it."""

    def __init__(self) -> None:
        self.opened = self.port = 0
        self._arrived: set[tuple[str, str]] = set()
        self._viewers: Callable[[], int] = int

    @contextlib.contextmanager
    def listening(self, host: str, *, guarded: bool = True) -> Iterator[None]:
        """Serve on ``host`` during a ``with`` block; without ``guarded`` nothing refuses other sites."""
        config = LiveConfig(host=host, port=0, camera="fake", max_viewers=100)
        shared = Services(config)
        shared = Services(config, pipeline=shared.pipeline, live=LiveCamera(self._open, shared.pipeline, shared.seats))
        app = create_app(config, shared)
        if not guarded:
            app.before_request_funcs.clear()
        handle = app.wsgi_app

        def noting(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self._arrived.add((environ["PATH_INFO"], environ["QUERY_STRING"]))
            return handle(environ, start_response)

        app.wsgi_app = noting  # type: ignore[method-assign]
        with serving(app) as address:
            self.port = int(address.rpartition(":")[2])
            self._viewers = lambda: shared.seats.taken(PICTURES, EVENTS)
            yield

    def _open(self) -> FrameSource:
        self.opened += 1
        return open_source("fake")

    def forget(self) -> None:
        """Count arrivals from here on."""
        self._arrived.clear()

    def has_arrived(self, path: str, query: str) -> bool:
        """Whether a request for this address has arrived, admitted or not."""
        return (path, query) in self._arrived

    def wait_until_off(self) -> None:
        """Return once nobody watches, so that the next viewer opens the camera anew."""
        if not comes_true(lambda: self._viewers() == 0):
            raise TimeoutError("the camera stayed on after its viewers had left")


def comes_true(happened: Callable[[], bool]) -> bool:
    """Whether something happens in time."""
    deadline = time.monotonic() + OPEN_WITHIN_S
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
