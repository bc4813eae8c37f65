from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.pages import BLOCK, PAGE, Company, vary
from tests.movie_tables import catalog_of, graded

SERIES = st.sampled_from(["", "", "", "ants series", "bees series"])
DIRECTOR = st.sampled_from(["Ann", "Bo", "", "", "", ""])


def catalog_with(facts):
    return catalog_of(*(
        graded(i, keywords=f"theme {i}|{series}".strip("|"), directors=director or f"Director {i}")
        for i, (series, director) in enumerate(facts)
    ))  # fmt: skip


def most_on_page(facts, page):
    series = Counter(facts[row][0] for row in page if facts[row][0])
    directors = Counter(facts[row][1] for row in page if facts[row][1])
    return max(series.values(), default=0), max(directors.values(), default=0)


def could_do_better(facts, page, later):
    """Whether a film that comes later could have stood on the page instead of one too many."""
    series, directors = {facts[row][0] for row in page}, Counter(facts[row][1] for row in page)
    return any(
        (not facts[row][0] or facts[row][0] not in series) and (not facts[row][1] or directors[facts[row][1]] < 2)
        for row in later
    )


@settings(deadline=None, max_examples=60)
@given(facts=st.lists(st.tuples(SERIES, DIRECTOR), min_size=1, max_size=80), breadth=st.floats(0, 1))
def test_few_of_a_franchise_and_a_director_on_a_page_while_others_are_left(facts, breadth):
    company, n = Company(catalog_with(facts)), len(facts)
    order, _ = company.spread(range(n), n)
    vectors = np.random.default_rng(0).random((n, 4)).astype(np.float32)
    blocks = [np.array(order[at : at + BLOCK]) for at in range(0, n, BLOCK)]
    varied = np.concatenate([rows[vary(vectors[rows], breadth, company.bound(rows.tolist()))] for rows in blocks])
    assert sorted(varied.tolist()) == list(range(n))
    for at in range(0, n, PAGE):
        page, later = varied[at : at + PAGE].tolist(), varied[at + PAGE :].tolist()
        series, directors = most_on_page(facts, page)
        if series > 1 or directors > 2:
            assert not could_do_better(facts, page, later)


@settings(deadline=None)
@given(facts=st.lists(st.tuples(SERIES, DIRECTOR), min_size=1, max_size=60), data=st.data())
def test_the_first_films_do_not_depend_on_how_many_are_asked_for(facts, data):
    company, n = Company(catalog_with(facts)), len(facts)
    whole, _ = company.spread(range(n), n)
    count = data.draw(st.integers(0, n))
    assert company.spread(range(n), count)[0] == whole[:count]


def test_a_film_that_waits_comes_on_the_next_page():
    company = Company(catalog_with([("ants series", ""), ("ants series", ""), *[("", "")] * 30]))
    order, ran_out = company.spread(range(32), 24)
    assert (order.index(0), order.index(1), ran_out) == (0, 12, False)


def test_more_films_are_asked_for_where_a_page_cannot_be_filled():
    company = Company(catalog_with([("ants series", "")] * 20 + [("", "")] * 20))
    assert company.spread(range(20), 12)[1]
    order, ran_out = company.spread(range(40), 12)
    assert (order, ran_out) == ([0, *range(20, 31)], False)


def vectors_of(n):
    return ranking.genre_vectors(np.random.default_rng(0).random((n, 5)) > 0.5, np.full(5, 0.5, dtype=np.float32))


@pytest.mark.parametrize("n", [0, 1, 5, 24])
def test_varying_keeps_every_film_and_starts_with_the_best(n):
    order = vary(vectors_of(n), 0.7).tolist()
    assert order[:1] == [0][:n]
    assert sorted(order) == list(range(n))


def test_no_breadth_keeps_the_order():
    assert vary(vectors_of(24), 0.0).tolist() == list(range(24))


def test_varying_puts_twins_apart():
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert vary(vectors, 0.9).tolist() == [0, 2, 1]


@settings(deadline=None)
@given(bound=st.lists(st.booleans(), min_size=24, max_size=24), breadth=st.floats(0, 1))
def test_bound_films_stay_on_their_page(bound, breadth):
    order = vary(vectors_of(24), breadth, np.array(bound)).tolist()
    assert sorted(order) == list(range(24))
    for place, film in enumerate(order):
        if bound[film]:
            assert (place < PAGE) == (film < PAGE)
