"""Readings by replicas on Ray Serve, asked over HTTP: this process needs neither Ray nor a model.

A replica may die with a picture in its hands. Reading a picture changes nothing, so it is handed in again until a
replica answers or the time is up; what the caller gets is always one replica's whole answer, or one named error.
"""

import http
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import urllib3

from moviefy.errors import NotReady, Overloaded
from moviefy.inference.interface import Inference
from moviefy.inference.local import ANSWER_S, BUSY
from moviefy.inference.ray_wire import JSON_TYPE, pack_picture, unpack_answer

if TYPE_CHECKING:
    from moviefy.expression.face_detection import Box
    from moviefy.expression.reading import Reading
    from moviefy.inference.interface import Picture

GONE_S = 3.0
"""Ray Serve starts a proxy that died again within this time; only then is it said to be away."""

CONNECT_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 0.5
LATE = "The picture could not be read in time; please try again in a moment."
AWAY = "The service that reads pictures cannot be reached just now; please try again in a moment."
STOPPING = "The server is stopping; please try again in a moment."

log = logging.getLogger("moviefy")


class RayInference(Inference):
    """Hands pictures to the replicas of :mod:`moviefy.inference.ray_replica`.

    Args:
        url: address of the Serve app, ``http://host:port`` or ``https://...``.
        room: pictures of this process that may be on their way at a time.
    """

    def __init__(self, url: str, room: int) -> None:
        self._url, self._room = url, room
        self._pool = urllib3.PoolManager(maxsize=room, retries=False)
        self._on_their_way = 0
        self._counting = threading.Lock()
        self._closed = threading.Event()

    @property
    def waiting(self) -> int:
        """How many pictures of this process are on their way now."""
        return self._on_their_way

    def check_room(self) -> None:
        """See :meth:`Inference.check_room`. Whether the replicas have room is known only when they are asked."""
        if self._on_their_way >= self._room:
            raise Overloaded(BUSY)

    def read(self, picture: "Picture", near: "Sequence[Box]" = ()) -> "Reading":
        """See :meth:`Inference.read`. Raises RuntimeError, too, where a replica met an error that nobody named."""
        with self._place():
            return unpack_answer(self._ask(*pack_picture(picture, near)))

    def close(self) -> None:
        """See :meth:`Inference.close`."""
        self._closed.set()
        self._pool.clear()

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._counting:
            self.check_room()
            self._on_their_way += 1
        try:
            yield
        finally:
            with self._counting:
                self._on_their_way -= 1

    def _ask(self, body: bytes, headers: dict[str, str]) -> bytes:
        """The body of a replica's answer, asked for again and again while there is time."""
        began, pause = time.monotonic(), FIRST_PAUSE_S
        while not self._closed.is_set():
            answer = self._ask_once(body, headers, max(began + ANSWER_S - time.monotonic(), CONNECT_S))
            if isinstance(answer, bytes):
                return answer
            if time.monotonic() - began + pause > (ANSWER_S if answer is None else GONE_S):
                raise NotReady(AWAY) from answer
            self._closed.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        raise NotReady(STOPPING)

    def _ask_once(self, body: bytes, headers: dict[str, str], patience_s: float) -> bytes | Exception | None:
        """A replica's answer; the error where nobody is there to ask, None where a replica broke off.

        Raises:
            Overloaded: the queue in front of the replicas is full, or the time is up.
        """
        timeout = urllib3.Timeout(connect=CONNECT_S, read=patience_s)
        try:
            response = self._pool.request("POST", self._url, body=body, headers=headers, timeout=timeout)
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
            return error
        except urllib3.exceptions.ReadTimeoutError:
            raise Overloaded(LATE) from None
        except urllib3.exceptions.HTTPError as error:  # the proxy or its machine died
            log.warning("a picture is handed in again: %s", type(error).__name__)
            return None
        return _answer(response)


def _answer(response: urllib3.BaseHTTPResponse) -> bytes | Exception | None:
    """As :meth:`RayInference._ask_once`, once something has come."""
    if response.headers.get("Content-Type") == JSON_TYPE:
        return response.data
    if response.status == http.HTTPStatus.SERVICE_UNAVAILABLE and b"backpressure" in response.data:
        raise Overloaded(BUSY)
    if response.status == http.HTTPStatus.REQUEST_TIMEOUT:
        raise Overloaded(LATE)
    if response.status in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.SERVICE_UNAVAILABLE):
        return NotReady(f"Ray Serve has no replica to ask (status {response.status}).")
    log.warning("a picture is handed in again: the replica broke off (status %d)", response.status)
    return None
