"""Motifs of people: alone, together, and what they wear."""

from collections.abc import Iterator

from moviefy.movies.posters.motifs.shapes import (
    END,
    Markup,
    Sketch,
    area,
    box,
    corners,
    disc,
    flipped,
    floats,
    line,
    person,
    stands,
    turned,
)

FACE = (
    "M-160 420V-260H100C150-160 156-10 138 70C134 90 150 104 158 122L192 184C198 198 190 206 166 208"
    "C160 214 180 224 180 236C180 244 172 246 164 248C176 252 178 258 174 268C170 278 160 280 162 292"
    "C164 322 140 346 84 346C70 346 64 380 70 420z"
)
"""A profile that looks to the right, from the left edge of the picture to its middle."""


def alone(s: Sketch) -> Iterator[Markup]:
    """One small figure before a great disc, with a long shadow."""
    x, r = s.between(0, 130, 270), s.between(1, 120, 150)
    yield disc(s.accent, s.between(2, 170, 230), 190, r)
    yield corners(s.shade, (x - 9, 340), (x + 9, 340), (x + 120, 430), (x + 20, 430))
    yield person(s.ink, x, 342, s.between(3, 96, 130))


def face_to_face(s: Sketch) -> Iterator[Markup]:
    """Two profiles that nearly touch."""
    yield area(s.ink, FACE)
    yield flipped(area(s.accent, FACE))


def pair(s: Sketch) -> Iterator[Markup]:
    """Two discs that meet: two people, and what they share."""
    r, apart = 120, s.between(0, 66, 88)
    half = (r * r - apart * apart) ** 0.5
    yield turned(s.between(1, -50, 50), 200, 200)
    yield disc(s.ink, 200 - apart, 200, r) + disc(s.accent, 200 + apart, 200, r)
    yield area(s.paper, f"M200 {200 - half:.0f}A{r} {r} 0 0 1 200 {200 + half:.0f}A{r} {r} 0 0 1 200 {200 - half:.0f}z")
    yield END


def family(s: Sketch) -> Iterator[Markup]:
    """People of several sizes in a row, one unlike the others."""
    heights = [210, 130, 240, 100, 180][: s.count(0, 3, 5)]
    step, other = 300 / len(heights), s.count(1, 0, len(heights) - 1)
    for place, height in enumerate(heights):
        yield person(s.accent if place == other else s.ink, 50 + (place + 0.5) * step, 402, height + 60)


def eye(s: Sketch) -> Iterator[Markup]:
    """A wide eye that looks at who looks."""
    x = s.between(0, 170, 230)
    yield area(s.ink, "M20 200C90 90 310 90 380 200C310 310 90 310 20 200z")
    yield area(s.paper, "M52 200C110 122 290 122 348 200C290 278 110 278 52 200z")
    yield disc(s.accent, x, 200, 66) + disc(s.ink, x, 200, 32) + disc(s.paper, x + 14, 184, 10)


def fist(s: Sketch) -> Iterator[Markup]:
    """A raised fist."""
    yield area(s.ink, "M140 430L150 270H268L276 430z")
    for place, top in enumerate((92, 80, 84, 98)):
        yield box(s.ink, 112 + 44 * place, top, 40, 130, 18)
    yield box(s.ink, 112, 170, 172, 120, 30)
    yield box(s.accent, 104, 176, 132, 46, 22, s.between(0, -8, 8))


def masks(s: Sketch) -> Iterator[Markup]:
    """A mask that laughs on one side and weeps on the other."""
    yield area(s.ink, "M200 60H80V220C80 310 140 370 200 370z")
    yield area(s.accent, "M200 60H320V220C320 310 260 370 200 370z")
    yield line(s.paper, 16, "M112 170Q140 136 168 170M232 156Q260 190 288 156")
    yield line(s.paper, 16, "M128 250Q150 312 200 312M200 282Q252 282 272 320")


def grin(s: Sketch) -> Iterator[Markup]:
    """A laugh: a wide open mouth."""
    yield line(s.ink, 16, f"M90 100q36 {-s.between(0, 30, 54):.0f} 72 0M238 100q36 {-s.between(0, 30, 54):.0f} 72 0")
    yield area(s.ink, "M50 160H350C350 290 280 350 200 350S50 290 50 160z")
    yield area(s.paper, "M78 160H322L314 206H86z")
    yield area(s.accent, "M118 304C150 250 250 250 282 304C256 340 228 350 200 350S144 340 118 304z")


