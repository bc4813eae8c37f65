"""Writes a catalog file: the old one stays whole until the new one is there and has been read back."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd

from moviefy.errors import CatalogError
from moviefy.movies.catalog.catalog import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    Catalog,
    catalog_from_frame,
    read_columns,
)
from moviefy.movies.catalog.check import check_catalog

PART = ".part"
ONE_DAY_S = 24 * 3600


def write_catalog(films: pd.DataFrame, path: Path) -> Catalog:
    """Write a catalog file so that a kill at any moment leaves the old one whole, and give it back checked.

    Raises:
        CatalogError: the films would not load again, or cannot be written; the old file is untouched.
    """
    _sweep(path)
    try:
        return _write_beside(films, path)
    except OSError as error:
        raise CatalogError(
            f"The film catalog {path.name} cannot be written: {error.strerror or 'no reason'}."
        ) from None


def _write_beside(films: pd.DataFrame, path: Path) -> Catalog:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            films.to_csv(file, index=False, lineterminator="\n")
            file.flush()
            os.fsync(file.fileno())  # otherwise a power cut after the renaming could leave an empty file
        catalog = catalog_from_frame(check_catalog(read_columns(beside), COLUMNS, OPTIONAL_COLUMNS))
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return catalog


def _sweep(path: Path) -> None:
    """Remove what killed imports of this catalog left; today's may belong to one that still runs."""
    for part in path.parent.glob(f".{path.name}.*{PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ONE_DAY_S:
                part.unlink()
