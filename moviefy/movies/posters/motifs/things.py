"""Motifs of things: what people work, play and pay with."""

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
    line,
    ring,
    stands,
    turned,
)


def heart(s: Sketch) -> Iterator[Markup]:
    """A heart, cracked in some films."""
    yield area(
        s.accent, "M200 360C60 260 30 190 50 130C74 60 160 50 200 126C240 50 326 60 350 130C370 190 340 260 200 360z"
    )
    if s.chances[0] < 0.5:
        yield line(s.paper, 12, "M200 110L176 176L226 222L184 280L202 366", "butt")
    else:
        yield area(s.ink, "M200 360C180 346 160 332 144 318L292 102C320 96 340 108 350 130C370 190 340 260 200 360z")


def rings(s: Sketch) -> Iterator[Markup]:
    """Two wedding rings, one through the other."""
    apart = s.between(0, 60, 72)
    x = 200 - apart
    yield ring(s.ink, x, 230, 96, 22) + ring(s.accent, 200 + apart, 230, 96, 22)
    yield line(s.ink, 22, f"M{x + 94:.0f} 250A96 96 0 0 1 {x + 40:.0f} 317", "butt")
    yield corners(s.accent, (x, 142), (x - 34, 104), (x - 20, 80), (x + 20, 80), (x + 34, 104))


def clock(s: Sketch) -> Iterator[Markup]:
    """A clock a few minutes before the hour."""
    yield disc(s.ink, 200, 200, 165) + disc(s.paper, 200, 200, 140)
    ticks = [(sin(hour * pi / 6), cos(hour * pi / 6)) for hour in range(12)]
    yield line(
        s.ink, 10, "".join(f"M{200 + 112 * x:.0f} {200 - 112 * y:.0f}l{12 * x:.0f} {-12 * y:.0f}" for x, y in ticks)
    )
    turn = s.between(0, -50, -12) * pi / 180
    yield line(s.ink, 16, "M200 200L204 124")
    yield line(s.accent, 10, f"M200 200L{200 + 104 * sin(turn):.0f} {200 - 104 * cos(turn):.0f}")
    yield disc(s.accent, 200, 200, 16)


def hourglass(s: Sketch) -> Iterator[Markup]:
    """Time that runs out."""
    yield area(
        s.ink,
        "M90 40H310V64H290C290 150 226 170 226 200S290 250 290 336H310V360H90V336H110"
        "C110 250 174 230 174 200S110 150 110 64H90z",
    )
    level = s.between(0, 100, 136)
    yield area(
        s.paper, "M130 64H270C268 140 208 160 208 200S268 260 270 336H130C132 260 192 240 192 200S132 140 130 64z"
    )
    yield area(
        s.accent,
        f"M{124 + level * 0.22:.0f} {level:.0f}H{276 - level * 0.22:.0f}"
        "C250 170 206 176 202 210V290Q240 300 262 336H138Q160 300 198 290V210"
        f"C194 176 150 170 {124 + level * 0.22:.0f} {level:.0f}z",
    )


def key(s: Sketch) -> Iterator[Markup]:
    """A key."""
    yield turned(s.between(0, -60, -30), 200, 200)
    yield ring(s.accent, 96, 200, 56, 30) + box(s.ink, 160, 186, 220, 28)
    yield box(s.ink, 300, 210, 24, 52) + box(s.ink, 348, 210, 24, 38) + box(s.ink, 156, 176, 20, 48) + END


def keyhole(s: Sketch) -> Iterator[Markup]:
    """A keyhole, and who is behind it."""
    yield area(s.ink, "M200 30A110 110 0 0 1 262 230L310 390H90L138 230A110 110 0 0 1 200 30z")
    yield area(s.paper, "M200 90C250 90 280 120 292 140C280 160 250 190 200 190S120 160 108 140C120 120 150 90 200 90z")
    yield disc(s.accent, s.between(0, 180, 220), 140, 44) + disc(s.ink, s.between(0, 180, 220), 140, 20)


def envelope(s: Sketch) -> Iterator[Markup]:
    """A sealed letter."""
    yield turned(s.between(0, -12, 8), 200, 200) + box(s.ink, 40, 90, 320, 220, 10)
    yield line(s.paper, 9, "M44 96L200 214L356 96", "butt") + disc(s.accent, 200, 214, 38) + END


