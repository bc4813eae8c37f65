"""Motifs of journeys: vehicles, machines, and worlds far away."""

from collections.abc import Iterator
from math import cos, pi, sin

from moviefy.movies.posters.motifs.shapes import (
    END,
    LEFT,
    Markup,
    Sketch,
    area,
    box,
    corners,
    disc,
    floats,
    ground,
    line,
    oval,
    person,
    ring,
    stands,
    turned,
)


def planet(s: Sketch) -> Iterator[Markup]:
    """A planet with a ring, and its moon."""
    turn = s.between(0, -30, -12)
    yield turned(turn, 200, 210) + disc(s.ink, 200, 210, 118)
    yield line(s.accent, 20, "M90 176C-60 216 30 260 200 252S460 190 310 172", "butt") + END
    yield disc(s.accent, s.between(1, 290, 340), 60, 24)


def rocket(s: Sketch) -> Iterator[Markup]:
    """A rocket that rises."""
    yield turned(s.between(0, 10, 34), 200, 200)
    yield area(s.accent, "M166 288C164 334 186 350 200 390C214 350 236 334 234 288z")
    yield area(
        s.ink,
        "M200 20C264 84 264 184 246 284H154C136 184 136 84 200 20zM142 210L98 312L152 284zM258 210L302 312L248 284z",
    )
    yield disc(s.paper, 200, 142, 32) + disc(s.accent, 200, 142, 19) + END


def saucer(s: Sketch) -> Iterator[Markup]:
    """Visitors from above."""
    wide = s.between(0, 120, 170)
    yield corners(s.accent, (150, 130), (250, 130), (200 + wide, 400), (200 - wide, 400))
    yield area(s.shade, "M130 100C130 10 270 10 270 100z") + oval(s.ink, 200, 116, 170, 40)
    yield disc(s.paper, 100, 116, 10) + disc(s.paper, 200, 126, 10) + disc(s.paper, 300, 116, 10)
    yield person(s.ink, 200, 392, 90) + ground(s.ink, 388)


def robot(s: Sketch) -> Iterator[Markup]:
    """The face of a machine."""
    yield line(s.ink, 10, "M200 90V30") + disc(s.accent, 200, 28, 20)
    yield box(s.ink, 70, 86, 260, 250, 34) + box(s.ink, 36, 170, 26, 90, 10) + box(s.ink, 338, 170, 26, 90, 10)
    look = s.between(0, 34, 46)
    yield disc(s.paper, 140, 190, look)
    yield disc(s.paper, 260, 190, look)
    yield disc(s.accent, 146, 190, 18)
    yield disc(s.accent, 266, 190, 18)
    yield line(s.paper, 10, "M130 280H270M165 266V294M200 266V294M235 266V294", "butt") + box(s.ink, 150, 346, 100, 90)


def gear(s: Sketch) -> Iterator[Markup]:
    """Wheels that turn each other."""
    for x, y, r, fill, teeth in ((150, 170, 100, s.ink, 10), (300, 284, 66, s.accent, 7)):
        angles = [(k + 0.5 * s.chances[0]) * 2 * pi / teeth for k in range(teeth)]
        course = "".join(f"M{x} {y}l{1.16 * r * cos(a):.0f} {1.16 * r * sin(a):.0f}" for a in angles)
        yield line(fill, r * 0.32, course, "butt") + disc(fill, x, y, r) + disc(s.paper, x, y, r * 0.38)


def car(s: Sketch) -> Iterator[Markup]:
    """A car from the side, on its way."""
    yield disc(s.shade, s.between(0, 90, 310), 150, 90)
    yield area(s.accent, "M10 330C10 280 40 270 90 262L150 196H270L326 262C372 266 394 280 394 330z")
    yield area(s.paper, "M164 214H204V260H124zM218 214H260L298 260H218z")
    yield "".join(disc(s.ink, x, 334, 40) + disc(s.paper, x, 334, 15) for x in (100, 306)) + ground(s.ink, 372)


def plane(s: Sketch) -> Iterator[Markup]:
    """A plane and its trail."""
    yield turned(s.between(0, 20, 60), 200, 200)
    yield line(s.accent, 14, "M176 330V640M224 330V640", "butt")
    yield area(
        s.ink,
        "M200 30C224 50 224 90 224 140L370 230V266L224 220V300L268 340V364L200 344"
        "L132 364V340L176 300V220L30 266V230L176 140C176 90 176 50 200 30z",
    )
    yield END


def globe(s: Sketch) -> Iterator[Markup]:
    """The world, and a way around it."""
    yield disc(s.ink, 200, 200, 160)
    yield line(
        s.paper,
        5,
        "M40 200H360M200 40V360M70 120H330M70 280H330M200 40C90 120 90 280 200 360M200 40C310 120 310 280 200 360",
        "butt",
    )
    x, y = s.between(0, 100, 160), s.between(1, 240, 290)
    yield line(s.accent, 12, f"M{x:.0f} {y:.0f}Q170 90 290 140")
    yield disc(s.accent, x, y, 17)
    yield disc(s.accent, 290, 140, 17)


def hot_air(s: Sketch) -> Iterator[Markup]:
    """A hot-air balloon."""
    yield area(
        s.ink, "M200 20C320 20 350 130 316 200C290 250 250 280 236 310H164C150 280 110 250 84 200C50 130 80 20 200 20z"
    )
    yield area(
        s.accent,
        "M200 20C250 20 262 130 246 200C236 250 224 280 218 310H182C176 280 164 250 154 200C138 130 150 20 200 20z",
    )
    yield line(s.ink, 4, "M168 310L178 346M232 310L222 346") + box(s.ink, 172, 346, 56, 42, 8)
    yield oval(s.shade, s.between(0, 40, 90), 330, 70, 18) + oval(s.shade, 350, 66, 60, 16)


