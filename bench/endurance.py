"""Does anything grow? Threads, file handles and memory of a server over connects, lost cameras and a long stream.

    python -m bench.endurance [--connects 1000] [--losses 10] [--minutes 30] [--trace] [--json]

The server runs here with a drawn camera that can be taken away, its clients in a process of their own: two viewers of
the pictures, one of the events and two browser cameras stay all the time. Around them others come and go, then the
camera is lost and found again, then the stream goes on. ``--trace`` names what Python itself holds more of at the end
of the stream than at its beginning; it slows everything down. Needs the extra ``test`` (psutil, websocket-client).
"""

import argparse
import json
import subprocess
import sys
import threading
import time
import tracemalloc
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace

import numpy as np
import psutil
import websocket

from bench.serving import MEGABYTE
from bench.websocket import jpegs
from moviefy.capture.frame_source import FakeSource, FrameSource
from moviefy.config import LiveConfig
from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame
from moviefy.live.camera import LiveCamera
from moviefy.web import create_app
from moviefy.web.server import serving
from moviefy.web.services import Services

STREAMS = ("/video_feed", "/video_feed", "/events")
SOCKETS = 2
PLACES = 12
SETTLE_S = 60.0
SAMPLE_S = 15.0
LOST_S = 1.0
FRAMES_A_SECOND = 15


@dataclass(frozen=True)
class Sample:
    """What the server holds at one time: minutes from the beginning, MB, threads, open files."""

    phase: str
    minute: float
    memory_mb: float
    threads: int
    handles: int


class LosableCamera:
    """Opens the drawn camera; while ``lost`` is set there is none, and one that is open dies."""

    def __init__(self) -> None:
        self.lost = threading.Event()

    def __call__(self) -> FrameSource:
        if self.lost.is_set():
            raise CameraUnavailable("The camera was unplugged.")
        return _Losable(self.lost)


class _Losable(FakeSource):
    def __init__(self, lost: threading.Event) -> None:
        super().__init__()
        self._lost = lost

    def read(self) -> Frame:
        if self._lost.is_set():
            raise CameraUnavailable("The camera was unplugged.")
        return super().read()


class Watch:
    """Takes samples of this process."""

    def __init__(self) -> None:
        self._process, self._began = psutil.Process(), time.monotonic()
        self.samples: list[Sample] = []

    def sample(self, phase: str) -> Sample:
        """Take one now and print it."""
        minute = (time.monotonic() - self._began) / 60
        memory = self._process.memory_info().rss / MEGABYTE
        taken = Sample(phase, round(minute, 2), round(memory, 1), self._process.num_threads(), self._process.num_fds())
        self.samples.append(taken)
        print("{phase:<10} {minute:7.2f} min {memory_mb:7.1f} MB {threads:4} threads {handles:4} files".format(
            **asdict(taken)), file=sys.stderr, flush=True)  # fmt: skip
        return taken

    def through(self, phase: str, seconds: float) -> None:
        """Take one every few seconds for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(SAMPLE_S, left))
            self.sample(phase)


def growth_mb_a_minute(samples: list[Sample]) -> float:
    """Slope of a line through the memory of some samples, in MB a minute."""
    minutes, memory = [s.minute for s in samples], [s.memory_mb for s in samples]
    return float(np.polyfit(minutes, memory, 1)[0])


@contextmanager
def clients(address: str, what: str, count: int = 0) -> Iterator["subprocess.Popen[bytes]"]:
    """Clients in a process of their own, until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "bench.endurance", "--clients", address, what, str(count)])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def run(given: argparse.Namespace) -> Watch:
    """The whole course; gives the samples."""
    camera, watch = LosableCamera(), Watch()
    config = replace(LiveConfig.from_environment(), port=0, camera="fake", max_viewers=PLACES)
    services = Services(config)
    services._live = type(services._live).of(LiveCamera(camera, services.pipeline, services.seats, retry_s=0.2))
    services.start()
    services.warm_up()
    with serving(create_app(config, services)) as address, clients(address, "stay"):
        watch.through("settling", SETTLE_S)
        if given.trace:
            tracemalloc.start(12)
        come_and_go(address, given.connects, watch)
        lose(camera, given.losses, watch)
        before = tracemalloc.take_snapshot() if given.trace else None
        watch.through("stream", given.minutes * 60)
        if before is not None:
            for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:25]:
                print(line, file=sys.stderr)
    return watch


