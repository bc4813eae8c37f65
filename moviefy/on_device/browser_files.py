"""The folder of files that browsers download: its list, and whether it fits the model of this server.

index.json     what made the files, and each file's checksum and size
NAME           as it is after the download
NAME.br .gz    as it is sent
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moviefy.errors import ModelError
from moviefy.expression.network.model_card import ModelCard

INDEX = "index.json"
BITS = 6
"""Bits that are left of each weight of the network: docs/benchmarks.md has what that costs and saves."""

RUNTIME = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
NETWORK, DETECTOR = "expression.onnx", "detector.onnx"
NAMES = (*RUNTIME, NETWORK, DETECTOR)
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""HTTP's name of a compression -> suffix of the compressed file; the smaller one first."""

MISSING = "What browsers need to read faces themselves is not here; `moviefy browser-files` makes it."


@dataclass(frozen=True)
class BrowserFile:
    """One file as it is after the download: SHA-256 and size in bytes; ``sent`` is its size in brotli."""

    path: Path
    sha256: str
    bytes: int
    sent: int

    def to_json(self) -> dict[str, Any]:
        """What a browser must know to load and check it."""
        return {"sha256": self.sha256, "bytes": self.bytes, "sent": self.sent}


def load_browser_files(folder: Path, card: ModelCard) -> Mapping[str, BrowserFile]:
    """Each of :data:`NAMES` -> its file.

    Raises:
        ModelError: the folder has not all of them, or they were made of another network than the card's.
    """
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
        made_of = str(index["network"])
        files = {name: _file(folder, name, index["files"][name]) for name in NAMES}
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelError(MISSING) from None
    if made_of != card.content.get("files", {}).get(card.onnx, {}).get("sha256"):
        raise ModelError("The files for browsers are of another model; `moviefy browser-files` makes them anew.")
    return files


def _file(folder: Path, name: str, entry: Mapping[str, Any]) -> BrowserFile:
    file = BrowserFile(folder / name, str(entry["sha256"]), int(entry["bytes"]), int(entry["sent"]))
    if file.path.stat().st_size != file.bytes:
        raise ValueError(name)
    return file
