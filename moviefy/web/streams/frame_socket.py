"""A WebSocket that is read by the thread that answers it: what nobody has asked for yet stays with its sender."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

from simple_websocket import ConnectionClosed, Server
from wsproto.events import Ping, TextMessage
from wsproto.utilities import ProtocolError

PING_S = 20.0
"""A client that answers no ping within this time is gone."""

CLOSING_S = 1.0
SEND_TIMEOUT_S = 15.0
RECEIVE_BYTES = 64 * 1024
POLICY_VIOLATION = 1008
HANDSHAKE = ("HTTP_HOST", "HTTP_UPGRADE", "HTTP_CONNECTION", "HTTP_SEC_WEBSOCKET_KEY", "HTTP_SEC_WEBSOCKET_VERSION")
"""What of a request opens a WebSocket. Extensions are left out, and so refused: messages that inflate would fill the
memory before anyone could measure them."""


class _NeverStarted(threading.Thread):
    def start(self) -> None:
        """The library would read in this thread whatever comes, however much waits already."""


class FrameSocket(Server):  # type: ignore[misc]  # the library has no types
    """One connection of simple-websocket without its thread. One message of at most ``max_bytes`` is in memory.

    Raises:
        ProtocolError: the request does not open a WebSocket.
        ConnectionError: the client has gone already.
    """

    def __init__(self, environ: dict[str, Any], max_bytes: int) -> None:
        self.pong_received = True
        self._next_ping = time.monotonic() + PING_S
        kept = {name: value for name, value in environ.items() if name in HANDSHAKE or name.endswith(".socket")}
        super().__init__(kept, max_message_size=max_bytes, receive_bytes=RECEIVE_BYTES, thread_class=_NeverStarted)

    def receive(self, timeout: float) -> bytes | str | None:
        """The next message; None if none is whole after ``timeout`` seconds. Raises ConnectionClosed."""
        until = time.monotonic() + timeout
        while self.connected and not self.input_buffer:
            if (left := until - time.monotonic()) <= 0:
                self._ping_if_due()
                return None
            self._read(left)
        if self.input_buffer:
            message: bytes | str = self.input_buffer.pop(0)
            return message
        raise ConnectionClosed(self.close_reason, self.close_message)

    def send(self, data: str) -> None:
        """Send a text message. Raises ConnectionClosed, and OSError if the client does not read."""
        if not self.connected:
            raise ConnectionClosed(self.close_reason, self.close_message)
        self.sock.settimeout(SEND_TIMEOUT_S)
        self.sock.sendall(self.ws.send(TextMessage(data=data)))

    def finish(self) -> None:
        """Let the client read the end, then cut the connection: Werkzeug would write HTTP into it."""
        until = time.monotonic() + CLOSING_S
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
            while (left := until - time.monotonic()) > 0:
                self.sock.settimeout(left)
                if not self.sock.recv(RECEIVE_BYTES):
                    break
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _read(self, timeout: float) -> None:
        self.sock.settimeout(timeout)
        try:
            data = self.sock.recv(RECEIVE_BYTES)
        except TimeoutError:
            return
        except OSError:
            data = b""
        self.sock.settimeout(SEND_TIMEOUT_S)  # for what the library sends back
        try:
            self.ws.receive_data(data or None)
            self.connected = self._handle_events() and bool(data)
        except (OSError, ProtocolError):
            self.connected = False

    def _ping_if_due(self) -> None:
        if time.monotonic() < self._next_ping:
            return
        if not self.pong_received:
            self.close(POLICY_VIOLATION, "Ping/Pong timeout")
            return
        self.pong_received, self._next_ping = False, time.monotonic() + PING_S
        self.sock.settimeout(SEND_TIMEOUT_S)
        self.sock.sendall(self.ws.send(Ping()))
