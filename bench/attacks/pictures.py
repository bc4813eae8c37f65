"""Picture bombs against a hosted version on this machine, one at a time and eight at once.

    python -m bench.attacks.pictures [--only HEIC] [--at-once 1 8] [--json]

What counts: a worker that was killed or replaced, a 5xx but 503 with Retry-After, and the most memory that gunicorn's
processes and what they start held together, and the worker alone. Needs the extra ``test``.
"""

import argparse
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psutil

from bench.attacks.bombs import kinds
from bench.attacks.sending import Answer, post
from bench.serving import Server, running

SAMPLE_S = 0.02
MEGABYTE = 2**20
PATHS = ("/api/v1/analyze", "/upload")
SLOW_S = 10.0


@dataclass
class Memory:
    """The most memory of a server's processes, sampled by a thread."""

    server: Server
    family_mb: float = 0.0
    worker_mb: float = 0.0
    workers: set[int] = field(default_factory=set)

    def watch(self, until: threading.Event) -> None:
        """Sample until it is told to end."""
        parent = psutil.Process(self.server.process.pid)
        while not until.is_set():
            family = [_resident_mb(one) for one in parent.children(recursive=True)]
            self.workers |= {one.pid for one in parent.children()}
            self.family_mb = max(self.family_mb, sum(family) + _resident_mb(parent))
            self.worker_mb = max([self.worker_mb, *family])
            time.sleep(SAMPLE_S)


def _resident_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / MEGABYTE)
    except psutil.NoSuchProcess:
        return 0.0


def throw(server: Server, bomb: bytes, at_once: int, number: int) -> list[tuple[Answer, float]]:
    """Answer and seconds of each of ``at_once`` uploads of one bomb."""
    answers: list[tuple[Answer, float]] = []

    def one(index: int) -> None:
        start = time.perf_counter()
        answer = post(server.address, PATHS[(index + number) % 2], bomb)
        answers.append((answer, time.perf_counter() - start))

    clients = [threading.Thread(target=one, args=(index,)) for index in range(at_once)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return answers


def attack(server: Server, bombs: dict[str, bytes], at_once: int, verbose: bool) -> dict[str, Any]:
    """Every bomb, and what it did."""
    memory, ended = Memory(server), threading.Event()
    watcher = threading.Thread(target=memory.watch, args=(ended,))
    watcher.start()
    statuses: Counter[int] = Counter()
    wrong, slow, highest = [], [], (0.0, "")
    for number, (name, bomb) in enumerate(bombs.items()):
        memory.worker_mb = 0.0
        answers = throw(server, bomb, at_once, number)
        statuses.update(answer.status for answer, _ in answers)
        took = max(seconds for _, seconds in answers)
        if any(answer.status == 0 or answer.is_fault for answer, _ in answers):
            wrong.append(name)
        if took > SLOW_S:
            slow.append(f"{name}: {took:.1f} s")
        highest = max(highest, (memory.worker_mb, name))
        if verbose:
            seen = sorted({answer.status for answer, _ in answers})
            print(f"{name:45} {seen} {took:5.1f} s, worker {memory.worker_mb:.0f} MB", flush=True)
    ended.set()
    watcher.join()
    return {
        "at_once": at_once,
        "bombs": len(bombs),
        "answers": dict(sorted(statuses.items())),
        "wrong": wrong,
        "slow": slow,
        "workers_killed": len(memory.workers) - 1,
        "worker_mb": [round(highest[0]), highest[1]],
        "all_processes_mb": round(memory.family_mb),
    }


def main() -> None:
    """Print the figures; exit status 1 where a worker died or an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="kinds whose name begins with this")
    parser.add_argument("--at-once", type=int, nargs="*", default=[1, 8])
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    bombs = {name: make() for name, make in kinds().items() if name.startswith(given.only)}
    found = []
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        for at_once in given.at_once:
            found.append(attack(server, bombs, at_once, given.verbose))
            print(json.dumps(found[-1]), flush=True)
    raise SystemExit(any(one["wrong"] or one["workers_killed"] for one in found))


if __name__ == "__main__":
    main()
