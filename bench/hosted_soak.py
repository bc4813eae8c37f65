"""Does the hosted version grow? Memory, threads and open files over a long mix of viewers, uploads and broken clients.

    python -m bench.hosted_soak PICTURE [--minutes 30] [--warm-up 5] [--json]

gunicorn runs as people start it. At all times browser cameras send frames, clients upload the picture and look at
films, and others leave half-way: in the middle of an upload, before its answer, or with a WebSocket left open. Needs
the extra ``test`` (psutil, websocket-client).
"""

import argparse
import itertools
import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import websocket

from bench.hosted_load import ask
from bench.serving import Footprint, Server, running
from bench.websocket import jpegs

CAMERAS, UPLOADERS, LEAVERS = 4, 2, 2
FRAMES_A_SECOND = 5
UPLOAD_EVERY_S = LEAVE_EVERY_S = 0.3
SAMPLE_S = 15.0
PATIENCE_S = 60
PAGES = ("/", "/api/v1/movies?mood=happy", "/healthz", "/about")


@dataclass(frozen=True)
class Sample:
    """What the server held at one time, in minutes from the beginning."""

    minute: float
    held: Footprint


class Clients:
    """Clients of every kind, until :attr:`stopped`; ``met`` counts what they were answered."""

    def __init__(self, address: str, picture: bytes) -> None:
        self.address, self.picture, self.frames = address, picture, jpegs("fake", 30)
        self.stopped = threading.Event()
        self.met: Counter[str] = Counter()

    def start(self) -> None:
        """Start all of them."""
        jobs = [self.watch] * CAMERAS + [self.upload] * UPLOADERS + [self.leave] * LEAVERS + [self.browse]
        for job in jobs:
            threading.Thread(target=self._until_stopped, args=(job,), daemon=True).start()

    def watch(self) -> None:
        """A browser camera for some seconds; one in two goes without a word."""
        frames = itertools.islice(itertools.cycle(self.frames), FRAMES_A_SECOND * 20)
        link = websocket.create_connection(f"ws://{self.address}/ws/frames", timeout=PATIENCE_S)
        try:
            for frame in frames:
                link.send_binary(frame)
                answer = json.loads(link.recv())
                self.met[f"frame {answer['error']['code'] if 'error' in answer else 'read'}"] += 1
                self.stopped.wait(1 / FRAMES_A_SECOND)
            if self.met["frame read"] % 2:
                link.close(timeout=1)
        finally:
            link.shutdown()

    def upload(self) -> None:
        """One picture."""
        self.met[f"upload {ask(self.address, self.picture)[0]}"] += 1
        self.stopped.wait(UPLOAD_EVERY_S)

    def browse(self) -> None:
        """A page and some films."""
        for path in PAGES:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=PATIENCE_S) as answer:
                answer.read()
                self.met[f"page {answer.status}"] += 1
            self.stopped.wait(LEAVE_EVERY_S)

    def leave(self) -> None:
        """One upload that breaks off half-way, one whose answer nobody waits for."""
        head = f"POST /api/v1/analyze HTTP/1.1\r\nHost: {self.address}\r\nContent-Type: image/jpeg\r\nContent-Length: "
        whole = f"{head}{len(self.picture)}\r\n\r\n".encode() + self.picture
        host, _, port = self.address.partition(":")
        for part in (whole[: len(whole) // 2], whole):
            with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as link:
                link.sendall(part)
            self.met["left"] += 1
            self.stopped.wait(LEAVE_EVERY_S)

    def _until_stopped(self, job: Callable[[], None]) -> None:
        while not self.stopped.is_set():
            try:
                job()
            except urllib.error.HTTPError as error:
                self.met[f"page {error.code}"] += 1
            except (OSError, ValueError, websocket.WebSocketException) as error:  # ValueError: closed without a word
                self.met[type(error).__name__] += 1
                self.stopped.wait(1.0)


def soak(server: Server, picture: bytes, minutes: float) -> tuple[list[Sample], Counter[str]]:
    """What the server held all the time, and what its clients met."""
    clients, began, samples = Clients(server.address, picture), time.monotonic(), []
    clients.start()
    while (passed := time.monotonic() - began) < minutes * 60:
        clients.stopped.wait(SAMPLE_S)
        samples.append(Sample(round(passed / 60, 2), server.footprint()))
        print(samples[-1], file=sys.stderr, flush=True)
    clients.stopped.set()
    return samples, clients.met


def figures(samples: list[Sample], warm_up: float, met: Counter[str]) -> dict[str, object]:
    """What is printed: the first and the last fifth of the time after the warm-up, and what clients met."""
    warm = [sample for sample in samples if sample.minute >= warm_up] or samples
    fifth = max(1, len(warm) // 5)
    before, after = warm[:fifth], warm[-fifth:]
    memory = [float(np.median([sample.held.memory_mb for sample in part])) for part in (before, after)]
    return {
        "memory_mb": [round(value, 1) for value in memory],
        "growth_percent": round((memory[1] / memory[0] - 1) * 100, 2),
        "threads": [float(np.median([sample.held.threads for sample in part])) for part in (before, after)],
        "open_files": [float(np.median([sample.held.handles for sample in part])) for part in (before, after)],
        "last": asdict(warm[-1].held),
        "met": dict(sorted(met.items())),
    }


def main() -> None:
    """Print the samples as they come on stderr, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--warm-up", type=float, default=5.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        samples, met = soak(server, given.picture.read_bytes(), given.minutes)
    found = figures(samples, given.warm_up, met)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:16} {value}")


if __name__ == "__main__":
    main()
