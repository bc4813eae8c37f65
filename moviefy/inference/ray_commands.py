"""``moviefy serve-replicas``: the replicas that read pictures, on Ray Serve.

Ray comes with the extra ``cluster``, so it is imported where it is needed.
"""

import importlib.util
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from moviefy.config import Config
from moviefy.errors import NotReady, SettingError
from moviefy.inference.batching import ANSWER_S

APP = "moviefy"
PRIVATE_UMASK = 0o077
OBJECT_STORE_BYTES = 256 * 1024 * 1024
"""Pictures of more than 100 kB pass through shared memory between proxy and replica."""


@dataclass(frozen=True, kw_only=True)
class ReplicaConfig(Config):
    """Settings of a replica: one thread each, and as many replicas as there is work for."""

    threads: int = 1


@click.command("serve-replicas")
@click.option("--cluster", help="A Ray cluster that runs already: 'auto' for this machine's, or its address.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port to listen on.")
def serve_replicas(cluster: str | None, host: str, port: int) -> None:
    """Read pictures for web processes that run with MOVIEFY_INFERENCE=ray.

    Without --cluster, Ray runs on this machine until the command is ended. With it, the replicas are handed to the
    cluster, which keeps them; the command then returns.
    """
    config = ReplicaConfig.from_environment()
    _check_ray()
    _check_model(config)
    _start_ray(cluster)
    _deploy(config, host, port)  # returns when every replica that is asked for has loaded its model
    click.echo(f"Replicas answer on http://{host}:{port}.")
    if cluster is None:
        _wait_for_the_end()


def _check_ray() -> None:
    if importlib.util.find_spec("ray") is None:
        raise SettingError("Replicas need Ray, which is not installed: pip install 'moviefy[cluster]'.")


def _check_model(config: Config) -> None:
    """Raises ModelError where the model cannot be used: here it is one sentence, in a replica a traceback."""
    from moviefy.pipeline import load_pipeline

    load_pipeline(config)


def _start_ray(cluster: str | None) -> None:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is told to anyone; read when ray is imported
    _keep_token_private()
    import ray

    if cluster is not None:
        try:
            ray.init(address=cluster, logging_level=logging.WARNING)
        except ConnectionError:
            raise NotReady(f"No Ray cluster answers at {cluster}.") from None
        return
    ray.init(
        include_dashboard=False,
        logging_level=logging.WARNING,
        object_store_memory=OBJECT_STORE_BYTES,
        _node_ip_address="127.0.0.1",
        _system_config={
            "automatic_object_spilling_enabled": False,  # pictures never go to the disk
            "worker_niceness": 0,  # 15 where not set: anything else on the machine would go before the readings
        },
    )


def _keep_token_private() -> None:
    """Nobody else on this machine may read Ray's token, which lets its owner run code; Ray itself makes it 0644."""
    os.umask(PRIVATE_UMASK)
    token = Path(os.environ.get("RAY_AUTH_TOKEN_PATH") or Path.home() / ".ray" / "auth_token")
    with suppress(OSError):  # there is none yet, or it is another's
        token.chmod(0o600)


def _deploy(config: Config, host: str, port: int) -> None:
    from ray import serve
    from ray.serve.config import HTTPOptions

    from moviefy.inference.ray_replica import application

    serve.start(http_options=HTTPOptions(host=host, port=port, request_timeout_s=ANSWER_S))
    serve.run(application(config), name=APP, route_prefix="/")


def _wait_for_the_end() -> None:
    """Return when the process is told to stop; Ray ends with it."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    ended.wait()
    from ray import serve, shutdown

    serve.shutdown()
    shutdown()
    sys.exit(0)
