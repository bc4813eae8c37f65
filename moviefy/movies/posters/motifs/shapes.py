"""What motifs are made of: plain SVG shapes in a box of 400 by 400 units, and the colours and numbers of one film.

A motif that stands on the ground ends at y = 400 and reaches beyond both sides of the box, because the poster may show
more of it than 400 units; any other floats around (200, 200). The poster cuts off what is outside its picture.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LEFT, RIGHT, TOP = -160, 560, -260
"""How far a ground or a sky reaches, so that no picture shows its end."""

Markup = str
END = "</g>"


@dataclass(frozen=True)
class Sketch:
    """The input of a motif.

    Attributes:
        paper: the colour behind the motif.
        ink: the main shape's; accent: the one thing's that is different.
        shade: between paper and ink, for what stays in the background.
        chances: eight numbers in [0, 1) that depend on the film.
    """

    paper: str
    ink: str
    accent: str
    shade: str
    chances: tuple[float, ...]

    def between(self, index: int, low: float, high: float) -> float:
        """Number ``index`` of the film, scaled to a range."""
        return low + (high - low) * self.chances[index]

    def count(self, index: int, low: int, high: int) -> int:
        """Number ``index`` of the film as a whole number from ``low`` to ``high``, both included."""
        return low + int(self.chances[index] * (high - low + 1))


Draw = Callable[[Sketch], Iterator[Markup]]


@dataclass(frozen=True)
class Motif:
    """One drawing and the films that it is for.

    Attributes:
        draw: yields the SVG elements, backmost first.
        cues: themes (lower case), genres (capitalised) and qualities that call for it.
        grounded: whether it stands on the lower edge of its picture instead of floating in it.
        hanging: whether it comes from above, so that no title stands there.
    """

    draw: Draw
    cues: frozenset[str]
    grounded: bool = False
    hanging: bool = False

    @property
    def name(self) -> str:
        """The name of the drawing."""
        return self.draw.__name__


def stands(draw: Draw, cues: str) -> Motif:
    """A motif on the lower edge of its picture; cues are separated by commas."""
    return Motif(draw, _cues(cues), grounded=True)


def floats(draw: Draw, cues: str) -> Motif:
    """A motif in the middle of its picture; cues are separated by commas."""
    return Motif(draw, _cues(cues))


def hangs(draw: Draw, cues: str) -> Motif:
    """A motif that comes from the upper edge of the poster; cues are separated by commas."""
    return Motif(draw, _cues(cues), hanging=True)


def _cues(text: str) -> frozenset[str]:
    return frozenset(cue.strip() for cue in text.split(","))


def turned(degrees: float, x: float, y: float) -> Markup:
    """Begins a group that is turned around a point; :data:`END` ends it."""
    return f'<g transform="rotate({degrees:.0f} {x:.0f} {y:.0f})">'


def flipped(markup: Markup) -> Markup:
    """The same from right to left."""
    return f'<g transform="matrix(-1 0 0 1 400 0)">{markup}{END}'


def disc(fill: str, x: float, y: float, r: float) -> Markup:
    """A filled circle."""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{fill}"/>'


def ring(colour: str, x: float, y: float, r: float, width: float) -> Markup:
    """A circle's line."""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="none" stroke="{colour}" stroke-width="{width:.0f}"/>'


def box(fill: str, x: float, y: float, width: float, height: float, corner: float = 0, turn: float = 0) -> Markup:
    """A rectangle by its upper left corner; ``turn`` turns it around its middle, in degrees."""
    rounded = f' rx="{corner:.0f}"' if corner else ""
    turning = f' transform="rotate({turn:.0f} {x + width / 2:.0f} {y + height / 2:.0f})"' if turn else ""
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{fill}"{rounded}{turning}/>'


def oval(fill: str, x: float, y: float, rx: float, ry: float, turn: float = 0) -> Markup:
    """An ellipse around a point, turned around it."""
    turning = f' transform="rotate({turn:.0f} {x:.0f} {y:.0f})"' if turn else ""
    return f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.0f}" ry="{ry:.0f}" fill="{fill}"{turning}/>'


def area(fill: str, outline: str) -> Markup:
    """A filled outline in SVG's path notation; where it has several parts, they cut holes into each other."""
    rule = ' fill-rule="evenodd"' if outline.count("M") > 1 else ""
    return f'<path d="{outline}" fill="{fill}"{rule}/>'


def line(colour: str, width: float, course: str, cap: str = "round") -> Markup:
    """A line in SVG's path notation."""
    return (
        f'<path d="{course}" fill="none" stroke="{colour}" stroke-width="{width:.0f}" stroke-linecap="{cap}"'
        ' stroke-linejoin="round"/>'
    )


def corners(fill: str, *points: tuple[float, float]) -> Markup:
    """A polygon."""
    return f'<path d="M{"L".join(f"{x:.0f} {y:.0f}" for x, y in points)}z" fill="{fill}"/>'


def ground(fill: str, top: float) -> Markup:
    """Everything below a height."""
    return box(fill, LEFT, top, RIGHT - LEFT, 420 - top)


def person(fill: str, x: float, foot: float, height: float) -> Markup:
    """Somebody seen from afar: a head, shoulders and legs; ``x`` is their middle."""
    h = height / 100
    body = (
        f"M{x - 11 * h:.0f} {foot:.0f}L{x - 12 * h:.0f} {foot - 34 * h:.0f}L{x - 18 * h:.0f} {foot - 62 * h:.0f}"
        f"Q{x - 18 * h:.0f} {foot - 74 * h:.0f} {x:.0f} {foot - 74 * h:.0f}T{x + 18 * h:.0f} {foot - 62 * h:.0f}"
        f"L{x + 12 * h:.0f} {foot - 34 * h:.0f}L{x + 11 * h:.0f} {foot:.0f}H{x + 2 * h:.0f}L{x:.0f} {foot - 32 * h:.0f}"
        f"L{x - 2 * h:.0f} {foot:.0f}z"
    )
    return disc(fill, x, foot - 88 * h, 11 * h) + area(fill, body)
