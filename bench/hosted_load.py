"""Many clients at once: what the hosted version answers, how long accepted pictures take, and whether /healthz waits.

    python -m bench.hosted_load PICTURE [--clients 64] [--seconds 300] [--impatient] [--json]

The server is a process of its own; its clients share this one. A client that is turned away comes again after the
seconds that ``Retry-After`` says, or at once with ``--impatient``. Needs the extra ``test`` (psutil).
"""

import argparse
import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.serving import Server, running

PATIENCE_S = 60
HEALTH_EVERY_S = 0.1
WARM_UP = 8


@dataclass
class Answers:
    """What clients met: statuses, seconds of the accepted and of /healthz, refusals without Retry-After."""

    statuses: Counter[str] = field(default_factory=Counter)
    accepted_s: list[float] = field(default_factory=list)
    health_s: list[float] = field(default_factory=list)
    unexplained: int = 0


def ask(address: str, picture: bytes | None) -> tuple[str, float, float | None]:
    """Status, seconds, and the seconds of Retry-After, of one picture or, without one, of /healthz."""
    connection = http.client.HTTPConnection(address, timeout=PATIENCE_S)
    start = time.perf_counter()
    try:
        method, path = ("GET", "/healthz") if picture is None else ("POST", "/api/v1/analyze")
        connection.request(method, path, picture, {} if picture is None else {"Content-Type": "image/jpeg"})
        answer = connection.getresponse()
        answer.read()
        again = answer.headers.get("Retry-After")
        return str(answer.status), time.perf_counter() - start, None if again is None else float(again)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, time.perf_counter() - start, None
    finally:
        connection.close()


def client(server: Server, picture: bytes, until: float, answers: Answers, patient: bool) -> None:
    """One client that posts a picture again and again."""
    while time.monotonic() < until:
        status, took_s, again_s = ask(server.address, picture)
        answers.statuses[status] += 1
        if status == "200":
            answers.accepted_s.append(took_s)
        elif status == "503":
            answers.unexplained += again_s is None
            time.sleep((again_s or 0.0) if patient else 0.0)


def watch_health(server: Server, until: float, answers: Answers) -> None:
    """Ask /healthz ten times a second."""
    while time.monotonic() < until:
        status, took_s, _ = ask(server.address, None)
        answers.health_s.append(took_s if status == "200" else PATIENCE_S)
        time.sleep(HEALTH_EVERY_S)


def load(server: Server, picture: bytes, clients: int, seconds: float, patient: bool) -> Answers:
    """All clients for a time."""
    answers, until = Answers(), time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(server, picture, until, answers, patient)) for _ in range(clients)]
    threads.append(threading.Thread(target=watch_health, args=(server, until, answers)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def figures(answers: Answers, seconds: float, server: Server) -> dict[str, Any]:
    """What is printed."""
    five_hundreds = sum(n for status, n in answers.statuses.items() if not status.isdigit() or status >= "500")
    return {
        "answers": dict(answers.statuses),
        "accepted_a_second": round(len(answers.accepted_s) / seconds, 1),
        "accepted_ms": _milliseconds(answers.accepted_s, (50, 95, 99)),
        "healthz_ms": _milliseconds(answers.health_s, (50, 99, 100)),
        "errors_but_503": five_hundreds - answers.statuses["503"],
        "503_without_retry_after": answers.unexplained,
        "memory_mb": round(server.footprint().memory_mb),
    }


def _milliseconds(values_s: list[float], parts: tuple[int, ...]) -> dict[str, float]:
    return {f"p{part}": round(float(np.percentile(values_s, part)) * 1000, 1) for part in parts if values_s}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--impatient", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    picture = arguments.picture.read_bytes()
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        for _ in range(WARM_UP):
            ask(server.address, picture)
        answers = load(server, picture, arguments.clients, arguments.seconds, not arguments.impatient)
        found = figures(answers, arguments.seconds, server)
    if arguments.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
