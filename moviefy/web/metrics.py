"""Figures for Prometheus, in a registry of their own so that two apps in one process do not collide."""

from collections.abc import Callable
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

STREAMS = ("video_feed", "events", "frames")
LATENCY_BUCKETS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """All figures of one app. No label holds an address of a client, a mood or anything about a picture."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "moviefy_requests", "Requests answered", ["endpoint", "method", "status"], registry=self.registry
        )
        self.latency = Histogram(
            "moviefy_request_seconds",
            "Time from request to answer, streams left out",
            ["endpoint"],
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.reading_time = Histogram(
            "moviefy_reading_seconds",
            "Time from frame to reading, decoding left out",
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.faces = Counter("moviefy_faces", "Faces found in uploads and browser frames", registry=self.registry)
        self._dropped = Gauge(
            "moviefy_frames_dropped", "Frames of the server camera that were never shown", registry=self.registry
        )
        self._streams = Gauge("moviefy_streams", "Open streams", ["kind"], registry=self.registry)

    def watch(self, dropped: Callable[[], float], taken: Callable[[str], float]) -> None:
        """Read drops and open streams from their owners at each scrape."""
        self._dropped.set_function(dropped)
        for kind in STREAMS:
            self._streams.labels(kind).set_function(partial(taken, kind))

    def text(self) -> bytes:
        """The page that Prometheus scrapes."""
        return generate_latest(self.registry)
