"""Motifs of places: houses, streets, cities, and the ways between them."""

from collections.abc import Iterator

from moviefy.movies.posters.motifs.shapes import (
    END,
    LEFT,
    RIGHT,
    Markup,
    Sketch,
    area,
    box,
    corners,
    disc,
    ground,
    line,
    oval,
    person,
    stands,
)


def skyline(s: Sketch) -> Iterator[Markup]:
    """Towers with lit windows."""
    yield disc(s.accent, s.between(0, 90, 310), 84, 50)
    tops = (240, 150, 290, 90, 200, 130, 260, 180, 230, 120)
    for place, top in enumerate(tops):
        yield box(s.shade if place % 3 == 2 else s.ink, LEFT + 72 * place, top, 72, 320)
    rooms = [(x, y) for x in (76, 104, 220, 248, 364) for y in (180, 220, 260, 300, 340)]
    lit = [room for place, room in enumerate(rooms) if (place * 7 + s.count(1, 0, 4)) % 5 < 2]
    yield area(s.accent, "".join(f"M{x} {y}h12v16h-12z" for x, y in lit))


def window(s: Sketch) -> Iterator[Markup]:
    """A dark front with one lit window, and somebody in it."""
    lit = s.count(0, 0, 5)
    yield box(s.ink, 50, 60, 300, 400)
    for place in range(9):
        row, column = divmod(place, 3)
        x, y = 78 + 92 * column, 92 + 104 * row
        yield box(s.accent if place == lit else s.shade, x, y, 60, 74)
        if place == lit:
            yield person(s.ink, x + 30, y + 76, 66)


def home(s: Sketch) -> Iterator[Markup]:
    """A house with a light in it."""
    yield box(s.ink, 262, 84, 34, 100) + corners(s.ink, (200, 70), (370, 232), (30, 232))
    yield box(s.ink, 72, 220, 256, 200)
    yield box(s.accent, 158, 246, 84, 84) + box(s.ink, 196, 246, 8, 84) + box(s.ink, 158, 284, 84, 8)
    x = s.between(0, 250, 310)
    yield line(s.shade, 16, f"M279 60C279 20 {x:.0f} 20 {x:.0f} -30")


def haunted(s: Sketch) -> Iterator[Markup]:
    """A crooked house on a hill."""
    yield disc(s.accent, s.between(0, 110, 290), 130, 96)
    yield area(s.ink, f"M{LEFT} 420V410C60 400 80 330 200 330S350 400 {RIGHT} 410V420z")
    yield area(s.ink, "M140 340L132 190L110 190L178 96L216 150V60L246 10L276 60V190L290 190L266 340z")
    yield area(s.accent, "M168 200h30v44h-30zM236 84h20v34h-20zM224 270h26v70h-26z")


def stairs(s: Sketch) -> Iterator[Markup]:
    """Stairs that go up, and somebody on them."""
    steps = 8
    wide = 540 / steps
    outline = "".join(f"V{400 - 40 * (k + 1)}H{-60 + wide * (k + 1):.0f}" for k in range(steps))
    on = s.count(0, 3, 5)
    yield disc(s.shade, 130, 110, 70)
    yield area(s.ink, f"M{LEFT} 420V400H-60{outline}H{RIGHT}V420z")
    yield person(s.accent, -60 + wide * (on + 0.5), 402 - 40 * (on + 1), 110)


def road(s: Sketch) -> Iterator[Markup]:
    """A road to the horizon."""
    x, horizon = s.between(0, 150, 250), 200
    yield disc(s.accent, x, horizon - 30, s.between(1, 70, 96))
    yield ground(s.shade, horizon) + corners(s.ink, (x - 8, horizon), (x + 8, horizon), (430, 430), (-30, 430))
    for low, high in ((0.08, 0.16), (0.24, 0.38), (0.5, 0.72), (0.86, 1.1)):
        top, end = horizon + 220 * low, horizon + 220 * high
        mid = x + (200 - x) * low, x + (200 - x) * high
        yield corners(
            s.paper,
            (mid[0] - 10 * low, top),
            (mid[0] + 10 * low, top),
            (mid[1] + 10 * high, end),
            (mid[1] - 10 * high, end),
        )


