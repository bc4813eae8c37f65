import numpy as np
import pytest

from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.taste import MOVED, Taste, TasteWeights
from tests.movie_tables import catalog_of, film
from tests.movies.test_neighbours import TWO_PAIRS

GENRES = ("Comedy", "Comedy", "Drama", "Drama")
EVERY = np.arange(4)


def taste(weights=None, **years):
    catalog = catalog_of(*(film(i, genres=GENRES[i], year=years.get(f"f{i}", 2000)) for i in range(4)))
    share = (catalog.genre_counts / len(catalog)).astype(np.float32)
    return Taste(catalog, ranking.genre_vectors(catalog.genre_table, share), TWO_PAIRS, weights)


def test_nothing_told_changes_nothing():
    assert taste().of([], [], EVERY).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("weights", "liked", "disliked", "expected"),
    [
        (TasteWeights(audience=2, genres=0, era=0), [0], [], [0, 1, 0, 0]),
        (TasteWeights(audience=2, genres=0, era=0), [0, 3], [], [0, 2 * 0.5 / 2**0.5, 2 * 0.25 / 2**0.5, 0]),
        (TasteWeights(audience=2, genres=0, era=0, disliked_audience=0.5), [], [0], [0, -0.5, 0, 0]),
        (TasteWeights(audience=0, genres=3, era=0, disliked_genres=1), [0], [2], [3, 3, -3, -3]),
        (TasteWeights(audience=0, genres=3, era=0, disliked_genres=0.5), [], [2], [0, 0, -1.5, -1.5]),
        (TasteWeights(audience=0, genres=0, era=2), [0], [], [2, 2, 2, 2]),
        (TasteWeights(audience=0, genres=0, era=2), [], [0], [0, 0, 0, 0]),
    ],
)
def test_each_kind_of_evidence_by_hand(weights, liked, disliked, expected):
    assert taste(weights).of(liked, disliked, EVERY) == pytest.approx(expected, abs=1e-5)


def test_films_of_the_same_years_come_closer():
    near = taste(TasteWeights(audience=0, genres=0, era=2), f1=2008, f2=1992, f3=1940).of([0], [], EVERY)
    assert near == pytest.approx([2, 2 / np.e, 2 / np.e, 2 * np.exp(-60 / 8)], abs=1e-5)


def test_some_rows_get_what_they_get_among_all():
    whole = taste().of([0, 2], [3], EVERY)
    some = np.array([1, 3])
    assert taste().of([0, 2], [3], some) == pytest.approx(whole[some])


def test_the_cause_is_the_film_that_moved_it_most():
    audience, genres = (taste(TasteWeights(audience=a, genres=g, era=0)) for a, g in ((9, 0), (0, 3)))
    assert [(cause.row, cause.audience) for cause in audience.causes([2, 0], [], np.array([1]))] == [(0, True)]
    assert [(cause.row, cause.audience) for cause in genres.causes([0, 2], [], np.array([3, 1]))] == [
        (2, False),
        (0, False),
    ]


def test_no_cause_where_nothing_moved_the_film_enough():
    weak = taste(TasteWeights(audience=MOVED, genres=0, era=9))  # half of MOVED; the year alone is no reason to name
    assert weak.causes([0], [], np.array([1, 2])) == [None, None]
    assert taste().causes([], [0], np.array([1])) == [None]
    assert taste().causes([0], [], np.array([], dtype=np.intp)) == []


def test_no_cause_where_the_dislikes_outweigh_it():
    even = taste(TasteWeights(audience=0, genres=3, era=0, disliked_genres=1))
    assert even.causes([0], [1], np.array([1])) == [None]
