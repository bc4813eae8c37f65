"""Any CSV file as columns of text; a row with more or fewer cells than the header is set apart with its line."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moviefy.errors import DatasetError


@dataclass(frozen=True)
class CsvRows:
    """The wanted columns of a CSV file.

    Attributes:
        columns: name -> cells, one per whole row, without the spaces around them.
        lines: the line on which each whole row ends, beginning with 1 for the header.
        uneven: the lines of rows with more or fewer cells than the header.
    """

    columns: Mapping[str, list[str]]
    lines: list[int]
    uneven: list[int]


def read_csv_rows(path: Path, wanted: Mapping[str, str]) -> CsvRows:
    """Read a CSV file in UTF-8.

    Args:
        wanted: our name -> the file's column; the columns of the answer have our names.

    Raises:
        DatasetError: the file is not text in UTF-8, or a quoted cell does not end.
    """
    lines: list[int] = []
    uneven: list[int] = []
    kept: list[list[str]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader)
            places = [header.index(theirs) for theirs in wanted.values()]
            for row in reader:
                if len(row) == len(header):
                    lines.append(reader.line_num)
                    kept.append([row[place].strip() for place in places])
                elif row:
                    uneven.append(reader.line_num)
    except UnicodeDecodeError:
        raise DatasetError(f"{path.name} is not text in UTF-8.") from None
    except csv.Error as error:
        raise DatasetError(f"{path.name} cannot be read: {error} on line {reader.line_num}.") from None
    cells = zip(*kept, strict=True) if kept else [()] * len(wanted)
    return CsvRows({name: list(column) for name, column in zip(wanted, cells, strict=True)}, lines, uneven)