def paper_boat(s: Sketch) -> Iterator[Markup]:
    """A paper boat on open water."""
    yield turned(s.between(0, -10, 8), 200, 260)
    yield corners(s.accent, (200, 90), (290, 260), (110, 260)) + corners(s.shade, (200, 90), (200, 260), (110, 260))
    yield corners(s.ink, (30, 216), (200, 262), (370, 216), (292, 330), (108, 330)) + END
    for place in range(3):
        yield line(s.ink, 9, f"M{LEFT + 30 * place} {332 + 34 * place}q30-22 60 0" + "t60 0" * 12)


def sailing(s: Sketch) -> Iterator[Markup]:
    """A ship in full sail."""
    yield disc(s.accent, s.between(0, 110, 300), 130, 80)
    yield line(s.ink, 9, "M200 30V300M110 90V290M290 100V290") + corners(s.accent, (200, 22), (250, 38), (200, 54))
    yield area(
        s.ink,
        "M146 70H254Q280 120 254 170H146Q170 120 146 70zM140 184H262Q290 230 262 280H140"
        "Q166 230 140 184zM70 110H134Q150 190 134 260H70Q90 190 70 110zM268 118H330"
        "Q350 190 330 262H276Q296 190 268 118z",
    )
    yield area(s.ink, "M30 296H380C360 350 330 360 320 380H90C70 350 40 330 30 296z") + ground(s.shade, 360)


def sword(s: Sketch) -> Iterator[Markup]:
    """A sword and a sun."""
    yield disc(s.accent, 200, 200, s.between(0, 120, 150))
    yield turned(s.between(1, 30, 50), 200, 200)
    yield corners(s.ink, (184, 270), (184, 10), (200, -24), (216, 10), (216, 270)) + box(s.ink, 136, 270, 128, 20, 8)
    yield box(s.ink, 188, 288, 24, 90) + disc(s.ink, 200, 390, 20) + box(s.paper, 197, 16, 6, 240) + END


def pyramid(s: Sketch) -> Iterator[Markup]:
    """A pyramid in the sun."""
    x = s.between(0, 150, 220)
    yield disc(s.accent, x + 110, 110, 60) + corners(s.ink, (x, 90), (x + 70, 420), (x - 330, 420))
    yield corners(s.shade, (x, 90), (x + 330, 420), (x + 70, 420))


def portal(s: Sketch) -> Iterator[Markup]:
    """Frames within frames, each turned a little further."""
    turn = s.between(0, 8, 16)
    for place in range(7):
        size = 360 * 0.78**place
        fill = s.accent if place == 6 else (s.paper if place % 2 else s.ink)
        yield box(fill, 200 - size / 2, 200 - size / 2, size, size, 0, turn * place)


def atom(s: Sketch) -> Iterator[Markup]:
    """An atom."""
    for turn in (0, 60, 120):
        yield turned(turn + s.between(0, 0, 60), 200, 200)
        yield line(s.ink, 13, "M24 200A176 64 0 0 1 376 200A176 64 0 0 1 24 200z") + END
    yield disc(s.accent, 200, 200, 38) + ring(s.paper, 200, 200, 42, 8)


def pixels(s: Sketch) -> Iterator[Markup]:
    """Squares that fall apart."""
    cells = "".join(
        f"M{40 + 40 * column} {40 + 40 * row}h36v36h-36z" for row in range(8) for column in range(8)
        if (row * 5 + column * 3 + s.count(0, 0, 6) * (row + 1)) % 11 > row - 3 and (2 < row + column < 12 or row % 2)
    )  # fmt: skip
    yield area(s.ink, cells)
    yield box(s.accent, 160 + 40 * s.count(1, 0, 1), 160, 36, 36) + box(s.accent, 320, 320, 36, 36)


JOURNEYS = (
    floats(planet, "outer space, aliens, star trek series, star wars series, Sci-Fi, parallel worlds, wonder"),
    floats(rocket, "outer space, science, technology, Sci-Fi, Animation, courage, cold war"),
    stands(saucer, "aliens, outer space, conspiracy, small town, strangeness, kidnapping"),
    stands(robot, "robots, artificial intelligence, technology, terminator series, transformers series, identity"),
    floats(gear, "technology, work, science, dystopia, time travel, stop motion, power, heist"),
    stands(car, "cars, racing, chase, road trip, fast and furious series, gangsters, Action, energy"),
    floats(plane, "aviation, world war ii, escape, terrorism, travel, cold war, Action"),
    floats(globe, "travel, history, politics, spies, Documentary, nature, science, true story"),
    floats(hot_air, "Adventure, Animation, Children, wonder, travel, treasure, freedom"),
    stands(paper_boat, "immigration, childhood, the river, survival, siblings, Children, exile"),
    stands(sailing, "pirates, the sea, Adventure, history, colonialism, treasure, travel"),
    floats(sword, "swordplay, samurai, knights, martial arts, honour, ancient world, revenge, loyalty"),
    stands(pyramid, "ancient world, treasure, mummy series, desert, myth, indiana jones series"),
    floats(portal, "virtual worlds, parallel worlds, dreams, time travel, twist ending, strangeness, video game"),
    floats(atom, "science, technology, cold war, medicine, ambition, thought, Sci-Fi"),
    floats(
        pixels, "technology, virtual worlds, artificial intelligence, video game, based on a game, hackers, television"
    ),
)
"""Motifs of journeys."""
