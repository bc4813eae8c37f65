"""How much more do two replicas on Ray Serve read than one? Analysis only, one thread each.

    python -m bench.ray_throughput PICTURE [--replicas 1 2] [--callers 64] [--together 16] [--seconds 20]
        [--rounds 1] [--json]

Replicas and callers are processes of their own on this machine. There are more callers than the requests on their way
can carry: pictures always wait, so that no request goes half empty. On two cores the callers and Ray's own processes
take their share of both, so the ratio stays below 2. The processor time of a picture says how large that share is, on a
busy machine too; ``--together 1`` sends each picture in a request of its own. Needs the extras ``cluster`` and ``test``
(psutil).
"""

import argparse
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bench.ray_cluster import ROOM, running
from moviefy.inference.ray_client import RayInference
from moviefy.inference.ray_wire import MAX_PICTURES_PER_REQUEST

WARM_UP_S = 5.0


@dataclass(frozen=True)
class Measured:
    """Pictures a second, and the processor time of one in ms: replicas, all of Ray, and the callers."""

    rate: float
    processor_ms: float


def read_for(client: RayInference, picture: bytes, seconds: float) -> int:
    """How many pictures one caller gets read in this time."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        client.submit(picture)
        count += 1
    return count


def rate(client: RayInference, picture: bytes, callers: int, seconds: float) -> float:
    """Pictures a second that so many callers get read together."""
    began = time.monotonic()
    with ThreadPoolExecutor(callers) as pool:
        counts = list(pool.map(lambda _: read_for(client, picture, seconds), range(callers)))
    return sum(counts) / (time.monotonic() - began)


def measured(replicas: int, picture: bytes, given: argparse.Namespace) -> Measured:
    """What so many replicas, started for it, do for the callers."""
    with running(replicas) as (started, client):
        client.limits = replace(client.limits, batch=given.together)
        started.wait_until_ready()
        rate(client, picture, given.callers, WARM_UP_S)
        began, before_s = time.monotonic(), started.processor_s() + time.process_time()
        found = rate(client, picture, given.callers, given.seconds)
        count = found * (time.monotonic() - began)
        took_s = started.processor_s() + time.process_time() - before_s
    return Measured(found, 1000 * took_s / count)


def main() -> None:
    """Print what each number of replicas did, and the ratio of the last to the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--callers", type=int, choices=range(1, ROOM + 1), default=ROOM, metavar="N")
    parser.add_argument(
        "--together",
        type=int,
        choices=range(1, MAX_PICTURES_PER_REQUEST + 1),
        default=MAX_PICTURES_PER_REQUEST,
        metavar="N",
    )
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    picture = given.picture.read_bytes()
    rounds = [[measured(n, picture, given) for n in given.replicas] for _ in range(given.rounds)]
    found = summary(given.replicas, list(zip(*rounds, strict=True)))
    print(json.dumps(found) if given.json else "\n".join(f"{name:40} {value}" for name, value in found.items()))


def summary(replicas: list[int], measured: list[tuple[Measured, ...]]) -> dict[str, float]:
    """The medians of all rounds, for each number of replicas."""
    rates = [statistics.median(one.rate for one in rounds) for rounds in measured]
    times = [statistics.median(one.processor_ms for one in rounds) for rounds in measured]
    found = {f"{n} replicas, pictures a second": round(r, 1) for n, r in zip(replicas, rates, strict=True)}
    found |= {f"{n} replicas, ms of processor a picture": round(t, 1) for n, t in zip(replicas, times, strict=True)}
    return {**found, "ratio": round(rates[-1] / rates[0], 2)}


if __name__ == "__main__":
    main()
