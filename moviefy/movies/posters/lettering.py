"""Line breaks and type size of a poster's title, without knowing the reader's fonts.

Widths come from the sans that Pillow carries, with a margin for bolder and wider fonts; scripts that it lacks count as
wide. No line is wider than the poster, whatever the title.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import wcwidth
from PIL import ImageFont

SIZES = (84, 72, 62, 53, 46, 40, 35, 31, 27, 23)
"""Type sizes to try, largest first, in units of the poster."""

MAX_LINES, MAX_HEIGHT = 4, 170
"""Lines, and lines times size, at every size but the smallest, which may have :data:`MOST_LINES`."""

MOST_LINES = 9
ROOM = 1.22
"""Common bold fonts are up to this many times wider than the regular one that is measured; DejaVu's included."""

WIDE_EM, EMOJI_EM, UNKNOWN_EM = 1.0, 1.3, 0.72
LAST_LATIN = 0x24F
MEASURED_AT = 100
ELLIPSIS = "…"


@dataclass(frozen=True)
class TitleLayout:
    """A title in lines and its type size; ``whole`` unless the end was cut."""

    lines: tuple[str, ...]
    size: int
    whole: bool = True


def set_title(title: str, width: float) -> TitleLayout:
    """The layout with the largest type in which a title fits a width, in units of the poster.

    Words are broken only if a single word is too long for a line of the smallest size, or if the script has no spaces.
    A title of more than :data:`MOST_LINES` lines of that size ends in an ellipsis.
    """
    spaced = printable(title).split()
    for size in SIZES:
        words = [piece for word in spaced for piece in (_broken(word, width / size) if _is_wide(word) else [word])]
        lines = _fill(words, width / size)
        most = MOST_LINES if size == SIZES[-1] else min(MAX_LINES, MAX_HEIGHT // size)
        if len(lines) <= most and all(measure(line) <= width / size for line in lines):
            return TitleLayout(tuple(_balanced(words, width / size, lines)), size)
    return _cut(spaced, width / SIZES[-1])


def printable(text: str) -> str:
    """The text without control characters, lone surrogates and direction marks: safe in any XML."""
    if text.isprintable():  # nearly every title; the rest is looked at character by character
        return text
    return "".join(" " if _is_unprintable(char) else char for char in text)


def _is_unprintable(char: str) -> bool:
    turns = char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
    return turns or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def measure(text: str) -> float:
    """The greatest width of a text, in multiples of its type size."""
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
    """Lines with as many words as fit; a word that is too long gets a line of its own."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: list[str], width: float, lines: list[str]) -> list[str]:
    """The same number of lines, as even as possible: the narrowest width that needs no further line."""
    best, step = lines, width / 16
    for narrower in (width - step * i for i in range(1, 9)):
        tried = _fill(words, narrower)
        if len(tried) > len(lines) or any(measure(line) > narrower for line in tried):
            return best
        best = tried
    return best


def _cut(words: list[str], width: float) -> TitleLayout:
    """Break words that are too long for a line between graphemes, and replace an overlong end by an ellipsis."""
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
