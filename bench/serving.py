"""Moviefy as people start it, in a process of its own, and what that process takes: for benches that need a server."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import psutil

from moviefy.config import PROJECT_ROOT

PATIENCE_S = 120.0
MEGABYTE = 2**20


@dataclass(frozen=True)
class Footprint:
    """What a process and its children hold."""

    memory_mb: float
    threads: int
    handles: int


class Server:
    """A running Moviefy; ``address`` is host and port."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.address = process, f"127.0.0.1:{port}"

    def wait_until_ready(self) -> None:
        """Return once ``/readyz`` answers 200."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{self.address}/readyz", timeout=5):
                return
            time.sleep(0.1)
        raise TimeoutError(f"the server was not ready within {PATIENCE_S:.0f} s")

    def footprint(self) -> Footprint:
        """Resident memory in MB, threads and open files now; gunicorn's parent and worker together."""
        family = self._family()
        return Footprint(
            memory_mb=sum(process.memory_info().rss for process in family) / MEGABYTE,
            threads=sum(process.num_threads() for process in family),
            handles=sum(process.num_fds() for process in family),
        )

    def peak_memory_mb(self) -> float:
        """The most memory that was resident at one time; Linux keeps count of it for each process."""
        return sum(_peak_kb(process.pid) for process in self._family()) / 1024

    def cpu_s(self) -> float:
        """Processor time used until now, in seconds."""
        return sum(sum(process.cpu_times()[:2]) for process in self._family())

    def _family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


@contextlib.contextmanager
def running(
    *, hosted: bool = False, before: Sequence[str] = (), log: IO[bytes] | None = None, **environment: str
) -> Iterator[Server]:
    """Start Moviefy on a free port with these settings in its environment; the live version unless ``hosted``.

    ``before`` is a command that runs it, such as ``strace``; ``log`` takes what it says.

    It has hardly begun when this returns: see :meth:`Server.wait_until_ready`.
    """
    port = _free_port()
    settings = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "CI": "1",
        "MOVIEFY_LOG": "text",
        "MOVIEFY_SECRET_KEY": "for this bench only",
    }
    command = [*before, sys.executable, "-m", "moviefy", "run", *(["--hosted"] if hosted else [])]
    process = subprocess.Popen(
        command, cwd=PROJECT_ROOT, env={**os.environ, **settings, **environment}, stdout=log, stderr=log
    )
    try:
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _peak_kb(pid: int) -> int:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:  # noqa: PTH123 - a file of the kernel
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
