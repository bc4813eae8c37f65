"""A film's poster, drawn by the app: a motif of what it is about, colours of its mood, type of its time.

    film -> look (looks.py) -> motif in its picture, title in lines -> SVG

The same film always gets the same poster. Letters stand on plain paper, at a contrast of at least 4.5 to 1 (WCAG 2.2,
1.4.3) in every palette, and the poster has its own background, so that it reads alike on light and dark pages.
"""

import hashlib
from html import escape

from moviefy.movies.catalog.movie import Movie
from moviefy.movies.posters.lettering import TitleLayout, printable, set_title
from moviefy.movies.posters.looks import FIELD, FRAME, OPEN, Look, look_of
from moviefy.movies.posters.motifs.shapes import Sketch, flipped
from moviefy.movies.posters.palettes import mixed
from moviefy.movies.posters.typefaces import cased

WIDTH, HEIGHT = 400, 600
"""Size of the poster in its own units: 2 to 3, like printed posters."""

MARGIN = 32
YEAR_SIZE = 22
LINE_HEIGHT = 1.08
GAP = 30
FRAME_EDGE = 24
SHADE = 0.26
"""How much of the ink is in the shade between it and the paper."""

SEAM = 4
"""How far a field reaches under the paper below, whose colour its ground may have: no line shows between them."""

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
    height = round(HEIGHT - MARGIN - GAP - _block_height(title))
    edge = FRAME_EDGE if look.layout == FRAME else 0
    x, width, height = edge, WIDTH - 2 * edge, height - edge
    y = HEIGHT - edge - height if look.title_first else edge
    seam = SEAM if look.layout == FIELD and not look.title_first else 0
    drawing = "".join(look.motif.draw(_sketch(look)))
    picture = (
        f'<svg x="{x}" y="{y}" width="{width}" height="{height + seam}" viewBox="0 0 400 400"'
        f' preserveAspectRatio="xMid{"YMax" if look.motif.grounded else "YMid"} meet">'
        f"{flipped(drawing) if look.mirrored else drawing}</svg>"
    )
    if look.layout != OPEN:
        picture = f'<path d="M{x} {y}h{width}v{height + seam}H{x}z" fill="{look.field}"/>{picture}'
    return picture + (f'<path d="M0 {height}h{WIDTH}v{seam + 1}H0z" fill="{look.palette.paper}"/>' if seam else "")


def _sketch(look: Look) -> Sketch:
    """The motif's colours: on a field of the ink, paper and ink change places."""
    paper, ink = look.palette.paper, look.palette.ink
    if look.layout != OPEN:
        paper, ink = ink, paper
    return Sketch(paper, ink, look.palette.accent, mixed(paper, ink, SHADE), look.chances)


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
