"""How long an app takes to close after reading a picture, and with a viewer: `python -m bench.closing`."""

import statistics

import numpy as np

from moviefy.bench import milliseconds
from moviefy.config import Config, HostedConfig, LiveConfig
from moviefy.web.services import Services

TRIES = 15


def close_ms(config: Config, *, watched: bool) -> float:
    """Milliseconds that closing takes; with ``watched``, while somebody receives the camera's frames."""
    services = Services(config)
    services.analyze(np.zeros((480, 640, 3), np.uint8))
    if not watched:
        return milliseconds(services.close)
    with services.live.jpegs() as frames:
        next(frames)
        return milliseconds(services.close)


def main() -> None:
    hosted = HostedConfig(secret_key="only for this bench")
    for name, config, watched in (
        ("hosted", hosted, False),
        ("live, nobody there", LiveConfig(camera="fake"), False),
        ("live, one viewer", LiveConfig(camera="fake"), True),
    ):
        taken = [close_ms(config, watched=watched) for _ in range(TRIES)]
        print(f"{name}: median {statistics.median(taken):.1f} ms, longest {max(taken):.1f} ms")


if __name__ == "__main__":
    main()
