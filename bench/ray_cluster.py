"""Replicas on Ray Serve in processes of their own, with a client for them: for benches and tests."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import BinaryIO

import psutil

from moviefy.config import PROJECT_ROOT
from moviefy.errors import MoviefyError
from moviefy.expression.reading import Reading
from moviefy.inference.ray_client import RayInference

START_S = 600.0
ROOM = 64
READY = "Replicas answer"
PATIENT = {
    "RAY_raylet_start_wait_time_s": "300",
    "RAY_agent_register_timeout_ms": "300000",
    "RAY_worker_register_timeout_seconds": "300",
}
"""Ray's own patience while it starts, for busy machines."""


class Replicas:
    """Replicas that may still be starting; ``url`` is where they answer."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, said: Path) -> None:
        self.process, self.url, self._said = process, f"http://127.0.0.1:{port}", said

    def wait_until_ready(self) -> None:
        """Return once all that were asked for have loaded their models."""
        deadline = time.monotonic() + START_S
        while READY not in self._said.read_text("utf-8"):
            if self.process.poll() is not None:
                raise RuntimeError(f"the replicas ended with status {self.process.returncode}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"no replica answered within {START_S:.0f} s")
            time.sleep(0.2)

    def processor_s(self) -> float:
        """Processor time that they and all of Ray have taken until now, in seconds."""
        starter = psutil.Process(self.process.pid)
        return sum(_processor_s(process) for process in [starter, *starter.children(recursive=True)])

    def kill_one(self) -> int:
        """Kill a replica as the kernel does when memory runs out; gives its process id."""
        victim = self.pids()[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def pids(self) -> list[int]:
        """The process ids of the replicas that are there now."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        return [process.pid for process in family if _title(process).startswith("ray::ServeReplica")]


@contextlib.contextmanager
def running(count: int, **environment: str) -> Iterator[tuple[Replicas, RayInference]]:
    """Start so many replicas with ``moviefy serve-replicas`` and a client for them; both end with the block.

    They have hardly begun when this returns: see :meth:`Replicas.wait_until_ready`.
    """
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "said").open("wb") as said:
        replicas = _started(count, environment, said)
        client = RayInference(replicas.url, ROOM, count)
        try:
            yield replicas, client
        finally:
            client.close()
            _end(replicas.process)


def _started(count: int, environment: dict[str, str], said: BinaryIO) -> Replicas:
    port = _free_port()
    settings = {"MOVIEFY_REPLICAS": str(count), "MOVIEFY_MAX_REPLICAS": str(count), **PATIENT, **environment}
    command = [sys.executable, "-m", "moviefy", "serve-replicas", "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env={**os.environ, **settings}, stdout=said)
    return Replicas(process, port, Path(said.name))


def read_all(client: RayInference, pictures: list[bytes], callers: int) -> list[Reading | Exception]:
    """The reading of each picture or the error instead of it, asked for by so many threads."""
    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(partial(outcome, client), pictures))


def outcome(client: RayInference, picture: bytes) -> Reading | Exception:
    """The reading, or the error instead of it."""
    try:
        return client.submit(picture)
    except (MoviefyError, RuntimeError) as error:
        return error


def _processor_s(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _title(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for left in family:
        with contextlib.suppress(psutil.Error):
            left.kill()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
