"""Endless responses: the server camera, annotated or plain, as MJPEG, and readings with films as events."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from moviefy.expression.mood import NoMood
from moviefy.live.seats import EVENTS, PICTURES
from moviefy.live.status import LiveStatus
from moviefy.video_pipeline import VideoReading
from moviefy.web.films import question_of_moods, recommend
from moviefy.web.guards.clients import viewer
from moviefy.web.guards.policy import json_errors, opens_camera, rate_limited, streaming
from moviefy.web.languages.choice import speech
from moviefy.web.languages.speech import Speech
from moviefy.web.parameters import EventsQuery, MoviesQuery, VideoFeedQuery, query
from moviefy.web.services import Services, services
from moviefy.web.streams.face_choice import face_choice
from moviefy.wording import _

LiveEvent = VideoReading | LiveStatus | None

bp = Blueprint("stream", __name__)
camera_bp = Blueprint("camera", __name__)

BOUNDARY = b"frame"
KEEP_ALIVE = b": still here\n\n"
KEEP_ALIVE_S = 10.0
SEND_TIMEOUT_S = 15.0
"""A send that takes longer fails; otherwise a client that never reads would hold its thread for ever."""


@camera_bp.before_request
def require_camera() -> None:
    """Answer 404 in a version that has no camera of its own."""
    if not services().config.SERVER_CAMERA:
        abort(404)


@camera_bp.get("/video_feed")
@streaming
@opens_camera
@json_errors
def video_feed() -> Response:
    """The server camera as MJPEG for an ``<img>``: annotated, or plain for pages that draw the boxes themselves."""
    plain = query(VideoFeedQuery).plain
    with ExitStack() as opening:
        opening.enter_context(services().seats.share(PICTURES, viewer()))
        parts = _parts(opening.enter_context(services().live.jpegs(plain=plain)), services())
        return _endless(parts, f"multipart/x-mixed-replace; boundary={BOUNDARY.decode()}", opening.pop_all())


@camera_bp.post("/video_feed/face")
@rate_limited()
@json_errors
def choose_face() -> Response:
    """Pick the primary face. The camera is shared and has one mood, so the choice is for all viewers."""
    choice = face_choice(request.get_data(cache=False))
    services().live.choose(choice.choose)
    return jsonify(choice.to_json())


@bp.get("/events")
@streaming
@opens_camera
@json_errors
def events() -> Response:
    """Readings, films and status of the server camera; the hosted version says that it has none."""
    wanted = query(EventsQuery)
    with ExitStack() as opening:
        opening.enter_context(services().seats.share(EVENTS, viewer()))
        if services().config.SERVER_CAMERA:
            live_events = opening.enter_context(services().live.readings())
            films = partial(_films, services(), wanted, speech()) if wanted.films else None
            messages = _messages(live_events, films, services(), speech())
        else:
            opening.enter_context(services().seats.take(EVENTS))
            messages = _no_camera_events(services(), speech())
        return _endless(messages, "text/event-stream", opening.pop_all())


def _endless(body: Iterator[bytes], content_type: str, resources: ExitStack) -> Response:
    """Streaming response that releases its resources on close, even if never iterated."""
    bound_sending_time()
    response = Response(body, content_type=content_type)
    response.call_on_close(resources.close)
    response.headers["X-Accel-Buffering"] = "no"  # proxies such as nginx would collect the stream otherwise
    return response


def bound_sending_time() -> None:
    """Let a send to this request's client fail after SEND_TIMEOUT_S instead of blocking for ever."""
    for server in ("werkzeug", "gunicorn"):
        if (sock := request.environ.get(f"{server}.socket")) is not None:
            sock.settimeout(SEND_TIMEOUT_S)


def _parts(jpegs: Iterable[bytes], shared: Services) -> Iterator[bytes]:
    # The boundary follows each picture at once: browsers show a part only when they see its end.
    yield b"--" + BOUNDARY + b"\r\n"
    for jpeg in jpegs:
        if shared.stopping.is_set():
            return
        head = b"Content-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
        yield head + jpeg + b"\r\n--" + BOUNDARY + b"\r\n"


def _messages(
    live_events: Iterable[LiveEvent],
    films: Callable[[VideoReading], bytes] | None,
    shared: Services,
    spoken: Speech,
) -> Iterator[bytes]:
    """Each event; after a reading with a face whose mood has changed, its films if they are wanted."""
    told, known = time.monotonic(), None
    for event in live_events:
        if shared.stopping.is_set():
            return
        if event is not None:
            yield _event_message(event, spoken)
        elif time.monotonic() - told >= KEEP_ALIVE_S:
            yield KEEP_ALIVE
        else:
            continue
        told = time.monotonic()
        if films is None or not isinstance(event, VideoReading):
            continue
        if (leading := _leading(event)) not in (None, known):
            known = leading
            yield films(event)


def _event_message(event: VideoReading | LiveStatus, spoken: Speech) -> bytes:
    if isinstance(event, VideoReading):
        return message("reading", spoken.reading(event.to_json()))
    return message("status", event.to_json() | {"message": spoken.say(event.message)})


def _leading(reading: VideoReading) -> tuple[str | None, ...] | None:
    """What must change before other films are sent: the steady mood or, without one, what leads and the lean."""
    mood = reading.mood
    if mood.reason is NoMood.NO_FACE:
        return None
    return (mood.label,) if mood.label else (mood.reason, mood.lean, mood.expression)


def _no_camera_events(shared: Services, spoken: Speech) -> Iterator[bytes]:
    said = _("This version has no camera of its own; use your browser's camera, a photo, or pick a mood.")
    yield message("status", {"state": "no_server_camera", "message": spoken.say(said)})
    while not shared.stopping.wait(KEEP_ALIVE_S):
        yield KEEP_ALIVE


def _films(shared: Services, wanted: EventsQuery, spoken: Speech, reading: VideoReading) -> bytes:
    question = {**question_of_moods(reading.moods()), "goal": wanted.goal}
    return message("movies", recommend(shared, MoviesQuery.model_validate(question), spoken))


def message(event: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
