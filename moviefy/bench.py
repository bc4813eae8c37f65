"""``moviefy bench``: the time of every step of the flow, measured in one run so that the ratios can be compared."""

import itertools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from moviefy.bench_peer import installed_peer
from moviefy.capture.frame_source import FakeSource
from moviefy.capture.image_codec import decode_image, encode_jpeg
from moviefy.config import Config
from moviefy.expression.annotation import annotate
from moviefy.expression.faces.detectors import create_detector, detector_choice
from moviefy.expression.faces.face import Frame
from moviefy.movies.recommend.recommender import RecommendationRequest, load_recommender
from moviefy.pipeline import load_classifier, load_pipeline
from moviefy.video_pipeline import VideoPipeline

FRAME_SIZE = (640, 480)
FRAMES_A_SECOND = 30
WARM_UP = 5
SINGLE_FRAMES = "pipeline, single frames"


@dataclass(frozen=True)
class Measurement:
    """One timing: what was measured, median and 95th percentile in milliseconds, and the threads it may use.

    ``times_ours``, a peer's alone: its median as a multiple of Moviefy's for the same frame and task.
    """

    what: str
    median: float
    p95: float
    threads: int
    times_ours: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape that ``moviefy bench --json`` prints."""
        row = {
            "what": self.what,
            "median": round(self.median, 3),
            "p95": round(self.p95, 3),
            "unit": "ms",
            "threads": self.threads,
        }
        return row if self.times_ours is None else {**row, "times_ours": round(self.times_ours, 2)}


def measurements(config: Config, times: int) -> Iterator[Measurement]:
    """Measure every step of the flow, ``times`` runs each."""
    frame = bench_frame()
    names = dict.fromkeys(("haar", detector_choice(config.detector, config.model_dir)[0]))
    readings = [row for name in names for row in _reading(replace(config, detector=name), frame, times)]
    yield from readings
    yield from _peer(frame, times, readings)
    yield _classifying(config, times)
    yield from _coding(config, frame, times)
    yield _recommending(config, times)


def _reading(config: Config, frame: Frame, times: int) -> Iterator[Measurement]:
    name, detector, pipeline = (
        config.detector,
        create_detector(config.detector, config.model_dir, config.threads),
        load_pipeline(config),
    )
    video, clock = VideoPipeline(pipeline), itertools.count()
    threads = max(config.threads, cv2.getNumThreads())
    yield _timed(f"detect faces, {name}, 640x480", lambda: detector.detect(frame), times, cv2.getNumThreads())
    yield _timed(f"{SINGLE_FRAMES}, {name}, 640x480", lambda: pipeline.analyze(frame), times, threads)
    yield _timed(
        f"pipeline, one tracked face, {name}, 640x480",
        lambda: video.update(frame, next(clock) / FRAMES_A_SECOND),
        times,
        threads,
    )


def _peer(frame: Frame, times: int, readings: Sequence[Measurement]) -> Iterator[Measurement]:
    """The peer on the same frame, relative to single frames with the detector in use; nothing if not installed."""
    if (peer := installed_peer()) is None:
        return
    ours = [row.median for row in readings if row.what.startswith(SINGLE_FRAMES)][-1]
    theirs = _timed(f"{peer.name}, detect_emotions, 640x480", lambda: peer.analyze(frame), times, os.cpu_count() or 1)
    yield replace(theirs, times_ours=theirs.median / ours)


def _classifying(config: Config, times: int) -> Measurement:
    classifier = load_classifier(config)
    size = classifier.card.input_size
    crop = np.asarray(cv2.resize(cv2.cvtColor(bench_frame(), cv2.COLOR_BGR2GRAY), (size, size)), np.uint8)
    what = f"classify one crop, {size} px, {config.engine}"
    return _timed(what, lambda: classifier.classify([crop]), times, config.threads)


def _coding(config: Config, frame: Frame, times: int) -> Iterator[Measurement]:
    jpeg, reading = encode_jpeg(frame), load_pipeline(config).analyze(frame)
    yield _timed("decode a 640x480 JPEG", lambda: _decode(jpeg, config), times, 1)
    yield _timed("annotate a frame", lambda: annotate(frame, reading), times, 1)
    yield _timed("encode a 640x480 JPEG", lambda: encode_jpeg(frame), times, 1)


def _recommending(config: Config, times: int) -> Measurement:
    recommender = load_recommender(config)
    request = RecommendationRequest(mood="sad", goal="lift", seed=1)
    return _timed(
        f"recommend 12 of {len(recommender.catalog):,} films", lambda: recommender.recommend(request), times, 1
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
    taken = [milliseconds(run) for _ in range(times)]
    return Measurement(what, float(np.median(taken)), float(np.percentile(taken, 95)), threads)


def milliseconds(run: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000
