"""A request's body takes one of a few places while it arrives, and must arrive in time.

Clients that send a byte now and then would hold every thread otherwise: neither gunicorn's threads nor Werkzeug's have
a limit for a whole body, and one for each packet does not help. So one thread shuts the receiving side of sockets whose
time is up; the request's own thread then meets the end of the body.
"""

import socket
import threading
import time
import weakref
from contextlib import ExitStack, suppress
from math import inf
from typing import IO

from flask import Flask, g, request

from moviefy.errors import Overloaded, TooManyViewers
from moviefy.live.seats import BODIES, BODIES_AT_ONCE, Seats
from moviefy.web.guards.clients import viewer
from moviefy.wording import _

SWEEP_S = 0.5
GRACE_S = 8.0
LEAST_BYTES_A_SECOND = 1024
"""After the grace, a body that has come more slowly is given up; with the usual limits a camera's frame still gets
through."""

STOPPING_S = 3.0
"""So long a body may still take once the server has been told to stop; it has left within eight seconds."""

PIECE_BYTES = 8 * 1024


class Deadlines:
    """The sockets that still receive a body; one daemon thread, started on first use, ends those that are late."""

    def __init__(self, limit_s: float, stopping: threading.Event) -> None:
        self.limit_s, self._stopping = limit_s, stopping
        self._due: weakref.WeakKeyDictionary[Deadline, None] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self._sweeper: threading.Thread | None = None

    def start(self, sock: socket.socket) -> "Deadline":
        """Start the time for one body. Keep the returned deadline, and call ``met`` when the body has arrived."""
        deadline = Deadline(sock, time.monotonic(), self.limit_s)
        with self._lock:
            self._due[deadline] = None
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep, name="deadlines", daemon=True)
                self._sweeper.start()
        return deadline

    def _sweep(self) -> None:
        last: float | None = None
        while True:
            time.sleep(SWEEP_S)
            now = time.monotonic()
            if last is None and self._stopping.is_set():
                last = now + STOPPING_S
            with self._lock:
                due = list(self._due)
            for deadline in due:
                deadline.check(now if last is None or now < last else inf)


class Deadline:
    """The time limit of one body; ``arrived`` counts its bytes."""

    def __init__(self, sock: socket.socket, began: float, limit_s: float) -> None:
        self._sock, self._began, self._limit_s = sock, began, limit_s
        self._lock = threading.Lock()
        self._over = False
        self.arrived = 0

    def check(self, now: float) -> None:
        """Shut the socket for receiving if the body is late ``now``, in seconds of the monotonic clock."""
        with self._lock:
            if self._over or not self._is_late(now - self._began):
                return
            self._over = True
            with suppress(OSError):  # the client may have gone already
                self._sock.shutdown(socket.SHUT_RD)

    def _is_late(self, age_s: float) -> bool:
        return age_s >= self._limit_s or self.arrived < (age_s - GRACE_S) * LEAST_BYTES_A_SECOND

    def met(self) -> None:
        """The body has arrived, or nobody waits for it any more."""
        with self._lock:
            self._over = True


class Body:
    """A body on its way, read in pieces so that its pace is known; its place is free once it is whole.

    Args:
        stream: the server's own.
        length: what the client announced, in bytes; None if it did not.
        held: is closed once the body is whole.
    """

    def __init__(self, stream: IO[bytes], length: int | None, held: ExitStack) -> None:
        self._stream, self._length, self._held = stream, length, held
        self.deadline: Deadline | None = None
        self._arrived = 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        data = self._stream.read(min(size, PIECE_BYTES))
        self._arrived += len(data)
        if self.deadline is not None:
            self.deadline.arrived = self._arrived
        if not data or self._arrived == self._length:
            self._held.close()
        return data


def limit_bodies(app: Flask, limit_s: float) -> None:
    """Let few bodies of an app arrive at one time, half of them from one client, and none take longer than
    ``limit_s`` seconds."""
    deadlines, places = Deadlines(limit_s, app.extensions["moviefy"].stopping), Seats(BODIES_AT_ONCE)

    @app.before_request
    def expect_body() -> None:
        if not (request.content_length or request.headers.get("Transfer-Encoding")):
            return
        held = g.body_held = ExitStack()
        try:
            held.enter_context(places.share(BODIES, viewer()))
            held.enter_context(places.take(BODIES))
        except TooManyViewers:
            raise Overloaded(_("Too many uploads arrive just now; please try again in a few seconds.")) from None
        body = Body(request.environ["wsgi.input"], request.content_length, held)
        for server in ("werkzeug", "gunicorn"):
            if (sock := request.environ.get(f"{server}.socket")) is not None:
                body.deadline = deadlines.start(sock)
                held.callback(body.deadline.met)
        request.environ["wsgi.input"] = body

    @app.teardown_request
    def let_go(error: BaseException | None) -> None:
        if (held := g.pop("body_held", None)) is not None:
            held.close()
