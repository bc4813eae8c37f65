import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.likeness import ERA_YEARS, Likeness, LikenessWeights
from tests.movie_tables import catalog_of, film, graded


def likeness(*films, **weights):
    catalog = catalog_of(*films)
    share = (catalog.genre_counts / len(catalog)).astype(np.float32)
    vectors = ranking.genre_vectors(catalog.genre_table, share)
    every = dict.fromkeys(vars(LikenessWeights()), 0.0)
    return Likeness(catalog, vectors, LikenessWeights(**{**every, **weights}) if weights else None)


FILLER = [graded(i, "sad", year=1950, language="fr", countries="FR", genres="War") for i in range(10, 16)]


@pytest.mark.parametrize(
    ("kind", "alike", "other"),
    [
        ("directors", {"directors": "Ann|Bo"}, {"directors": "Cy"}),
        ("cast", {"cast": "Ann|Bo"}, {"cast": "Cy"}),
        ("keywords", {"keywords": "whales|boats"}, {"keywords": "trains"}),
        ("countries", {"countries": "JP"}, {"countries": "BR"}),
        ("language", {"language": "ja"}, {"language": "pt"}),
        ("logline", {"logline": "Whales sing"}, {"logline": "Trains run"}),
        ("genres", {"genres": "Comedy|Western"}, {"genres": "Horror"}),
        ("era", {"year": 2000}, {"year": 1960}),
        ("moods", {"happy": 3}, {"happy": 0, "angry": 3}),
        ("fingerprint", {"warmth": 3, "fright": 0}, {"warmth": 0, "fright": 3}),
    ],
)
def test_each_kind_of_evidence(kind, alike, other):
    films = [graded(0, **alike), graded(1, **alike), graded(2, **other), *FILLER]
    found = likeness(*films, **{kind: 2.0}).of([0])
    assert found[0] == pytest.approx(found[1])
    assert found[1] == pytest.approx(2.0, abs=0.01)
    assert found[2] < 1.0


def test_years_apart_count_less():
    found = likeness(graded(0, year=2000), graded(1, year=2000 + int(ERA_YEARS)), era=1.0).of([0])
    assert found == pytest.approx([1, 1 / np.e])


def test_what_is_unknown_is_alike_to_nothing():
    films = [film(0, language="", keywords="", directors=""), film(1), film(2, language="en", keywords="whales")]
    found = likeness(*films, language=1.0, keywords=1.0, directors=1.0, fingerprint=1.0).of([0])
    assert found == pytest.approx([0, 0, 0])


def test_a_keyword_that_many_films_have_says_nothing():
    films = [graded(i, keywords="family") for i in range(40)]
    assert likeness(*films, keywords=1.0).of([0]) == pytest.approx(np.zeros(40))


@settings(deadline=None)
@given(some=st.lists(st.integers(0, 7), min_size=1, max_size=5, unique=True))
def test_likeness_to_several_films_is_the_mean(some):
    films = [
        graded(i, keywords=f"a{i % 2}|b{i % 3}", year=1990 + i, warmth=i % 4, language="en" if i % 2 else "fr")
        for i in range(8)
    ]
    kin = likeness(*films)
    assert kin.of(some) == pytest.approx(kin.between(some, range(8)).mean(axis=0), abs=1e-4)
    assert kin.of(some).max() <= kin.most + 1e-4


def test_nobody_compared_with_nobody():
    assert likeness(graded(0)).between([], [0]).shape == (0, 1)
