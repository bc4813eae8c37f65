"""How gunicorn serves the hosted version; sized for a host with 512 MB and read by ``gunicorn -c gunicorn.conf.py``."""

import os
import resource
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from moviefy.config import HostedConfig
from moviefy.errors import SettingError
from moviefy.live.seats import BODIES_AT_ONCE
from moviefy.logs import log_config
from moviefy.serving.clients import Turns

try:
    _config = HostedConfig.from_environment()
except SettingError as error:
    sys.exit(f"moviefy: {error}")

_STREAMS_PER_VIEWER = 2  # one for frames, one for events
_RESERVE = 8  # threads that neither streams, uploads nor one client can take: pages and /healthz go on meanwhile

_EVERYWHERE = "0.0.0.0"  # nosec B104 # made to be reached
_host = os.environ.get("HOST", "").strip() or _EVERYWHERE
bind = f"[{_host}]:{_config.port}" if ":" in _host else f"{_host}:{_config.port}"
worker_class = "moviefy.serving.worker.Worker"  # gthread, with no thread for clients that say nothing
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))  # each worker loads the model: about 200 MB
threads = (
    _config.max_viewers * _STREAMS_PER_VIEWER
    + BODIES_AT_ONCE
    + _config.queue
    + _config.readers * _config.batch
    + _RESERVE
)  # a picture that arrives, waits or is read holds its request's thread
_files, _most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
_files = min(2048, _most_files)
resource.setrlimit(resource.RLIMIT_NOFILE, (_files, _most_files))
worker_connections = min(1000, _files // 2)  # silent ones cost a file each, and no thread
timeout = 60  # for a worker that hangs; streams are no hang, their threads do not stop the worker's heartbeat
graceful_timeout = 7  # a body may still take three, a picture the rest; Heroku kills after 30 s
keepalive = 5
sendfile = False  # it waits without a limit for a client that reads nothing
preload_app = False  # models and detectors must not cross a fork
_SWITCH_S = 0.0005  # Python's own 5 ms let a reader that comes back from OpenCV wait: a tenth of the answers a second
_SHARED_MEMORY = "/dev/shm"  # nosec B108 # gunicorn makes files there that only it can open
worker_tmp_dir = _SHARED_MEMORY if Path(_SHARED_MEMORY).is_dir() else None  # a heartbeat on disk may look like a hang
control_socket_disable = True  # nothing here is managed through it, and it would write into the home folder
accesslog = None  # its lines hold addresses and moods; moviefy/web/guards/observation.py writes lines without
logconfig_dict = log_config(_config.log)
limit_request_line = 8190  # room for a long `exclude`


def post_worker_init(worker: Any) -> None:
    """Load the models in the worker, and end its streams when it is told to stop."""
    sys.setswitchinterval(_SWITCH_S)
    if not _config.trusted_proxies:  # behind a proxy all requests come from one address
        worker.turns = Turns(threads - _RESERVE)
    services = worker.wsgi.extensions["moviefy"]
    services.start()
    leave = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        services.stopping.set()
        leave(number, frame)

    signal.signal(signal.SIGTERM, stop)


def worker_exit(server: Any, worker: Any) -> None:
    """Let go of what the worker holds."""
    if (app := getattr(worker, "wsgi", None)) is not None:
        app.extensions["moviefy"].close()
