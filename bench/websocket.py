"""Round trip of a camera frame over a WebSocket on this machine: a 640x480 JPEG up, its reading back.

    python -m bench.websocket [CLIP] [--frames 300] [--fps 15] [--json]

The server runs in a process of its own with the settings of this one's environment: MOVIEFY_DETECTOR and
MOVIEFY_MODEL_DIR choose the detector. CLIP is a video file or ``fake``, a drawn face that moves. Frames go up at the
pace of the camera page, one in flight. Needs the extra ``test`` (websocket-client, psutil).
"""

import argparse
import json
import time
from dataclasses import dataclass

import cv2
import numpy as np
import websocket

from bench.serving import Server, running
from moviefy.capture.cameras import open_source
from moviefy.capture.image_codec import encode_jpeg

SIZE = (640, 480)
WARM_UP = 15


@dataclass(frozen=True)
class Options:
    """How many frames go up, and how many a second; 0: as fast as answers come."""

    frames: int
    fps: float


def jpegs(clip: str, count: int) -> list[bytes]:
    """The first frames of a clip as the browser would send them."""
    with open_source(clip) as source:
        return [encode_jpeg(np.asarray(cv2.resize(source.read(), SIZE), np.uint8)) for _ in range(count)]


def round_trips(server: Server, pictures: list[bytes], options: Options) -> tuple[list[float], int]:
    """Milliseconds from sending each frame to holding its answer, and how many answers had a face."""
    taken, with_face = [], 0
    link = websocket.create_connection(f"ws://{server.address}/ws/frames", timeout=30)
    try:
        for number in range(WARM_UP + options.frames):
            start = time.perf_counter()
            link.send_binary(pictures[number % len(pictures)])
            answer = json.loads(link.recv())
            passed = time.perf_counter() - start
            if number >= WARM_UP:
                taken.append(passed * 1000)
                with_face += bool(answer["faces"])
            if options.fps:
                time.sleep(max(0.0, 1 / options.fps - passed))
    finally:
        link.close()
    return taken, with_face


def measure(clip: str, options: Options) -> dict[str, object]:
    """The figures of one run."""
    pictures = jpegs(clip, 60)
    with running(MOVIEFY_CAMERA="fake") as server:
        server.wait_until_ready()
        taken, with_face = round_trips(server, pictures, options)
    return {
        "frames": len(taken),
        "jpeg_kb": round(float(np.mean([len(picture) for picture in pictures])) / 1024, 1),
        "with_face": with_face,
        "median_ms": round(float(np.median(taken)), 1),
        "p95_ms": round(float(np.percentile(taken, 95)), 1),
        "longest_ms": round(max(taken), 1),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", default="fake")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--fps", type=float, default=15.0, help="frames sent a second at most; 0 for no limit")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.clip, Options(given.frames, given.fps))
    print(json.dumps(figures) if given.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
