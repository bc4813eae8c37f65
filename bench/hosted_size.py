"""How large the slug of the hosted version is: what pip installs, and the repository without what .slugignore names.

    python -m bench.hosted_size [--packages FOLDER]

Packages are installed anew into a scratch folder, as a host does it; ``--packages`` counts one that is there already.
"""

import argparse
import subprocess
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from moviefy.config import PROJECT_ROOT

MEGABYTE = 2**20
LIMIT_MB = 350
LARGEST = 6


def slug_files() -> list[Path]:
    """What git would push, without what .slugignore leaves out, relative to the project."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    lines = (PROJECT_ROOT / ".slugignore").read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    return [Path(name) for name in listed.stdout.splitlines() if not any(_ignored(name, p) for p in patterns)]


def _ignored(name: str, pattern: str) -> bool:
    if pattern.startswith("/"):
        return fnmatch(name, pattern[1:]) or name.startswith(pattern[1:] + "/")
    return fnmatch(Path(name).name, pattern)


def installed(folder: Path) -> dict[str, int]:
    """Bytes of each top folder that pip made."""
    return {part.name: _bytes(part) for part in folder.iterdir()}


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def main() -> None:
    """Print the parts and the sum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packages = arguments.packages or Path(scratch)
        if arguments.packages is None:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", scratch, "-r", "requirements.txt"]
            subprocess.run(command, cwd=PROJECT_ROOT, check=True)
        parts = installed(packages)
    own = sum((PROJECT_ROOT / name).stat().st_size for name in slug_files())
    for name, size in sorted(parts.items(), key=lambda part: -part[1])[:LARGEST]:
        print(f"{size / MEGABYTE:7.1f} MB  {name}")
    total = own + sum(parts.values())
    print(f"{own / MEGABYTE:7.1f} MB  the project itself")
    print(f"{total / MEGABYTE:7.1f} MB  in all, at most {LIMIT_MB}")


if __name__ == "__main__":
    main()
