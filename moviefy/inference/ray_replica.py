"""One replica on Ray Serve: a pipeline of its own that reads, in small batches, what several requests bring.

    web part -> Serve's proxy (bounded queue) -> replica: decode, find the faces of each -> network, all crops at once

Serve starts and ends replicas with the number of pictures on their way. Needs the extra ``cluster``.
"""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ray import serve
from ray.serve.config import AutoscalingConfig
from ray.serve.schema import LoggingConfig
from starlette.requests import Request
from starlette.responses import Response

from moviefy.capture.image_codec import decode_image
from moviefy.config import Config
from moviefy.errors import MoviefyError
from moviefy.inference.ray_wire import JSON_TYPE, pack_error, pack_reading, unpack_picture
from moviefy.pipeline import Found, load_pipeline

if TYPE_CHECKING:
    from moviefy.expression.face_detection import Box
    from moviefy.inference.interface import Picture

BATCH_WAIT_S = 0.0
"""A batch is what waits already: nobody waits for others to come."""

STOP_S = 20.0
"""A replica that is no longer needed may finish what it reads for so long."""

log = logging.getLogger("moviefy")


@dataclass(frozen=True)
class Asked:
    """One picture and the boxes of earlier faces in it."""

    picture: "Picture"
    near: "Sequence[Box]"


class Replica:
    """Reads pictures for whoever posts them; see :mod:`moviefy.inference.ray_wire` for what goes in and out.

    Raises:
        ModelError: a model file is missing or damaged; Serve then sends this replica no pictures.
    """

    def __init__(self, config: Config) -> None:
        self._pipeline = load_pipeline(config)
        self._decode = partial(decode_image, max_bytes=config.max_upload_bytes, max_pixels=config.max_pixels)
        self._reader = ThreadPoolExecutor(1, "reader")  # detectors belong to one thread; Serve's own must not wait
        self._together.set_max_batch_size(config.batch)

    async def __call__(self, request: Request) -> Response:
        """Answer one picture."""
        try:
            asked = Asked(*unpack_picture(await request.body(), request.headers))
        except ValueError as error:
            return Response(pack_error(error), media_type=JSON_TYPE)
        return Response(await self._together(asked), media_type=JSON_TYPE)

    @serve.batch(batch_wait_timeout_s=BATCH_WAIT_S)  # type: ignore[untyped-decorator]
    async def _together(self, batch: list[Asked]) -> list[bytes]:
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, batch)

    def _read(self, batch: list[Asked]) -> list[bytes]:
        """The answers to a batch, in its order; what is wrong with one picture is its caller's alone."""
        found = [self._find(asked) for asked in batch]
        readings = iter(self._score([one for one in found if isinstance(one, Found)]))
        return [next(readings) if isinstance(one, Found) else one for one in found]

    def _find(self, asked: Asked) -> Found | bytes:
        try:
            picture = asked.picture
            frame = self._decode(picture) if isinstance(picture, bytes) else picture
            return self._pipeline.find(frame, asked.near)
        except Exception as error:  # noqa: BLE001  # the root of this thread: the caller's process raises it
            return _refusal(error)

    def _score(self, found: list[Found]) -> list[bytes]:
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
        max_ongoing_requests=2 * config.batch,  # one batch is read, the next is collected
        max_queued_requests=config.queue,
        autoscaling_config=_autoscaling(config),
        graceful_shutdown_timeout_s=STOP_S,
        logging_config=LoggingConfig(enable_access_log=False),
    )
    return deployment.bind(replace(config, secret_key=None, tmdb_api_key=None))


def _autoscaling(config: Config) -> AutoscalingConfig:
    """Replicas come while each has more than one batch to read, and go when few pictures come."""
    most = max(config.replicas, config.max_replicas)
    return AutoscalingConfig(min_replicas=config.replicas, max_replicas=most, target_ongoing_requests=config.batch)
