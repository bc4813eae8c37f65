"""Motifs of nature: sky, weather, water and land."""

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
    floats,
    ground,
    line,
    stands,
)


def sunset(s: Sketch) -> Iterator[Markup]:
    """A sun that sinks into the sea, and its light on the water."""
    r, horizon = s.between(0, 110, 150), 250
    yield disc(s.accent, 200, horizon - r * s.between(1, 0.1, 0.6), r)
    yield ground(s.ink, horizon)
    for place in range(5):
        reach = (5 - place) * r / 5.4
        yield box(s.accent, 200 - reach + 14 * (place % 2), horizon + 22 + 28 * place, 2 * reach, 9, 5)


def peaks(s: Sketch) -> Iterator[Markup]:
    """Mountains with snow on top, and a moon."""
    x = s.between(0, 120, 190)
    yield disc(s.accent, x + 160, 84, 44)
    yield corners(s.shade, (x + 20, 420), (x + 190, 160), (x + 420, 420))
    yield corners(s.ink, (x - 300, 420), (x, 70), (x + 210, 420))
    yield corners(s.paper, (x, 70), (x - 54, 133), (x - 20, 122), (x, 150), (x + 16, 126), (x + 42, 142))


def wave(s: Sketch) -> Iterator[Markup]:
    """A great wave that breaks."""
    yield disc(s.accent, s.between(0, 296, 330), 110, 62)
    yield area(
        s.ink,
        "M-160 420V270C0 260 40 60 190 50C280 44 330 110 306 190C290 140 240 120 206 156C160 210 214 320 560 330V420z",
    )
    yield line(
        s.paper, 8, "M-10 330C80 300 70 140 190 96M60 390C140 350 110 210 168 150M150 410C190 370 160 290 176 240"
    )


def crescent(s: Sketch) -> Iterator[Markup]:
    """A moon and a few stars."""
    yield area(s.ink, "M236 40A162 162 0 1 0 362 268A132 132 0 0 1 236 40z")
    for place in range(s.count(0, 3, 5)):
        x, y = ((276, 130), (340, 190), (350, 80), (262, 214), (306, 54))[place]
        r = 22 if place == 0 else 11
        yield area(
            s.accent, f"M{x} {y - r}Q{x} {y} {x + r} {y}Q{x} {y} {x} {y + r}Q{x} {y} {x - r} {y}Q{x} {y} {x} {y - r}z"
        )


def rain(s: Sketch) -> Iterator[Markup]:
    """An umbrella in the rain."""
    lean = s.between(0, 14, 34)
    drops = "".join(
        f"M{x + 30 * (row % 2)} {70 * row - 60}l{-lean:.0f} 40" for row in range(7) for x in range(-40, 470, 76)
    )
    yield line(s.shade, 7, drops)
    yield line(s.ink, 10, "M200 230V356q0 30 28 30t28-30")
    yield area(
        s.accent,
        "M40 250C40 60 360 60 360 250Q333 214 306 250Q280 214 253 250Q226 214 200 250"
        "Q174 214 147 250Q120 214 94 250Q67 214 40 250z",
    )


def snow(s: Sketch) -> Iterator[Markup]:
    """Firs in the snow."""
    flakes = [((37 * i + 300 * s.chances[0]) % 440 - 20, (83 * i) % 330 - 20) for i in range(22)]
    yield line(s.shade, 13, "".join(f"M{x:.0f} {y:.0f}h0" for x, y in flakes))
    for x, high, fill in ((90, 0.7, s.ink), (322, 0.6, s.ink), (206, 1, s.accent)):
        yield f'<g transform="translate({x} 390) scale({high})">'
        yield area(fill, "M0-310L44-210H26L66-116H44L92-20H12V10H-12V-20H-92L-44-116H-66L-26-210H-44z") + END
    yield area(s.shade, f"M{LEFT} 420V390Q200 360 {RIGHT} 390V420z")


def dunes(s: Sketch) -> Iterator[Markup]:
    """Sand hills under a sun."""
    yield disc(s.accent, s.between(0, 110, 200), 120, 66)
    yield area(s.shade, f"M{LEFT} 420V300Q20 230 220 270T{RIGHT} 220V420z")
    yield area(s.ink, f"M{LEFT} 420V380C60 350 200 330 300 210C330 260 420 350 {RIGHT} 380V420z")
    yield area(s.paper, "M300 210C240 300 250 340 180 420H240C300 350 290 290 300 210z")


def flame(s: Sketch) -> Iterator[Markup]:
    """A fire."""
    yield area(
        s.ink,
        "M200 400C90 400 60 320 80 250C96 200 130 190 130 120C160 140 170 170 170 190"
        "C200 150 210 90 190 20C280 70 330 170 326 270C322 350 280 400 200 400z",
    )
    lick = s.between(0, 180, 230)
    yield area(
        s.accent,
        "M200 400C140 400 124 350 140 310C152 284 170 280 172 250C190 262 196 280 196 292"
        f"C216 270 222 240 {lick:.0f} 200C262 240 276 290 270 330C264 376 240 400 200 400z",
    )


def lightning(s: Sketch) -> Iterator[Markup]:
    """A bolt out of a cloud."""
    x = s.between(0, -20, 20)
    yield area(
        s.accent,
        f"M{190 + x:.0f} 120L{112 + x:.0f} 272H{186 + x:.0f}L{140 + x:.0f} 400"
        f"L{300 + x:.0f} 220H{216 + x:.0f}L{268 + x:.0f} 120z",
    )
    yield disc(s.ink, 120, 130, 66)
    yield disc(s.ink, 210, 96, 84)
    yield disc(s.ink, 296, 134, 60)
    yield box(s.ink, 110, 120, 190, 76, 38)


def island(s: Sketch) -> Iterator[Markup]:
    """An island with one palm."""
    yield disc(s.accent, s.between(0, 80, 130), 130, 56)
    yield line(s.ink, 16, "M206 330C210 250 220 190 250 130")
    yield area(
        s.ink,
        "M250 130C210 80 150 90 126 140C170 120 210 120 250 130C200 130 170 170 176 220"
        "C200 180 220 150 250 130C270 80 330 60 372 100C330 100 290 110 250 130"
        "C310 110 350 150 350 200C320 160 290 140 250 130z",
    )
    yield area(s.ink, "M60 350Q210 270 350 350z") + ground(s.shade, 348)


NATURE = (
    stands(sunset, "the sea, summer, holidays, ageing, Romance, melancholy, travel"),
    stands(peaks, "mountains, nature, Adventure, courage, Documentary, journey"),
    stands(wave, "the sea, disaster, pirates, survival, water, Adventure"),
    floats(crescent, "dreams, one night, magic, fairy tale, myth, wonder, Fantasy, Children"),
    floats(rain, "lost love, melancholy, loneliness, memory, love affair, Romance, grief"),
    stands(snow, "winter, christmas, fairy tale, Children"),
    stands(dunes, "desert, colonialism, ancient world, exile, faith, africa"),
    floats(flame, "revenge, outrage, revolution, disaster, war, desire, hell, violence"),
    floats(lightning, "science, madness, superheroes, myth, energy, power, Action, Sci-Fi"),
    stands(island, "island, survival, holidays, treasure, pirates, summer, jungle"),
)
"""Motifs of nature."""