def train(s: Sketch) -> Iterator[Markup]:
    """A train that comes out of the dark."""
    yield area(s.ink, "M96 330V130C96 60 140 40 200 40S304 60 304 130V330z")
    yield box(s.paper, 126, 96, 64, 70, 8) + box(s.paper, 210, 96, 64, 70, 8)
    yield disc(s.accent, 200, 236, s.between(0, 34, 44)) + box(s.paper, 120, 296, 160, 10)
    yield line(s.ink, 10, "M140 330L60 430M260 330L340 430M116 362H284M84 400H316", "butt")


def bars(s: Sketch) -> Iterator[Markup]:
    """The bars of a cell; one is bent."""
    yield disc(s.accent, 200, 190, s.between(0, 80, 110))
    bent = s.count(1, 1, 3)
    for place in range(-2, 8):
        x = 40 + 80 * place
        yield line(s.ink, 26, f"M{x} -270V60Q{x + 44} 190 {x} 320V430" if place == bent else f"M{x} -270V430")


def lamppost(s: Sketch) -> Iterator[Markup]:
    """Somebody in the light of a lamp."""
    x = s.between(0, 190, 250)
    yield corners(s.accent, (118, 96), (162, 96), (330, 392), (40, 392))
    yield line(s.ink, 13, "M140 400V-20") + area(s.ink, "M100 96L116 34H164L180 96z") + person(s.ink, x, 392, 150)
    yield ground(s.ink, 388)


def castle(s: Sketch) -> Iterator[Markup]:
    """A castle with flags."""
    for x, top, wide in ((70, 190, 66), (264, 160, 70), (160, 90, 80)):
        yield box(s.ink, x, top, wide, 320)
        yield corners(s.accent, (x - 14, top), (x + wide / 2, top - 100), (x + wide + 14, top))
    yield box(s.ink, 70, 290, 264, 140)
    yield area(s.paper, "M168 430V350a32 32 0 0 1 64 0V430zM192 150h16v40h-16z")
    flag = s.between(0, 30, 46)
    yield line(s.ink, 5, "M200 -10V-50") + area(s.ink, f"M200 -52l{flag:.0f} 14l{-flag:.0f} 14z")


def chapel(s: Sketch) -> Iterator[Markup]:
    """Arches within arches, and a light at their end."""
    for place, fill in enumerate((s.ink, s.paper, s.shade, s.ink, s.accent)):
        w, top = 170 - 34 * place, 20 + 50 * place + s.between(0, 0, 8) * place
        yield area(
            fill,
            f"M{200 - w} 430V{top + w:.0f}Q{200 - w} {top + 0.4 * w:.0f} 200 {top:.0f}"
            f"Q{200 + w} {top + 0.4 * w:.0f} {200 + w} {top + w:.0f}V430z",
        )


def bridge(s: Sketch) -> Iterator[Markup]:
    """A bridge that hangs on its cables."""
    yield disc(s.accent, s.between(0, 150, 250), 150, 80)
    yield box(s.ink, 54, 40, 22, 380) + box(s.ink, 324, 40, 22, 380) + box(s.ink, LEFT, 300, RIGHT - LEFT, 18)
    yield line(s.ink, 8, f"M65 56Q200 440 335 56M65 56Q10 250 {LEFT} 290M335 56Q390 250 {RIGHT} 290")
    yield line(s.ink, 4, "".join(f"M{x} 306V{56 + 192 * (1 - ((x - 200) / 135) ** 2):.0f}" for x in range(92, 330, 24)))


def factory(s: Sketch) -> Iterator[Markup]:
    """Chimneys and their smoke."""
    drift = s.between(0, 40, 110)
    for x in (84, 170):
        yield line(s.shade, 44, f"M{x + 20} 110C{x + 20} 20 {x + 20 + drift:.0f} 40 {x + 30 + drift:.0f} -60")
    yield box(s.ink, 84, 110, 40, 300) + box(s.ink, 170, 150, 40, 260)
    yield corners(s.ink, (30, 430), (30, 300), (236, 300), (236, 230), (304, 290), (304, 230), (372, 290), (372, 430))
    yield box(s.accent, 66, 336, 44, 34) + box(s.accent, 140, 336, 44, 34) + box(s.accent, 290, 336, 44, 34)