def come_and_go(address: str, count: int, watch: Watch) -> None:
    """So many clients connect, take something and leave."""
    with clients(address, "come", count) as coming:
        while coming.poll() is None:
            watch.through("connects", SAMPLE_S)
        if coming.returncode:
            raise RuntimeError("not every client was served; see above")


def lose(camera: LosableCamera, count: int, watch: Watch) -> None:
    """The camera goes away and comes back so many times."""
    for _ in range(count):
        camera.lost.set()
        time.sleep(LOST_S)
        camera.lost.clear()
        time.sleep(2 * LOST_S)
    watch.sample("losses")


def stay(address: str) -> None:
    """Clients that stay until this process is ended; streams that break off are opened again."""
    pictures = jpegs("fake", 60)
    jobs = [lambda path=path: _read_on(address, path) for path in STREAMS]
    jobs += [lambda: _send_on(address, pictures)] * SOCKETS
    for job in jobs:
        threading.Thread(target=_again_and_again, args=(job,), daemon=True).start()
    threading.Event().wait()


def _again_and_again(job: Callable[[], None]) -> None:
    while True:
        with suppress(OSError, websocket.WebSocketException):
            job()
        time.sleep(0.5)


def _read_on(address: str, path: str) -> None:
    with urllib.request.urlopen(f"http://{address}{path}", timeout=30) as response:
        while response.read(8192):
            pass


def _send_on(address: str, pictures: list[bytes]) -> None:
    link = websocket.create_connection(f"ws://{address}/ws/frames", timeout=30)
    try:
        for number in range(10**9):
            link.send_binary(pictures[number % len(pictures)])
            link.recv()
            time.sleep(1 / FRAMES_A_SECOND)
    finally:
        link.shutdown()


def come(address: str, count: int) -> None:
    """Clients one after the other, of each kind in turn; one in two leaves without a word."""
    (picture,) = jpegs("fake", 1)
    served = 0
    for number in range(count):
        path = ("/video_feed", "/events", "/ws/frames")[number % 3]
        served += _frame(address, picture, bool(number % 2)) if path == "/ws/frames" else _look(address, path)
    print(f"{served} of {count} clients were served", file=sys.stderr)
    sys.exit(served < count)


def _look(address: str, path: str) -> bool:
    for _ in range(100):  # the places of those before are given back when a send to them fails
        with suppress(OSError), urllib.request.urlopen(f"http://{address}{path}", timeout=30) as response:
            return len(response.read(2000)) == 2000
        time.sleep(0.1)
    return False


def _frame(address: str, picture: bytes, politely: bool) -> bool:
    for _ in range(100):
        link = websocket.create_connection(f"ws://{address}/ws/frames", timeout=30)
        try:
            link.send_binary(picture)
            if "mood" in json.loads(link.recv()):
                return True
        except (OSError, websocket.WebSocketException):
            pass
        finally:
            if politely:
                link.close(timeout=1)
            link.shutdown()
        time.sleep(0.1)
    return False


def summary(samples: list[Sample]) -> dict[str, object]:
    """The figures of the whole course."""
    settled = [sample for sample in samples if sample.phase == "settling"][-1]
    stream = [sample for sample in samples if sample.phase == "stream"] or samples
    return {
        "before": asdict(settled),
        "after": asdict(samples[-1]),
        "growth_mb_a_minute": round(growth_mb_a_minute(stream), 3),
        "growth_mb_a_minute_second_half": round(growth_mb_a_minute(stream[len(stream) // 2 :]), 3),
        "most_memory_mb": max(sample.memory_mb for sample in samples),
    }


def main() -> None:
    """Print the samples as they come on stderr, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connects", type=int, default=1000)
    parser.add_argument("--losses", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--clients", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.clients:
        address, what, count = given.clients
        return stay(address) if what == "stay" else come(address, int(count))
    samples = run(given).samples
    figures = summary(samples)
    rows = {"samples": [asdict(sample) for sample in samples], **figures}
    print(json.dumps(rows) if given.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return None


if __name__ == "__main__":
    main()
