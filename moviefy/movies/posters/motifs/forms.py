"""Motifs without things: what a film feels like, as plain form."""

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
    person,
    ring,
    stands,
    turned,
)


def spiral(s: Sketch) -> Iterator[Markup]:
    """A spiral that pulls everything in."""
    course, x, r = "M200 200", 200.0, 11.0
    for turn in range(s.count(0, 9, 10)):
        x += 2 * r if turn % 2 == 0 else -2 * r
        course += f"A{r:.0f} {r:.0f} 0 0 1 {x:.0f} 200"
        r += 15
    yield turned(s.between(1, 0, 360), 200, 200) + line(s.ink, 19, course) + END + disc(s.accent, 200, 200, 20)


def ripples(s: Sketch) -> Iterator[Markup]:
    """Rings around a point, as of a stone in water."""
    x, y = s.between(0, 120, 280), s.between(1, 140, 230)
    gap = s.between(2, 34, 48)
    for place in range(7, 0, -1):
        yield ring(s.ink if place % 2 else s.shade, x, y, gap * place, gap * 0.42)
    yield disc(s.accent, x, y, gap * 0.5)


def rays(s: Sketch) -> Iterator[Markup]:
    """A sun that has just risen, its rays as strokes."""
    r = s.between(0, 100, 130)
    yield disc(s.accent, 200, 400, r)
    for k in range(11):
        a = pi + (k + 0.5) * pi / 11
        near, far = r + 34, r + (150 if k % 2 else 96)
        yield line(
            s.ink,
            20,
            f"M{200 + near * cos(a):.0f} {400 + near * sin(a):.0f}L{200 + far * cos(a):.0f} {400 + far * sin(a):.0f}",
        )


def blocks(s: Sketch) -> Iterator[Markup]:
    """Cut paper: slanted strips that do not meet."""
    for place in range(4):
        lean, end = s.between(place, -24, 24), s.between(7 - place, 160, 390)
        x = 22 + 94 * place
        yield corners(
            s.accent if place == s.count(6, 1, 2) else s.ink,
            (x, -270),
            (x + 78, -270),
            (x + 74 + lean, end),
            (x + 8 + lean, end - 30),
        )


def arches(s: Sketch) -> Iterator[Markup]:
    """A rainbow of few colours."""
    for place, fill in enumerate((s.ink, s.paper, s.accent, s.paper, s.shade, s.paper, s.ink)):
        yield disc(fill, 200, 400, 226 - 30 * place - s.between(0, 0, 14))


