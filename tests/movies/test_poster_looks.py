"""What a film's poster says: motif, colours and type follow from what is known of the film, and neighbours differ."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.catalog.films import GENRES
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.posters.looks import ALIKE, FRAME, PLAYFUL, VARIANTS, look_of, variants
from moviefy.movies.posters.motifs import MOTIFS
from moviefy.movies.posters.motifs.menace import MENACE
from moviefy.movies.posters.palettes import CALM, LIVELY, PALETTES, distance
from moviefy.movies.posters.poster import draw_poster, poster_version
from moviefy.movies.posters.typefaces import TYPEFACES, Typeface, cased, typefaces_of
from tests.movies.test_posters import film

CATALOG = Path(__file__).parents[2] / "data" / "movies.csv"
MOST_BYTES = 2500


@pytest.fixture(scope="module")
def movies():
    catalog = load_catalog(CATALOG)
    return [catalog.movie(row) for row in range(len(catalog))]


@pytest.fixture(scope="module")
def looks(movies):
    return [look_of(movie) for movie in movies]


def grades(**known):
    return {**dict.fromkeys(QUALITIES, 0.0), **known}


def test_there_are_many_motifs_and_each_has_a_name():
    assert len(MOTIFS) >= 40
    assert len({motif.name for motif in MOTIFS}) == len(MOTIFS)


def test_every_cue_is_a_theme_a_genre_or_a_quality_that_films_have(movies):
    known = GENRES | set(QUALITIES) | {theme for movie in movies for theme in movie.keywords}
    assert {cue for motif in MOTIFS for cue in motif.cues} <= known


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_every_genre_alone_calls_for_motifs(genre):
    drawn = [look_of(film(film_id=f"film-{i}", genres=(genre,))).motif for i in range(60)]
    assert all(genre in motif.cues for motif in drawn)
    assert len({motif.name for motif in drawn}) >= 2


@pytest.mark.parametrize("quality", sorted(QUALITIES))
def test_every_quality_that_is_strong_calls_for_motifs(quality):
    strong = grades(**{quality: 3.0})
    drawn = [look_of(film(film_id=f"film-{i}", genres=(), fingerprint=strong)).motif for i in range(30)]
    assert all(quality in motif.cues for motif in drawn)


def test_a_film_of_which_nothing_is_known_has_a_poster_too():
    assert look_of(film(genres=("Unheard of",))).motif in MOTIFS


def test_colours_follow_mood_and_energy():
    for mood in MOODS:
        for energy, group in ((0.0, CALM), (3.0, LIVELY)):
            looks = [look_of(film(film_id=f"f{i}", mood=mood, fingerprint=grades(energy=energy))) for i in range(60)]
            assert {look.palette for look in looks} <= set(PALETTES[mood, group])
            assert len({look.field for look in looks}) >= 8


def test_type_follows_the_decade():
    for year in range(1890, 2030):
        assert look_of(film(year=year)).typeface in typefaces_of(year)
    assert typefaces_of(1800) == TYPEFACES[min(TYPEFACES)]
    assert typefaces_of(1979) == typefaces_of(1970) != typefaces_of(1980)
    assert all(face.family.endswith(("serif", "sans-serif")) for faces in TYPEFACES.values() for face in faces)


def test_capitals_are_for_short_titles_of_short_words():
    face = Typeface("serif", 400, upper=True)
    assert cased("Up", face) == "UP"
    assert cased("The International", face) == "The International"
    assert cased("One word after the other, and so on", face) == "One word after the other, and so on"
    assert cased("Up", replace(face, upper=False)) == "Up"


def test_a_playful_motif_is_rare_where_a_film_is_not_happy_and_a_grim_one_where_it_is(movies, looks):
    for names, is_wrong in (
        (PLAYFUL, lambda movie: movie.mood != "happy"),
        ({motif.name for motif in MENACE}, lambda movie: movie.mood == "happy"),
    ):
        wrong = [is_wrong(movie) for movie, look in zip(movies, looks, strict=True) if look.motif.name in names]
        assert sum(wrong) <= 0.2 * len(wrong)


def test_no_title_stands_above_what_hangs(looks):
    assert not [look for look in looks if look.motif.hanging and look.title_first]


def test_most_posters_of_our_films_show_a_theme_of_theirs(movies, looks):
    shown = [bool(look.motif.cues & set(movie.keywords)) for movie, look in zip(movies, looks, strict=True)]
    assert sum(shown) >= 0.95 * len(movies)


def test_no_motif_is_everywhere_and_none_is_forgotten(looks):
    used = Counter(look.motif.name for look in looks)
    assert set(used) == {motif.name for motif in MOTIFS}
    assert max(used.values()) <= 0.03 * len(looks)


def test_a_motif_with_a_ground_is_never_framed(looks):
    assert not [look for look in looks if look.layout == FRAME and look.motif.grounded]


def test_posters_of_all_films_are_small(movies):
    sizes = [len(draw_poster(movie).encode()) for movie in movies]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) / len(sizes) <= 1300


def test_a_variant_is_the_same_poster_in_other_colours():
    looks = [look_of(film(), variant) for variant in range(VARIANTS)]
    assert len({look.palette for look in looks}) == VARIANTS
    assert len({(look.motif.name, look.typeface, look.layout, look.chances) for look in looks}) == 1
    assert len({poster_version(film(), variant) for variant in range(VARIANTS)}) == VARIANTS


def test_neighbours_of_one_mood_have_other_colours(movies):
    for mood in MOODS:
        shown = [movie for movie in movies if movie.mood == mood][:600]
        fields = [look_of(movie, variant).field for movie, variant in zip(shown, variants(shown), strict=True)]
        assert all(distance(one, other) > ALIKE for one, other in pairwise(fields))


def test_a_list_keeps_the_first_colours_where_they_do_not_meet():
    assert variants([]) == []
    assert variants([film()]) == [0]
    assert variants([film()] * 3)[1] != 0
