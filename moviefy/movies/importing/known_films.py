"""Films of another source that we have ourselves: found by title and year, they bring our grades and our words."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.build import build_catalog
from moviefy.movies.catalog.catalog import MORE_TEXTS, SCORE_COLUMNS
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.catalog.titles import split_alternatives, title_key

OUR_COLUMNS = ("mood", *SCORE_COLUMNS, "label_source", *MORE_TEXTS, *MOODS, *QUALITIES)
YEAR_SLACK = (0, 1, -1)
"""Sources disagree by a year on festival films; the same year is tried first."""


def hand_labels_by_title(facts: pd.DataFrame, data_dir: Path) -> pd.DataFrame:
    """What we say ourselves about films of another source.

    A film is ours if a title of it (also the original one, and one in brackets) is a title of ours, without accents,
    case and signs, in the same year or one year off. Each of our films goes to one of theirs, the same year and more
    votes first.

    Args:
        facts: the other source's films: id, title, year, votes; original_title if it is known.

    Returns:
        :data:`OUR_COLUMNS` (label, scores, grades, fingerprint and words), by the other source's id.

    Raises:
        CatalogError: the film files of ``data_dir`` have faults.
    """
    ours = build_catalog(data_dir)
    row_of: dict[tuple[str, int], int] = {}
    for row, (keys, year) in enumerate(_keys_and_years(ours)):
        for key in keys:
            row_of.setdefault((key, year), row)
    found = _matches(facts.sort_values("votes", ascending=False, kind="stable"), row_of)
    return ours.iloc[list(found.values())][list(OUR_COLUMNS)].set_index(pd.Index(found.keys(), name="id"))


def _matches(facts: pd.DataFrame, row_of: dict[tuple[str, int], int]) -> dict[str, int]:
    """Their id -> our row."""
    titles = {key for key, _ in row_of}
    wanted = [
        (film_id, known, year)
        for film_id, (keys, year) in zip(facts["id"], _with_titles_in_brackets(facts), strict=True)
        if (known := [key for key in keys if key in titles])
    ]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for slack in YEAR_SLACK:
        for film_id, keys, year in wanted:
            rows = [row_of[key, year + slack] for key in keys if (key, year + slack) in row_of]
            if film_id not in found and rows and rows[0] not in taken:
                found[film_id] = rows[0]
                taken.add(rows[0])
    return found


def _keys_and_years(films: pd.DataFrame) -> Iterator[tuple[list[str], int]]:
    originals = films["original_title"] if "original_title" in films else [""] * len(films)
    for title, original, year in zip(films["title"], originals, films["year"], strict=True):
        names = (title,) if original in ("", title) else (title, original)
        yield [key for name in names if (key := title_key(name))], int(year)


def _with_titles_in_brackets(films: pd.DataFrame) -> Iterator[tuple[list[str], int]]:
    for (keys, year), title in zip(_keys_and_years(films), films["title"], strict=True):
        main, others = split_alternatives(title) if title.endswith(")") else (title, [])
        more = [title_key(name) for name in (main, *others)] if others else []
        yield list(dict.fromkeys((*keys, *(key for key in more if key)))), year
