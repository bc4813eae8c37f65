"""A normal client while something else goes on: how long it waits for pages and for ``/healthz``."""

import contextlib
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from bench.attacks.sending import send
from bench.serving import Server

PAGE, HEALTH = "/", "/healthz"
ATTACKER = "127.0.0.9"
"""The attacker's address: another than the normal client's, and still this machine."""

PAUSE_S = 0.1
PATIENCE_S = 60.0


class NormalClient:
    """Asks for the start page and for ``/healthz`` in turn, each time over a new connection."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.waits: dict[str, list[float]] = {PAGE: [], HEALTH: []}
        self.statuses: Counter[int] = Counter()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(path,)) for path in self.waits]

    def _ask(self, path: str) -> None:
        while not self._stop.wait(PAUSE_S):
            start = time.perf_counter()
            self.statuses[send(self.address, "GET", path, timeout_s=PATIENCE_S).status] += 1
            self.waits[path].append(time.perf_counter() - start)

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Ask during a ``with`` block."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def figures(self) -> dict[str, Any]:
        """The longest wait, the 99th percentile of ``/healthz`` and how often each status came; 0: no answer."""
        return {
            "worst_wait_s": round(max(max(waits) for waits in self.waits.values()), 2),
            "page_median_ms": round(float(np.median(self.waits[PAGE])) * 1000, 1),
            "healthz_p99_ms": round(float(np.percentile(self.waits[HEALTH], 99)) * 1000, 1),
            "statuses": dict(self.statuses),
        }


def under(attack: Callable[[str, float], None], server: Server, seconds: float) -> dict[str, Any]:
    """What a normal client notices while ``attack(address, seconds)`` runs in a process of its own."""
    for path in (PAGE, HEALTH):  # the first page of a process takes longer, attack or not
        send(server.address, "GET", path, timeout_s=PATIENCE_S)
    client = NormalClient(server.address)
    attacker = multiprocessing.Process(target=attack, args=(server.address, seconds), daemon=True)
    attacker.start()
    try:
        with client.watching():
            attacker.join(seconds + PATIENCE_S)
    finally:
        attacker.kill()
    return {**client.figures(), "peak_memory_mb": round(server.peak_memory_mb())}
