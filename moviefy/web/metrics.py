"""Prometheus metrics of one app, in a registry of its own, so that two apps in one process do not collide."""

from collections.abc import Callable, Sequence
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from moviefy.inference.local import BatchObserver

STREAMS = ("video_feed", "events", "frames")
LATENCY_BUCKETS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


BATCH_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16)


class Metrics(BatchObserver):
    """All metrics of one app. No label has a client's address, a mood or anything about a picture."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time and open files of this process
        self.requests = Counter(
            "moviefy_requests",
            "Requests answered; code is the error's, empty if there is none",
            ["endpoint", "method", "status", "code"],
            registry=self.registry,
        )
        self.latency = Histogram(
            "moviefy_request_seconds",
            "Time from request to response, without streams",
            ["endpoint"],
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.reading_time = Histogram(
            "moviefy_reading_seconds",
            "Time from picture to reading, with decoding if needed, without waiting in the queue",
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.waited = Histogram(
            "moviefy_queue_wait_seconds",
            "Time that a picture waited to be read",
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.model_time = Histogram(
            "moviefy_model_seconds",
            "Time of the expression network for one batch",
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.batch_size = Histogram(
            "moviefy_batch_size", "Pictures read together", buckets=BATCH_BUCKETS, registry=self.registry
        )
        self.rejected = Counter(
            "moviefy_pictures_rejected", "Pictures refused because the queue was full", registry=self.registry
        )
        self._waiting = Gauge("moviefy_queue_length", "Pictures that wait to be read", registry=self.registry)
        self.faces = Counter("moviefy_faces", "Faces found in uploads and browser frames", registry=self.registry)
        self._dropped = Gauge(
            "moviefy_frames_dropped", "Frames of the server camera that were never shown", registry=self.registry
        )
        self._streams = Gauge("moviefy_streams", "Open streams", ["kind"], registry=self.registry)

    def batch_done(self, waited_s: Sequence[float], found_s: float, scored_s: float) -> None:
        """A batch was read; see :class:`~moviefy.inference.local.BatchObserver`."""
        self.batch_size.observe(len(waited_s))
        self.model_time.observe(scored_s)
        for waited in waited_s:
            self.waited.observe(waited)
            self.reading_time.observe((found_s + scored_s) / len(waited_s))

    def watch(self, dropped: Callable[[], float], taken: Callable[[str], float], waiting: Callable[[], float]) -> None:
        """Take dropped frames, open streams and the queue length from these functions at each scrape."""
        self._dropped.set_function(dropped)
        self._waiting.set_function(waiting)
        for kind in STREAMS:
            self._streams.labels(kind).set_function(partial(taken, kind))

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)
