"""Motifs of threat: weapons, monsters and what they leave behind."""

from collections.abc import Iterator
from math import cos, pi, sin

from moviefy.movies.posters.motifs.shapes import (
    END,
    LEFT,
    RIGHT,
    TOP,
    Markup,
    Sketch,
    area,
    box,
    corners,
    disc,
    flipped,
    floats,
    ground,
    hangs,
    line,
    oval,
    ring,
    stands,
    turned,
)


def knife(s: Sketch) -> Iterator[Markup]:
    """A blade, and one drop."""
    yield turned(s.between(0, 12, 34), 200, 200)
    yield area(s.ink, "M176 150H236C250 230 240 320 186 390C174 330 172 240 176 150z") + box(s.ink, 160, 126, 90, 20, 6)
    yield box(s.accent, 180, -20, 50, 142, 16) + END
    yield area(s.accent, "M150 330c14 28 26 40 26 56a26 26 0 0 1-52 0c0-16 12-28 26-56z")


def target(s: Sketch) -> Iterator[Markup]:
    """Somebody in the sights."""
    yield disc(s.accent, 200, 200, 150) + _head(s)
    yield ring(s.ink, 200, 200, 150, 16) + line(s.ink, 7, "M200 0V170M200 230V400M0 200H170M230 200H400", "butt")


def _head(s: Sketch) -> Markup:
    """A head and shoulders inside the sights."""
    x = s.between(0, 184, 216)
    return disc(s.paper, x, 176, 40) + area(s.paper, f"M{x - 84:.0f} 320q0-92 84-92t84 92q-84 50-168 0z")


def bullets(s: Sketch) -> Iterator[Markup]:
    """A row of cartridges, one of them spent."""
    spent = s.count(0, 0, 4)
    for place in range(5):
        x = 34 + 70 * place
        if place != spent:
            yield area(s.accent, f"M{x} 170C{x} 110 {x + 12} 80 {x + 26} 66C{x + 40} 80 {x + 52} 110 {x + 52} 170z")
        yield box(s.ink, x, 178, 52, 150) + box(s.ink, x - 4, 336, 60, 14, 3)


def skull(s: Sketch) -> Iterator[Markup]:
    """A skull."""
    yield area(
        s.ink,
        "M200 40C320 40 370 120 356 210C350 250 310 262 300 290V350H100V290C90 262 50 250 44 210C30 120 80 40 200 40z",
    )
    look = s.between(0, 40, 52)
    yield disc(s.paper, 132, 200, look)
    yield disc(s.accent, 268, 200, look)
    yield corners(s.paper, (200, 232), (224, 284), (176, 284))
    yield line(s.paper, 9, "M144 314V352M182 314V352M218 314V352M256 314V352", "butt")


def ghost(s: Sketch) -> Iterator[Markup]:
    """Somebody under a sheet, before the moon."""
    yield disc(s.accent, s.between(0, 110, 290), 130, 112)
    yield area(s.ink, "M90 400V190C90 10 310 10 310 190V400L274 364L236 400L200 364L164 400L126 364z")
    look = s.between(1, 150, 166)
    yield oval(s.paper, look, 180, 22, 34) + oval(s.paper, look + 84, 180, 22, 34)
    yield oval(s.paper, look + 42, 252, 15, 22)


def bat(s: Sketch) -> Iterator[Markup]:
    """A bat before the moon."""
    yield disc(s.accent, 200, s.between(0, 160, 210), 140)
    half = (
        "M200 300C192 262 176 246 158 244C150 222 128 214 104 222C92 196 62 186 26 196"
        "C44 160 40 124 8 92C70 88 130 116 158 164L170 132L190 156H200z"
    )
    yield area(s.ink, half) + flipped(area(s.ink, half))


def web(s: Sketch) -> Iterator[Markup]:
    """A web and who sits in it."""
    x, y = s.between(0, 120, 280), s.between(1, 110, 170)
    rays = [(x + 620 * cos(k * pi / 5 + 0.2), y + 620 * sin(k * pi / 5 + 0.2)) for k in range(10)]
    yield line(s.ink, 5, "".join(f"M{x:.0f} {y:.0f}L{a:.0f} {b:.0f}" for a, b in rays))
    for size in (0.1, 0.19, 0.29, 0.41):
        knots = [(x + (a - x) * size, y + (b - y) * size) for a, b in rays]
        yield line(s.ink, 4, "M{:.0f} {:.0f}".format(*knots[-1]) + "".join(
            f"Q{x + (a + p - 2 * x) * 0.42:.0f} {y + (b + q - 2 * y) * 0.42:.0f} {a:.0f} {b:.0f}"
            for (p, q), (a, b) in zip([knots[-1], *knots], knots, strict=False)))  # fmt: skip
    yield disc(s.accent, x, y, 36) + disc(s.accent, x, y - 40, 20)
    yield line(
        s.accent,
        7,
        f"M{x - 24:.0f} {y - 16:.0f}l-44-40M{x + 24:.0f} {y - 16:.0f}l44-40"
        f"M{x - 30:.0f} {y:.0f}l-56-8M{x + 30:.0f} {y:.0f}l56-8M{x - 26:.0f} {y + 16:.0f}"
        f"l-44 40M{x + 26:.0f} {y + 16:.0f}l44 40",
    )


def claws(s: Sketch) -> Iterator[Markup]:
    """Four scratches."""
    yield turned(s.between(0, -8, 16), 200, 200)
    for place, (top, end) in enumerate(((70, 330), (20, 380), (40, 400), (90, 340))):
        x = 70 + 76 * place
        yield area(
            s.accent if place == 1 else s.ink,
            f"M{x + 60} {top}C{x + 40} {top + 110} {x + 20} {end - 90} {x - 30} {end}"
            f"C{x - 24} {end - 120} {x + 6} {top + 90} {x + 60} {top}z",
        )
    yield END


