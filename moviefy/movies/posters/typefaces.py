"""A poster's type, by decade: families that systems have, nearest first, so that no font is fetched."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Typeface:
    """How a title is set.

    Attributes:
        family: font families, best first; the last is generic.
        weight: 100 to 900. upper: in capitals. spacing: between letters, in multiples of the type size.
        centred: set on the middle of the poster instead of its left margin.
    """

    family: str
    weight: int
    upper: bool = False
    spacing: float = 0.0
    centred: bool = False

    @property
    def width(self) -> float:
        """How much wider its lines may be than measured; bold serifs are wide, and spaces add to every letter."""
        serif = SERIF_ROOM if not self.family.endswith("sans-serif") else 1.0
        return serif * (1 + SPACED * max(self.spacing, 0))


SERIF_ROOM = 1.06
SPACED = 1.8
"""How many spaces go on the width of a letter: most letters are more than half as wide as high."""

_DECO = "Futura, Century Gothic, URW Gothic, Avenir Next, sans-serif"
_OLD_STYLE = "Hoefler Text, Palatino, Palatino Linotype, Book Antiqua, P052, Noto Serif, serif"
_MODERN = "Didot, Bodoni 72, Bodoni MT, Baskerville, C059, Noto Serif, Georgia, serif"
_SLAB = "Rockwell, Clarendon, Roboto Slab, C059, Georgia, serif"
_SWISS = "Helvetica Neue, Helvetica, Arial, Nimbus Sans, Liberation Sans, Roboto, sans-serif"
_SOFT = "Cooper Black, Bookman Old Style, URW Bookman, Georgia, serif"
_HUMANE = "Optima, Gill Sans, Gill Sans MT, Candara, Noto Sans, sans-serif"
_SCREEN = "Trebuchet MS, Fira Sans, Ubuntu, Noto Sans, sans-serif"
_WIDE = "Eurostile, Verdana, DejaVu Sans, Noto Sans, sans-serif"
_ROMAN = "Trajan Pro, Cinzel, Palatino, Palatino Linotype, P052, Noto Serif, serif"
_GEOMETRIC = "Avenir Next, Segoe UI Variable Display, Segoe UI, Roboto, URW Gothic, Noto Sans, sans-serif"
_TODAY = "system-ui, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"

TYPEFACES: dict[int, tuple[Typeface, ...]] = {
    1890: (Typeface(_OLD_STYLE, 700, upper=True, spacing=0.06, centred=True), Typeface(_MODERN, 400, centred=True)),
    1920: (
        Typeface(_DECO, 500, upper=True, spacing=0.1, centred=True),
        Typeface(_MODERN, 700, upper=True, centred=True),
    ),
    1930: (Typeface(_DECO, 700, upper=True, spacing=0.08), Typeface(_MODERN, 700, centred=True)),
    1940: (Typeface(_SLAB, 700), Typeface(_OLD_STYLE, 700, centred=True)),
    1950: (Typeface(_DECO, 700), Typeface(_SLAB, 700, upper=True)),
    1960: (Typeface(_SWISS, 700, spacing=-0.02), Typeface(_SWISS, 400, spacing=-0.01)),
    1970: (Typeface(_SOFT, 700), Typeface(_SWISS, 800, spacing=-0.03)),
    1980: (Typeface(_WIDE, 700), Typeface(_MODERN, 400)),
    1990: (Typeface(_HUMANE, 600), Typeface(_SCREEN, 700)),
    2000: (Typeface(_ROMAN, 400, upper=True, spacing=0.05, centred=True), Typeface(_HUMANE, 700)),
    2010: (Typeface(_GEOMETRIC, 700), Typeface(_GEOMETRIC, 400)),
    2020: (Typeface(_TODAY, 800, spacing=-0.02), Typeface(_MODERN, 600)),
}
"""First year -> the faces of its time; each holds until the next."""

LONGEST_UPPER, LONGEST_UPPER_WORD = 26, 11
"""Characters of a title and of a word: longer ones are easier to read, and larger, in small letters."""


def cased(title: str, face: Typeface) -> str:
    """A title in the letters of a face: capitals where the face has them and the title is short."""
    short = len(title) <= LONGEST_UPPER and max(map(len, title.split()), default=0) <= LONGEST_UPPER_WORD
    return title.upper() if face.upper and short else title


def typefaces_of(year: int) -> tuple[Typeface, ...]:
    """The faces of a film's time; those of the earliest for anything before."""
    first = max((start for start in TYPEFACES if start <= year), default=min(TYPEFACES))
    return TYPEFACES[first]
