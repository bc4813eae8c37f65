"""One replica on Ray Serve: a pipeline of its own that reads, in small batches, what a request brings.

    web part -> Serve's proxy (bounded queue) -> replica: decode, find the faces of each -> network, all crops at once

The web part puts the pictures of several visitors into one request, so that requests are not put together here again.
Serve starts and ends replicas with the number of requests on their way. Needs the extra ``cluster``.
"""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from ray import serve
from ray.serve.config import AutoscalingConfig
from ray.serve.schema import LoggingConfig
from starlette.requests import Request
from starlette.responses import Response

from moviefy.capture.image_codec import decode_photo
from moviefy.config import Config
from moviefy.errors import MoviefyError
from moviefy.inference.ray_wire import JSON_TYPE, NOTHING, Part, pack_answers, pack_error, pack_reading, unpack_pictures
from moviefy.pipeline import Detections, load_pipeline

MAX_ONGOING_REQUESTS = 2
"""Requests that a replica holds: it reads one, and the next is there when that is answered. What waits longer waits in
front of all replicas, for the first that is free."""

TARGET_ONGOING_REQUESTS = 1.0
"""Requests on their way for each replica, on average, above which another is started: with more, some wait."""

STOP_S = 20.0
"""A replica that is no longer needed may finish what it reads for so long."""

log = logging.getLogger("moviefy")


class Replica:
    """Reads pictures for whoever posts them; see :mod:`moviefy.inference.ray_wire` for what goes in and out.

    Raises:
        ModelError: a model file is missing or damaged; Serve then sends this replica no pictures.
    """

    def __init__(self, config: Config) -> None:
        self._pipeline = load_pipeline(config)
        self._decode = partial(decode_photo, max_bytes=config.max_upload_bytes, max_pixels=config.max_pixels)
        self._reader = ThreadPoolExecutor(1, "reader")  # detectors belong to one thread; Serve's own must not wait
        self._batch = config.batch

    async def __call__(self, request: Request) -> Response:
        """Answer the pictures of one request."""
        body = await request.body()
        answer = await asyncio.get_running_loop().run_in_executor(self._reader, self._answer, body)
        return Response(answer, media_type=JSON_TYPE)

    def _answer(self, body: bytes) -> bytes:
        if body == NOTHING:
            return pack_answers([])
        try:
            parts = unpack_pictures(body)
        except ValueError as error:
            return _refusal(error)
        batches = [parts[start : start + self._batch] for start in range(0, len(parts), self._batch)]
        return pack_answers([answer for batch in batches for answer in self._read(batch)])

    def _read(self, batch: Sequence[Part]) -> list[bytes]:
        """The answers to a batch, in its order; what is wrong with one picture is its caller's alone."""
        found = [self._find(part) for part in batch]
        answers = iter(self._score([one for one in found if isinstance(one, Detections)]))
        return [next(answers) if isinstance(one, Detections) else one for one in found]

    def _find(self, part: Part) -> Detections | bytes:
        try:
            picture = part.picture()
            decoded = self._decode(picture) if isinstance(picture, bytes) else picture
            return self._pipeline.find(decoded, part.near, part.search)
        except Exception as error:  # noqa: BLE001  # the root of this thread: the caller's process raises it
            return _refusal(error)

    def _score(self, found: list[Detections]) -> list[bytes]:
        try:
            return [pack_reading(reading) for reading in self._pipeline.score(found)] if found else []
        except Exception as error:  # noqa: BLE001  # as above
            return [_refusal(error)] * len(found)


def _refusal(error: Exception) -> bytes:
    if not isinstance(error, MoviefyError):
        log.error("a picture could not be read", exc_info=error)
    return pack_error(error)


def application(config: Config) -> serve.Application:
    """The Serve application that the settings ask for; secrets do not travel with it."""
    deployment = serve.deployment(
        Replica,
        name="Replica",
        ray_actor_options={"num_cpus": config.threads},
        max_ongoing_requests=MAX_ONGOING_REQUESTS,
        max_queued_requests=config.queue,  # each web part bounds its pictures in them
        autoscaling_config=_autoscaling(config),
        graceful_shutdown_timeout_s=STOP_S,
        logging_config=LoggingConfig(enable_access_log=False),
    )
    return deployment.bind(replace(config, secret_key=None, tmdb_api_key=None))


def _autoscaling(config: Config) -> AutoscalingConfig:
    """Replicas come while requests wait for them, and go when few pictures come."""
    most = max(config.replicas, config.max_replicas)
    return AutoscalingConfig(
        min_replicas=config.replicas, max_replicas=most, target_ongoing_requests=TARGET_ONGOING_REQUESTS
    )
