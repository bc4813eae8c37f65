"""Static files at addresses that hold a hash of their content, so that browsers may keep them for a year.

``url_for("static", filename="js/live.js")`` returns such an address. Scripts and styles are joined with what they
import (:mod:`moviefy.web.delivery.joining`); other files stay as they are. All is made on first use and kept in memory:
there is no build step, and nothing to go stale until the app starts anew. The plain addresses serve the files as they
lie in the folder, each module by itself.
"""

import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from moviefy.web.delivery.joining import joined_script, joined_style
from moviefy.web.guards.policy import quiet

HASH_LENGTH = 12
HASHED = re.compile(rf"(.+)\.([0-9a-f]{{{HASH_LENGTH}}})(\.\w+)")
A_YEAR = "public, max-age=31536000, immutable"
COMPRESSED = ("text/javascript", "text/css")
PLAIN_SECONDS = 600
"""Browsers may keep a file from its plain address for this long."""


@dataclass(frozen=True)
class Asset:
    """One file as it is sent. ``name`` is its path in the folder of static files."""

    name: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """The hash that stands in the address."""
        return hashlib.sha256(self.content).hexdigest()[:HASH_LENGTH]

    @cached_property
    def brotli(self) -> bytes:
        """The content compressed as far as it goes: a tenth smaller than what is done for pages, and done once."""
        return bytes(brotli.compress(self.content))

    @property
    def hashed_name(self) -> str:
        """The name with the hash before its suffix: ``js/live.0123456789ab.js``."""
        stem, _, suffix = self.name.rpartition(".")
        return f"{stem}.{self.digest}.{suffix}"


class Assets:
    """The static files of a folder, each made once. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, Asset] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Asset | None:
        """The file of a plain name; None if there is none. Raises AssetError if it cannot be joined."""
        with self._lock:
            if name not in self._made:
                path = safe_join(str(self.folder), name)
                if path is None or not _is_file(Path(path)):
                    return None
                self._made[name] = Asset(name, _content(Path(path)))
            return self._made[name]

    def find(self, hashed_name: str) -> Asset | None:
        """The file of a name with a hash; None if the hash is another's, as after an update."""
        found = HASHED.fullmatch(hashed_name)
        asset = self.get(found[1] + found[3]) if found else None
        return asset if asset and found and asset.digest == found[2] else None


def serve_assets(app: Flask, folder: Path) -> Assets:
    """Serve a folder under ``/static/`` as the endpoint ``static``, and let ``url_for`` add the hashes."""
    assets = Assets(folder)

    @quiet
    def static(filename: str) -> Response:
        if (asset := assets.find(filename)) is None:
            if HASHED.fullmatch(filename):
                raise NotFound
            return send_from_directory(folder, filename, max_age=PLAIN_SECONDS)
        kind = mimetypes.guess_type(asset.name)[0] or "application/octet-stream"
        headers = {"Cache-Control": A_YEAR}
        if kind not in COMPRESSED or not request.accept_encodings.quality("br"):  # then compression takes care of it
            return Response(asset.content, mimetype=kind, headers=headers)
        return Response(asset.brotli, mimetype=kind, headers={**headers, "Content-Encoding": "br"})

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (asset := assets.get(values.get("filename", ""))):
            values["filename"] = asset.hashed_name

    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)
    return assets


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name that is too long for any file
        return False


def _content(path: Path) -> bytes:
    if path.suffix == ".js":
        return joined_script(path).encode()
    if path.suffix == ".css":
        return joined_style(path).encode()
    return path.read_bytes()
