"""The browser's camera: one binary JPEG up, one JSON reading down, over a WebSocket. Text up picks a face."""

import json
import logging
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint
from flask_sock import Sock
from simple_websocket import ConnectionClosed, Server

from moviefy.config import Config
from moviefy.errors import MoviefyError
from moviefy.video_pipeline import VideoPipeline
from moviefy.web.error_pages import error_body, internal_error_body
from moviefy.web.guards.observation import note_error
from moviefy.web.guards.policy import json_errors, streaming
from moviefy.web.services import Services, services
from moviefy.web.streams.face_choice import face_choice
from moviefy.web.streams.server_camera import bound_sending_time

log = logging.getLogger("moviefy")

PING_S = 20
"""A client that answers no ping within this time is gone."""

IDLE_S = 120.0
"""A connection that sends no frame for this long is closed, so that others get its seat."""

WAIT_S = 2.0
CLOSING_S = 5.0
MAX_FRAME_BYTES = 2 * 1024 * 1024
MAX_BACKLOG = 4
"""Frames that may wait; a client that does not wait for readings would otherwise fill the memory."""

RECEIVE_BYTES = 64 * 1024
POLICY_VIOLATION, INTERNAL_ERROR, TRY_LATER, GOING_AWAY = 1008, 1011, 1013, 1001


def server_options(config: Config) -> dict[str, Any]:
    """How flask-sock treats a connection; unset, it accepts messages of any size."""
    limit = min(MAX_FRAME_BYTES, config.max_upload_bytes)
    listener = partial(threading.Thread, daemon=True)  # one that waits for a dead client must not hold up a stop
    sizes = {"max_message_size": limit, "receive_bytes": RECEIVE_BYTES}
    return {"ping_interval": PING_S, "thread_class": listener, **sizes}


def blueprint() -> Blueprint:
    """The blueprint with ``/ws/frames``; a new one for each app, because flask-sock hands its view to one blueprint."""
    bp = Blueprint("browser_camera", __name__)
    Sock().route("/ws/frames", bp=bp, endpoint="frames")(frames)
    return bp


@streaming
@json_errors
def frames(ws: Server) -> None:
    """Serve one browser until it leaves. Another site's page never gets here: security.py refuses it."""
    _serve(ws)
    ws.thread.join(timeout=CLOSING_S)  # the closing handshake goes out first
    with suppress(OSError):
        ws.sock.shutdown(socket.SHUT_RDWR)  # Werkzeug would write an HTTP response into the WebSocket


def _serve(ws: Server) -> None:
    bound_sending_time()
    try:
        with services().seats.take("frames"):
            FrameSession(ws, services()).serve()
    except ConnectionClosed:
        pass
    except MoviefyError as error:
        _end(ws, error_body(error), TRY_LATER)
    except Exception:  # the root of this connection's thread: Flask would write HTTP into a WebSocket
        log.exception("a frame could not be answered")
        _end(ws, internal_error_body(), INTERNAL_ERROR)


def _end(ws: Server, body: dict[str, Any], reason: int) -> None:
    note_error(body["error"]["code"])
    try:
        ws.send(json.dumps(body))
        ws.close(reason, body["error"]["message"][:120])
    except (ConnectionClosed, OSError):
        pass  # the client has gone already


class FrameSession:
    """One browser's frames, with its own tracked faces and mood. Reads one frame at a time."""

    def __init__(self, ws: Server, shared: Services) -> None:
        self.ws = ws
        self.shared = shared
        self.pipeline = _video_pipeline(shared)

    def serve(self) -> None:
        """Reply to each message until the client leaves, falls silent, or the server stops."""
        last = time.monotonic()
        while (ending := self._ending(time.monotonic() - last)) is None:
            message = self.ws.receive(timeout=WAIT_S)
            if message is not None:
                self.ws.send(json.dumps(self.reply(message)))
                last = time.monotonic()
        self.ws.close(*ending)

    def reply(self, message: bytes | str) -> dict[str, Any]:
        """A reading for a frame, a confirmation for a face choice, or an error; the connection stays usable."""
        try:
            if isinstance(message, str):
                return self._choose(message)
            photo = self.shared.decode(message)
            read = self.pipeline.update(photo.frame, time.monotonic())
            return replace(read, reading=read.reading.at_size(photo.width, photo.height)).to_json()
        except MoviefyError as error:
            return error_body(error)

    def _choose(self, message: str) -> dict[str, Any]:
        choice = face_choice(message)
        self.pipeline.choose(choice.choose)
        return choice.to_json()

    def _ending(self, silent_s: float) -> tuple[int, str] | None:
        if self.shared.stopping.is_set():
            return GOING_AWAY, "The server is stopping."
        if len(self.ws.input_buffer) > MAX_BACKLOG:
            return POLICY_VIOLATION, "Send one frame and wait for its answer."
        if silent_s > IDLE_S:
            return GOING_AWAY, "No frame came for two minutes."
        return None


def _video_pipeline(shared: Services) -> VideoPipeline:
    return VideoPipeline(shared)
