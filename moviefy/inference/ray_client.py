"""Readings by replicas on Ray Serve, asked over HTTP: this process needs neither Ray nor a model.

    request threads -> queue (bounded) -> senders: what waits, in one request -> Ray Serve -> a replica

A request costs Ray Serve more processor time than the reading of a picture. So a picture that comes alone goes at once,
and those that wait meanwhile go together.

A replica may die with pictures in its hands. Reading them changes nothing, so they are handed in again until a replica
answers or the time is up; what the caller gets is always one replica's whole answer, or one named error. A picture may
also be what kills the replica: after a first death those of a request go on alone, and one that sees more is refused.
"""

import http
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import urllib3

from moviefy.errors import ImageUnreadable, NotReady, Overloaded
from moviefy.expression.faces.face import Box, Search
from moviefy.expression.reading import Reading
from moviefy.inference.batching import ANSWER_S, BUSY, LATE, STOPPING, BatchingInference, Job, Limits
from moviefy.inference.interface import Picture
from moviefy.inference.ray_wire import JSON_TYPE, MAX_PICTURES_PER_REQUEST, NOTHING, pack_pictures, unpack_answers
from moviefy.wording import _

GONE_S = 3.0
"""Ray Serve starts a proxy that died again within this time; only then is it said to be away."""

MAX_REQUEST_BYTES = 4 * 1024 * 1024
"""Larger pictures go in requests of their own: what a request saves is little beside what they take, and its copies of
them would fill the memory."""

DEATHS = 3
"""A picture that goes alone and sees so many replicas die is refused: it may well be what kills them."""

CONNECT_S = 1.0
PROBE_S = 5.0
FRESH_S = 5.0
"""Within this time after an answer nobody asks whether the replicas are there."""

HEADERS = {"Content-Type": "application/octet-stream"}
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 0.5
AWAY = _("The service that reads pictures cannot be reached just now; please try again in a moment.")

KILLED = _("The picture could not be read: what reads pictures stopped on it several times. Please try another one.")

log = logging.getLogger("moviefy")


class ReplicaDied(Exception):
    """A replica ended with the pictures of a request in its hands."""


