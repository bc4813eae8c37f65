"""How much more do two replicas on Ray Serve read than one? Analysis only, one thread each.

    python -m bench.ray_throughput PICTURE [--replicas 1 2] [--seconds 20] [--rounds 1] [--json]

Replicas and callers are processes of their own on this machine; as many callers as fill the replicas' batches. On two
cores the callers and Ray's own processes take their share of both, so the ratio stays below 2. Needs the extras
``cluster`` and ``test`` (psutil).
"""

import argparse
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.ray_cluster import running
from moviefy.inference.ray_client import RayInference

CALLERS_A_REPLICA = 6
WARM_UP_S = 5.0


def read_for(client: RayInference, picture: bytes, seconds: float) -> int:
    """How many pictures one caller gets read in this time."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        client.read(picture)
        count += 1
    return count


def rate(client: RayInference, picture: bytes, callers: int, seconds: float) -> float:
    """Pictures a second that so many callers get read together."""
    began = time.monotonic()
    with ThreadPoolExecutor(callers) as pool:
        counts = list(pool.map(lambda _: read_for(client, picture, seconds), range(callers)))
    return sum(counts) / (time.monotonic() - began)


def measured(replicas: int, picture: bytes, seconds: float) -> float:
    """Pictures a second of so many replicas, started for it."""
    with running(replicas) as (started, client):
        started.wait_until_ready()
        callers = CALLERS_A_REPLICA * replicas
        rate(client, picture, callers, WARM_UP_S)
        return rate(client, picture, callers, seconds)


def main() -> None:
    """Print pictures a second for each number of replicas, and the ratio of the last to the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    picture = given.picture.read_bytes()
    rounds = [[measured(n, picture, given.seconds) for n in given.replicas] for _ in range(given.rounds)]
    rates = [statistics.median(each) for each in zip(*rounds, strict=True)]
    found = {f"{n} replicas, pictures a second": round(r, 1) for n, r in zip(given.replicas, rates, strict=True)}
    found["ratio"] = round(rates[-1] / rates[0], 2)
    print(json.dumps(found) if given.json else "\n".join(f"{name:34} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