def weeping(s: Sketch) -> Iterator[Markup]:
    """A closed eye and one tear."""
    yield line(s.ink, 20, "M60 130Q200 260 340 130")
    yield line(s.ink, 12, "M110 178L88 210M160 204L150 240M240 204L250 240M290 178L312 210")
    x, y = 200, s.between(0, 262, 290)
    yield area(s.accent, f"M{x} {y - 20:.0f}c16 34 34 52 34 74a34 34 0 0 1-68 0c0-22 18-40 34-74z")


def bowler(s: Sketch) -> Iterator[Markup]:
    """A bowler hat and a moustache, and nobody under them."""
    yield area(s.ink, "M112 190C106 40 294 40 288 190z") + box(s.accent, 113, 152, 174, 30)
    yield area(s.ink, "M50 178Q200 212 350 178Q340 222 200 222T50 178z")
    yield area(
        s.ink,
        "M200 284C172 254 122 262 78 316C130 306 180 336 200 304C220 336 270 306 322 316C278 262 228 254 200 284z",
    )


def dancer(s: Sketch) -> Iterator[Markup]:
    """Somebody who turns in a wide skirt."""
    yield line(s.ink, 15, "M190 300L166 400M226 296L296 372M208 128L118 70M222 128L316 112")
    yield area(s.accent, f"M188 176L{s.between(0, 66, 100):.0f} 292Q200 350 326 270L238 172z")
    yield area(s.ink, "M190 122Q214 108 236 122L238 180H188z") + disc(s.ink, 216, 76, 27)


def balloon(s: Sketch) -> Iterator[Markup]:
    """A child with one balloon."""
    x = s.between(0, 210, 270)
    yield line(s.ink, 4, f"M148 320Q{x + 24:.0f} 290 {x:.0f} 176")
    yield area(s.accent, f"M{x:.0f} 16c104 0 96 104 0 158c-96-54-104-158 0-158z")
    yield person(s.ink, 132, 402, 120) + line(s.ink, 9, "M134 336L152 318")


def stranger(s: Sketch) -> Iterator[Markup]:
    """A hat and a turned-up collar; the face stays in the dark."""
    yield area(s.shade, "M136 150H264V260Q200 330 136 260z")
    yield area(s.ink, "M-10 430C0 340 90 310 140 288L200 350L260 288C310 310 400 340 410 430z")
    yield area(s.accent, "M140 296L116 216L200 352zM260 296L284 216L200 352z")
    yield area(s.ink, "M116 150C120 40 160 52 200 72C240 52 280 40 284 150z") + box(s.accent, 117, 120, 166, 28)
    yield area(s.ink, "M40 160C120 126 280 126 360 160C280 206 120 206 40 160z")


def cowboy(s: Sketch) -> Iterator[Markup]:
    """A hat of the West before the sun."""
    yield disc(s.accent, 200, 200, s.between(0, 130, 160))
    yield area(s.ink, "M118 226C124 96 166 108 200 132C234 108 276 96 282 226z")
    yield box(s.paper, 117, 196, 166, 20)
    yield area(s.ink, "M0 206C30 246 100 232 200 232S370 246 400 206C390 300 300 318 200 318S10 300 0 206z")


def helmet(s: Sketch) -> Iterator[Markup]:
    """A soldier's helmet with a flower in its band."""
    yield area(s.ink, "M66 250C60 80 340 80 334 250L370 282Q200 250 30 282z")
    yield line(s.paper, 9, "M67 228Q200 196 333 228")
    yield line(s.ink, 8, "M84 280Q110 360 200 366Q290 360 316 280")
    yield line(s.accent, 8, f"M270 214L{s.between(0, 280, 310):.0f} 120")
    yield from (disc(s.accent, 296 + dx, 104 + dy, 17) for dx, dy in ((0, -20), (20, 0), (0, 20), (-20, 0)))
    yield disc(s.paper, 296, 104, 10)


def doorway(s: Sketch) -> Iterator[Markup]:
    """Somebody in a lit door."""
    left = s.between(0, 20, 90)
    yield box(s.accent, 138, 40, 124, 260)
    yield corners(s.shade, (138, 300), (262, 300), (262 + left, 430), (138 - left, 430))
    yield corners(s.ink, (180, 300), (220, 300), (226, 430), (158, 430)) + person(s.ink, 200, 302, 200)


