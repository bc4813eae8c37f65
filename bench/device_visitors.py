"""What the server does while many browsers read on their devices: its own processor time, and what one request costs.

    python -m bench.device_visitors [--browsers 100] [--every 30] [--seconds 60] [--json]

A browser that reads on its device asks for nothing but films, and for these only when a mood is locked or the visitor
wants others: three lists, one for each row, and the posters that it has not kept. Here each does so every 30 seconds,
which is much. The server is a process of its own; only its time and its children's is counted (/proc/PID/stat).
"""

import argparse
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Iterator
from typing import Any

from backports import zstd

from bench.serving import Server, running
from moviefy.movies.recommend.request import MAX_SEED

GOALS = ("match", "lift", "calm")
MOODS = ("happy", "sad", "angry")
FETCHED, SHOWN = 24, 12
POSTER = re.compile(r'<img class="film-poster" src="([^"]+)"')
WARM_UP = 60
PATIENCE_S = 60


class Visitor:
    """One browser: asks as the camera page does, and keeps the posters that it has."""

    def __init__(self, address: str, number: int) -> None:
        self.address, self.chance = address, random.Random(number)
        self.kept: set[str] = set()

    def ask(self, with_posters: bool) -> None:
        """The films of one mood, and their posters."""
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE_S)
        mood, seed = self.chance.choice(MOODS), self.chance.randrange(MAX_SEED)
        shown: list[str] = []
        for goal in GOALS:
            body = json.dumps({"mood": mood, "goal": goal, "seed": seed, "offset": 0, "limit": FETCHED})
            shown += POSTER.findall(fetched(connection, "/movies/fragment", body))[:SHOWN]
        for poster in set(shown) - self.kept if with_posters else ():
            fetched(connection, poster)
            self.kept.add(poster)
        connection.close()


def fetched(connection: http.client.HTTPConnection, path: str, body: str | None = None) -> str:
    """The text of an answer, which comes compressed as it does to browsers; anything but 200 ends the bench."""
    headers = {
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept-Language": "en",
        "Content-Type": "application/json",
    }
    connection.request("GET" if body is None else "POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return (zstd.decompress(content) if answer.headers["Content-Encoding"] == "zstd" else content).decode()


def share(server: Server, visitors: list[Visitor], every: float, seconds: float, with_posters: bool) -> float:
    """Seconds of the server's processor time a second while each visitor asks once in ``every`` seconds."""
    stop = threading.Event()

    def visit(visitor: Visitor, wait: float) -> None:
        while not stop.wait(wait):
            visitor.ask(with_posters)
            wait = every

    waits = (every * number / len(visitors) for number in range(len(visitors)))
    threads = [threading.Thread(target=visit, args=each) for each in zip(visitors, waits, strict=True)]
    before = server.cpu_s()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    used = server.cpu_s() - before
    stop.set()
    for thread in threads:
        thread.join()
    return used / seconds


def rows(browsers: int, every: float, seconds: float) -> Iterator[dict[str, Any]]:
    """The server at rest, with lists of films, and with posters too."""
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        for number in range(WARM_UP):
            Visitor(server.address, browsers + number).ask(with_posters=True)
        visitors = [Visitor(server.address, number) for number in range(browsers)]
        for what, some, with_posters in (
            ("at rest", [], False),
            (f"{browsers} browsers, lists of films every {every:g} s", visitors, False),
            ("the same, and the posters that are new to them", visitors, True),
        ):
            used = share(server, some, every, seconds, with_posters)
            yield {"what": f"server, % of one core, {what}", "value": f"{100 * used:.1f}", "must": "10" if some else ""}


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browsers", type=int, default=100)
    parser.add_argument("--every", type=float, default=30.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for row in rows(given.browsers, given.every, given.seconds):
        print(json.dumps(row) if given.json else f"{row['what']:<74} {row['value']}  {row['must']}", flush=True)


if __name__ == "__main__":
    main()
