"""``moviefy bench``: medians of every part of the flow, measured in one run so that their ratios mean something."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from moviefy.capture.frame_source import FakeSource
from moviefy.capture.image_codec import decode_image, encode_jpeg
from moviefy.config import Config
from moviefy.expression.annotation import annotate
from moviefy.expression.face_detection import Frame, create_detector, detector_choice
from moviefy.movies.catalog import load_catalog
from moviefy.movies.recommendation import RecommendationRequest, Recommender
from moviefy.pipeline import load_classifier, load_pipeline

FRAME_SIZE = (640, 480)
WARM_UP = 3


@dataclass(frozen=True)
class Measurement:
    """One timing: what was measured, median and 95th percentile in milliseconds, and the threads it may use."""

    what: str
    median: float
    p95: float
    threads: int

    def to_json(self) -> dict[str, Any]:
        """The shape that ``moviefy bench --json`` prints."""
        return {
            "what": self.what,
            "median": round(self.median, 3),
            "p95": round(self.p95, 3),
            "unit": "ms",
            "threads": self.threads,
        }


def measurements(config: Config, times: int) -> Iterator[Measurement]:
    """Measure detection, classification, the pipeline, coding and a recommendation, ``times`` runs each."""
    frame = bench_frame()
    classifier = load_classifier(config)
    pipeline = load_pipeline(config)
    recommender = Recommender(load_catalog(config.catalog))
    reading = pipeline.read(frame)
    jpeg = encode_jpeg(frame)
    size = classifier.card.input_size
    crop = np.asarray(cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (size, size)), np.uint8)

    for name in dict.fromkeys(("haar", detector_choice(config.detector, config.model_dir)[0])):
        detector = create_detector(name, config.model_dir)
        yield _timed(f"detect faces, {name}, 640x480", lambda d=detector: d.detect(frame), times, cv2.getNumThreads())  # type: ignore[misc]
    yield _timed(
        f"classify one crop, {size} px, {config.engine}", lambda: classifier.classify([crop]), times, config.threads
    )
    yield _timed(f"pipeline, 640x480, {pipeline.detector_name}", lambda: pipeline.read(frame), times, config.threads)
    yield _timed("decode a 640x480 JPEG", lambda: _decode(jpeg, config), times, 1)
    yield _timed("annotate a frame", lambda: annotate(frame, reading), times, 1)
    yield _timed("encode a 640x480 JPEG", lambda: encode_jpeg(frame), times, 1)
    yield _timed(
        "recommend 12 films",
        lambda: recommender.recommend(RecommendationRequest(mood="sad", goal="lift", seed=1)),
        times,
        1,
    )


def bench_frame() -> Frame:
    """A 640x480 frame with a drawn face, the same on every run and machine."""
    with FakeSource() as source:
        return np.asarray(cv2.resize(source.read(), FRAME_SIZE), np.uint8)


def _decode(data: bytes, config: Config) -> Frame:
    return decode_image(data, max_bytes=config.max_upload_bytes, max_pixels=config.max_pixels)


def _timed(what: str, run: Callable[[], Any], times: int, threads: int) -> Measurement:
    for _ in range(WARM_UP):
        run()
    taken = [_milliseconds(run) for _ in range(times)]
    return Measurement(what, float(np.median(taken)), float(np.percentile(taken, 95)), threads)


def _milliseconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000
