"""Motifs of plants and animals."""

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
    oval,
    stands,
    turned,
)


def tree(s: Sketch) -> Iterator[Markup]:
    """One round tree on a hill; a leaf falls."""
    yield area(s.shade, f"M{LEFT} 420V400Q200 300 {RIGHT} 400V420z")
    yield line(s.ink, 18, "M200 356V180") + line(s.ink, 11, "M200 270L248 214M200 240L160 196")
    yield disc(s.accent, 200, 150, s.between(0, 112, 128))
    yield line(s.ink, 10, "M200 240V130M200 200L236 164M200 176L170 146")
    yield oval(s.accent, s.between(1, 320, 360), 318, 14, 7, 40)


def bare_tree(s: Sketch) -> Iterator[Markup]:
    """A tree without leaves, with one bird."""
    yield ground(s.shade, 366)
    yield line(s.ink, 22, "M200 380C196 300 206 260 200 190")
    yield line(
        s.ink, 11, "M200 250C160 220 130 190 120 110M200 210C240 190 270 160 288 84M200 200C196 140 204 110 190 50"
    )
    yield line(
        s.ink,
        6,
        "M142 184L84 160M126 140L150 84M262 150L330 132M276 116L250 60M196 120L224 72"
        "M196 96L168 56M100 166L70 120M304 140L334 96",
    )
    yield area(s.accent, f"M{s.between(0, 322, 340):.0f} 92c6-26 30-32 40-20l18-2-14 12c-2 22-26 26-52 30z")


def birds(s: Sketch) -> Iterator[Markup]:
    """Birds that leave, one of them unlike the others."""
    other = s.count(0, 1, 5)
    for place, (x, y, size) in enumerate(
        ((96, 300, 60), (190, 228, 52), (296, 260, 44), (128, 156, 40), (258, 136, 46), (336, 70, 34))
    ):
        fill = s.accent if place == other else s.ink
        yield area(
            fill,
            f"M{x} {y}q{-0.5 * size:.0f} {-0.9 * size:.0f} {-1.4 * size:.0f} {-0.8 * size:.0f}"
            f"q{0.9 * size:.0f} {0.1 * size:.0f} {1.4 * size:.0f} {1.3 * size:.0f}"
            f"q{0.5 * size:.0f} {-1.2 * size:.0f} {1.4 * size:.0f} {-1.3 * size:.0f}"
            f"q{-0.9 * size:.0f} {-0.1 * size:.0f} {-1.4 * size:.0f} {0.8 * size:.0f}z",
        )


def flower(s: Sketch) -> Iterator[Markup]:
    """A flower that has lost a petal."""
    petals, lost = 8, s.count(0, 1, 7)
    yield line(s.ink, 12, "M200 180C204 260 190 330 206 430")
    yield area(s.ink, "M200 330C240 270 300 270 326 290C300 340 250 350 200 350z")
    yield from (
        turned(45 * place, 200, 150) + oval(s.accent, 200, 78, 32, 60) + END for place in range(petals) if place != lost
    )
    yield disc(s.ink, 200, 150, 36) + oval(s.accent, 90, 376, 46, 18, -16)


def whale(s: Sketch) -> Iterator[Markup]:
    """A small boat, and what is below it."""
    x = s.between(0, 240, 300)
    yield area(s.accent, f"M{x - 44:.0f} 96h88l-18 30h-52z") + corners(s.accent, (x, 22), (x + 36, 86), (x, 86))
    yield line(s.ink, 6, f"M{LEFT} 128H{RIGHT}", "butt")
    yield area(
        s.ink,
        "M20 210C60 190 80 230 92 258C140 200 240 180 320 210C372 230 380 290 340 316"
        "C270 350 160 330 96 290C70 310 40 320 4 306C40 290 52 274 56 256"
        "C50 232 36 222 20 210z",
    )
    yield disc(s.paper, 322, 262, 7) + line(s.paper, 6, "M236 306Q290 306 342 288")


def fin(s: Sketch) -> Iterator[Markup]:
    """A fin that comes nearer."""
    yield area(s.ink, "M90 300C130 230 190 110 292 70C262 150 270 230 300 300z")
    yield ground(s.accent, 300)
    for place in range(4):
        x, y = s.between(place, 0, 140), 326 + 24 * place
        yield line(s.paper, 7, f"M{x:.0f} {y}q22-12 44 0t44 0t44 0t44 0")


