"""Tens of thousands of mutated pictures and forms against a running hosted version: no 5xx but 503 with Retry-After, no
hang, bounded memory.

    python -m bench.fuzz [--pictures 20000] [--clients 4] [--seed 0] [--json]

Every tenth request is a form with bytes changed anywhere, the others are pictures of all accepted kinds. The same seed
sends the same bytes. Needs the extra ``test`` (psutil).
"""

import argparse
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.attacks.sending import Answer, form, send
from bench.serving import Server, running
from tests.mutations import mutated, pictures

HANG_S = 2.0
PATIENCE_S = 60
WARM_UP = 200
MOST_SHOWN = 20
FORM = "multipart/form-data; boundary=frontier"


@dataclass
class Answers:
    """How often each status came, the slowest answer in seconds, and the seeds of what must not be.

    What took long may have waited for others: it is sent again alone before it counts as slow.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    slowest_s: float = 0.0
    wrong: list[int] = field(default_factory=list)
    slow: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seed: int, answer: Answer, took_s: float) -> None:
        """Count one answer."""
        with self.lock:
            self.statuses[answer.status] += 1
            self.slowest_s = max(self.slowest_s, took_s)
            if answer.status == 0 or answer.is_fault:
                self.wrong.append(seed)
            if took_s > HANG_S:
                self.slow.append(seed)


def request(seed: int, kinds: list[bytes]) -> tuple[bytes, str]:
    """Body and content type of one request."""
    picture = kinds[seed % len(kinds)]
    if seed % 10:
        return mutated(picture, seed), "application/octet-stream"
    return mutated(form(picture), seed), FORM


def client(server: Server, seeds: range, answers: Answers) -> None:
    """Send the requests of some seeds."""
    kinds = pictures()
    for seed in seeds:
        body, kind = request(seed, kinds)
        start = time.perf_counter()
        answer = send(server.address, "POST", "/api/v1/analyze?limit=0", body, kind, PATIENCE_S)
        answers.add(seed, answer, time.perf_counter() - start)


def fuzz(server: Server, first: int, count: int, clients: int) -> Answers:
    """Send ``count`` requests from the seed ``first`` on."""
    answers = Answers()
    shares = [range(first + number, first + count, clients) for number in range(clients)]
    threads = [threading.Thread(target=client, args=(server, seeds, answers)) for seeds in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def slow_alone(server: Server, seeds: list[int]) -> list[int]:
    """Those of these seeds that take long also when nothing else is sent."""
    again = Answers()
    for seed in seeds:
        client(server, range(seed, seed + 1), again)
    return again.slow


def main() -> None:
    """Print the figures; exit status 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        fuzz(server, arguments.seed, WARM_UP, arguments.clients)
        before = server.footprint().memory_mb
        answers = fuzz(server, arguments.seed, arguments.pictures, arguments.clients)
        slow = slow_alone(server, answers.slow)
        found: dict[str, Any] = {
            "answers": dict(answers.statuses),
            "slowest_s": round(answers.slowest_s, 2),
            "wrong_seeds": answers.wrong[:MOST_SHOWN],
            "slow_seeds": slow[:MOST_SHOWN],
            "memory_mb": [round(before), round(server.footprint().memory_mb), round(server.peak_memory_mb())],
        }
    print(json.dumps(found) if arguments.json else "\n".join(f"{name:12} {value}" for name, value in found.items()))
    raise SystemExit(bool(answers.wrong or slow))


if __name__ == "__main__":
    main()
