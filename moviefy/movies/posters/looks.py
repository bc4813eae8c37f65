"""What a film's poster looks like: motif, colours, type and layout, from what is known of the film.

    themes, genres, qualities -> motif       mood, energy -> palette       decade -> type

Where several fit, the film's id decides, so that a film always has the same poster and films that are alike have not.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from moviefy.movies.catalog.fingerprint import STRONG
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.posters.motifs import MOTIFS
from moviefy.movies.posters.motifs.menace import MENACE
from moviefy.movies.posters.motifs.shapes import Motif
from moviefy.movies.posters.palettes import CALM, LIVELY, PALETTES, Palette, distance
from moviefy.movies.posters.typefaces import Typeface, typefaces_of

OPEN, FIELD, FRAME = "open", "field", "frame"
LAYOUTS = (OPEN, OPEN, OPEN, FIELD, FIELD, FIELD, FRAME)
"""Whether the picture stands on the poster's own paper, on a field from edge to edge, or in a frame; odds as here."""

THEME, GENRE, QUALITY = 3.0, 1.0, 0.7
"""What a theme, a genre and a quality of grade 2 add to the score of the motifs that they call for."""

SAYS_LITTLE = {
    "Drama": 0.2, "Comedy": 0.4, "Romance": 0.6, "Thriller": 0.6, "Action": 0.6, "Crime": 0.6,
    "friendship": 0.4, "family": 0.4, "based on a novel": 0.5, "marriage": 0.6, "loneliness": 0.6,
}  # fmt: skip
"""Cues of so many films that they count for less, by this factor."""

WRONG_TONE = 0.4
"""The factor of a playful motif where a film is not happy, and of a grim one where it is."""

PLAYFUL = frozenset(("grin", "bowler", "arches", "teddy", "cake", "tent", "glasses", "pencil", "paw"))

SHARPNESS = 3.5
"""The odds of a motif are its score to this power: 1 would use all that fit at all, 10 the best one nearly always."""

VARIANTS = 4
"""Colourings of one film's poster. A list uses another than the first where two neighbours would look alike."""

ALIKE = 0.06
"""Two colours at this distance or nearer look alike beside each other."""

NUMBERS = 12
"""Bytes of a film's digest that decide on everything but the motif."""


@dataclass(frozen=True)
class Look:
    """Everything that the film decides about its poster.

    Attributes:
        motif, palette, typeface: see their modules.
        layout: one of :data:`LAYOUTS`; title_first: whether the title stands above the picture.
        mirrored: whether the motif is turned left to right.
        chances: eight numbers in [0, 1) that vary the motif.
    """

    motif: Motif
    palette: Palette
    typeface: Typeface
    layout: str
    title_first: bool
    mirrored: bool
    chances: tuple[float, ...]

    @property
    def field(self) -> str:
        """The colour that takes the most room."""
        return self.palette.ink if self.layout in (FIELD, FRAME) else self.palette.paper


def look_of(movie: Movie, variant: int = 0) -> Look:
    """The film's look; another ``variant`` has the same motif and type in other colours of the same mood."""
    digest = hashlib.shake_128(movie.id.encode()).digest(NUMBERS + len(MOTIFS))
    palettes = PALETTES[movie.mood, _energy(movie, digest[0])]
    faces = typefaces_of(movie.year)
    motif = _motif_of(movie.mood, movie.genres, movie.keywords, _strong(movie.fingerprint), digest[NUMBERS:])
    layout = LAYOUTS[digest[3] % len(LAYOUTS)]
    return Look(
        motif=motif,
        palette=palettes[(digest[1] + variant) % len(palettes)],
        typeface=faces[digest[2] % len(faces)],
        layout=FIELD if layout == FRAME and motif.grounded else layout,  # a ground needs the edges of the paper
        title_first=digest[3] // 16 % 3 == 0 and not motif.hanging,
        mirrored=digest[0] % 2 == 1,
        chances=tuple(byte / 256 for byte in digest[4:12]),
    )


def variants(movies: Iterable[Movie]) -> list[int]:
    """For each film of a list the first variant whose field is not like that of the film before."""
    chosen: list[int] = []
    before = ""
    for movie in movies:
        variant, field = 0, look_of(movie).field
        while before and distance(field, before) <= ALIKE and variant < VARIANTS - 1:
            variant += 1
            field = look_of(movie, variant).field
        chosen.append(variant)
        before = field
    return chosen


def _energy(movie: Movie, byte: int) -> str:
    """Calm or lively, by the film's energy; by chance where it is not known or in between."""
    energy = 1.5 if movie.fingerprint is None else movie.fingerprint["energy"]
    return LIVELY if energy > 1.5 or (energy >= 1 and byte % 3 == 0) else CALM


def _strong(fingerprint: Mapping[str, float] | None) -> tuple[tuple[str, float], ...]:
    """The strong qualities and their grades."""
    return tuple((name, grade) for name, grade in (fingerprint or {}).items() if grade >= STRONG)


@lru_cache(maxsize=16_384)  # more than the catalog has films
def _motif_of(
    mood: str, genres: tuple[str, ...], themes: tuple[str, ...], qualities: tuple[tuple[str, float], ...], noise: bytes
) -> Motif:
    """One of the motifs that suit a film, drawn with odds by how well they do; any if nothing is known of it."""
    graded = {name: QUALITY * (grade - 1) for name, grade in qualities}
    scores = _scores(dict.fromkeys(genres, GENRE) | graded | dict.fromkeys(themes, THEME))
    scores = scores or dict.fromkeys(range(len(MOTIFS)), 1.0)
    unfit = DARK if mood == "happy" else LIGHT
    for place in unfit & scores.keys():
        scores[place] *= WRONG_TONE
    return MOTIFS[min(scores, key=lambda place: WAITS[noise[place]] / scores[place] ** SHARPNESS)]


def _scores(calls: Mapping[str, float]) -> dict[int, float]:
    """Place of a motif in MOTIFS -> how well it suits, for those that suit at all; from each cue and what it adds."""
    scores: dict[int, float] = {}
    for cue, call in calls.items():
        called = MOTIFS_OF.get(cue, ())
        for place in called:  # a cue that calls for one motif alone counts most
            scores[place] = scores.get(place, 0.0) + call * SAYS_LITTLE.get(cue, 1.0) / len(called) ** 0.5
    return scores


def _motifs_of() -> dict[str, list[int]]:
    """Cue -> the places in MOTIFS of the motifs that it calls for."""
    places: dict[str, list[int]] = {}
    for place, motif in enumerate(MOTIFS):
        for cue in motif.cues:
            places.setdefault(cue, []).append(place)
    return places


MOTIFS_OF = _motifs_of()
LIGHT = frozenset(place for place, motif in enumerate(MOTIFS) if motif.name in PLAYFUL)
DARK = frozenset(place for place, motif in enumerate(MOTIFS) if motif in MENACE)

WAITS = tuple(-log((byte + 0.5) / 256) for byte in range(256))
"""A byte as an exponential waiting time: divided by their odds, several come first as often as their odds say."""
