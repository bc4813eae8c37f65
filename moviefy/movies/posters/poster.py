"""A film's poster, drawn by the app: a motif of what it is about, colours of its mood, type of its time.

    film -> look (looks.py) -> motif in its picture, title in lines -> SVG

The same film always gets the same poster. Letters stand on plain paper, at a contrast of at least 4.5 to 1 (WCAG 2.2,
1.4.3) in every palette, and the poster has its own background, so that it reads alike on light and dark pages.
"""

import hashlib
from dataclasses import replace
from html import escape

from moviefy.movies.catalog.catalog import Movie
from moviefy.movies.posters.lettering import TitleLayout, printable, set_title
from moviefy.movies.posters.looks import FIELD, FRAME, Look, look_of
from moviefy.movies.posters.motifs.shapes import Sketch
from moviefy.movies.posters.palettes import SHADE, mixed
from moviefy.movies.posters.typefaces import cased

WIDTH, HEIGHT = 400, 600
"""Size of the poster in its own units: 2 to 3, like printed posters."""

MARGIN = 32
YEAR_SIZE = 22
LINE_HEIGHT = 1.08
GAP = 30
FRAME_EDGE = 24
SEAM = 4
"""How far a picture reaches into the paper below, whose colour its ground may have: no line shows between them."""

DRAWING = "2"
"""Raise it when the drawing changes, so that browsers reload cached posters."""

SVG = "http://www.w3.org/2000/svg"


def draw_poster(movie: Movie, variant: int = 0) -> str:
    """The poster as a self-contained SVG document of :data:`WIDTH` by :data:`HEIGHT` units, in a variant's colours."""
    look = look_of(movie, variant)
    face = look.typeface
    title = set_title(cased(movie.title, face), (WIDTH - 2 * MARGIN) / face.width)
    name = escape(f"{printable(movie.title)} ({movie.year})")
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" width="{WIDTH}" height="{HEIGHT}">'
        f'<title>{name}</title><path d="M0 0h{WIDTH}v{HEIGHT}H0z" fill="{look.palette.paper}"/>'
        f"{_picture(look, title)}{_letters(look, title, movie.year)}</svg>"
    )


def poster_version(movie: Movie, variant: int = 0) -> str:
    """Twelve characters that change with the look of this film's poster."""
    look = look_of(movie, variant)
    drawn = (look.motif.name, look.palette, look.typeface, look.layout, look.title_first)
    seen = (DRAWING, movie.id, movie.year, printable(movie.title), *drawn)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]


def _block_height(title: TitleLayout) -> float:
    """The height of the title's lines and the year under them."""
    return len(title.lines) * title.size * LINE_HEIGHT + YEAR_SIZE + 14


def _picture(look: Look, title: TitleLayout) -> str:
    """The motif in an inner svg, which clips it; its colours change places on a field of their own."""
    palette, height = look.palette, round(HEIGHT - MARGIN - GAP - _block_height(title))
    sketch = Sketch(palette.paper, palette.ink, palette.accent, palette.shade, look.chances)
    edge = FRAME_EDGE if look.layout == FRAME else 0
    x, y, width = edge, edge, WIDTH - 2 * edge
    height -= edge
    if look.title_first:
        y = HEIGHT - edge - height
    seam = SEAM if look.layout == FIELD else 0
    field = ""
    if look.layout in (FIELD, FRAME):
        field = f'<path d="M{x} {y}h{width}v{height}H{x}z" fill="{palette.ink}"/>'
        sketch = replace(sketch, paper=palette.ink, ink=palette.paper, shade=mixed(palette.ink, palette.paper, SHADE))
    drawing = "".join(look.motif.draw(sketch))
    if look.mirrored:
        drawing = f'<g transform="matrix(-1 0 0 1 400 0)">{drawing}</g>'
    place = "xMidYMax" if look.motif.grounded else "xMidYMid"
    return (
        f'{field}<svg x="{x}" y="{y}" width="{width}" height="{height + seam}" viewBox="0 0 400 400"'
        f' preserveAspectRatio="{place} meet">{drawing}</svg>'
    )


def _letters(look: Look, title: TitleLayout, year: int) -> str:
    face, step = look.typeface, title.size * LINE_HEIGHT
    x, anchor = (WIDTH / 2, ' text-anchor="middle"') if face.centred else (MARGIN, "")
    top = MARGIN if look.title_first else HEIGHT - MARGIN - _block_height(title)
    spacing = f' letter-spacing="{face.spacing * title.size:.1f}"' if face.spacing else ""
    lines = "".join(
        f'<text x="{x:.0f}" y="{top + (place + 0.8) * step:.0f}">{escape(line, quote=False)}</text>'
        for place, line in enumerate(title.lines)
    )
    below = (
        f'x="{x:.0f}" y="{top + _block_height(title):.0f}" font-size="{YEAR_SIZE}" font-weight="500" letter-spacing="2"'
    )
    return (
        f'<g fill="{look.palette.letters}" font-family="{face.family}"{anchor}>'
        f'<g font-size="{title.size}" font-weight="{face.weight}"{spacing}>{lines}</g><text {below}>{year}</text></g>'
    )