def curtain(s: Sketch) -> Iterator[Markup]:
    """A stage before it begins."""
    yield corners(s.shade, (s.between(0, 100, 300), -260), (330, 380), (70, 380)) + _stage_light(s)
    for side in (1, -1):
        yield f'<g transform="translate(200 0) scale({side} 1)">'
        yield area(s.ink, "M360 -260H30C40 80 90 250 150 300C170 340 160 390 160 430H360z")
        yield line(s.paper, 5, "M100 -260C110 80 160 220 200 300V420M170 -260C176 80 200 220 236 300V420") + END
    yield person(s.ink, 200, 384, 130)


def _stage_light(s: Sketch) -> Markup:
    """The light on the stage."""
    return oval(s.accent, 200, 382, 132, 26)


def torii(s: Sketch) -> Iterator[Markup]:
    """A gate before the sun."""
    yield disc(s.accent, 200, s.between(0, 160, 220), 110)
    yield area(s.ink, "M10 76Q200 116 390 76L378 128Q200 152 22 128z") + box(s.ink, 60, 184, 280, 26)
    yield corners(s.ink, (104, 130), (134, 130), (124, 430), (84, 430))
    yield corners(s.ink, (266, 130), (296, 130), (316, 430), (276, 430))


def iron_tower(s: Sketch) -> Iterator[Markup]:
    """The tower of Paris."""
    yield disc(s.accent, s.between(0, 270, 320), 110, 52)
    yield area(s.ink, "M196 0H204L216 150C224 250 260 350 310 430H250Q200 300 150 430H90C140 350 176 250 184 150z")
    yield box(s.ink, 160, 148, 80, 16) + box(s.ink, 130, 268, 140, 18)
    yield area(s.paper, "M194 172H206L214 258H186zM182 296H218L226 322Q200 300 174 322z")


def lighthouse(s: Sketch) -> Iterator[Markup]:
    """A lighthouse and its beam."""
    spread = s.between(0, 50, 90)
    yield corners(s.accent, (150, 100), (560, 100 - spread), (560, 100 + spread))
    yield corners(s.ink, (116, 134), (184, 134), (206, 400), (94, 400)) + box(s.ink, 102, 124, 96, 16)
    yield box(s.ink, 124, 76, 52, 50) + corners(s.ink, (112, 78), (150, 34), (188, 78)) + disc(s.accent, 150, 102, 14)
    yield corners(s.paper, (110, 200), (190, 200), (195, 250), (105, 250))
    yield corners(s.paper, (101, 300), (199, 300), (203, 350), (97, 350))
    yield area(s.ink, f"M{LEFT} 420V410Q140 350 300 392T{RIGHT} 410V420z")


CITY = (
    stands(skyline, "new york, big city, los angeles, chicago, business, ambition, one night, superheroes"),
    stands(
        window, "big city, single location, neighbours, infidelity, loneliness, one night, hotel, Thriller, tension"
    ),
    stands(home, "home, family, small town, suburbs, kindness, Children, grandparents, adoption"),
    stands(haunted, "haunted house, ghosts, witches, vampires, Horror, halloween series, curse, inheritance"),
    stands(stairs, "ambition, class, fame, power, work, biography, teachers, dreams"),
    stands(road, "road trip, travel, cars, chase, trucks, journey, escape, motorcycles"),
    stands(train, "trains, escape, war, holocaust, immigration, murder, spies"),
    stands(bars, "prison, injustice, escape, torture, slavery, hostage"),
    stands(lamppost, "detectives, murder, Film-Noir, one night, london, prostitution, serial killer, Crime"),
    stands(castle, "fairy tale, royalty, knights, magic, dragons, Fantasy, middle-earth series"),
    stands(chapel, "religion, faith, redemption, guilt, possession, cults, forgiveness"),
    stands(bridge, "big city, sacrifice, cold war, second chances, suicide, fate, borders"),
    stands(factory, "work, class, poverty, corruption, business, politics, dystopia"),
    stands(curtain, "theatre, fame, Musical, dance, concert, filmmaking, ambition, based on a play"),
    stands(torii, "samurai, spirits, tokyo, anime, martial arts, myth, honour, tradition"),
    stands(iron_tower, "paris"),
    stands(lighthouse, "the sea, loneliness, madness, island, secrets"),
)
"""Motifs of places."""
