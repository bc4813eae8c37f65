"""Cells of other people's tables as plain numbers and codes: "2,900,000", "1h 35m", "1995-10-30", "South Korea"."""

from collections.abc import Iterable, Mapping

import polars as pl

from moviefy.movies.catalog.films import COUNTRIES, LANGUAGES
from moviefy.movies.importing.genre_names import listed_names

_HOURS = (
    r"^(?i)(?:PT)?([0-9]{1,2})\s*(?:h(?:ours?|rs?)?\.?,?\s*(?:and\s*)?(?:([0-9]{1,3})\s*m?(?:in(?:ute)?s?)?\.?)?"
    r"|:([0-5][0-9])(?::[0-5][0-9])?)$"
)
_MINUTES = r"^(?i)(?:PT)?([0-9]{1,3}(?:,?[0-9]{3})?)(?:\.[0-9]+)?\s*(?:m|mins?|minutes?|')?\.?$"
_YEAR = r"^\(?([0-9]{4})(?:\.0+|-[0-9]{1,2}(?:-[0-9]{1,2}(?:[T\s][0-9:.]+Z?)?)?)?\)?$"
_RATING = r"^([0-9]{1,2}(?:[.,][0-9]+)?)(?:\s*/\s*10)?$"
_THOUSANDS = r"^[0-9]{1,3}(?:[,_'\u{2019}\s][0-9]{3})+$"
_NO_DIGIT = r"[^0-9]"
_VOTES = r"^(?i)([0-9]+(?:\.[0-9]+)?)\s*(k|m|thousand|million)?$"
_UNITS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}

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
    """1999, (1999), 1999.0, 1999-05-31 or that with a time as 1999; null if it is none of these."""
    return cell.str.extract(_YEAR).cast(pl.Int32, strict=False)


def minutes(cell: pl.Expr) -> pl.Expr:
    """95, 95.0, "95 min", "1h 35m" or "1:35" as 95; null if it is none of these."""
    hours = cell.str.extract(_HOURS, 1).cast(pl.Int32, strict=False)
    rest = pl.coalesce(cell.str.extract(_HOURS, 2), cell.str.extract(_HOURS, 3)).cast(pl.Int32, strict=False)
    plain = cell.str.extract(_MINUTES).str.replace(",", "", literal=True).cast(pl.Int32, strict=False)
    return plain.fill_null(hours * 60 + rest.fill_null(0))


def rating(cell: pl.Expr) -> pl.Expr:
    """7.5, "7,5" or "7.5/10" as 7.5; null if it is none of these."""
    return cell.str.extract(_RATING).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def votes(cell: pl.Expr) -> pl.Expr:
    """2900000, "2,900,000" or "2.9M" as 2900000; null if it is none of these, as "2,9" may be."""
    grouped = cell.str.contains(_THOUSANDS).fill_null(False)
    plain = pl.when(grouped).then(cell.str.replace_all(_NO_DIGIT, "")).otherwise(cell)
    unit = plain.str.extract(_VOTES, 2).str.to_lowercase().replace_strict(_UNITS, default=1.0)
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
