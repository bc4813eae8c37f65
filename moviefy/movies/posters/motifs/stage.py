"""Motifs of music, pictures and the press."""

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


def record(s: Sketch) -> Iterator[Markup]:
    """A record that plays."""
    yield disc(s.ink, 190, 210, 160) + "".join(ring(s.shade, 190, 210, r, 3) for r in (138, 116, 94))
    yield disc(s.accent, 190, 210, 58) + disc(s.paper, 190, 210, 10)
    yield line(s.ink, 14, f"M356 40V160L{s.between(0, 290, 310):.0f} 236") + disc(s.accent, 356, 40, 22)


def piano(s: Sketch) -> Iterator[Markup]:
    """Keys of a piano, one of them struck."""
    struck = s.count(0, 0, 4)
    for place in range(5):
        yield box(s.accent if place == struck else s.ink, 20 + 74 * place, 70, 64, 270 + 22 * (place == struck), 8)
    yield "".join(box(s.paper, 20 + 74 * place - 27, 60, 44, 160, 4) for place in (1, 2, 4))


def microphone(s: Sketch) -> Iterator[Markup]:
    """A microphone that waits."""
    yield box(s.accent, 140, 40, 120, 190, 60)
    yield line(s.paper, 8, "M140 110H182M140 140H182M140 170H182M218 110H260M218 140H260M218 170H260", "butt")
    yield line(s.ink, 16, "M104 150V170C104 300 296 300 296 170V150M200 270V430")
    yield line(s.ink, 18, f"M{s.between(0, 120, 150):.0f} 398H270")


def guitar(s: Sketch) -> Iterator[Markup]:
    """A guitar."""
    yield turned(s.between(0, 20, 40), 200, 200)
    yield box(s.ink, 188, -40, 24, 240) + box(s.ink, 176, -72, 48, 50, 8)
    yield area(
        s.ink, "M200 140C260 130 280 180 256 216C300 240 310 380 200 380S100 240 144 216C120 180 140 130 200 140z"
    )
    yield disc(s.accent, 200, 246, 34)
    yield box(s.paper, 160, 320, 80, 12)
    yield line(s.paper, 3, "M194 -20V322M206 -20V322", "butt")
    yield END


def projector(s: Sketch) -> Iterator[Markup]:
    """A projector and its beam."""
    spread = s.between(0, 80, 130)
    yield corners(s.accent, (230, 230), (560, 230 - spread * 1.6), (560, 230 + spread * 1.6))
    yield disc(s.ink, 70, 110, 62)
    yield disc(s.ink, 186, 120, 50)
    yield disc(s.paper, 70, 110, 16)
    yield disc(s.paper, 186, 120, 13)
    yield box(s.ink, 30, 176, 190, 110, 12) + box(s.ink, 214, 206, 34, 50)
    yield line(s.ink, 14, "M80 280L40 430M170 280L210 430")


def clapper(s: Sketch) -> Iterator[Markup]:
    """A clapperboard."""
    tilt = s.between(0, -22, -10)
    yield box(s.ink, 50, 160, 300, 210, 12)
    yield turned(tilt, 56, 150) + box(s.ink, 50, 92, 300, 56, 8)
    yield area(s.paper, "M90 92h44l-30 56H60zM178 92h44l-30 56h-44zM266 92h44l-30 56h-44z") + END
    yield corners(s.accent, (164, 210), (164, 320), (258, 265))


def camera(s: Sketch) -> Iterator[Markup]:
    """A camera that looks back."""
    yield box(s.ink, 40, 120, 320, 220, 24) + box(s.ink, 130, 80, 140, 70, 14) + box(s.accent, 66, 100, 50, 30, 6)
    yield disc(s.paper, 200, 230, 90) + disc(s.ink, 200, 230, 74) + disc(s.accent, 200, 230, s.between(0, 34, 50))
    yield disc(s.paper, 222, 208, 12)


def star(s: Sketch) -> Iterator[Markup]:
    """A star and its rays."""
    inner = s.between(0, 62, 78)
    points = [
        (200 + (inner if k % 2 else 160) * sin(k * pi / 5), 210 - (inner if k % 2 else 160) * cos(k * pi / 5))
        for k in range(10)
    ]
    yield corners(s.accent, *points)
    yield "".join(corners(s.ink, (200, 210), points[k], points[k + 1]) for k in range(0, 10, 2))


def newspaper(s: Sketch) -> Iterator[Markup]:
    """A front page."""
    yield turned(s.between(0, -10, 10), 200, 200) + box(s.ink, 70, 40, 260, 330, 4)
    yield box(s.paper, 94, 66, 212, 36) + box(s.accent, 94, 122, 100, 110)
    yield line(s.paper, 10, "M212 130H306M212 160H306M212 190H306M212 220H306M94 264H306M94 294H306M94 324H240", "butt")
    yield END


def glasses(s: Sketch) -> Iterator[Markup]:
    """A pair of glasses, one of them cracked or dark."""
    yield ring(s.ink, 104, 200, 78, 20)
    yield ring(s.ink, 296, 200, 78, 20)
    yield line(s.ink, 18, "M178 184Q200 164 222 184M26 190L-4 150M374 190L404 150")
    yield disc(s.accent, 296, 200, 69)
    yield (
        line(s.paper, 6, f"M{s.between(0, 262, 330):.0f} 134L290 190L330 210L284 268")
        if s.chances[1] < 0.4
        else disc(s.paper, 320, 176, 14)
    )


STAGE = (
    floats(record, "music, radio, nightlife, concert, youth, identity, memory, teenagers"),
    floats(piano, "music, Musical, biography, fame, teachers, deafness, melancholy"),
    stands(microphone, "fame, music, radio, Musical, concert, television, biography, politics"),
    floats(guitar, "music, road trip, rebellion, teenagers, fame, Musical"),
    stands(projector, "filmmaking, memory, silent film, love, fame"),
    floats(clapper, "filmmaking, satire, fame, parody, television"),
    floats(
        camera, "photography, journalism, filmmaking, Documentary, found footage, surveillance, true story, obsession"
    ),
    floats(star, "fame, biography, sport, ambition, los angeles, true story, courage, energy"),
    floats(newspaper, "journalism, true story, politics, corruption, history, Documentary, conspiracy"),
    floats(glasses, "school, college, disguise, fish out of water, teenagers, Comedy, writers, identity, blindness"),
)
"""Motifs of music, pictures and the press."""