def nib(s: Sketch) -> Iterator[Markup]:
    """A pen and what it writes."""
    yield area(s.ink, "M200 300L130 130L156 -40H244L270 130z")
    yield line(s.paper, 7, "M200 300V170", "butt") + disc(s.paper, 200, 158, 18)
    yield line(
        s.accent, 12, f"M200 306C120 400 60 340 110 330S190 {s.between(0, 390, 410):.0f} 260 370S330 340 360 372"
    )


def book(s: Sketch) -> Iterator[Markup]:
    """An open book and what flies out of it."""
    yield area(
        s.ink,
        "M200 300C150 260 90 256 30 270V370C90 356 150 360 200 396"
        "C250 360 310 356 370 370V270C310 256 250 260 200 300z",
    )
    yield line(s.paper, 6, "M200 304V392", "butt")
    for place in range(s.count(0, 4, 6)):
        x, y = (200, 120, 276, 160, 250, 206)[place], (220, 180, 170, 96, 70, 20)[place]
        yield area(s.accent, f"M{x} {y}q-14-30-40-22q26 4 40 38q14-34 40-38q-26-8-40 22z")


def coins(s: Sketch) -> Iterator[Markup]:
    """Money in a stack."""
    heights = (s.count(0, 2, 5), s.count(1, 5, 7), s.count(2, 3, 4))
    for x, high in zip((30, 148, 266), heights, strict=True):
        for place in range(high):
            yield box(
                s.accent if (x, place) == (148, high - 1) else s.ink, x + (place * 5) % 9, 376 - 40 * place, 104, 32, 10
            )


def telephone(s: Sketch) -> Iterator[Markup]:
    """A telephone off the hook."""
    yield area(s.ink, "M110 380C110 280 150 240 156 200H244C250 240 290 280 290 380z")
    yield disc(s.paper, 200, 306, 50) + disc(s.accent, 200, 306, 22)
    yield area(
        s.accent,
        f"M60 {s.between(0, 120, 150):.0f}C60 60 340 20 340 130C346 168 270 172 262 130"
        f"C250 104 150 116 140 144C140 180 60 180 60 {s.between(0, 120, 150):.0f}z",
    )


def suitcase(s: Sketch) -> Iterator[Markup]:
    """A suitcase, packed."""
    yield line(s.ink, 18, "M150 170V110H250V170") + box(s.ink, 60, 160, 280, 250, 22)
    yield box(s.paper, 104, 160, 14, 250) + box(s.paper, 282, 160, 14, 250)
    yield box(s.accent, 150, s.between(0, 226, 280), 100, 66, 6, s.between(1, -14, 14))


def cocktail(s: Sketch) -> Iterator[Markup]:
    """A glass that is half full."""
    yield corners(s.ink, (50, 80), (350, 80), (212, 246), (212, 370), (290, 400), (110, 400), (188, 370), (188, 246))
    yield corners(s.accent, (110, 128), (290, 128), (200, 236))
    yield line(s.ink, 8, f"M230 150L{s.between(0, 290, 320):.0f} 20") + disc(s.paper, 232, 148, 20)


def plate(s: Sketch) -> Iterator[Markup]:
    """A plate between fork and knife."""
    yield disc(s.ink, 200, 200, 108) + ring(s.paper, 200, 200, 74, 6) + disc(s.accent, 200, 200, s.between(0, 32, 52))
    yield line(s.ink, 15, "M52 160V350M52 170Q30 160 30 120V70M52 170Q74 160 74 120V70M52 160V70")
    yield area(s.ink, "M340 350V50C380 90 384 170 366 220H356V350a8 8 0 0 1-16 0z")


def candle(s: Sketch) -> Iterator[Markup]:
    """A candle that burns down."""
    top = s.between(0, 190, 250)
    yield disc(s.shade, 200, top - 76, 110)
    yield area(s.accent, f"M200 {top - 130:.0f}c34 40 40 60 36 84a36 36 0 0 1-72 0c-4-24 2-44 36-84z")
    yield line(s.ink, 6, f"M200 {top - 20:.0f}V{top + 10:.0f}") + box(s.ink, 156, top, 88, 430 - top, 6)
    yield line(s.ink, 20, f"M160 {top + 14:.0f}V{top + 60:.0f}")


