"""Large bodies at once: what a hosted version's worker holds, and what it answers.

    python -m bench.attacks.uploads [--at-once 100] [--json]

Uploads of 9.9 MB to all three addresses that take pictures, as forms, as bodies and without a length; then forms and
JSON of two million fields. An answer 0 is a connection that ended while the body was still being sent. Needs the extra
``test``.
"""

import argparse
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator

from bench.attacks.sending import Answer, form, post, send
from bench.serving import running

SIZE = 9_900_000
FIELDS = 2_000_000
URLENCODED, JSON = "application/x-www-form-urlencoded", "application/json"
PIECE = 256 * 1024


def pieces(body: bytes) -> Iterator[bytes]:
    """A body a piece at a time, so that it is sent without its length."""
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def chunked(address: str, path: str, body: bytes, kind: str) -> Answer:
    """The answer to a POST of unknown length."""
    return send(address, "POST", path, pieces(body), kind)


def attacks(address: str) -> dict[str, Callable[[], Answer]]:
    """Name of each attack and what one client of it does."""
    picture = b"\xff\xd8" + bytes(SIZE - 2)
    fields = b"&".join([b"a="] * FIELDS)
    values = json.dumps({"exclude": ["a"] * FIELDS}).encode()
    kind = "multipart/form-data; boundary=frontier"
    return {
        "9.9 MB, a form to /upload": lambda: post(address, "/upload", picture),
        "9.9 MB, a body to the API": lambda: post(address, "/api/v1/analyze", picture),
        "9.9 MB, a form to the batch": lambda: post(address, "/api/v1/analyze/batch", form(picture), kind),
        "9.9 MB, of unknown length": lambda: chunked(address, "/api/v1/analyze", picture, "image/jpeg"),
        "2 million fields to /upload": lambda: post(address, "/upload?", fields, URLENCODED),
        "2 million fields, unknown length": lambda: chunked(address, "/upload?", fields, URLENCODED),
        "2 million fields to the API": lambda: post(address, "/api/v1/analyze", fields, URLENCODED),
        "2 million values of JSON": lambda: post(address, "/api/v1/movies", values, JSON),
        "2 million fields of a language": lambda: post(address, "/language", fields, URLENCODED),
    }


def main() -> None:
    """Print a row for each attack; exit status 1 where an answer was a 5xx but 503 with Retry-After."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    wrong = False
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        for name, one in attacks(server.address).items():
            answers: list[Answer] = []
            clients = [threading.Thread(target=lambda: answers.append(one())) for _ in range(given.at_once)]  # noqa: B023
            for client in clients:
                client.start()
            for client in clients:
                client.join()
            wrong |= any(answer.is_fault for answer in answers)
            statuses = dict(Counter(answer.status for answer in answers))
            row = {"attack": name, "answers": statuses, "peak_mb": round(server.peak_memory_mb())}
            print(json.dumps(row) if given.json else f"{name:34} {row['answers']} {row['peak_mb']} MB", flush=True)
    raise SystemExit(wrong)


if __name__ == "__main__":
    main()
