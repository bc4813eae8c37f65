"""The heavy parts of one app (models, catalog, camera): built once, on first use, in the process that serves."""

import logging
import secrets
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from flask import current_app

from moviefy.addresses import camera_name
from moviefy.capture.decoding.photo import Photo
from moviefy.config import Config
from moviefy.errors import NotReady, Overloaded
from moviefy.expression.faces.face import Box, Frame, Search, turned_upright
from moviefy.expression.mood import MoodThresholds
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.reading import Reading
from moviefy.inference.batching import Limits
from moviefy.inference.interface import Inference, Picture
from moviefy.inference.local import LocalInference
from moviefy.inference.ray_client import RayInference
from moviefy.live.seats import Seats
from moviefy.movies.recommend.recommender import Recommender, load_recommender
from moviefy.movies.tmdb.client import Tmdb
from moviefy.on_device.browser_files import BrowserFile, load_browser_files
from moviefy.web.guards.allocator import bound_heaps
from moviefy.web.lazy import Lazy
from moviefy.web.loaders import decode, load_movie_card, load_pipeline, open_tmdb
from moviefy.web.metrics import Metrics
from moviefy.wording import _

if TYPE_CHECKING:
    from moviefy.live.camera import LiveCamera
    from moviefy.pipeline import Pipeline

log = logging.getLogger("moviefy")

WARM_UP_CLOSE_S = 3.0
"""Longest wait for a warm-up that still runs when the app ends."""


