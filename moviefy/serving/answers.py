"""Answers on their way: those that are hardly read have to go once threads run out.

A client may take hours over a large file, and each such answer holds a thread. That harms nobody while there are
others.
"""

import socket
import time
from collections import Counter
from contextlib import suppress
from math import inf
from typing import Any

SLOW_S = 0.1
"""An answer that is on its way for longer waits for its client."""


class Answers:
    """The connections over which an answer is sent just now, oldest first. Safe for threads."""

    def __init__(self) -> None:
        self._began: dict[socket.socket, tuple[float, str]] = {}

    def begin(self, environ: dict[str, Any]) -> None:
        """The app has given its answer to a request. Streams are left out: they set a timeout, and have places."""
        sock = environ["gunicorn.socket"]
        if sock.gettimeout() is None:
            self._began[sock] = (time.monotonic(), environ.get("REMOTE_ADDR", ""))

    def end(self, sock: socket.socket) -> None:
        """The answer has been sent, or its client has gone."""
        self._began.pop(sock, None)

    def give_up(self, count: int) -> None:
        """End ``count`` answers that wait for their clients, first those of the client that has most, oldest first."""
        late = time.monotonic() - SLOW_S
        answers = list(self._began.items())
        slow = [(sock, client) for sock, (began, client) in answers if began < late]
        held = Counter(client for _, client in slow)
        count -= sum(began == inf for _, (began, _) in answers)  # were ended, and their threads do not know yet
        for sock, client in sorted(slow, key=lambda one: -held[one[1]])[: max(0, count)]:
            self._began[sock] = (inf, client)
            with suppress(OSError):  # the client has gone
                sock.shutdown(socket.SHUT_RDWR)
