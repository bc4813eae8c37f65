"""The live camera through the whole web server: frames a second, delay and readings with one and with several viewers.

    python -m bench.live CLIP [--viewers 1 8] [--seconds 8] [--json]

CLIP is a video file of 30 frames a second, a camera's number, or ``fake``. The server runs here, its viewers in a
process of their own, each with a connection. Delay is from the end of ``read()`` until the socket has taken the
picture, for each picture and viewer. Readings are counted by one more viewer, of the events. MOVIEFY_DETECTOR and
MOVIEFY_MODEL_DIR choose the detector.
"""

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from moviefy.config import LiveConfig
from moviefy.live import camera as live
from moviefy.live import session as live_session
from moviefy.live.broadcaster import Captured
from moviefy.web import create_app
from moviefy.web.server import serving
from moviefy.web.services import Services
from moviefy.web.streams import server_camera as stream

WARM_UP_S = 2.0
PICTURE_BEGINS, READING_BEGINS = b"Content-Type: image/jpeg", b"event: reading"


class Clock(live_session.LiveSession):
    """A session that remembers when each picture's frame was read."""

    read_at: dict[int, float] = {}  # noqa: RUF012

    def _encode(self, captured: Captured) -> bytes | None:
        jpeg = super()._encode(captured)
        if jpeg is not None:
            self.read_at[id(jpeg)] = captured.time_s
            self.kept = [*getattr(self, "kept", ())[-200:], jpeg]  # an id is a picture's only while it lives
        return jpeg


@dataclass
class Delays:
    """Milliseconds from capture to sent, of every picture between ``begin`` and ``end`` on the monotonic clock."""

    begin: float
    end: float
    taken: list[float] = field(default_factory=list)

    def timed(self, jpegs: Iterable[bytes]) -> Iterator[bytes]:
        """The same pictures; the server asks for the next one when it has sent the one before."""
        for jpeg in jpegs:
            read_at = Clock.read_at[id(jpeg)]
            yield jpeg
            now = time.monotonic()
            if self.begin < now < self.end:
                self.taken.append((now - read_at) * 1000)


def count(address: str, marker: bytes, begin: float, end: float) -> int:
    """How often a line begins with ``marker`` between two times, in one viewer's stream."""
    seen = 0
    with urllib.request.urlopen(f"http://{address}", timeout=30) as response:
        for line in response:
            now = time.monotonic()
            if now > end:
                return seen
            seen += begin < now and line.startswith(marker)
    return seen


def watch(address: str, viewers: int, begin: float, end: float) -> dict[str, Any]:
    """What so many viewers of the pictures, and one of the readings, see."""
    jobs = [(f"{address}/video_feed", PICTURE_BEGINS)] * viewers + [(f"{address}/events", READING_BEGINS)]
    counts = [0] * len(jobs)

    def job(number: int) -> None:
        counts[number] = count(*jobs[number], begin, end)

    threads = [threading.Thread(target=job, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    *pictures, readings = (round(one / (end - begin), 1) for one in counts)
    return {"viewer_fps": pictures, "readings_a_second": readings}


def watched(address: str, viewers: int, begin: float, end: float) -> dict[str, Any]:
    """The same in a process of its own, so that viewers take no time from the server's."""
    command = [sys.executable, "-m", "bench.live", "--watch", address, str(viewers), str(begin), str(end)]
    seen: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return seen


def measure(clip: str, viewers: int, seconds: float) -> dict[str, Any]:
    """The figures with so many viewers."""
    config = replace(LiveConfig.from_environment(), port=0, camera=clip, max_viewers=viewers)
    services = Services(config)
    services.warm_up()
    begin = time.monotonic() + WARM_UP_S
    delays = Delays(begin, begin + seconds)
    parts = stream._parts
    stream._parts = lambda jpegs, shared: parts(delays.timed(jpegs), shared)
    try:
        with serving(create_app(config, services)) as address:
            used = time.process_time()
            seen = watched(address, viewers, delays.begin, delays.end)
            used = time.process_time() - used
            status = services.live.status()
    finally:
        stream._parts = parts
    return {
        "detector": services.pipeline.detector_name,
        "viewers": viewers,
        **seen,
        "delay_ms_median": round(float(np.median(delays.taken)), 1),
        "delay_ms_p95": round(float(np.percentile(delays.taken, 95)), 1),
        "drops": status.drops,
        "cores_used": round(used / (seconds + WARM_UP_S), 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Print the figures for each number of viewers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", help="a video file, a camera's number, or fake")
    parser.add_argument("--viewers", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--watch", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watch:
        address, viewers, begin, end = options.watch
        return print(json.dumps(watch(address, int(viewers), float(begin), float(end))))
    if not options.clip or not (options.clip == "fake" or options.clip.isdigit() or Path(options.clip).is_file()):
        parser.error(f"there is no file {options.clip}")
    live.LiveSession = Clock  # type: ignore[misc]
    for viewers in options.viewers:
        figures = measure(options.clip, viewers, options.seconds)
        print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return None


if __name__ == "__main__":
    main()
