"""How a title is broken into lines and how large it is set, without knowing which fonts the reader has.

Widths come from the sans that Pillow carries, with room to spare for bolder and wider ones; scripts that it lacks are
taken as wide. Nothing is ever set wider than the poster, whatever the title.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import wcwidth
from PIL import ImageFont

SIZES = (64, 54, 46, 38, 32, 27, 23)
"""Letter sizes that are tried, largest first, in units of the poster."""

MAX_LINES = 4
"""Lines at every size but the smallest, which may have :data:`MOST_LINES`."""

MOST_LINES = 9
ROOM = 1.22
"""The usual bold faces are up to this much wider than the regular one that is measured; the margin takes DejaVu's."""

WIDE_EM, EMOJI_EM, UNKNOWN_EM = 1.0, 1.3, 0.72
LAST_LATIN = 0x24F
MEASURED_AT = 100
ELLIPSIS = "…"


@dataclass(frozen=True)
class TitleLayout:
    """A title in lines, and the size of its letters; ``whole`` where nothing had to be left out."""

    lines: tuple[str, ...]
    size: int
    whole: bool = True


def set_title(title: str, width: float) -> TitleLayout:
    """The largest lettering in which a title fits a width, in units of the poster.

    Words are broken only where a word alone is too long for a line of the smallest size, or where the script knows no
    spaces; what is longer than :data:`MOST_LINES` lines of that size ends in an ellipsis.
    """
    spaced = printable(title).split()
    for size in SIZES:
        words = [piece for word in spaced for piece in (_broken(word, width / size) if _is_wide(word) else [word])]
        lines = _fill(words, width / size)
        most = MOST_LINES if size == SIZES[-1] else MAX_LINES
        if len(lines) <= most and all(measure(line) <= width / size for line in lines):
            return TitleLayout(tuple(_balanced(words, width / size, lines)), size)
    return _cut(spaced, width / SIZES[-1])


def printable(text: str) -> str:
    """The text without control characters, half surrogates and marks that turn the direction: safe in any XML."""
    if text.isprintable():  # nearly every title; the rest is looked at character by character
        return text
    return "".join(" " if _is_unprintable(char) else char for char in text)


def _is_unprintable(char: str) -> bool:
    turns = char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
    return turns or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def measure(text: str) -> float:
    """How wide a text may be, in multiples of its letters' size."""
    return sum(_grapheme_width(one) for one in wcwidth.iter_graphemes(text))


@lru_cache(maxsize=4096)
def _grapheme_width(grapheme: str) -> float:
    if ord(grapheme[0]) <= LAST_LATIN:
        return _latin_width(grapheme) * ROOM
    if wcwidth.wcswidth(grapheme) < 2:
        return UNKNOWN_EM * ROOM
    return WIDE_EM if unicodedata.category(grapheme[0]).startswith("L") else EMOJI_EM


def _is_wide(word: str) -> bool:
    """Whether a word is written in a script such as Chinese or Japanese, whose lines may break anywhere."""
    return any(unicodedata.east_asian_width(char) == "W" and char.isalpha() for char in word)


def _latin_width(grapheme: str) -> float:
    return max(float(_font().getlength(char)) for char in grapheme) / MEASURED_AT


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(MEASURED_AT)


def _fill(words: list[str], width: float) -> list[str]:
    """Lines with as many words in each as fit; a word that is too long stands alone, in its own line."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: list[str], width: float, lines: list[str]) -> list[str]:
    """The same number of lines, as even as can be: the narrowest measure that needs no line more."""
    best, step = lines, width / 16
    for narrower in (width - step * i for i in range(1, 9)):
        tried = _fill(words, narrower)
        if len(tried) > len(lines) or any(measure(line) > narrower for line in tried):
            return best
        best = tried
    return best


def _cut(words: list[str], width: float) -> TitleLayout:
    """Words too long for a line are broken between what is read as one character; the end gives way to an ellipsis."""
    pieces = [piece for word in words for piece in _broken(word, width)]
    lines = _fill(pieces, width)
    if len(lines) <= MOST_LINES:
        return TitleLayout(tuple(lines), SIZES[-1])
    last = list(wcwidth.iter_graphemes(lines[MOST_LINES - 1]))
    while last and measure("".join(last)) > width - measure(ELLIPSIS):
        last.pop()
    return TitleLayout((*lines[: MOST_LINES - 1], "".join(last).rstrip() + ELLIPSIS), SIZES[-1], whole=False)


def _broken(word: str, width: float) -> list[str]:
    pieces = [""]
    for grapheme in wcwidth.iter_graphemes(word):
        if pieces[-1] and measure(pieces[-1] + grapheme) > width:
            pieces.append("")
        pieces[-1] += grapheme
    return pieces