class Services:
    """What the pages, streams and the API share.

    Args:
        config: the settings of the app.
        pipeline: frame to reading; loaded from ``config.model_dir`` if not given.
        recommender: mood to films; loaded from ``config.catalog`` if not given.
        live: the server camera; made from ``config.camera`` if not given.
    """

    def __init__(
        self,
        config: Config,
        *,
        pipeline: "Pipeline | None" = None,
        recommender: Recommender | None = None,
        live: "LiveCamera | None" = None,
    ) -> None:
        self.config = config
        self.stopping = threading.Event()
        self.camera_token = secrets.token_urlsafe(16)
        self.seats = Seats(config.max_viewers)
        self.metrics = Metrics()
        self.metrics.watch(self._dropped_frames, self.seats.taken, self._waiting_pictures)
        self._pipeline = Lazy(partial(load_pipeline, config)) if pipeline is None else Lazy.of(pipeline)
        self._expression_card = (
            Lazy(partial(ModelCard.load, config.model_dir)) if pipeline is None else Lazy.of(pipeline.card)
        )
        self._recommender = Lazy(partial(load_recommender, config)) if recommender is None else Lazy.of(recommender)
        self._live = Lazy(self._open_live) if live is None else Lazy.of(live)
        self._movie_card = Lazy(partial(load_movie_card, config))
        self._browser_files: Lazy[Mapping[str, BrowserFile]] = Lazy(self._load_browser_files, log_failure=False)
        self._tmdb = Lazy(partial(open_tmdb, config)) if config.tmdb_api_key else None
        self._has_run = threading.Event()
        self._warming = threading.Lock()
        self._warm_up_thread: threading.Thread | None = None
        self._inference = Lazy(self._build_inference)
        self._drawing = threading.Lock()

    @property
    def pipeline(self) -> "Pipeline":
        """Frame to reading. Raises ModelError if a model file is missing or damaged."""
        return self._pipeline.get()

    @property
    def recommender(self) -> Recommender:
        """Mood to films. Raises CatalogError if the catalog is missing or damaged."""
        return self._recommender.get()

    @property
    def live(self) -> "LiveCamera":
        """The server camera; it opens with its first viewer. Raises ModelError like :attr:`pipeline`."""
        return self._live.get()

    @property
    def movie_card(self) -> dict[str, Any]:
        """How films got their moods: the card of the film classifier. Raises ModelError if it is missing."""
        return self._movie_card.get()

    @property
    def detector(self) -> tuple[str, str]:
        """The face detector in use, "yunet", "blazeface" or "haar", and one sentence that says why."""
        from moviefy.expression.faces.detectors import detector_choice

        return detector_choice(self.config.detector, self.config.model_dir)

    @property
    def browser_files(self) -> Mapping[str, BrowserFile] | None:
        """What browsers need to read faces themselves; None if this server has not all of it."""
        with suppress(NotReady):
            return self._browser_files.get()
        return None

    @property
    def tmdb(self) -> Tmdb | None:
        """Real posters and where to watch; None if no key is set."""
        return None if self._tmdb is None else self._tmdb.get()

    @property
    def expression_card(self) -> ModelCard:
        """The card of the expression model; does not load the model, which may be on other machines.

        Raises ModelError if the card is missing or damaged.
        """
        return self._expression_card.get()

    @property
    def thresholds(self) -> MoodThresholds:
        """How certain a mood must be. Raises ModelError as :attr:`expression_card` does."""
        return self.expression_card.thresholds

    def read(self, data: bytes, *, frame: bool = False) -> Reading:
        """Read an uploaded photo, however large it is and however it lies, or a video's frame, quickly. Raises what
        :meth:`analyze` does."""
        return self.analyze(data, search=Search.FRAME if frame else Search.PHOTO)

    def analyze(self, picture: Picture, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """Read one video frame, counted; faces are looked for around the boxes ``near`` first, and as ``search`` says.

        Raises:
            ImageError: the bytes are no usable picture.
            Overloaded: the queue is full.
            NotReady: a model file is missing or damaged.
        """
        try:
            reading = self._inference.get().submit(picture, near, search)
        except Overloaded:
            self.metrics.rejected.inc()
            raise
        self.metrics.faces.inc(len(reading.faces))
        self._has_run.set()
        return reading

    def ensure_capacity(self) -> None:
        """Raise Overloaded if a picture would be rejected now; call it before an upload is parsed."""
        try:
            self._inference.get().ensure_capacity()
        except Overloaded:
            self.metrics.rejected.inc()
            raise

    def decode(self, data: bytes) -> Photo:
        """An uploaded picture, decoded. Raises ImageError if the bytes are no usable picture, and Overloaded."""
        return decode(self.config, data)

    def read_image(self, data: bytes) -> tuple[Frame, Reading]:
        """An uploaded photo as a frame to draw on, upright, and its reading. Raises what :meth:`analyze` does.

        The frame of a large picture is smaller than the reading says. It is decoded a second time, one at a time:
        decoded pictures that wait for their reading would fill the memory.
        """
        reading = self.read(data)
        with self._drawing:
            return turned_upright(self.decode(data).frame, (reading.turned or 0) // 90), reading

    def warm_up(self) -> None:
        """Build what every request needs and run the model once; raises NotReady if that fails."""
        with self._warming:
            self._warm_up()

    def start(self) -> None:
        """Warm up in a thread, so that the server accepts requests at once; later threads share heaps."""
        bound_heaps()
        self._warm_up_thread = threading.Thread(target=self._warm_up_quietly, name="warm-up", daemon=True)
        self._warm_up_thread.start()

    def check_ready(self) -> None:
        """Raise NotReady until the model has run once and the catalog is loaded, and while replicas are away.

        Loads model and catalog if nobody has.
        """
        if self._has_run.is_set() and self._recommender.built is not None:
            self._inference.get().check_ready()
            return
        if not self._warming.acquire(blocking=False):
            raise NotReady(_("The models are still loading; please try again in a few seconds."))
        try:
            self._warm_up()
        finally:
            self._warming.release()

    def close(self) -> None:
        """End every stream and release the camera; no thread may be inside OpenCV or onnxruntime when Python ends."""
        self.stopping.set()
        if self._warm_up_thread is not None:
            self._warm_up_thread.join(WARM_UP_CLOSE_S)
        if self._tmdb is not None and (tmdb := self._tmdb.built) is not None:
            tmdb.close()
        if (live := self._live.built) is not None:
            live.close()
        if (inference := self._inference.built) is not None:
            inference.close()

    def _warm_up(self) -> None:
        recommender = self.recommender
        black = np.zeros((240, 320, 3), np.uint8)
        if self.config.inference == "ray":
            self._inference.get().submit(black)
        else:
            self.pipeline.analyze(black)
        _ = recommender.films_by_words  # the first who searches need not wait
        camera = camera_name(self.config.camera) if self.config.SERVER_CAMERA else "no server camera"
        films = len(recommender.catalog)
        log.info(
            "ready: engine %s, %d films, %s. Face detector %s: %s %s",
            self.config.engine,
            films,
            camera,
            *self.detector,
            self._reading_place(),
        )
        self._has_run.set()

    def _reading_place(self) -> str:
        try:
            self._browser_files.get()
        except NotReady as error:
            return f"Pictures are read on this server: {error}"
        return "Browsers read faces themselves."

    def _load_browser_files(self) -> Mapping[str, BrowserFile]:
        return load_browser_files(self.config.browser_files, self.expression_card)

    def _warm_up_quietly(self) -> None:
        with suppress(
            NotReady, Overloaded
        ):  # Lazy has logged it, and every request that needs the part reports it again
            self.warm_up()

    def _open_live(self) -> "LiveCamera":
        from moviefy.capture.cameras import open_source
        from moviefy.live.camera import LiveCamera

        return LiveCamera(partial(open_source, self.config.camera), self.pipeline, self.seats)

    def _build_inference(self) -> Inference:
        """In this process or on Ray, as ``MOVIEFY_INFERENCE`` says."""
        if self.config.inference == "ray":
            room = self.config.queue + self.config.readers * self.config.batch
            return RayInference(self.config.ray_url, room, self.config.readers)

        limits = Limits(self.config.readers, self.config.queue, self.config.batch)
        return LocalInference(self._pipeline.get, partial(decode, self.config), limits, self.metrics)

    def _waiting_pictures(self) -> float:
        inference = self._inference.built
        return 0.0 if inference is None else float(inference.waiting)

    def _dropped_frames(self) -> float:
        live = self._live.built
        return 0.0 if live is None else float(live.status().drops)


def services() -> Services:
    """The services of the current app."""
    found: Services = current_app.extensions["moviefy"]
    return found
