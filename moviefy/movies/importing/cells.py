"""Cells of other people's tables as plain numbers and codes: "2,900,000", "1h 35m", "1995-10-30", "South Korea"."""

from collections.abc import Iterable, Mapping

import polars as pl

from moviefy.movies.catalog.films import COUNTRIES, LANGUAGES
from moviefy.movies.importing.genre_names import listed_names

_HOURS = r"^(?i)(?:PT)?([0-9]+)\s*h(?:ours?|rs?)?\s*(?:([0-9]+)\s*m?(?:in(?:ute)?s?)?\.?)?$"
_MINUTES = r"^(?i)(?:PT)?([0-9]+)(?:\.[0-9]+)?\s*(?:m|min|mins|minutes?)?\.?$"
_YEAR = r"^([0-9]{4})(?:\.0+|-[0-9]{1,2}(?:-[0-9]{1,2})?)?$"
_RATING = r"^([0-9]+(?:\.[0-9]+)?)(?:\s*/\s*10)?$"
_VOTES = r"^([0-9]+(?:\.[0-9]+)?)([kKmM]?)$"
_THOUSANDS = r"[,_'\s]"

MORE_COUNTRIES: Mapping[str, str] = {
    "usa": "US", "united states of america": "US", "uk": "GB", "england": "GB", "scotland": "GB",
    "korea": "KR", "republic of korea": "KR", "hong kong": "HK", "macedonia": "MK", "czech republic": "CZ",
    "west germany": "DE", "turkey": "TR", "burma": "MM", "ivory coast": "CI", "palestine": "PS", "bosnia": "BA",
}  # fmt: skip
"""Names that people write and CLDR does not."""

_COUNTRY_CODES = {
    **{name.lower(): code for code, name in COUNTRIES.items()},
    **{code.lower(): code for code in COUNTRIES},
    **MORE_COUNTRIES,
}
_LANGUAGE_CODES = {**{name.lower(): code for code, name in LANGUAGES.items()}, **{code: code for code in LANGUAGES}}


def year(cell: pl.Expr) -> pl.Expr:
    """1999, 1999.0 or 1999-05-31 as 1999; null if it is none of these."""
    return cell.str.extract(_YEAR).cast(pl.Int32, strict=False)


def minutes(cell: pl.Expr) -> pl.Expr:
    """95, 95.0, "95 min" or "1h 35m" as 95; null if it is none of these."""
    hours = cell.str.extract(_HOURS, 1).cast(pl.Int32, strict=False)
    rest = cell.str.extract(_HOURS, 2).cast(pl.Int32, strict=False).fill_null(0)
    return cell.str.extract(_MINUTES).cast(pl.Int32, strict=False).fill_null(hours * 60 + rest)


def rating(cell: pl.Expr) -> pl.Expr:
    """7.5 or "7.5/10" as 7.5; null if it is neither."""
    return cell.str.extract(_RATING).cast(pl.Float64, strict=False)


def votes(cell: pl.Expr) -> pl.Expr:
    """2900000, "2,900,000" or "2.9M" as 2900000; null if it is none of these."""
    plain = cell.str.replace_all(_THOUSANDS, "")
    unit = plain.str.extract(_VOTES, 2).str.to_lowercase().replace_strict({"k": 1e3, "m": 1e6}, default=1.0)
    return (plain.str.extract(_VOTES).cast(pl.Float64, strict=False) * unit).round().cast(pl.Int64, strict=False)


def country_codes(cell: str) -> str:
    """Names or codes in a list, or TMDB's JSON, as ISO 3166 codes joined by "|"; those that nobody knows go."""
    return _joined(_COUNTRY_CODES.get(name.lower(), "") for name in listed_names(cell))


def language_code(cell: str) -> str:
    """The first language of a cell, a name or a code, as an ISO 639-1 code; empty if it is none."""
    return next((code for name in listed_names(cell) if (code := _LANGUAGE_CODES.get(name.lower()))), "")


def names(cell: str) -> str:
    """A list of names joined by "|"."""
    return _joined(listed_names(cell))


def keywords(cell: str) -> str:
    """A list of themes in lower case, joined by "|"."""
    return _joined(name.lower() for name in listed_names(cell))


def _joined(parts: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(part for part in parts if part))
