"""Compression of what is text, by Flask-Compress: zstd, brotli or gzip, whichever the client takes.

For pages zstd comes first: a tenth larger than brotli, for a quarter of its processor time. Scripts and styles, which
are compressed once, go as brotli (:mod:`moviefy.web.delivery.assets`).

Pages hold no secret (there is no session and no token, and the one cookie names a language), so an observer learns
nothing from how well they compress. Streams are never compressed: a frame or an event would wait in the compressor.
"""

from flask import Flask, Request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from moviefy.web.delivery.assets import HASHED

ONE_PACKET_BYTES = 1400
"""Smaller answers travel in one packet either way."""

SETTINGS = {
    "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
    "COMPRESS_MIMETYPES": [
        "text/html",
        "text/css",
        "text/plain",
        "text/javascript",
        "application/json",
        "application/manifest+json",
        "application/xml",
        "image/svg+xml",
    ],
    "COMPRESS_BR_LEVEL": 5,
    "COMPRESS_MIN_SIZE": ONE_PACKET_BYTES,
    "COMPRESS_STREAMS": False,
}


class AssetCache(DictCache):
    """Compressed static files for clients without brotli. Pages have an empty key and are not kept."""

    def set(self, key: str, value: bytes) -> None:
        """Keep a file for as long as the app runs: there are as many as there are static files."""
        if not key.endswith(";"):
            super().set(key, value)


def compress_answers(app: Flask) -> None:
    """Compress the answers of an app. Register it before what changes their content."""
    app.config.update(SETTINGS, COMPRESS_CACHE_BACKEND=AssetCache, COMPRESS_CACHE_KEY=_cache_key)
    Compress(app)


def _cache_key(request: Request) -> str:
    """The path of a file whose address holds its hash; nothing for all that may change."""
    return request.path if request.endpoint == "static" and HASHED.fullmatch(request.path) else ""
