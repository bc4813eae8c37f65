"""From starting the process to the first reading in a client's hands, and the memory at its peak.

    python -m bench.cold_start [--times 5] [--hosted] [--stream 10] [--json]

Each time a new process is started and one picture posted to it until it answers. Then a viewer watches the camera
(``--hosted``: sends frames) for ``--stream`` seconds, and the peak is read. Needs the extra ``test`` (psutil,
websocket-client) and Linux, which keeps count of the peak.
"""

import argparse
import json
import time
import urllib.error
import urllib.request

import numpy as np

from bench.serving import PATIENCE_S, Server, running
from bench.websocket import Options, jpegs, round_trips

ASK_AGAIN_S = 0.02


def first_reading_s(server: Server, picture: bytes, started: float) -> float:
    """Seconds from ``started``, on the monotonic clock, to the first answered reading."""
    request = urllib.request.Request(
        f"http://{server.address}/api/v1/analyze?limit=1", picture, {"Content-Type": "image/jpeg"}
    )
    while time.monotonic() - started < PATIENCE_S:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                assert json.load(answer)["faces"], "the picture has a face"
                return time.monotonic() - started
        except OSError:  # not listening yet, or still loading
            time.sleep(ASK_AGAIN_S)
    raise TimeoutError(f"no reading within {PATIENCE_S:.0f} s")


def watch(server: Server, seconds: float) -> None:
    """Look at the server's camera for a while."""
    end = time.monotonic() + seconds
    with urllib.request.urlopen(f"http://{server.address}/video_feed", timeout=30) as stream:
        while time.monotonic() < end:
            stream.read(4096)


def one_start(picture: bytes, hosted: bool, stream_s: float) -> tuple[float, float]:
    """Seconds to the first reading, and the peak of memory in MB."""
    started = time.monotonic()
    with running(hosted=hosted, MOVIEFY_CAMERA="fake") as server:
        seconds = first_reading_s(server, picture, started)
        round_trips(server, [picture], Options(round(stream_s * 15), 15.0))
        if not hosted:
            watch(server, stream_s)
        return seconds, server.peak_memory_mb()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--hosted", action="store_true", help="behind gunicorn; parent and worker are added up")
    parser.add_argument("--stream", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    (picture,) = jpegs("fake", 1)
    starts = [one_start(picture, given.hosted, given.stream) for _ in range(given.times)]
    seconds, memory = zip(*starts, strict=True)
    figures = {
        "first_reading_s_median": round(float(np.median(seconds)), 2),
        "first_reading_s_longest": round(max(seconds), 2),
        "peak_memory_mb": round(max(memory)),
    }
    print(json.dumps(figures) if given.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
