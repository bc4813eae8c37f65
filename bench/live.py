"""Frames a second, delay and readings of the live camera with several viewers of one clip, without the web server.

    python bench/live.py CLIP [--viewers 8] [--seconds 8] [--json]

Delay is from the end of ``read()`` to the viewer's hands, for each picture.
"""

import argparse
import json
import resource
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np

from moviefy import live_session
from moviefy.capture.frame_broadcaster import Captured
from moviefy.capture.frame_source import open_source
from moviefy.config import Config
from moviefy.live import LiveCamera
from moviefy.pipeline import load_pipeline
from moviefy.video_pipeline import VideoReading

WARM_UP_S = 2.0


class Clock(live_session.LiveSession):
    """A session that remembers when each picture's frame was read."""

    read_at: dict[int, float] = {}  # noqa: RUF012

    def _encode(self, captured: Captured) -> bytes | None:
        jpeg = super()._encode(captured)
        if jpeg is not None:
            self.read_at[id(jpeg)] = captured.time_s
            self.kept = [*getattr(self, "kept", ())[-200:], jpeg]  # an id is a picture's only while it lives
        return jpeg


def watch(live: LiveCamera, begin: float, end: float, delays: list[float]) -> None:
    with live.jpegs() as pictures:
        for jpeg in pictures:
            now = time.monotonic()
            if now > end:
                return
            if now > begin:
                delays.append((now - Clock.read_at[id(jpeg)]) * 1000)


def listen(live: LiveCamera, begin: float, end: float, times: list[float]) -> None:
    with live.readings() as happenings:
        for happening in happenings:
            now = time.monotonic()
            if now > end:
                return
            if now > begin and isinstance(happening, VideoReading):
                times.append(now)


def measure(clip: str, viewers: int, seconds: float) -> dict[str, object]:
    import moviefy.live

    moviefy.live.LiveSession = Clock  # type: ignore[misc]
    config = Config.from_environment()
    pipeline = load_pipeline(config)
    live = LiveCamera(partial(open_source, clip), pipeline, viewers)
    begin = time.monotonic() + WARM_UP_S
    end = begin + seconds
    delays: list[list[float]] = [[] for _ in range(viewers)]
    readings: list[float] = []
    threads = [threading.Thread(target=watch, args=(live, begin, end, own), daemon=True) for own in delays]
    threads.append(threading.Thread(target=listen, args=(live, begin, end, readings), daemon=True))
    for thread in threads:
        thread.start()
    time.sleep(WARM_UP_S)
    used = time.process_time()
    time.sleep(seconds - 0.2)
    used = time.process_time() - used
    status = live.status()
    for thread in threads:
        thread.join(10)
    live.close()
    every = np.concatenate([np.array(own) for own in delays])
    return {
        "detector": pipeline.detector_name,
        "source_fps": round(status.fps, 1),
        "viewer_fps": [round(len(own) / seconds, 1) for own in delays],
        "delay_ms_median": round(float(np.median(every)), 1),
        "delay_ms_p95": round(float(np.percentile(every, 95)), 1),
        "readings_a_second": round(len(readings) / seconds, 1),
        "drops": status.drops,
        "cores_used": round(used / (seconds - 0.2), 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", help="a video file, a camera's number, or fake")
    parser.add_argument("--viewers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.clip in ("fake",) or options.clip.isdigit() or Path(options.clip).is_file()):
        parser.error(f"there is no file {options.clip}")
    figures = measure(options.clip, options.viewers, options.seconds)
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
