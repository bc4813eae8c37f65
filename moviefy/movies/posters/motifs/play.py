"""Motifs of play and holidays."""

from collections.abc import Iterator
from math import cos, pi, sin

from moviefy.movies.posters.motifs.shapes import (
    END,
    Markup,
    Sketch,
    area,
    box,
    corners,
    disc,
    floats,
    hangs,
    line,
    oval,
    ring,
    stands,
    turned,
)


def card(s: Sketch) -> Iterator[Markup]:
    """A hand of cards, one of them turned up."""
    yield box(s.shade, 90, 70, 170, 250, 14, -24) + box(s.ink, 112, 66, 176, 262, 14, s.between(0, -10, -4))
    yield box(s.ink, 140, 74, 176, 262, 14, 14)
    yield turned(14, 228, 205) + box(s.paper, 149, 83, 158, 244, 8)
    yield area(
        s.accent,
        "M228 150C250 190 284 200 280 230C276 254 248 256 238 240L246 272H210L218 240"
        "C208 256 180 254 176 230C172 200 206 190 228 150z",
    )
    yield END


def chess(s: Sketch) -> Iterator[Markup]:
    """A pawn that dreams of a crown."""
    yield area(
        s.ink,
        "M104 400C104 360 146 356 158 330C170 296 176 276 172 250H140V228H164"
        "A58 58 0 1 1 236 228H260V250H228C224 276 230 296 242 330"
        "C254 356 296 360 296 400z",
    )
    lift = s.between(0, 0, 24)
    yield area(
        s.accent,
        f"M134 {108 - lift:.0f}L118 {30 - lift:.0f}L162 {64 - lift:.0f}"
        f"L200 {14 - lift:.0f}L238 {64 - lift:.0f}L282 {30 - lift:.0f}"
        f"L266 {108 - lift:.0f}z",
    )


def ball(s: Sketch) -> Iterator[Markup]:
    """A ball in the air."""
    yield oval(s.shade, 200, 392, 84, 10) + disc(s.ink, 200, 200, 150)
    yield turned(s.between(0, 0, 70), 200, 200)
    point = [(200 + 58 * sin(k * 2 * pi / 5), 200 - 58 * cos(k * 2 * pi / 5)) for k in range(5)]
    far = [(200 + 148 * sin(k * 2 * pi / 5), 200 - 148 * cos(k * 2 * pi / 5)) for k in range(5)]
    yield line(
        s.paper,
        9,
        "".join(f"M{a:.0f} {b:.0f}L{x:.0f} {y:.0f}" for (a, b), (x, y) in zip(point, far, strict=True)),
        "butt",
    )
    yield corners(s.accent, *point) + END


def kite(s: Sketch) -> Iterator[Markup]:
    """A kite on its line."""
    yield turned(s.between(0, 14, 34), 200, 160)
    yield corners(s.ink, (200, 10), (310, 130), (200, 290), (90, 130))
    yield corners(s.accent, (200, 10), (310, 130), (200, 130))
    yield corners(s.accent, (200, 130), (200, 290), (90, 130)) + END
    yield line(s.ink, 5, "M160 280C110 330 190 350 150 410S80 420 60 470")


def teddy(s: Sketch) -> Iterator[Markup]:
    """A bear that was loved."""
    yield disc(s.ink, 112, 110, 52)
    yield disc(s.ink, 288, 110, 52)
    yield disc(s.accent, 112, 110, 24)
    yield disc(s.accent, 288, 110, 24)
    yield disc(s.ink, 200, 210, 146) + oval(s.accent, 200, 262, 66, 54)
    yield disc(s.paper, 146, 190, 15) + line(s.ink, 7, "M200 262V286M176 296Q200 312 224 296")
    yield disc(s.paper, 254, 190, 15) if s.chances[0] < 0.6 else line(s.paper, 8, "M242 178L266 202M266 178L242 202")
    yield oval(s.ink, 200, 242, 24, 17)


