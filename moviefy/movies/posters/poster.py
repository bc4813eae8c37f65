"""A film's poster, drawn by the app: its title in large type, a palette of its mood, and a motif.

    film -> numbers from its id -> palette (mood), motif, type -> SVG

The same film always gets the same poster. Letters stand on plain paper, at a contrast of at least 4.5 to 1 (WCAG 2.2,
1.4.3) in every palette, and the poster has its own background, so that it reads alike on light and dark pages.
"""

import hashlib
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # nosec B405 # writes XML and reads none

from moviefy.movies.catalog.catalog import Movie
from moviefy.movies.posters.lettering import TitleLayout, printable, set_title
from moviefy.movies.posters.motifs import MOTIFS, Shape, Sketch

WIDTH, HEIGHT = 400, 600
"""Size of the poster in its own units: 2 to 3, like printed posters."""

MARGIN = 32
YEAR_SIZE = 24
LINE_HEIGHT = 1.08
GAP = 30
DRAWING = "1"
"""Raise it when the drawing changes, so that browsers reload cached posters."""

SVG = "http://www.w3.org/2000/svg"
SANS = "Avenir Next, Segoe UI Variable Display, Segoe UI, Roboto, Ubuntu, Noto Sans, Liberation Sans, Arial, sans-serif"
SERIF = "Iowan Old Style, Palatino Linotype, Palatino, Noto Serif, Liberation Serif, Georgia, serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one poster: paper, letters on it, and the motif's two."""

    paper: str
    letters: str
    light: str
    deep: str


@dataclass(frozen=True)
class Typeface:
    """Font family and weight of a title."""

    family: str
    weight: int


PALETTES: dict[str, tuple[Palette, ...]] = {
    "happy": (
        Palette("#f2b01e", "#221503", "#fff0c4", "#c9551b"),
        Palette("#f6c750", "#221503", "#fff6dc", "#d8702a"),
        Palette("#ee9a3a", "#221503", "#ffe2ad", "#9f3d12"),
    ),
    "sad": (
        Palette("#1d3f66", "#eef5fb", "#8db9e3", "#0f2238"),
        Palette("#24505e", "#eef5fb", "#93cbd2", "#0e2a33"),
        Palette("#363a68", "#eef5fb", "#a9b0ea", "#191b3a"),
    ),
    "angry": (
        Palette("#a8281b", "#fff2ec", "#ff9a6b", "#3d0b10"),
        Palette("#7c1b2c", "#fff2ec", "#f2836d", "#30070f"),
        Palette("#9c3a0c", "#fff2ec", "#ffb066", "#3a1204"),
    ),
}
"""Mood -> its palettes."""

TYPEFACES = (Typeface(SANS, 700), Typeface(SERIF, 600), Typeface(SANS, 400), Typeface(SANS, 800))


def draw_poster(movie: Movie) -> str:
    """The poster as a self-contained SVG document of :data:`WIDTH` by :data:`HEIGHT` units."""
    draws = hashlib.sha256(movie.id.encode()).digest()
    palette = PALETTES[movie.mood][draws[0] % len(PALETTES[movie.mood])]
    title = set_title(movie.title, WIDTH - 2 * MARGIN)
    size = {"width": str(WIDTH), "height": str(HEIGHT)}
    root = ET.Element("svg", {"xmlns": SVG, "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", **size})
    ET.SubElement(root, "title").text = f"{printable(movie.title)} ({movie.year})"
    ET.SubElement(root, "rect", {**size, "fill": palette.paper})
    _draw_motif(root, palette, _top_of(title) - GAP, draws)
    _write(root, title, TYPEFACES[draws[1] % len(TYPEFACES)], palette, movie.year)
    return ET.tostring(root, encoding="unicode")


def poster_version(movie: Movie) -> str:
    """Twelve characters that change with the look of this film's poster."""
    seen = "\n".join((DRAWING, movie.id, movie.mood, str(movie.year), printable(movie.title)))
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def _top_of(title: TitleLayout) -> float:
    """The top of the title's first line; the last line stands above the year."""
    return HEIGHT - MARGIN - YEAR_SIZE - 14 - len(title.lines) * title.size * LINE_HEIGHT


def _draw_motif(root: ET.Element, palette: Palette, height: float, draws: bytes) -> None:
    """The motif in an inner svg, which clips it."""
    box = ET.SubElement(root, "svg", {"width": str(WIDTH), "height": f"{height:.1f}"})
    sketch = Sketch(height, palette.light, palette.deep, tuple(byte / 256 for byte in draws[3:11]))
    for shape in MOTIFS[draws[2] % len(MOTIFS)](sketch):
        _add(box, shape)


def _add(box: ET.Element, shape: Shape) -> None:
    ET.SubElement(box, shape.name, shape.attributes)


def _write(root: ET.Element, title: TitleLayout, typeface: Typeface, palette: Palette, year: int) -> None:
    letters = {"fill": palette.letters, "font-family": typeface.family}
    group = ET.SubElement(root, "g", {**letters, "font-size": str(title.size), "font-weight": str(typeface.weight)})
    for place, line in enumerate(title.lines):
        baseline = _top_of(title) + (place + 0.8) * title.size * LINE_HEIGHT
        ET.SubElement(group, "text", {"x": str(MARGIN), "y": f"{baseline:.1f}"}).text = line
    below = {"x": str(MARGIN), "y": str(HEIGHT - MARGIN), "font-size": str(YEAR_SIZE), "font-weight": "600"}
    ET.SubElement(root, "text", {**letters, **below, "letter-spacing": "2"}).text = str(year)