def teeth(s: Sketch) -> Iterator[Markup]:
    """Jaws that close."""
    gap = s.between(0, 10, 50)
    upper = "".join(f"L{x + 40} {210 - gap:.0f}L{x + 80} 130" for x in range(LEFT, RIGHT, 80))
    lower = "".join(f"L{x + 40} {250 + gap:.0f}L{x + 80} 330" for x in range(LEFT - 40, RIGHT, 80))
    yield area(s.ink, f"M{LEFT} {TOP}V130{upper}V{TOP}z") + area(s.ink, f"M{LEFT - 40} 430V330{lower}V430z")
    yield area(s.accent, "M70 20L164 66Q150 92 120 86T70 20zM330 20L236 66Q250 92 280 86T330 20z")


def wire(s: Sketch) -> Iterator[Markup]:
    """Barbed wire before a sun."""
    yield disc(s.accent, s.between(0, 150, 250), 200, 110)
    for place, y in enumerate((70, 200, 330)):
        yield line(s.ink, 8, f"M{LEFT} {y}Q-40 {y + 20} 200 {y}T{RIGHT} {y}")
        yield line(
            s.ink,
            7,
            "".join(f"M{x} {y - 24}l34 48M{x + 34} {y - 24}l-34 48" for x in range(-90 + 50 * (place % 2), 540, 120)),
        )


def grave(s: Sketch) -> Iterator[Markup]:
    """A hand out of the ground."""
    yield disc(s.accent, s.between(0, 130, 270), 150, 110)
    yield line(s.ink, 30, "M152 210L140 120M184 200L182 84M218 200L226 90M248 216L268 130M150 270L92 216")
    yield area(s.ink, "M134 200H266C270 270 250 300 250 430H158C160 330 130 280 134 200z") + ground(s.ink, 376)


def scissors(s: Sketch) -> Iterator[Markup]:
    """Scissors, open."""
    wide = s.between(0, 16, 26)
    for side, fill in ((1, s.ink), (-1, s.accent)):
        yield f'<g transform="translate(200 0) scale({side} 1) rotate({wide:.0f} 0 210)">'
        yield area(fill, "M-16 250L6 0C28 60 30 160 14 250z")
        yield ring(fill, 0, 316, 48, 20)
        yield box(fill, -12, 230, 24, 46)
        yield END
    yield disc(s.paper, 200, 210, 9)


def blood(s: Sketch) -> Iterator[Markup]:
    """Something that runs down from above."""
    course, x = f"M{LEFT} {TOP}V80", LEFT
    for place, deep in enumerate((150, 230, 120, 330, 170, 260, 130, 200, 110)):
        end = deep + 60 * s.chances[place % 8] - 30
        course += f"V{end:.0f}a20 20 0 0 0 40 0V110a20 20 0 0 1 40 0"
        x += 80
    yield area(s.accent, f"{course}V{TOP}z") + disc(s.ink, 200 + s.between(0, -60, 60), 384, 14)


def tentacles(s: Sketch) -> Iterator[Markup]:
    """An arm from the deep that reaches for a boat."""
    x = s.between(0, 60, 100)
    yield area(s.accent, f"M{x - 50:.0f} 276h104l-22 34h-60z") + corners(s.accent, (x, 190), (x + 44, 266), (x, 266))
    yield ground(s.shade, 316)
    yield area(
        s.ink,
        "M190 430C230 330 330 300 320 200C310 120 210 120 200 180C196 214 236 226 244 200"
        "C230 202 226 190 236 182C262 170 280 210 256 236C220 264 150 240 154 170"
        "C160 60 350 40 376 190C392 300 350 340 330 430z",
    )
    yield disc(s.paper, 340, 236, 9)
    yield disc(s.paper, 334, 282, 11)
    yield disc(s.paper, 310, 326, 13)
    yield disc(s.paper, 276, 372, 15)


MENACE = (
    floats(knife, "serial killer, murder, revenge, halloween series, scream series, Horror, fright, cruelty, jealousy"),
    floats(target, "assassins, spies, terrorism, revenge, hunting, Action, conspiracy, james bond series"),
    floats(bullets, "gangsters, police, guns, violence, Crime, Action, Western, war"),
    floats(skull, "pirates, death, post-apocalypse, Horror, myth, drugs, violence, zombies"),
    stands(ghost, "ghosts, haunted house, spirits, death, parody, fright"),
    floats(bat, "vampires, dracula series, batman series, Horror, halloween series, underworld series"),
    floats(web, "conspiracy, betrayal, insects, spider-man series, lies, blackmail, corruption, politics"),
    floats(claws, "monsters, animals, nightmare on elm street series, godzilla series, Horror, rage, x-men series"),
    stands(teeth, "monsters, dinosaurs, animals, alien series, godzilla series, fright, survival"),
    floats(wire, "holocaust, prison, War, war, borders, world war ii, world war i, dystopia, resistance"),
    stands(grave, "zombies, possession, living dead series, evil dead series, curse, Horror, guilt"),
    floats(scissors, "madness, obsession, fashion, Thriller, cruelty, mothers and daughters"),
    hangs(blood, "vampires, serial killer, torture, violence, cruelty, saw series, guilt"),
    stands(tentacles, "monsters, aliens, the sea, parallel worlds, strangeness, fear"),
)
"""Motifs of threat."""
