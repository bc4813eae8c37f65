"""Large compressed tables: unpacked with a progress bar, and looked at before they are read."""

import csv
import gzip
import zlib
from pathlib import Path

from tqdm import tqdm

from moviefy.errors import DatasetError

BLOCK = 8 * 1024 * 1024
MAX_HEADER = 65_536


def unpack_gzip(packed: Path, plain: Path) -> Path:
    """Unpack a gzip file block by block (a file that is not packed is given back as it is).

    Raises:
        DatasetError: the file is missing, or is not a whole gzip file.
    """
    if not packed.exists():
        raise DatasetError(f"{packed.name} does not exist.")
    if packed.suffix != ".gz":
        return packed
    try:
        _copy(packed, plain)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise DatasetError(f"{packed.name} is not a whole gzip file; download it again.") from None
    return plain


def _copy(packed: Path, plain: Path) -> None:
    size = packed.stat().st_size
    with (
        packed.open("rb") as raw,
        gzip.GzipFile(fileobj=raw) as unpacked,
        plain.open("wb") as target,
        tqdm(total=size, unit="B", unit_scale=True, desc=packed.name, leave=False, disable=None) as bar,
    ):
        while block := unpacked.read(BLOCK):
            target.write(block)
            bar.update(raw.tell() - bar.n)


def check_header(path: Path, separator: str, needed: list[str], name: str) -> None:
    """Refuse a table whose first line lacks a column.

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
