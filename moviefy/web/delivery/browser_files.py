"""Serves what browsers need to read faces themselves, at addresses with a hash, compressed as it lies in its folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, send_file, url_for
from werkzeug.exceptions import NotFound

from moviefy.errors import NotReady
from moviefy.on_device.browser_files import ENCODINGS, BrowserFile
from moviefy.on_device.settings import reading_settings
from moviefy.web.delivery.assets import A_YEAR, HASH_LENGTH, HASHED, Asset, Assets
from moviefy.web.guards.policy import json_errors, quiet, reads_on_device, revalidated
from moviefy.web.languages.choice import say
from moviefy.web.services import services

bp = Blueprint("browser_files", __name__, url_prefix="/browser-files")
WORKER = "js/on-device/worker.js"
OFFLINE = ("css/base.css", "css/live-page.css", "js/site.js", "js/live.js", "js/on-device/placed-reader.js")
"""What the camera page loads beside its worker; a test compares this with the page."""

KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm", ".onnx": "application/octet-stream"}


@bp.app_context_processor
def for_pages() -> dict[str, Any]:
    """What templates need to offer reading on the device, if this server has the files for it."""
    files = services().browser_files
    if files is None:
        return {"device_worker": None}
    return {
        "device_worker": worker_address(),
        "device_megabytes": round(sum(file.sent for file in files.values()) / 1e6),
    }


@bp.get("/list.json")
@quiet
@json_errors
@revalidated
def listed() -> Response:
    """The files with addresses and checksums, and how to read with them: the model card's calibration, and words.

    Raises NotReady where this server has not all of the files.
    """
    files = _files()
    return jsonify(
        {
            "files": {name: {**file.to_json(), "address": _address(name, file)} for name, file in files.items()},
            "worker": worker_address(),
            "offline": [
                url_for("pages.live"),
                worker_address(),
                *(url_for("static", filename=name) for name in OFFLINE),
            ],
            **_spoken(reading_settings(services().expression_card)),
        }
    )


@bp.get("/worker.<digest>.js")
@quiet
@reads_on_device
def worker(digest: str) -> Response:
    """The worker's script. Its policy comes with itself and not with the page, so it is no static file like others."""
    asset = _worker()
    if digest != asset.digest:
        raise NotFound
    if _takes("br"):
        return _sent(Response(asset.brotli, mimetype="text/javascript"), "br")
    return _sent(Response(asset.content, mimetype="text/javascript"), None)


@bp.get("/<path:filename>")
@quiet
def send(filename: str) -> Response:
    """One file, in the smallest form that the browser takes."""
    found = HASHED.fullmatch(filename)
    file = _files().get(found[1] + found[3]) if found else None
    if not found or file is None or not file.sha256.startswith(found[2]):
        raise NotFound
    for encoding, suffix in ENCODINGS.items():
        path = file.path.with_name(file.path.name + suffix)
        if _takes(encoding) and path.is_file():
            return _sent(_stream(path, found[3]), encoding)
    return _sent(_stream(file.path, found[3]), None)


def worker_address() -> str:
    """Where the worker's script is; its hash changes with every change of it."""
    return url_for("browser_files.worker", digest=_worker().digest)


def _spoken(settings: Any) -> Any:
    """Settings with all sentences in the language of this request."""
    if isinstance(settings, dict):
        return {name: _spoken(value) for name, value in settings.items()}
    if isinstance(settings, list):
        return [_spoken(value) for value in settings]
    return say(settings) if isinstance(settings, str) else settings


def _worker() -> Asset:
    assets: Assets = current_app.extensions["moviefy.assets"]
    asset = assets.get(WORKER)
    if asset is None:
        raise NotFound
    return asset


def _files() -> Mapping[str, BrowserFile]:
    files = services().browser_files
    if files is None:
        raise NotReady("Reading on the device is not set up here; pictures are read on the server.")
    return files


def _address(name: str, file: BrowserFile) -> str:
    stem, _, suffix = name.rpartition(".")
    return url_for("browser_files.send", filename=f"{stem}.{file.sha256[:HASH_LENGTH]}.{suffix}")


def _takes(encoding: str) -> bool:
    return request.accept_encodings.quality(encoding) > 0


def _stream(path: Path, suffix: str) -> Response:
    return send_file(path, mimetype=KINDS[suffix], conditional=False, etag=False)


def _sent(response: Response, encoding: str | None) -> Response:
    response.headers["Cache-Control"] = A_YEAR
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
