"""Makes the folder of files that browsers download: the runtime, the network with coarser weights, and the detector."""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli

from moviefy.errors import ModelError
from moviefy.expression.faces.detectors import yunet_file
from moviefy.expression.network.coarse_weights import with_coarse_weights
from moviefy.expression.network.model_card import ModelCard
from moviefy.on_device.browser_files import BITS, DETECTOR, ENCODINGS, INDEX, NETWORK, RUNTIME, load_browser_files
from moviefy.on_device.runtime import LOCK, fetch_runtime

WINDOW = 24
QUALITY = {NETWORK: 10, RUNTIME[-1]: 9}
"""Brotli's quality, 11 if not named: the last per cent of a large file takes minutes."""

NO_DETECTOR = (
    "Browsers read faces with YuNet alone, whose file is not in the model folder; `moviefy models fetch` gets it."
)


def make_browser_files(model_dir: Path, folder: Path) -> bool:
    """Make the files, unless those that are there were made of the same. Returns whether anything was made.

    Args:
        model_dir: the model folder, with its card, its network and YuNet.
        folder: made if it is missing; other files in it stay.

    Raises:
        ModelError: a model file is missing or damaged, a package cannot be downloaded, or the folder cannot be written.
    """
    card = ModelCard.load(model_dir)
    network = card.checked_path(card.onnx).read_bytes()
    detector = yunet_file(model_dir)
    if detector is None:
        raise ModelError(NO_DETECTOR)
    sources = _sources(network, detector.read_bytes())
    if _is_made(folder, card, sources):
        return False
    with tempfile.TemporaryDirectory() as temporary:
        runtime = fetch_runtime(Path(temporary))
        contents = {name: _read(runtime / name) for name in RUNTIME}
    contents |= {NETWORK: with_coarse_weights(network, BITS), DETECTOR: detector.read_bytes()}
    try:
        _write(folder, contents, sources)
    except OSError as error:
        raise ModelError(f"The files for browsers cannot be written into {folder}: {error.strerror}.") from error
    return True


def _sources(network: bytes, detector: bytes) -> dict[str, Any]:
    """What the files are made of; other sources make other files."""
    lock = LOCK / "package-lock.json"
    packages = lock.read_bytes() if lock.is_file() else b""
    return {"network": _sha256(network), "detector": _sha256(detector), "packages": _sha256(packages), "bits": BITS}


def _is_made(folder: Path, card: ModelCard, sources: Mapping[str, Any]) -> bool:
    try:
        load_browser_files(folder, card)
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except (ModelError, OSError, ValueError):
        return False
    return all(index.get(name) == value for name, value in sources.items())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"onnxruntime-web lacks the file {path.name}: {error.strerror}.") from error


def _write(folder: Path, contents: Mapping[str, bytes], sources: Mapping[str, Any]) -> None:
    """Write the files and, when all are there, their list."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).unlink(missing_ok=True)
    with ThreadPoolExecutor() as threads:  # both compressors work outside Python's lock
        sizes = threads.map(lambda name: _write_one(folder, name, contents[name]), contents)
        sent = dict(zip(contents, sizes, strict=True))
    files = {
        name: {"sha256": _sha256(content), "bytes": len(content), "sent": sent[name]}
        for name, content in contents.items()
    }
    (folder / INDEX).write_text(json.dumps({**sources, "files": files}, indent=2) + "\n", "utf-8")


def _write_one(folder: Path, name: str, content: bytes) -> int:
    """Write a file as it is and compressed; returns its size in brotli."""
    small = brotli.compress(content, quality=QUALITY.get(name, 11), lgwin=WINDOW)
    (folder / name).write_bytes(content)
    (folder / f"{name}{ENCODINGS['br']}").write_bytes(small)
    (folder / f"{name}{ENCODINGS['gzip']}").write_bytes(gzip.compress(content, 6, mtime=0))
    return len(small)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
