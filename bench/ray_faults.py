"""kill -9 of a replica while pictures are read: is one lost, or answered wrongly? Does readiness say when Ray has gone?

    python -m bench.ray_faults PICTURE... [--requests 1000] [--kills 2] [--callers 8] [--json]

Two replicas run on Ray Serve, in processes of their own. Each answer is compared with what the pipeline says here of
the same picture. Needs the extras ``cluster`` and ``test`` (psutil).
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.ray_cluster import ROOM, Replicas, read_all, running
from moviefy.capture.image_codec import decode_image
from moviefy.config import Config
from moviefy.errors import NotReady
from moviefy.expression.reading import Reading
from moviefy.inference.ray_client import FRESH_S, RayInference
from moviefy.pipeline import load_pipeline


@dataclass
class Faults:
    """What became of the requests."""

    requests: int
    right: int
    wrong: int
    lost: Counter[str]
    killed: list[int]
    seconds: float
    ready: bool
    ready_without_ray: bool


def expected(pictures: list[bytes]) -> dict[bytes, dict[str, Any]]:
    """What the pipeline says of each picture."""
    config = replace(Config.from_environment(), threads=1)
    pipeline = load_pipeline(config)
    frames = {p: decode_image(p, max_bytes=config.max_upload_bytes, max_pixels=config.max_pixels) for p in pictures}
    return {picture: pipeline.analyze(frame).to_json() for picture, frame in frames.items()}


def kill_now_and_then(replicas: Replicas, kills: int, pause_s: float, killed: list[int], done: threading.Event) -> None:
    """Kill one replica after the other, with pauses, until the requests are done."""
    while len(killed) < kills and not done.wait(pause_s):
        if replicas.pids():
            killed.append(replicas.kill_one())
            print(f"killed {killed[-1]}", file=sys.stderr, flush=True)


def run(pictures: list[bytes], given: argparse.Namespace) -> Faults:
    """All requests, with kills among them."""
    said, asked = expected(pictures), [pictures[n % len(pictures)] for n in range(given.requests)]
    killed: list[int] = []
    done = threading.Event()
    with running(2) as (replicas, client):
        replicas.wait_until_ready()
        killer = threading.Thread(target=kill_now_and_then, args=(replicas, given.kills, given.pause, killed, done))
        began = time.monotonic()
        killer.start()
        answers = read_all(client, asked, given.callers)
        took = time.monotonic() - began
        done.set()
        killer.join()
        web_part = RayInference(replicas.url, ROOM, 2)
        ready = is_ready(web_part)
    time.sleep(FRESH_S)
    return judged(asked, answers, said, killed, took, (ready, is_ready(web_part)))


def is_ready(web_part: RayInference) -> bool:
    """What ``/readyz`` says of the replicas."""
    try:
        web_part.check_ready()
    except NotReady:
        return False
    return True


def judged(
    asked: list[bytes],
    answers: list[Reading | Exception],
    said: dict[bytes, dict[str, Any]],
    killed: list[int],
    took_s: float,
    ready: tuple[bool, bool],
) -> Faults:
    """Right, wrong and lost answers; ``ready`` is what readiness said while Ray was there, and afterwards."""
    lost = Counter(f"{type(a).__name__}: {a}" for a in answers if isinstance(a, Exception))
    pairs = [(p, a) for p, a in zip(asked, answers, strict=True) if isinstance(a, Reading)]
    right = sum(answer.to_json() == said[picture] for picture, answer in pairs)
    return Faults(len(asked), right, len(pairs) - right, lost, killed, took_s, *ready)


def main() -> None:
    """Print what became of the requests; exit status 1 where one was lost or wrong, or readiness was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", nargs="+", type=Path)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--pause", type=float, default=3.0, help="Seconds before each kill.")
    parser.add_argument("--callers", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = run([path.read_bytes() for path in given.pictures], given)
    rows = {**vars(found), "killed": len(found.killed), "seconds": round(found.seconds, 1)}
    print(json.dumps(rows) if given.json else "\n".join(f"{name:10} {value}" for name, value in rows.items()))
    sys.exit(bool(found.lost or found.wrong or not found.ready or found.ready_without_ray))


if __name__ == "__main__":
    main()
