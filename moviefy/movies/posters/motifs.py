"""The drawings above a poster's title: eight motifs of plain shapes, each varied by a film's own numbers.

A motif fills a box of 400 by ``height`` units whose edges cut it off, so that it never runs into the letters.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

WIDTH = 400


@dataclass(frozen=True)
class Shape:
    """One SVG element: its name and its attributes."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Sketch:
    """The input of a motif.

    Attributes:
        height: of the box, in units of the poster.
        light, deep: the two colours beside the paper's.
        chances: eight numbers in [0, 1) that depend on the film.
    """

    height: float
    light: str
    deep: str
    chances: tuple[float, ...]

    def between(self, index: int, low: float, high: float) -> float:
        """Number ``index`` of the film, scaled to a range."""
        return low + (high - low) * self.chances[index]


Motif = Callable[[Sketch], Iterator[Shape]]


def _shape(name: str, fill: str, **attributes: float) -> Shape:
    return Shape(name, {**{key: f"{value:.1f}" for key, value in attributes.items()}, "fill": fill})


def _polygon(fill: str, *points: tuple[float, float]) -> Shape:
    return Shape("polygon", {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points), "fill": fill})


def sun(sketch: Sketch) -> Iterator[Shape]:
    """A disc over the horizon of the title, with a deep one rising behind it."""
    radius = min(sketch.between(0, 0.3, 0.39) * sketch.height, 150)
    x, y = sketch.between(1, 160, 240), sketch.height * 0.54
    yield _shape("circle", sketch.deep, cx=x + sketch.between(2, -90, 90), cy=y + radius * 0.35, r=radius * 0.8)
    yield _shape("circle", sketch.light, cx=x, cy=y, r=radius)


def bands(sketch: Sketch) -> Iterator[Shape]:
    """Bars that thin out downwards, with one light one among them."""
    top, light = 0.0, int(sketch.between(0, 1, 4))
    for place in range(5):
        thick = sketch.height * (0.2 - 0.035 * place)
        yield _shape("rect", sketch.light if place == light else sketch.deep, x=0, y=top, width=WIDTH, height=thick)
        top += thick + sketch.height * sketch.between(1, 0.06, 0.1)


def beam(sketch: Sketch) -> Iterator[Shape]:
    """A projector's beam from a corner."""
    start = sketch.between(0, -0.2, 0.5) * sketch.height
    low, high = sketch.between(1, 0.25, 0.5), sketch.between(2, 0.7, 1.0)
    yield _polygon(sketch.light, (-10, start), (WIDTH, low * sketch.height), (WIDTH, high * sketch.height))
    yield _shape("circle", sketch.deep, cx=0, cy=start, r=sketch.between(3, 40, 90))


def rings(sketch: Sketch) -> Iterator[Shape]:
    """Rings around a point near an edge, as of a stone in water."""
    x, y = sketch.between(0, 60, WIDTH), sketch.between(1, 0, 0.35) * sketch.height
    gap = sketch.between(2, 0.06, 0.11) * sketch.height
    for place in range(int((sketch.height - y) / (2 * gap)), 0, -1):
        ring = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{2 * gap * place - gap:.1f}", "fill": "none"}
        yield Shape("circle", {**ring, "stroke": sketch.light, "stroke-width": f"{gap * 0.9:.1f}"})
    yield _shape("circle", sketch.deep, cx=x, cy=y, r=gap * 0.5)


def slope(sketch: Sketch) -> Iterator[Shape]:
    """A deep plane falling away, with a light edge."""
    left, right = sketch.between(0, 0.75, 1.0) * sketch.height, sketch.between(1, 0.1, 0.5) * sketch.height
    edge = sketch.between(2, 0.09, 0.16) * sketch.height
    if sketch.chances[3] < 0.5:
        left, right = right, left
    yield _polygon(sketch.deep, (0, 0), (WIDTH, 0), (WIDTH, right), (0, left))
    yield _polygon(sketch.light, (0, left - edge), (WIDTH, right - edge), (WIDTH, right), (0, left))


def pair(sketch: Sketch) -> Iterator[Shape]:
    """Two discs that meet: two people, whatever is between them."""
    radius = min(sketch.between(0, 0.27, 0.34) * sketch.height, 105)
    apart, tilt = sketch.between(1, 0.5, 0.85) * radius, sketch.between(2, -0.35, 0.35) * radius
    middle = sketch.height * 0.5
    yield _shape("circle", sketch.light, cx=WIDTH / 2 - apart, cy=middle + tilt, r=radius)
    yield _shape("circle", sketch.deep, cx=WIDTH / 2 + apart, cy=middle - tilt, r=radius)


def curtain(sketch: Sketch) -> Iterator[Shape]:
    """Upright stripes, cut off on a slant."""
    stripe, gap = sketch.between(0, 10, 20), sketch.between(1, 18, 34)
    left, right = sketch.between(2, 0.3, 0.95) * sketch.height, sketch.between(3, 0.3, 0.95) * sketch.height
    for place in range(int(WIDTH // (stripe + gap)) + 1):
        x = place * (stripe + gap)
        down = left + (right - left) * x / WIDTH
        yield _shape("rect", sketch.deep if place % 5 == 4 else sketch.light, x=x, y=0, width=stripe, height=down)


def lights(sketch: Sketch) -> Iterator[Shape]:
    """A field of dots, one of them unlike the others."""
    across = int(sketch.between(0, 5, 9))
    step = WIDTH / across
    down = max(1, int(sketch.height / step))
    other = int(sketch.between(1, 0, across * down))
    for place in range(across * down):
        row, column = divmod(place, across)
        radius = step * (0.36 if place == other else 0.2)
        fill = sketch.deep if place == other else sketch.light
        yield _shape("circle", fill, cx=(column + 0.5) * step, cy=(row + 0.5) * step, r=radius)


MOTIFS: tuple[Motif, ...] = (sun, bands, beam, rings, slope, pair, curtain, lights)
"""Append new motifs at the end: the order decides which film has which."""