def chair(s: Sketch) -> Iterator[Markup]:
    """A chair that nobody sits on."""
    yield corners(s.shade, (120, 392), (284, 392), (384, 430), (200, 430))
    yield line(s.ink, 16, "M126 40V396M274 258V396M126 258H280M126 60H170Q176 160 166 250M166 250L166 396", "butt")
    yield box(s.accent, 118, s.between(0, 234, 244), 168, 26, 4)


def heartbeat(s: Sketch) -> Iterator[Markup]:
    """A line of heartbeats."""
    yield disc(s.ink, 200, 200, 160)
    high = s.between(0, 70, 110)
    yield line(
        s.accent, 16, f"M-200 214H120L146 174L176 {200 + high * 0.8:.0f}L214 {200 - high:.0f}L244 246L262 214H600"
    )


def scales(s: Sketch) -> Iterator[Markup]:
    """Scales that are not even."""
    tip = s.between(0, 20, 46) * (1 if s.chances[1] < 0.5 else -1)
    left, right = 110 + tip, 110 - tip
    yield line(s.ink, 14, f"M200 60V380M120 384H280M70 {left:.0f}L330 {right:.0f}")
    for x, y, fill in ((70, left, s.accent), (330, right, s.ink)):
        yield line(s.ink, 5, f"M{x} {y:.0f}l-50 120M{x} {y:.0f}l50 120")
        yield area(fill, f"M{x - 64} {y + 116:.0f}h128q-10 60-64 60t-64-60z")


def megaphone(s: Sketch) -> Iterator[Markup]:
    """A voice that is raised."""
    yield turned(s.between(0, -24, -8), 200, 200)
    yield area(s.ink, "M70 170H150L300 70V330L150 230H70q-14 0-14-14v-32q0-14 14-14zM110 240h56l26 110h-54z")
    yield line(s.accent, 16, "M330 150Q352 200 330 250M358 110Q402 200 358 290") + END


THINGS = (
    floats(heart, "love, romance, Romance, divorce, lost love, first love, infidelity, desire"),
    floats(rings, "marriage, wedding, divorce, midlife crisis, infidelity"),
    floats(clock, "time travel, one night, one day, time, second chances, fate, hostage, terrorism, tension"),
    floats(hourglass, "ageing, time travel, time, memory, immortality, death, illness, history"),
    floats(key, "secrets, heist, inheritance, escape, treasure, trust, twist ending"),
    floats(keyhole, "spies, secrets, surveillance, obsession, mystery, conspiracy, single location, Mystery"),
    floats(envelope, "letters, memory, lost love, love affair, war, blackmail, lies, Romance"),
    stands(nib, "writers, biography, based on a novel, lies, true story, letters, books"),
    stands(book, "based on a novel, school, teachers, fairy tale, college, books, storytelling, language, Fantasy"),
    stands(coins, "money, greed, heist, business, corruption, poverty, gold, kindness"),
    stands(
        telephone, "kidnapping, hostage, mistaken identity, journalism, loneliness, one night, blackmail, neighbours"
    ),
    stands(suitcase, "immigration, travel, exile, holidays, fish out of water, road trip, hotel, cold war"),
    stands(cocktail, "alcohol, alcoholism, james bond series, infidelity, midlife crisis, class, nightlife, humour"),
    floats(plate, "food, family, poverty, cannibals, class, holidays"),
    stands(candle, "faith, ghosts, death, memory, christmas, religion, grief, history"),
    stands(chair, "grief, loneliness, divorce, psychology, death, single location, disability, theatre"),
    floats(heartbeat, "medicine, hospital, illness, disability, pregnancy, disease, addiction, drugs"),
    stands(scales, "courtroom, justice, corruption, injustice, police, lawyers, truth"),
    floats(megaphone, "politics, women fighting back, satire, filmmaking, rebellion, racism, outrage, sport"),
)
"""Motifs of things."""