def crowd(s: Sketch) -> Iterator[Markup]:
    """Rows of heads, one of them unlike the others."""
    other = s.count(0, 4, 7)
    for place in range(14):
        row, column = divmod(place, 5)
        x, y = 108 * column - (54 if row % 2 else 16), 130 + 100 * row
        fill = s.accent if place == other else (s.shade if row % 2 else s.ink)
        head = f"M{x - 30} {y}a30 30 0 1 1 60 0a30 30 0 1 1-60 0"
        yield area(fill, f"{head}M{x - 50} {y + 100}v-24q0-36 50-36t50 36v24z")


def doubles(s: Sketch) -> Iterator[Markup]:
    """Somebody and their reflection, which is another."""
    yield _mirror(s) + person(s.ink, 200, 198, 180)
    yield f'<g transform="matrix(1 0 0 -1 0 404)">{person(s.accent, 200, 198, 180)}</g>'


def _mirror(s: Sketch) -> Markup:
    """The line in which a figure is mirrored."""
    reach = s.between(0, 90, 150)
    return line(s.ink, 4, f"M{200 - reach:.0f} 201H{200 + reach:.0f}")


def cape(s: Sketch) -> Iterator[Markup]:
    """A hero, hands on hips, before a cape in the wind."""
    sweep = s.between(0, 340, 400)
    yield area(
        s.accent, f"M140 120H260C290 200 330 270 {sweep:.0f} 330C320 330 300 350 270 340H130C100 270 120 190 140 120z"
    )
    yield area(s.ink, "M134 118H266L240 250L272 420H222L200 290L178 420H128L160 250z")
    yield line(s.ink, 34, "M146 134L92 196L152 244M254 134L308 196L248 244")
    yield disc(s.ink, 200, 68, 42)


def lips(s: Sketch) -> Iterator[Markup]:
    """Lips that are about to speak."""
    open_by = s.between(0, 8, 34)
    yield area(
        s.accent,
        "M30 200C110 150 140 110 168 110C184 110 192 122 200 126C208 122 216 110 232 110"
        "C260 110 290 150 370 200C320 300 260 322 200 322S80 300 30 200z",
    )
    yield area(
        s.paper,
        "M72 200C130 190 160 178 200 184C240 178 270 190 328 200"
        f"C280 {206 + open_by:.0f} 240 {210 + open_by:.0f} 200 {210 + open_by:.0f}"
        f"S120 {206 + open_by:.0f} 72 200z",
    )
    yield line(s.ink, 7, "M150 290Q200 306 250 290")


PEOPLE = (
    stands(alone, "loneliness, exile, midlife crisis, survival, melancholy, thought, outsiders, Drama"),
    floats(
        face_to_face, "marriage, infidelity, divorce, love triangle, siblings, mothers and daughters, romance, jealousy"
    ),
    floats(pair, "love, second chances, friendship, romance, Romance, first love, desire"),
    stands(family, "family, parents and children, siblings, mothers and sons, fathers and sons, ensemble, warmth"),
    floats(eye, "obsession, surveillance, psychology, blindness, paranoia, suspicion, Mystery, tension"),
    stands(fist, "revolution, resistance, rebellion, women fighting back, racism, slavery, injustice, outrage, boxing"),
    floats(masks, "theatre, disguise, based on a play, mistaken identity, identity, secrets"),
    floats(grin, "satire, parody, humour, Comedy, slapstick"),
    floats(weeping, "grief, death, sacrifice, doomed love, mothers and daughters, forgiveness, Drama"),
    floats(bowler, "slapstick, con artists, silent, silent film, humour, Comedy, mistaken identity, disguise"),
    stands(dancer, "dance, Musical, wedding, desire, freedom, women"),
    stands(balloon, "childhood, orphans, children, Children, kindness, coming of age, warmth"),
    stands(stranger, "detectives, spies, gangsters, assassins, police, Film-Noir, conspiracy, Crime"),
    floats(cowboy, "cowboys, Western, bandits"),
    floats(helmet, "soldiers, war, world war ii, vietnam war, world war i, War"),
    stands(doorway, "home invasion, secrets, fear, murder, twist ending, Thriller, fright, escape"),
    stands(crowd, "class, politics, big city, identity, immigration, work, lgbtq, fish out of water, outsiders"),
    floats(doubles, "doubles, twins, parallel worlds, identity, clones, strangeness, reincarnation"),
    stands(cape, "superheroes, marvel series, dc series, batman series, superman series, courage"),
    floats(lips, "desire, sex, forbidden love, love affair, prostitution, infidelity, Romance"),
)
"""Motifs of people."""