def odd_one(s: Sketch) -> Iterator[Markup]:
    """A field of dots, one of them unlike the others."""
    n = s.count(0, 4, 6)
    step, other = 340 / n, s.count(1, 0, n * n - 1)
    dots = [(30 + (i % n + 0.5) * step, 30 + (i // n + 0.5) * step) for i in range(n * n)]
    yield line(s.ink, step * 0.56, "".join(f"M{x:.0f} {y:.0f}h0" for x, y in dots[:other] + dots[other + 1 :]))
    yield disc(s.accent, *dots[other], step * 0.46)


def eclipse(s: Sketch) -> Iterator[Markup]:
    """One disc that hides another."""
    yield disc(s.accent, 200, 200, 166)
    a, off = s.between(0, 0, 2 * pi), s.between(1, 22, 50)
    yield disc(s.ink, 200 + off * cos(a), 200 + off * sin(a), 150)


def maze(s: Sketch) -> Iterator[Markup]:
    """A maze with somebody in it."""
    yield turned(90 * s.count(0, 0, 3), 200, 200)
    yield line(
        s.ink, 15, "M40 40H360V360H230M170 360H40V90M90 360V90H310V250M310 310H140V140H260V260M190 260V190", "butt"
    )
    yield END
    yield disc(s.accent, 212, 214, 20)


def tightrope(s: Sketch) -> Iterator[Markup]:
    """A ball on a slope."""
    low, high = s.between(0, 330, 380), s.between(1, 150, 210)
    yield corners(s.ink, (-160, low), (560, high), (560, 430), (-160, 430))
    x, r = s.between(2, 190, 290), s.between(3, 50, 76)
    yield disc(s.accent, x, low + (high - low) * (x + 160) / 720 - r * 1.03, r)


def split(s: Sketch) -> Iterator[Markup]:
    """A disc cut in two halves that have moved apart."""
    shift = s.between(0, 30, 60)
    yield turned(s.between(1, -70, 70), 200, 200)
    yield area(s.ink, f"M192 {60 - shift:.0f}V{340 - shift:.0f}A140 140 0 0 1 192 {60 - shift:.0f}z")
    yield area(s.accent, f"M208 {60 + shift:.0f}V{340 + shift:.0f}A140 140 0 0 0 208 {60 + shift:.0f}z") + END


def falling(s: Sketch) -> Iterator[Markup]:
    """Somebody who falls past a wall of windows."""
    yield box(s.ink, -160, -260, 320, 690)
    yield area(s.paper, "".join(f"M{x} {y}h36v56h-36z" for x in (-40, 30, 100) for y in range(-200, 400, 96)))
    x, y = s.between(0, 270, 300), s.between(1, 150, 250)
    yield turned(s.between(2, 140, 200), x, y) + person(s.accent, x, y + 80, 160)
    yield line(s.accent, 15, f"M{x - 22:.0f} {y - 20:.0f}l-44-50M{x + 22:.0f} {y - 20:.0f}l50-36") + END


def ladder(s: Sketch) -> Iterator[Markup]:
    """A ladder to the moon."""
    yield disc(s.accent, s.between(0, 190, 230), 112, 106)
    yield line(s.ink, 14, "M160 430L176 100M240 430L224 100")
    yield line(s.ink, 11, "".join(f"M{163 + k * 2} {384 - 44 * k}H{237 - k * 2}" for k in range(6)), "butt")


def dominoes(s: Sketch) -> Iterator[Markup]:
    """Dominoes that fall, one after the other."""
    for place, tilt in enumerate((66, 54, 38, 20, 0, 0)):
        fill = s.accent if place == 3 else s.ink
        yield turned(tilt, 34 + 62 * place, 380) + box(fill, 4 + 62 * place, 200, 30, 180, 5) + END
    yield box(s.ink, -160, 380, 720, 50)


def burst(s: Sketch) -> Iterator[Markup]:
    """A bang, as in comics."""
    n = s.count(0, 11, 14)
    outer = [((190 if k % 4 == 0 else 150) if k % 2 == 0 else 96) for k in range(2 * n)]
    points = [(200 + r * cos(k * pi / n), 200 + r * sin(k * pi / n)) for k, r in enumerate(outer)]
    yield corners(s.ink, *points)
    yield corners(s.accent, *[(200 + (x - 200) * 0.6, 200 + (y - 200) * 0.6) for x, y in points])


def weave(s: Sketch) -> Iterator[Markup]:
    """Waves of sound or of hills, one of them stronger."""
    strong = s.count(0, 1, 4)
    for place in range(6):
        y, swing = 70 + 54 * place, s.between(place, 14, 60)
        yield line(
            s.accent if place == strong else s.ink,
            17,
            f"M-160 {y}Q-100 {y - swing:.0f} -40 {y}" + f"T80 {y}T200 {y}T320 {y}T440 {y}T560 {y}",
        )


FORMS = (
    floats(spiral, "madness, obsession, dreams, psychology, fear, strangeness, addiction, drugs, Mystery"),
    floats(ripples, "memory, guilt, melancholy, thought, water, philosophy, reincarnation, the river"),
    stands(rays, "courage, revolution, myth, faith, summer, energy, angels, redemption"),
    hangs(blocks, "tension, Thriller, Crime, drugs, gangsters, jealousy, Film-Noir"),
    stands(arches, "lgbtq, friendship, kindness, warmth, youth, Children, love"),
    floats(odd_one, "identity, outsiders, school, fish out of water, lgbtq, racism, prejudice, disability, teenagers"),
    floats(eclipse, "betrayal, secrets, fate, outer space, thought, possession, myth, Sci-Fi"),
    floats(maze, "psychology, conspiracy, escape, memory, twist ending, Mystery, identity, detectives, hostage"),
    stands(tightrope, "midlife crisis, ambition, humour, class, work, thought, Drama, Comedy"),
    floats(split, "divorce, doubles, cold war, betrayal, friendship, siblings, lies"),
    stands(falling, "addiction, guilt, ambition, drugs, suicide, alcoholism, madness, tension"),
    stands(ladder, "ambition, dreams, escape, class, work, faith, second chances"),
    stands(dominoes, "fate, heist, mistaken identity, disaster, corruption, guilt, humour, satire, slapstick"),
    floats(burst, "based on a comic, superheroes, slapstick, energy, Action, parody, Animation, martial arts"),
    floats(weave, "the river, music, nature, countryside, melancholy, thought, dance, Documentary"),
)
"""Motifs without things."""
