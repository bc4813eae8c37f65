"""gunicorn's threaded worker, with no thread for a client that says nothing, speaks slowly or does not leave.

gunicorn gives each new connection to a thread, which waits for the request's head, and closes connections in its main
loop, which waits for the client. Here the main loop itself collects the heads and watches the ends, without waiting for
either: 500 silent connections take no thread, and a page comes as fast as before. A client that asks much and reads
nothing holds threads, but not all of them: see ``turns``. Where many do so together, see :class:`Answers`.
"""

import socket
import struct
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from moviefy.serving.answers import Answers
from moviefy.serving.chunks import bounded
from moviefy.serving.clients import Turns, key_of
from moviefy.serving.headers import too_many, unparsable

HEAD_END = b"\r\n\r\n"
HEAD_BYTES = 32 * 1024
"""Longest head of a request; nginx's own limit."""

LINGER_S = 2.0
DISCARDED_BYTES = 16 * 2**20
"""What a client may still send after its answer; without reading it, the answer might never reach the client."""

DRAIN_S = 0.05
"""How long a connection that goes on may take to bring the rest of a body that the app did not want."""

SEND_TIMEOUT_S = 15
ROOM = 8
"""Free connections below which the one that has been silent for longest has to go, and free threads
below which answers that wait for their clients do."""

TICK_S, SCARCE_TICK_S = 1.0, 0.1


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A client, and what of its next request's head is here."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.head, self.discarded = b"", 0
        self.key = key_of(self.client[0]) if isinstance(self.client, tuple) else "a local socket"
        self.queue: deque[Connection] | None = None
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_TIMEOUT_S, 0))


class Worker(ThreadWorker):  # type: ignore[misc]
    """A ThreadWorker whose threads meet whole heads alone.

    Attributes:
        turns: one client's share of the threads; None where a proxy is the only client.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending: deque[Connection] = deque()
        self.turns: Turns[Connection] | None = None
        self.answers = Answers()
        self.busy = 0

    def load_wsgi(self) -> None:
        """Load the app, and note when it has given an answer."""
        super().load_wsgi()
        app = self.app.wsgi()

        def noted(environ: dict[str, Any], start_response: Any) -> Any:
            answer = app(environ, start_response)
            self.answers.begin(environ)
            return answer

        noted.extensions = app.extensions  # type: ignore[attr-defined]
        self.wsgi: Any = noted

    def accept(self, listener: Any) -> None:
        """Take a connection; its head is waited for without a thread."""
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        if self.worker_connections - self.nr_conns < ROOM and self.pending_conns:
            self._drop(self.pending_conns[0])
        self._await_head(Connection(self.cfg, sock, client, listener.getsockname()), self.pending_conns)

    def enqueue_req(self, conn: Connection) -> None:
        """Give a whole head to a thread, now or when its client has one again; on the main thread."""
        if self.turns is None:
            self._begin(conn)
        elif self.turns.is_full(conn.key):
            with suppress(OSError):
                conn.sock.send(too_many())
            self._await_end(conn)
        elif self.turns.take(conn.key, conn):
            self._begin(conn)

    def _begin(self, conn: Connection) -> None:
        self.busy += 1
        super().enqueue_req(conn)

    def handle(self, conn: Connection) -> Any:
        """Answer one request, in a thread."""
        conn.data_ready = True
        head, conn.head = conn.head, b""
        if len(head) >= HEAD_BYTES and HEAD_END not in head:
            conn.sock.setblocking(True)
            self.handle_error(None, conn.sock, conn.client, LimitRequestHeaders("too long"))
            return False
        conn.init()
        conn.parser.unreader.unread(head)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """As gunicorn does; a client that went away or does not read is no error."""
        req.body = bounded(req.body, req.unreader)
        try:
            return super().handle_request(req, conn)
        except OSError as error:
            self.log.debug("A client has gone: %s", type(error).__name__)
            return False
        finally:
            self.answers.end(conn.sock)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answer what is no HTTP in one sentence, and log nothing that the client wrote."""
        status = 400
        if isinstance(exc, ParseException):
            status = 431 if isinstance(exc, LimitRequestHeaders) else status
            self.log.warning("A request could not be parsed: %s", type(exc).__name__)
        else:
            status = 500
            self.log.exception("Error handling request")
        with suppress(OSError):
            client.sendall(unparsable(status))

    def finish_request(self, conn: Connection, fs: "Future[Any]") -> None:
        """Wait for the connection's next head, or for its end; on the main thread."""
        self.busy -= 1
        if self.turns is not None and (following := self.turns.give_back(conn.key)) is not None:
            self._begin(following)
        if not fs.cancelled() and fs.exception() is None and fs.result() and self.alive:
            conn.head = conn.parser.unreader.take_buffered()  # a client need not wait for an answer to ask again
            self._await_head(conn, self.keepalived_conns)
        else:
            self._await_end(conn)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """As gunicorn does, but never so long that a time limit is missed; a worker that stops waits for no head."""
        if not self.alive:
            for conn in [*self.pending_conns, *self.keepalived_conns]:
                self._drop(conn)
        scarce = self.busy - (self.cfg.threads - ROOM)
        super().wait_for_and_dispatch_events(min(timeout, SCARCE_TICK_S if scarce > 0 else TICK_S))
        if scarce > 0:
            self.answers.give_up(scarce)

    def murder_pending(self) -> None:
        """Close connections whose time is over."""
        super().murder_pending()
        while self.ending and self.ending[0].timeout < time.monotonic():
            self._drop(self.ending[0])

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        with suppress(OSError):  # a damaged body
            return keepalive and bool(conn.parser.finish_body(deadline=time.monotonic() + DRAIN_S))
        return False

    def _await_head(self, conn: Connection, queue: "deque[Connection]") -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self._watch(conn, queue, self._read_head)
        self._dispatch_if_whole(conn)

    def _watch(self, conn: Connection, queue: "deque[Connection]", react: Any) -> None:
        conn.queue = queue
        queue.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(react, conn))

    def _read_head(self, conn: Connection, sock: socket.socket) -> None:
        if (data := self._received(conn, sock)) is not None:
            conn.head = (conn.head + data).lstrip(b"\r\n")
            self._dispatch_if_whole(conn)

    def _dispatch_if_whole(self, conn: Connection) -> None:
        if HEAD_END in conn.head or len(conn.head) >= HEAD_BYTES:
            self._unwatch(conn)
            self.enqueue_req(conn)

    def _await_end(self, conn: Connection) -> None:
        """Say that nothing more comes, and give the client a moment to read what came."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:  # closed already
            self._drop(conn)
            return
        conn.timeout = time.monotonic() + LINGER_S
        self._watch(conn, self.ending, self._discard)

    def _discard(self, conn: Connection, sock: socket.socket) -> None:
        data = self._received(conn, sock)
        conn.discarded += len(data or b"")
        if data and conn.discarded > DISCARDED_BYTES:
            self._drop(conn)

    def _received(self, conn: Connection, sock: socket.socket) -> bytes | None:
        """What has come; None if nothing has, or if the client has left, which ends the connection."""
        try:
            data: bytes = sock.recv(HEAD_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
        return data or None

    def _unwatch(self, conn: Connection) -> None:
        if conn.queue is not None:
            conn.queue.remove(conn)
            conn.queue = None
            self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self._unwatch(conn)
        self.nr_conns -= 1
        conn.close()