def cake(s: Sketch) -> Iterator[Markup]:
    """A cake with one candle."""
    yield box(s.ink, 70, 250, 260, 180, 14) + box(s.accent, 186, 96, 28, 100, 4)
    yield area(s.accent, f"M200 {s.between(0, 16, 30):.0f}c20 26 22 36 22 46a22 22 0 0 1-44 0c0-10 2-20 22-46z")
    yield area(
        s.shade,
        "M96 190H304q26 0 26 40v40a32 32 0 0 1-65 0a32 32 0 0 1-65 0a32 32 0 0 1-65 0a32 32 0 0 1-65 0v-40q0-40 26-40z",
    )


def pencil(s: Sketch) -> Iterator[Markup]:
    """A pencil and its line."""
    yield line(s.accent, 18, f"M60 350C90 {s.between(0, 250, 300):.0f} 120 400 160 340S200 300 226 330")
    yield turned(40, 226, 330) + corners(s.ink, (226, 330), (194, 250), (258, 250))
    yield corners(s.paper, (206, 280), (246, 280), (258, 250), (194, 250))
    yield box(s.ink, 194, 0, 64, 252)
    yield box(s.paper, 214, 0, 4, 250)
    yield box(s.accent, 194, -46, 64, 54, 10) + END


def tent(s: Sketch) -> Iterator[Markup]:
    """A circus tent."""
    yield line(s.ink, 6, "M200 70V10") + area(s.accent, f"M200 8l{s.between(0, 40, 60):.0f} 16l-50 18z")
    yield corners(s.ink, (200, 60), (400, 220), (0, 220))
    yield corners(s.paper, (200, 60), (240, 220), (160, 220)) + corners(s.paper, (200, 60), (80, 220), (30, 220))
    yield corners(s.paper, (200, 60), (320, 220), (370, 220))
    yield box(s.accent, 24, 220, 352, 210)
    yield corners(s.ink, (200, 220), (260, 430), (140, 430))
    yield area(s.ink, "".join(f"M{x} 216h50a25 25 0 0 1-50 0z" for x in range(0, 400, 50)))


def swing(s: Sketch) -> Iterator[Markup]:
    """An empty swing."""
    lean = s.between(0, -70, 70)
    yield line(s.ink, 7, f"M130 -270L{130 + lean:.0f} 276M270 -270L{270 + lean:.0f} 276")
    yield box(s.accent, 108 + lean, 270, 184, 24, 6)
    yield oval(s.shade, 200 + lean * 1.1, 384, 100, 13)


def wheel(s: Sketch) -> Iterator[Markup]:
    """A Ferris wheel."""
    yield line(s.ink, 12, "M200 200L120 430M200 200L280 430")
    yield ring(s.ink, 200, 180, 140, 8)
    yield turned(s.between(0, 0, 40), 200, 180)
    yield line(s.ink, 4, "M60 180H340M200 40V320M101 81L299 279M101 279L299 81")
    for place, (x, y) in enumerate(
        ((60, 180), (340, 180), (200, 40), (200, 320), (101, 81), (299, 279), (101, 279), (299, 81))
    ):
        yield disc(s.accent if place % 2 else s.ink, x, y, 21)
    yield END + disc(s.accent, 200, 180, 20)


PLAY = (
    floats(card, "con artists, gambling, las vegas, heist, fate, Crime, money"),
    stands(chess, "power, politics, royalty, ambition, chess, betrayal, history, jealousy, rivalry"),
    floats(ball, "sport, football, school, baseball, basketball, pride, teenagers"),
    stands(kite, "childhood, fathers and sons, freedom, friendship, orphans, countryside, Children, youth"),
    floats(teddy, "toys, Children, dolls, friendship, Animation, animals, childhood, home invasion"),
    stands(cake, "holidays, coming of age, Comedy, sisters, ageing, food, parents and children, humour"),
    floats(pencil, "art, Animation, school, stop motion, anime, based on a comic, teachers, writers"),
    stands(tent, "circus, Children, parody, clowns, Musical, toys, wonder"),
    hangs(swing, "childhood, kidnapping, grief, lost love, small town, fathers and daughters"),
    stands(wheel, "first love, summer, teenagers, love, holidays, youth, circus"),
)
"""Motifs of play and holidays."""
