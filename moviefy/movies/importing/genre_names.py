"""One table of genre names for every source: what IMDb, TMDB, MovieLens and lists of titles call the same thing."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moviefy.movies.catalog.films import GENRES

MORE_GENRES = ("Biography", "History", "Sport")
"""Genres of other sources that our own films do not have; kept, though the classifier knows nothing of them."""

OTHER_NAMES: Mapping[str, str] = {
    "anime": "Animation", "animated": "Animation", "biographical": "Biography", "biopic": "Biography",
    "child": "Children", "children's": "Children", "family": "Children", "kid": "Children", "kids": "Children",
    "comedic": "Comedy", "docuserie": "Documentary", "film noir": "Film-Noir", "noir": "Film-Noir",
    "historical": "History", "music": "Musical", "romantic": "Romance", "sci fi": "Sci-Fi",
    "science fiction": "Sci-Fi", "science-fiction": "Sci-Fi", "scifi": "Sci-Fi", "sf": "Sci-Fi",
    "stand-up comedy": "Comedy", "suspense": "Thriller",
}  # fmt: skip
"""Lower case -> our name, where another word is used."""

NO_GENRES = frozenset((
    "", "(no genres listed)", "adult", "feature", "game-show", "imax", "movie", "n/a", "nan", "news", "none", "null",
    "reality-tv", "short", "talk-show", "tv movie", r"\n",
))  # fmt: skip
"""What sources list among genres although it says where, or how long, something is shown; passed over in silence."""

_TABLE: Mapping[str, str] = {**{name.lower(): name for name in (*sorted(GENRES), *MORE_GENRES)}, **OTHER_NAMES}
_JSON_NAME = re.compile(r"""["']name["']\s*:\s*(?:"([^"]*)"|'([^']*)')""")
_SEPARATOR = re.compile(r"[|,;\n]")
_SPACE = re.compile(r"[\s_]+")
_AND = re.compile(r"\s*(?:&|/|\band\b)\s*")
_WORD = re.compile(r"[\s-]+")
_KIND = re.compile(r"\s+(?:movies?|films?|features?)$")


@dataclass(frozen=True)
class Genres:
    """What a cell of genres says: names of ours, sorted and each once, and the names that nobody here knows."""

    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def read_genres(cell: str) -> Genres:
    """The genres of one cell: names separated by "|", "," or ";", or a JSON list of names or of objects with a name.

    >>> read_genres("Family, TV Movie, Dramas, Slow").names
    ('Children', 'Drama')
    """
    names: set[str] = set()
    unknown: list[str] = []
    for part in listed_names(cell):
        found = list(_ours(part))
        names.update(found)
        if not found and not _is_none(_lower(part)):
            unknown.append(part)
    return Genres(tuple(sorted(names)), tuple(unknown))


def listed_names(cell: str) -> list[str]:
    """The names in a cell that holds a list, as text or as JSON with single or double quotes."""
    text = cell.strip()
    if text.startswith(("[", "{")):
        parsed = _parsed(text)
        if parsed is not None:
            return [name for one in parsed if (name := _name(one))]
        if "name" in text:  # cut off in the middle
            return [first or second for first, second in _JSON_NAME.findall(text)]
    return [part.strip(" \t\"'") for part in _SEPARATOR.split(text.strip("[]")) if part.strip(" \t\"'")]


def _parsed(text: str) -> list[Any] | None:
    """JSON, or Python's way to write it, as a list; None if it is neither."""
    for parse in (json.loads, ast.literal_eval):
        try:
            parsed = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return parsed if isinstance(parsed, list) else [parsed]
    return None


def _name(one: Any) -> str:
    name = one.get("name") if isinstance(one, dict) else one
    return name.strip() if isinstance(name, str) else ""


def _is_none(lower: str) -> bool:
    return lower in NO_GENRES or lower.removesuffix("s") in NO_GENRES


def _lower(name: str) -> str:
    return _SPACE.sub(" ", name.lower()).replace("\u2019", "'")


def _ours(name: str) -> Iterator[str]:
    """Our names for one of theirs; "Sci-Fi & Fantasy" are two, and what is no genre gives none."""
    lower = _lower(name)
    if _is_none(lower):
        return
    whole = _singular(lower)
    if whole:
        yield whole
        return
    for part in _AND.split(_KIND.sub("", lower)):
        if part and (found := _singular(part)):
            yield found
        else:
            yield from _words(part)


def _words(part: str) -> list[str]:
    """ "romantic comedy" and "action-adventure" are two genres; nothing if a word of it is none."""
    found = [_singular(word) for word in _WORD.split(part)]
    return [name for name in found if name] if all(found) else []


def _singular(word: str) -> str | None:
    tries = (word, word.removesuffix("s"), f"{word.removesuffix('ies')}y" if word.endswith("ies") else word)
    return next((_TABLE[one] for one in tries if one in _TABLE), None)
