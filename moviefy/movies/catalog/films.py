"""The project's own films: ``data/films/*.csv``, one file a decade, written and graded by hand.

data/README.md says what each column and grade means. Every fault of every file is named at once, with file and line.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd
from babel import Locale

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.check import ID_PATTERN
from moviefy.movies.catalog.fingerprint import AUDIENCES, ENDINGS, MAX_GRADE, QUALITIES
from moviefy.movies.catalog.titles import title_key
from moviefy.wording import _

FILM_COLUMNS = (
    "id", "title", "original_title", "year", "directors", "cast", "countries", "language", "genres", "keywords",
    "runtime_minutes", "rating", "votes", "audience", *MOODS, *QUALITIES, "ending", "logline",
)  # fmt: skip
GENRES = frozenset((
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
    "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
))  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1888, 2025
MAX_LOGLINE = 140
MAX_FAULTS_SHOWN = 20
HISTORIC_COUNTRIES = {
    "SU": _("Soviet Union"), "YU": _("Yugoslavia"), "CS": _("Czechoslovakia"), "DD": _("East Germany"),
}  # fmt: skip
"""Countries that are gone; their codes are ISO 3166-3's."""

_ENGLISH = Locale("en")
COUNTRIES: Mapping[str, str] = {
    **{code: name for code, name in _ENGLISH.territories.items() if re.fullmatch("[A-Z]{2}", code)},
    **HISTORIC_COUNTRIES,
}
"""ISO 3166 code -> English name, from CLDR."""

LANGUAGES: Mapping[str, str] = {code: name for code, name in _ENGLISH.languages.items() if len(code) == 2}
"""ISO 639-1 code -> English name, from CLDR."""

Row = Mapping[str, str]
Fault = str


def read_films(folder: Path) -> pd.DataFrame:
    """All films of a folder's CSV files with :data:`FILM_COLUMNS`, every cell as text, in the order of the files.

    Raises:
        CatalogError: no file, another column, or a row with a fault; one sentence names up to twenty of all faults.
    """
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise CatalogError(f"The folder {folder.name} holds no film files (*.csv).")
    faults: list[Fault] = []
    rows: list[tuple[str, Row]] = []
    for path in paths:
        rows += _rows(path, faults)
    for place, row in rows:
        faults += [f"{place}: {fault}" for fault in _row_faults(row)]
    faults += _repeated(rows)
    if faults:
        more = f" ... and {len(faults) - MAX_FAULTS_SHOWN} more" if len(faults) > MAX_FAULTS_SHOWN else ""
        raise CatalogError(f"{len(faults)} faults in {folder.name}: {'; '.join(faults[:MAX_FAULTS_SHOWN])}{more}.")
    return pd.DataFrame([row for _, row in rows], columns=list(FILM_COLUMNS), dtype=str)


def _rows(path: Path, faults: list[Fault]) -> Iterator[tuple[str, Row]]:
    """The rows of one file, each with its place; a file with other columns is a fault as a whole."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != FILM_COLUMNS:
                faults.append(f"{path.name} line 1: {_column_fault(reader.fieldnames or ())}")
                return
            for row in reader:
                place = f"{path.name} line {reader.line_num}"
                if None in row or None in row.values():
                    faults.append(f"{place}: expected {len(FILM_COLUMNS)} cells")
                else:
                    yield place, row
    except UnicodeDecodeError:
        faults.append(f"{path.name} is not text in UTF-8")


def _column_fault(found: Iterable[str]) -> str:
    names = tuple(found)
    unknown = [name for name in names if name not in FILM_COLUMNS]
    missing = [name for name in FILM_COLUMNS if name not in names]
    if unknown:
        return f"there is no column {unknown[0][:40]!r}"
    return f"the column {missing[0]!r} is missing" if missing else "the columns stand in another order"


def _is_list(known: Callable[[str], bool], most: int, least: int = 1) -> Callable[[str], bool]:
    def good(cell: str) -> bool:
        parts = cell.split("|")
        return least <= len(parts) <= most and len(set(parts)) == len(parts) and all(map(known, parts))

    return good


def _is_whole(low: int, high: int) -> Callable[[str], bool]:
    return lambda cell: cell.isdecimal() and low <= int(cell) <= high


def _is_text(cell: str) -> bool:
    return bool(cell.strip()) and cell == cell.strip()


def _is_rating(cell: str) -> bool:
    return re.fullmatch(r"\d\.\d|10\.0", cell) is not None


_is_grade = _is_whole(0, MAX_GRADE)
CHECKS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "id": ("up to 80 letters, digits, '-' or '_'", lambda cell: re.fullmatch(ID_PATTERN, cell) is not None),
    "title": ("a title", _is_text),
    "year": (f"a year from {FIRST_YEAR} to {LAST_YEAR}", _is_whole(FIRST_YEAR, LAST_YEAR)),
    "directors": ("one or more names joined by '|'", _is_list(_is_text, 30)),
    "cast": ("one to three names joined by '|'", _is_list(_is_text, 3)),
    "countries": ("ISO 3166 country codes joined by '|'", _is_list(COUNTRIES.__contains__, 12)),
    "language": ("an ISO 639-1 language code", LANGUAGES.__contains__),
    "genres": (f"one to four of {', '.join(sorted(GENRES))}", _is_list(GENRES.__contains__, 4)),
    "keywords": ("three to seven themes in lower case, joined by '|'",
                 _is_list(lambda word: _is_text(word) and word == word.lower(), 7, 3)),
    "runtime_minutes": ("whole minutes from 1 to 900", _is_whole(1, 900)),
    "rating": ("a rating from 0.0 to 10.0 with one decimal", _is_rating),
    "votes": ("a whole number of votes", _is_whole(1, 10**8)),
    "audience": (f"one of {', '.join(AUDIENCES)}", AUDIENCES.__contains__),
    **dict.fromkeys((*MOODS, *QUALITIES), (f"a grade from 0 to {MAX_GRADE}", _is_grade)),
    "ending": (f"one of {', '.join(ENDINGS)}", ENDINGS.__contains__),
    "logline": (f"one sentence of up to {MAX_LOGLINE} characters",
                lambda cell: _is_text(cell) and len(cell) <= MAX_LOGLINE),
}  # fmt: skip
"""Column -> what is expected, and the test for one cell."""


def _row_faults(row: Row) -> Iterator[Fault]:
    wrong = [name for name, (_, is_good) in CHECKS.items() if not is_good(row[name])]
    yield from (f"{row[name][:60]!r} in column {name!r}, expected {CHECKS[name][0]}" for name in wrong)
    grades = sorted(row[mood] for mood in MOODS)
    if not set(MOODS) & set(wrong) and grades[-1] == grades[-2]:
        yield f"{row['title']!r} has no single highest mood grade"


def _repeated(rows: Iterable[tuple[str, Row]]) -> Iterator[Fault]:
    """Films, ids and loglines that come twice, each named with both places."""
    seen: dict[str, dict[object, str]] = defaultdict(dict)
    for place, row in rows:
        for what, key in (
            ("the id", row["id"]),
            ("the film", (title_key(row["title"]) or row["title"], row["year"], row["directors"])),
            ("the logline", row["logline"].casefold()),
        ):
            if key in seen[what]:
                yield f"{place}: {what} of {row['title']!r} stands in {seen[what][key]} already"
            seen[what].setdefault(key, place)