class RayInference(BatchingInference):
    """Hands pictures to the replicas of :mod:`moviefy.inference.ray_replica`.

    Args:
        url: address of the Serve app, ``http://host:port`` or ``https://...``.
        room: pictures of this process that may be on their way or wait for it at a time.
        replicas: how many this process may keep busy. One request more than that is on its way at a time, so that a
            replica finds the next one there when it has answered.
    """

    def __init__(self, url: str, room: int, replicas: int) -> None:
        super().__init__(Limits(replicas + 1, room, MAX_PICTURES_PER_REQUEST), "sender")
        self._url, self._room = url, room
        self._pool = urllib3.PoolManager(maxsize=self.limits.readers, retries=False)
        self._pictures = self._requests = 0
        self._answered = float("-inf")
        self._counting = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many pictures of this process are on their way now, or wait for it."""
        return self._pictures

    def ensure_capacity(self) -> None:
        """See :meth:`Inference.ensure_capacity`. Whether the replicas have room is known only when they are asked."""
        if self._pictures >= self._room:
            raise Overloaded(BUSY)

    def submit(self, picture: Picture, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """See :meth:`Inference.submit`. Raises RuntimeError, too, where a replica met an error that nobody named."""
        with self._place():
            return super().submit(picture, near, search)

    def check_ready(self) -> None:
        """See :meth:`Inference.check_ready`: asks for a reading of nothing, unless an answer came just now."""
        if time.monotonic() - self._answered < FRESH_S:
            return
        try:
            answer = self._ask_once(NOTHING, PROBE_S)
        except Overloaded as error:
            if str(error) == BUSY:
                return  # there are replicas, and they have much to do
            raise NotReady(AWAY) from None
        except ReplicaDied:
            raise NotReady(AWAY) from None
        if not isinstance(answer, bytes):
            raise NotReady(AWAY) from answer
        self._answered = time.monotonic()

    def close(self) -> None:
        """See :meth:`Inference.close`."""
        super().close()
        self._pool.clear()

    def _batch_quota(self, waiting: int) -> int:
        """An equal part for this sender and each that has nothing to send; when all others have, it is all that wait:
        the replicas and not the senders do the work."""
        with self._counting:
            idle = self.limits.readers - self._requests
        return waiting // max(1, idle)

    def _answer(self, batch: list[Job]) -> None:
        with self._in_flight():
            for jobs in _parcels(batch):
                for job, answer in zip(jobs, self._results(jobs), strict=True):
                    if isinstance(answer, Exception):
                        job.answer.set_exception(answer)
                    else:
                        job.answer.set_result(answer)

    def _results(self, jobs: list[Job]) -> list[Reading | Exception]:
        """A reading or an error for each; what happens to their request happens to all of them."""
        try:
            body = pack_pictures([(job.picture, job.near, job.search) for job in jobs])
            deaths = 1 if len(jobs) > 1 else DEATHS
            answers = unpack_answers(self._ask(body, max(job.came for job in jobs), deaths), len(jobs))
            self._answered = time.monotonic()
            return answers
        except ReplicaDied:
            if len(jobs) == 1:
                return [ImageUnreadable(KILLED)]
            return [answer for job in jobs for answer in self._results([job])]
        except Exception as error:  # noqa: BLE001  # the root of this thread: the callers' threads raise it
            return [error] * len(jobs)

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._counting:
            self.ensure_capacity()
            self._pictures += 1
        try:
            yield
        finally:
            with self._counting:
                self._pictures -= 1

    @contextmanager
    def _in_flight(self) -> Iterator[None]:
        with self._counting:
            self._requests += 1
        try:
            yield
        finally:
            with self._counting:
                self._requests -= 1

    def _ask(self, body: bytes, came: float, deaths: int) -> bytes:
        """The body of a replica's answer, asked for again and again while there is time.

        Args:
            body: the request.
            came: when the last of its pictures came, on the monotonic clock: the time that it has begins there.
            deaths: so many replicas may die of it.

        Raises:
            ReplicaDied: so many have.
        """
        pause, died = FIRST_PAUSE_S, 0
        while not self._closed.is_set():
            answer: bytes | Exception | None
            try:
                answer = self._ask_once(body, max(came + ANSWER_S - time.monotonic(), CONNECT_S))
            except ReplicaDied:
                died, answer = died + 1, None
                if died >= deaths:
                    raise
            if isinstance(answer, bytes):
                return answer
            if time.monotonic() - came + pause > (ANSWER_S if answer is None else GONE_S):
                raise NotReady(AWAY) from answer
            self._closed.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        raise NotReady(STOPPING)

    def _ask_once(self, body: bytes, patience_s: float) -> bytes | Exception | None:
        """A replica's answer; the error where nobody is there to ask, None if the proxy in front of it disconnected.

        Raises:
            Overloaded: the queue in front of the replicas is full, or the time is up.
            ReplicaDied: the replica did.
        """
        timeout = urllib3.Timeout(connect=CONNECT_S, read=patience_s)
        try:
            response = self._pool.request("POST", self._url, body=body, headers=HEADERS, timeout=timeout)
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
            return error
        except urllib3.exceptions.ReadTimeoutError:
            raise Overloaded(LATE) from None
        except urllib3.exceptions.HTTPError as error:  # the proxy or its machine died
            log.warning("retrying: %s", type(error).__name__)
            return None
        return _content(response)


def _parcels(batch: Sequence[Job]) -> Iterator[list[Job]]:
    """A batch in requests of at most MAX_REQUEST_BYTES, or of one picture."""
    jobs: list[Job] = []
    for job in batch:
        if jobs and sum(map(_size, [*jobs, job])) > MAX_REQUEST_BYTES:
            yield jobs
            jobs = []
        jobs.append(job)
    yield jobs


def _size(job: Job) -> int:
    return len(job.picture) if isinstance(job.picture, bytes) else job.picture.nbytes


def _content(response: urllib3.BaseHTTPResponse) -> bytes | Exception:
    """As :meth:`RayInference._ask_once`, once something has come."""
    if response.headers.get("Content-Type") == JSON_TYPE:
        return response.data
    if response.status == http.HTTPStatus.SERVICE_UNAVAILABLE and b"backpressure" in response.data:
        raise Overloaded(BUSY)
    if response.status == http.HTTPStatus.REQUEST_TIMEOUT:
        raise Overloaded(LATE)
    if response.status in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.SERVICE_UNAVAILABLE):
        return NotReady(_("Ray Serve has no replica to ask (status %(status)s).", status=response.status))
    log.warning("the replica disconnected (status %d)", response.status)
    raise ReplicaDied
