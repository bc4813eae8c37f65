import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.movies.recommend.shares import MAX_CHANCE, Attribute, attributes, draw_weights
from tests.movie_tables import catalog_of, film, graded

N = 3000


def chances(scores, parts, rows=None):
    return np.exp(draw_weights(scores, np.arange(len(scores)) if rows is None else rows, parts))


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), spread=st.floats(0, 0.8))
def test_each_group_gets_its_share_and_no_film_more_than_the_cap(seed, spread):
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, spread, N).astype(np.float32)
    period = Attribute(rng.choice(3, N, p=(0.8, 0.15, 0.05)).astype(np.int8), (0.4, 0.3, 0.3))
    language = Attribute((rng.random(N) < 0.3).astype(np.int8), (0.7, 0.3))
    drawn = chances(scores, (period, language))
    for part in (period, language):
        given_to = [drawn[part.groups == group].sum() / drawn.sum() for group in range(len(part.shares))]
        assert given_to == pytest.approx(part.shares, abs=0.02)
    assert drawn.max() <= MAX_CHANCE * 1.001


def test_within_a_group_one_point_more_is_e_times_the_chance():
    scores = np.zeros(N, dtype=np.float32)
    scores[7] = 1.0
    drawn = chances(scores, (Attribute(np.zeros(N, dtype=np.int8), (1.0,)),))
    assert drawn[7] / drawn[8] == pytest.approx(np.e, rel=1e-3)


def test_a_group_without_films_leaves_its_share_to_the_others():
    groups = np.array([0, 1] * (N // 2), dtype=np.int8)
    drawn = chances(np.zeros(N, dtype=np.float32), (Attribute(groups, (0.2, 0.2, 0.6)),))
    assert drawn[groups == 0].sum() / drawn.sum() == pytest.approx(0.5, abs=0.01)


def test_films_of_no_known_group_keep_their_weight():
    groups = np.full(N, -1, dtype=np.int8)
    groups[: N // 2] = np.arange(N // 2) % 2
    drawn = chances(np.zeros(N, dtype=np.float32), (Attribute(groups, (0.9, 0.1)),))
    assert drawn[groups < 0].sum() / drawn.sum() == pytest.approx(0.5, abs=0.01)
    unknown = chances(np.zeros(9, dtype=np.float32), (Attribute(np.full(9, -1, dtype=np.int8), (0.9, 0.1)),))
    assert unknown == pytest.approx(np.full(9, 1 / 9))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_films_are_drawn_too(n):
    parts = (Attribute(np.zeros(n, dtype=np.int8), (0.3, 0.7)),)
    drawn = draw_weights(np.zeros(n, dtype=np.float32), np.arange(n), parts)
    assert np.isfinite(drawn).all()
    assert len(drawn) == n


def test_the_groups_of_a_catalog():
    films = [
        graded(0, year=2004, language="en", votes=10),
        graded(1, year=2005, language="fr", votes=40_000),
        graded(2, year=2016, language="", votes=900_000),
    ]
    period, language, fame = (part.groups.tolist() for part in attributes(catalog_of(*films)))
    assert (period, language, fame) == ([0, 1, 2], [0, 1, -1], [0, 1, 2])
    assert all(sum(part.shares) == pytest.approx(1) for part in attributes(catalog_of(film(0))))
