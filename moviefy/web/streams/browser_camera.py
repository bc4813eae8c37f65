"""The browser's camera: one binary JPEG up, one JSON reading down, over a WebSocket. Text up picks a face."""

import json
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from simple_websocket import ConnectionClosed
from wsproto.utilities import ProtocolError

from moviefy.config import Config
from moviefy.errors import BadParameter, MoviefyError
from moviefy.live.seats import FRAMES
from moviefy.video_pipeline import VideoPipeline
from moviefy.web.error_pages import error_body, internal_error_body
from moviefy.web.guards.clients import viewer
from moviefy.web.guards.observation import note_error
from moviefy.web.guards.policy import json_errors, streaming
from moviefy.web.languages.choice import speech
from moviefy.web.services import Services, services
from moviefy.web.streams.face_choice import face_choice
from moviefy.web.streams.frame_socket import POLICY_VIOLATION, FrameSocket
from moviefy.wording import _

log = logging.getLogger("moviefy")
bp = Blueprint("browser_camera", __name__)

IDLE_S = 120.0
"""A connection that sends no frame for this long is closed, so that others get its seat."""

WAIT_S = 2.0
MAX_FRAME_BYTES = 2 * 1024 * 1024
MAX_BACKLOG = 4
"""Small messages that may arrive at once; a client that sends more does not wait for readings."""

INTERNAL_ERROR, TRY_LATER, GOING_AWAY = 1011, 1013, 1001


class Ended(Response):
    """The response of a WebSocket that is over: nothing may be written after it."""

    def __call__(self, environ: dict[str, Any], *args: Any) -> Any:
        """End as flask-sock does: gunicorn takes StopIteration so; Werkzeug writes to a socket that is shut."""
        if "gunicorn.socket" in environ:
            raise StopIteration
        return super().__call__(environ, *args)


@bp.get("/ws/frames", websocket=True)
@streaming
@json_errors
def frames() -> Response:
    """Serve one browser until it leaves. Another site's page never gets here: security.py refuses it.

    Beyond the last place the request is answered 503 before it becomes a WebSocket.
    """
    seats = services().seats
    with seats.share(FRAMES, viewer()), seats.take(FRAMES):
        try:
            ws = FrameSocket(request.environ, _most_bytes(services().config))
        except ProtocolError:
            raise BadParameter(_("This address is for WebSockets.")) from None
        except OSError:  # gone already
            return Ended()
        try:
            _serve(ws)
        finally:
            ws.finish()
    return Ended()


@bp.get("/ws/frames")
@json_errors
def why_refused() -> Response:
    """Tell a script why its WebSocket did not open, which browsers keep from it: 503 if no place is free."""
    seats = services().seats
    with seats.share(FRAMES, viewer()), seats.take(FRAMES):
        raise BadParameter(_("This address is for WebSockets."))


def _most_bytes(config: Config) -> int:
    return min(MAX_FRAME_BYTES, config.max_upload_bytes)


def _serve(ws: FrameSocket) -> None:
    try:
        FrameSession(ws, services()).serve()
    except (ConnectionClosed, OSError):
        pass  # the client has gone, or does not read
    except MoviefyError as error:
        _end(ws, error_body(error), TRY_LATER)
    except Exception:  # the root of this connection's thread: Flask would write HTTP into a WebSocket
        log.exception("a frame could not be answered")
        _end(ws, internal_error_body(), INTERNAL_ERROR)


def _end(ws: FrameSocket, body: dict[str, Any], reason: int) -> None:
    note_error(body["error"]["code"])
    with suppress(ConnectionClosed, OSError):  # the client has gone already
        ws.send(json.dumps(body))
        ws.close(reason, body["error"]["message"][:120])


class FrameSession:
    """One browser's frames, with its own tracked faces and mood. Reads one frame at a time."""

    def __init__(self, ws: FrameSocket, shared: Services) -> None:
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
            sized = replace(read, reading=read.reading.at_size(photo.width, photo.height))
            return speech().reading(sized.to_json())
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
