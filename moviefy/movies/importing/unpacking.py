"""Large compressed tables: unpacked with a progress bar, and looked at before they are read."""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Callable
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from tqdm import tqdm

from moviefy.errors import DatasetError

BLOCK = 8 * 1024 * 1024
MAX_HEADER = 65_536
MAX_RATIO, SMALL, MAX_UNPACKED = 12, 64 * 1024**2, 4 * 1024**3
"""A table may unpack to so many times its size, or to so many bytes if it is small, and never to more than the last.

IMDb's and MovieLens' files unpack to four or five times their size; MovieLens' largest table has 0.9 GB.
"""


def unpack_gzip(packed: Path, plain: Path) -> Path:
    """Unpack a gzip file block by block (a file that is not packed is given back as it is).

    Raises:
        DatasetError: the file is missing, is not a whole gzip file, or unpacks to far too much.
    """
    if not packed.exists():
        raise DatasetError(f"{packed.name} does not exist.")
    if packed.suffix != ".gz":
        return packed
    try:
        with packed.open("rb") as raw, gzip.GzipFile(fileobj=raw) as unpacked:
            size = packed.stat().st_size
            _write(unpacked, plain, size, raw.tell, Room(packed.name, size))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise DatasetError(f"{packed.name} is not a whole gzip file; download it again.") from None
    return plain


def unpack_member(packed: Path, name: str, folder: Path) -> Path:
    """Unpack the file ``name`` of a zip, from whatever folder inside, block by block; gives it in ``folder``.

    Raises:
        DatasetError: the file is missing, is not a whole zip file, has no such file inside, or unpacks to far too much.
    """
    try:
        with zipfile.ZipFile(packed) as archive:
            inside = next((one for one in archive.infolist() if one.filename.rsplit("/", 1)[-1] == name), None)
            if inside is None:
                raise DatasetError(f"{packed.name} has no {name}; expected a MovieLens zip.")
            room = Room(packed.name, inside.compress_size)
            room.take(inside.file_size)
            with archive.open(inside) as unpacked:
                _write(
                    unpacked, folder / name, inside.file_size, unpacked.tell, Room(packed.name, inside.compress_size)
                )
    except FileNotFoundError:
        raise DatasetError(f"{packed.name} does not exist.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise DatasetError(f"{packed.name} is not a whole zip file.") from None
    except (RuntimeError, NotImplementedError):
        raise DatasetError(f"{packed.name} is packed with a password, or in a way that cannot be read.") from None
    return folder / name


class Room:
    """How much a packed file may still unpack to; a few megabytes can be made to fill a disk."""

    def __init__(self, name: str, packed_size: int) -> None:
        self._name = name
        self._most = min(max(packed_size * MAX_RATIO, SMALL), MAX_UNPACKED)
        self._taken = 0

    def take(self, size: int) -> None:
        """Count bytes before they are written.

        Raises:
            DatasetError: they are too many.
        """
        self._taken += size
        if self._taken > self._most:
            raise DatasetError(
                f"{self._name} unpacks to more than {self._most // 1024**2} MB, which no table of films does."
            )


def _write(
    unpacked: IO[bytes] | BufferedIOBase, plain: Path, size: int, position: Callable[[], int], room: Room
) -> None:
    """Copy block by block, with a progress bar where someone looks on.

    Raises:
        DatasetError: there is more than ``room``, or none on the disk.
    """
    with (
        plain.open("wb") as target,
        tqdm(total=size, unit="B", unit_scale=True, desc=plain.name, leave=False, disable=None) as bar,
    ):
        while block := unpacked.read(BLOCK):
            room.take(len(block))
            try:
                target.write(block)
            except OSError as error:  # most often a full disk
                raise DatasetError(f"{plain.name} cannot be unpacked: {(error.strerror or '').lower()}.") from error
            bar.update(position() - bar.n)


def check_header(path: Path, separator: str, needed: list[str], name: str) -> list[str]:
    """The columns of a table by its first line, which must name those that are needed.

    Raises:
        DatasetError: naming the column; or the file is missing or not text in UTF-8.
    """
    if not path.exists():
        raise DatasetError(f"{name} does not exist.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(MAX_HEADER)
    except UnicodeDecodeError:
        raise DatasetError(f"{name} is not text in UTF-8.") from None
    have = next(csv.reader([line], delimiter=separator), [])
    missing = [column for column in needed if column not in have]
    if missing:
        found = ", ".join(column[:40] for column in have[:20]) or "nothing"
        raise DatasetError(f"{name} lacks the column {missing[0]!r}; its first line has {found}.")
    return have