def cactus(s: Sketch) -> Iterator[Markup]:
    """A cactus in the plain."""
    yield disc(s.accent, s.between(0, 230, 290), 170, 96)
    yield line(s.ink, 56, "M180 400V110") + line(s.ink, 36, "M180 290H96V200M180 240H262V160")
    yield ground(s.ink, 380)


def forest(s: Sketch) -> Iterator[Markup]:
    """Trunks, and a light between them."""
    yield disc(s.accent, s.between(0, 150, 250), 268, 66)
    for place, x in enumerate((-120, -44, 26, 112, 196, 290, 366, 452)):
        wide = 22 + (place * 37 % 30)
        yield box(s.shade if place % 2 else s.ink, x, -260, wide, 680)
    yield ground(s.ink, 376)


def cat(s: Sketch) -> Iterator[Markup]:
    """A cat before the moon."""
    yield disc(s.accent, s.between(0, 160, 240), 170, 130)
    yield line(s.ink, 24, "M240 384C340 392 350 320 322 270")
    yield area(
        s.ink,
        "M120 404C96 300 150 240 172 216C146 190 146 140 150 96L180 128H226L256 96"
        "C260 140 260 190 234 216C256 240 304 300 284 404z",
    )
    yield ground(s.ink, 398)


def paw(s: Sketch) -> Iterator[Markup]:
    """The print of a paw."""
    yield area(
        s.ink, "M200 180C250 180 318 250 312 310C306 360 250 350 200 340C150 350 94 360 88 310C82 250 150 180 200 180z"
    )
    toe = s.count(0, 0, 3)
    for place, (x, y, turn) in enumerate(((76, 176, -24), (152, 104, -8), (248, 104, 8), (324, 176, 24))):
        yield oval(s.accent if place == toe else s.ink, x, y, 36, 54, turn)


def butterfly(s: Sketch) -> Iterator[Markup]:
    """A butterfly."""
    low = s.between(0, 54, 76)
    for side in (1, -1):
        yield f'<g transform="translate(200 0) scale({side} 1)">'
        yield area(s.ink, "M8 200C20 80 120 30 170 60C190 130 130 220 8 214z") + disc(s.paper, 112, 116, 20)
        yield area(s.accent, f"M8 210C80 210 150 240 130 300C110 {300 + low:.0f} 40 340 8 226z") + END
    yield box(s.ink, 192, 140, 16, 170, 8) + line(s.ink, 5, "M198 144Q180 90 150 70M202 144Q220 90 250 70")


def sprout(s: Sketch) -> Iterator[Markup]:
    """A first green."""
    yield line(s.ink, 14, "M200 340C204 270 196 230 204 180")
    yield area(s.accent, "M204 190C210 100 280 60 356 70C350 150 290 200 204 190z")
    yield area(s.ink, f"M202 240C180 170 120 {s.between(0, 150, 180):.0f} 60 180C80 240 140 264 202 240z")
    yield area(s.ink, f"M{LEFT} 420V350Q200 300 {RIGHT} 350V420z")


LIVING = (
    stands(tree, "countryside, family, memory, childhood, small town, nature, home, warmth"),
    stands(bare_tree, "death, guilt, ageing, grief, winter, fate, religion, melancholy, Drama"),
    floats(birds, "freedom, immigration, escape, exile, animals, war, Drama"),
    stands(flower, "love, first love, lost love, illness, forbidden love, grief, romance, women"),
    stands(whale, "the sea, monsters, obsession, nature, wonder, Adventure, myth"),
    stands(fin, "animals, survival, island, summer, fright, the sea"),
    stands(cactus, "desert, Western, cowboys, revenge, borders, mexico, gold"),
    stands(forest, "fairy tale, survival, jungle, secrets, nature, witches, Mystery, Horror"),
    stands(cat, "animals, cats, witches, magic, neighbours, Mystery"),
    floats(paw, "animals, dogs, nature, Children, horses, hunting, kindness"),
    floats(butterfly, "coming of age, identity, lgbtq, desire, fate, youth, freedom, wonder"),
    stands(sprout, "second chances, kindness, coming of age, teachers, poverty, disability, redemption, forgiveness"),
)
"""Motifs of plants and animals."""
