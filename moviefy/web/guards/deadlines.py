"""A request's body must arrive in time: clients that send a byte now and then would hold every thread.

Neither gunicorn's threads nor Werkzeug's have a limit for a whole body, and one for each packet does not help. So one
thread shuts the receiving side of sockets whose time is up; the request's own thread then meets the end of the body.
"""

import socket
import threading
import time
import weakref
from contextlib import suppress

from flask import Flask, g, request

SWEEP_S = 0.5


class Deadlines:
    """The sockets that still receive a body; one daemon thread, started on first use, ends those that are late."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._due: weakref.WeakKeyDictionary[Deadline, None] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self._sweeper: threading.Thread | None = None

    def start(self, sock: socket.socket) -> "Deadline":
        """Start the time for one body. Keep the returned deadline, and call ``met`` when the body has arrived."""
        deadline = Deadline(sock, time.monotonic() + self.limit_s)
        with self._lock:
            self._due[deadline] = None
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep, name="deadlines", daemon=True)
                self._sweeper.start()
        return deadline

    def _sweep(self) -> None:
        while True:
            time.sleep(SWEEP_S)
            with self._lock:
                due = list(self._due)
            for deadline in due:
                deadline.check(time.monotonic())


class Deadline:
    """The time limit of one body."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until
        self._lock = threading.Lock()
        self._over = False

    def check(self, now: float) -> None:
        """Shut the socket for receiving if ``now``, in seconds of the monotonic clock, is past the limit."""
        with self._lock:
            if self._over or now < self._until:
                return
            self._over = True
            with suppress(OSError):  # the client may have gone already
                self._sock.shutdown(socket.SHUT_RD)

    def met(self) -> None:
        """The body has arrived, or nobody waits for it any more."""
        with self._lock:
            self._over = True


def limit_bodies(app: Flask, limit_s: float) -> None:
    """Let no body of an app take longer than ``limit_s`` seconds."""
    deadlines = Deadlines(limit_s)

    @app.before_request
    def start_deadline() -> None:
        if request.content_length or request.headers.get("Transfer-Encoding"):
            for server in ("werkzeug", "gunicorn"):
                if (sock := request.environ.get(f"{server}.socket")) is not None:
                    g.body_deadline = deadlines.start(sock)

    @app.teardown_request
    def end_deadline(error: BaseException | None) -> None:
        if (deadline := g.pop("body_deadline", None)) is not None:
            deadline.met()
