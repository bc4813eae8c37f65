"""Model files that no package carries: their addresses, and a checked download."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from moviefy.errors import ModelError

CHUNK = 64 * 1024
TIMEOUT_S = 30.0


@dataclass(frozen=True)
class RemoteFile:
    """A file with a known size in bytes and a known SHA-256."""

    name: str
    url: str
    size: int
    sha256: str


YUNET = RemoteFile(
    name="face_detection_yunet_2026may.onnx",
    # OpenCV Zoo keeps its models in LFS: the media address serves the file instead of a pointer.
    url="https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_detection_yunet/"
    "face_detection_yunet_2026may.onnx",
    size=229_738,
    sha256="ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0",
)


def fetch(file: RemoteFile, folder: Path, progress: Callable[[int], None] = lambda _: None) -> Path:
    """Download a file into the folder; it gets its name only if its checksum is right.

    Args:
        file: what to fetch.
        folder: made if it is missing.
        progress: called with the number of bytes of every chunk.

    Raises:
        ModelError: the address cannot be reached, or it sends another file.
    """
    data = _download(file, progress)
    received = hashlib.sha256(data).hexdigest()
    if received != file.sha256:
        raise ModelError(f"{file.name} was sent with other content: expected {file.sha256}, received {received}.")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{file.name}.part"
    part.write_bytes(data)
    return part.replace(folder / file.name)


def _download(file: RemoteFile, progress: Callable[[int], None]) -> bytes:
    pieces: list[bytes] = []
    try:
        with urllib.request.urlopen(file.url, timeout=TIMEOUT_S) as response:  # nosec B310 # an https address of ours
            while (piece := response.read(CHUNK)) and sum(map(len, pieces)) <= file.size:
                pieces.append(piece)
                progress(len(piece))
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise ModelError(f"{file.name} cannot be downloaded from {file.url}: {reason}.") from error
    return b"".join(pieces)
