"""Settings: one row each in :data:`SETTINGS`, read once from the environment into a frozen :class:`Config`.

``docs/settings.md`` has the same rows; a test holds the two together.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from moviefy.addresses import FAKE_CAMERA, host_and_port, is_stream, masked
from moviefy.errors import SettingError


def find_root(package: Path) -> Path:
    """The folder that holds templates/, static/, models/ and data/, for a ``package`` folder of Moviefy.

    A wheel carries them inside the package (``setup.py``); in a checkout they lie beside it.
    """
    carried = package / "_root"
    return carried if carried.is_dir() else package.parent


PROJECT_ROOT = find_root(Path(__file__).resolve().parent)
"""See :func:`find_root`."""

MIN_SECRET_LENGTH = 16
DEVICE = re.compile(r"/dev/video([0-9]+)")
"""The path of a camera of this machine, on Linux."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Setting:
    """One environment variable: the field of :class:`Config` that it fills, how it is read, and what it does."""

    name: str
    field: str
    parse: Callable[[str], Any]
    sentence: str

    @property
    def default(self) -> Any:
        """What :class:`Config` has where the variable is not set."""
        return Config.__dataclass_fields__[self.field].default


def _positive_int(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _positive_float(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise ValueError(text)
    return number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _megabytes(text: str) -> int:
    return _positive_int(str(int(float(text) * MEGABYTE)))


def _store(text: str) -> str:
    if not text.startswith(("memory://", "redis://", "rediss://")):
        raise ValueError(text)
    return text


def _camera(text: str) -> str:
    """A device that is not there now may be plugged in later; a file must be there."""
    if is_stream(text):
        host_and_port(text)
        return text
    number = text.isascii() and text.isdigit()
    if not (text == FAKE_CAMERA or number or _is_device(text) or Path(text).is_file()):
        raise ValueError(text)
    return text


def _is_device(text: str) -> bool:
    path = Path(text)
    return text.startswith("/dev/v4l/") or any(DEVICE.fullmatch(str(name)) for name in (path, path.resolve()))


def _one_of(*values: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return parse


def _country(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise ValueError(text)
    return text.upper()


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


# One row a setting; the columns are worth more than the line length.
# fmt: off
SETTINGS: tuple[Setting, ...] = (
    Setting("PORT", "port", int, "Port that the server listens on."),
    Setting("HOST", "host", str, "Address that the server listens on."),
    Setting("MOVIEFY_CAMERA", "camera", _camera, "Server camera of the live version: a device number, a device path such as `/dev/video0`, an RTSP or HTTP address, a video file (played in a loop) or `fake`."),
    Setting("MOVIEFY_SECRET_KEY", "secret_key", str, "Secret that signs what the app hands to browsers; the hosted version does not start without one of at least 16 characters."),
    Setting("MOVIEFY_MAX_UPLOAD_MB", "max_upload_bytes", _megabytes, "Largest upload, in megabytes."),
    Setting("MOVIEFY_MAX_UPLOAD_SECONDS", "max_upload_s", _positive_float, "Longest time that an upload may take, in seconds."),
    Setting("MOVIEFY_MAX_PIXELS", "max_pixels", _positive_int, "Largest picture, in pixels. Memory for decoding, for all pictures together, is five bytes for each, 200 MB at least."),
    Setting("MOVIEFY_MAX_VIEWERS", "max_viewers", _positive_int, "Streams served at one time, over all addresses; one network has half of them at most."),
    Setting("MOVIEFY_RATE_LIMIT", "rate_limit", str, "Analyses per client address, in Flask-Limiter's notation; five times as many lists of films by POST."),
    Setting("MOVIEFY_RATE_STORE", "rate_store", _store, "Where analyses are counted: `memory://`, each process for itself, or a Redis such as `redis://localhost:6379` for all."),
    Setting("MOVIEFY_HOSTS", "hosts", _names, "Host names that the app answers under, with commas between them; addresses and localhost always do."),
    Setting("MOVIEFY_LOG", "log", _one_of("text", "json"), "How the log is written: `text`, or `json` with one object a line."),
    Setting("MOVIEFY_CATALOG", "catalog", Path, "Film catalog, a CSV file."),
    Setting("MOVIEFY_MODEL_DIR", "model_dir", Path, "Folder of the model files and their cards."),
    Setting("MOVIEFY_BROWSER_FILES", "browser_files", Path, "Folder of what browsers download to read faces themselves; `moviefy browser-files` makes it."),
    Setting("MOVIEFY_ENGINE", "engine", _one_of("onnx", "keras"), "What runs the expression model: `onnx` (int8, onnxruntime) or `keras` (needs the `train` extra)."),
    Setting("MOVIEFY_DETECTOR", "detector", _one_of("auto", "yunet", "blazeface", "haar"), "Face detector; `auto` takes YuNet when its file is in the model folder, otherwise BlazeFace when its file is, otherwise Haar."),
    Setting("MOVIEFY_THREADS", "threads", _positive_int, "Threads that one inference may use."),
    Setting("MOVIEFY_READERS", "readers", _positive_int, "Pictures that are read at the same time."),
    Setting("MOVIEFY_QUEUE", "queue", _positive_int, "Pictures that may wait to be read; more are answered 503 at once."),
    Setting("MOVIEFY_BATCH", "batch", _positive_int, "Pictures that the network may see together, where several wait."),
    Setting("MOVIEFY_INFERENCE", "inference", _one_of("local", "ray"), "Where pictures are read: `local`, in each web process, or `ray`, by replicas on Ray Serve."),
    Setting("MOVIEFY_RAY_URL", "ray_url", _web_address, "Address of the replicas, used with `MOVIEFY_INFERENCE=ray`."),
    Setting("MOVIEFY_REPLICAS", "replicas", _positive_int, "Replicas that `moviefy serve-replicas` keeps at least."),
    Setting("MOVIEFY_MAX_REPLICAS", "max_replicas", _positive_int, "Replicas that it starts at most, where there is work for them."),
    Setting("MOVIEFY_TRUSTED_PROXIES", "trusted_proxies", _count, "Proxies in front of the app whose X-Forwarded headers are believed; 1 on Heroku."),
    Setting("MOVIEFY_COUNTRY", "country", _country, "Country for which film pages say where to watch, two letters; used with TMDB_API_KEY."),
    Setting("MOVIEFY_TMDB_URL", "tmdb_url", _web_address, "Address of TMDB's API."),
    Setting("MOVIEFY_TMDB_IMAGES_URL", "tmdb_images_url", _web_address, "Address of TMDB's pictures."),
    Setting("TMDB_API_KEY", "tmdb_api_key", str, "Key of The Movie Database, for real posters and where to watch; without it the app draws its own posters and asks nobody."),
)
# fmt: on


@dataclass(frozen=True, kw_only=True)
class Config:
    """All settings of one app. Build it with :meth:`from_environment`; tests pass fields directly."""

    SERVER_CAMERA: ClassVar[bool] = False
    FORCE_HTTPS: ClassVar[bool] = False
    SECRET_REQUIRED: ClassVar[bool] = False
    LOG_REQUESTS: ClassVar[bool] = False

    port: int = 5000
    host: str = "127.0.0.1"
    camera: str = field(default="0", repr=False)
    secret_key: str | None = field(default=None, repr=False)
    max_upload_bytes: int = 10 * MEGABYTE
    max_upload_s: float = 30.0
    max_pixels: int = 40_000_000
    max_viewers: int = 8
    rate_limit: str = "60 per minute"
    rate_store: str = field(default="memory://", repr=False)
    hosts: tuple[str, ...] | None = None
    log: str = "text"
    catalog: Path = PROJECT_ROOT / "data" / "movies.csv"
    model_dir: Path = PROJECT_ROOT / "models"
    browser_files: Path = PROJECT_ROOT / "static" / "vendor"
    engine: str = "onnx"
    detector: str = "auto"
    threads: int = 2
    readers: int = 1
    queue: int = 16
    batch: int = 4
    inference: str = "local"
    ray_url: str = "http://127.0.0.1:8001"
    replicas: int = 1
    max_replicas: int = 2
    trusted_proxies: int = 0
    country: str = "US"
    tmdb_url: str = "https://api.themoviedb.org/3"
    tmdb_images_url: str = "https://image.tmdb.org/t/p"
    tmdb_api_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read every setting.

        Raises:
            SettingError: a value cannot be parsed, or the hosted version has no secret key.
        """
        config = cls(**{s.field: _read(s, environ[s.name]) for s in SETTINGS if environ.get(s.name, "").strip()})
        if cls.SECRET_REQUIRED and len(config.secret_key or "") < MIN_SECRET_LENGTH:
            raise SettingError(f"Set MOVIEFY_SECRET_KEY to a random text of at least {MIN_SECRET_LENGTH} characters.")
        return config


class LiveConfig(Config):
    """The version that runs beside its user: it opens the server's own camera."""

    SERVER_CAMERA = True


@dataclass(frozen=True, kw_only=True)
class HostedConfig(Config):
    """The version for strangers: no server camera, https links, a secret that must be set.

    Two pictures at a time on one thread each are read faster than one after the other on two.
    """

    FORCE_HTTPS = True
    SECRET_REQUIRED = True
    LOG_REQUESTS = True

    threads: int = 1
    readers: int = 2
    log: str = "json"


def _read(setting: Setting, text: str) -> Any:
    try:
        return setting.parse(text.strip())
    except ValueError:
        raise SettingError(f"{setting.name} cannot be {masked(text)!r}: {setting.sentence}") from None
