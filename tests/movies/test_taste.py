import numpy as np
import pytest

from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.likeness import Likeness
from moviefy.movies.recommend.taste import MAX_AGREEMENT, Cause, Taste, TasteWeights
from tests.movie_tables import catalog_of, graded
from tests.movies.test_neighbours import TWO_PAIRS

EVERY = np.arange(4)
NOTHING = {"likeness": 0.0, "audience": 0.0, "disliked": 0.0, "fame": 0.0}


def taste(*films, neighbours=TWO_PAIRS, **weights):
    """Films 0 and 1 are of one kind, 2 and 3 of another; the same people like 0 and 1, or 2 and 3."""
    pair = [{"genres": "Comedy", "warmth": 3, "keywords": "whales"}] * 2 + [{"genres": "War", "violence": 3}] * 2
    catalog = catalog_of(*(films or (graded(i, votes=10 ** (2 * i + 2), **pair[i]) for i in range(4))))
    share = (catalog.genre_counts / len(catalog)).astype(np.float32)
    likeness = Likeness(catalog, ranking.genre_vectors(catalog.genre_table, share))
    told = TasteWeights(**{**NOTHING, **weights}) if weights else None
    return Taste(catalog, likeness, neighbours, told)


def test_nothing_told_changes_nothing():
    assert taste().of([], [], EVERY).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("weights", "liked", "disliked", "expected"),
    [
        ({"audience": 2.0}, [0], [], [0, 1, 0, 0]),
        ({"audience": 2.0}, [0, 3], [], [0, 2 * 0.5 / 2**0.5, 2 * 0.25 / 2**0.5, 0]),
        ({"audience": 2.0, "disliked": 0.5}, [], [0], [0, -0.5, 0, 0]),
        ({"audience": 2.0, "disliked": 0.0}, [], [0], [0, 0, 0, 0]),
    ],
)
def test_who_else_likes_it_by_hand(weights, liked, disliked, expected):
    assert taste(**weights).of(liked, disliked, EVERY) == pytest.approx(expected, abs=1e-5)


def test_likes_raise_films_of_their_kind_and_dislikes_lower_them():
    own = taste(likeness=1.0, disliked=0.5)
    liked, disliked = own.of([0], [], EVERY), own.of([], [0], EVERY)
    assert min(liked[:2]) > max(liked[2:])
    assert max(disliked[:2]) < min(disliked[2:])
    assert disliked == pytest.approx(-0.5 * liked)
    assert liked.mean() == pytest.approx(0, abs=1e-5)


def test_likes_that_agree_say_more_than_likes_that_do_not():
    whales = [graded(i, genres="Comedy", warmth=3, keywords="whales|sea", directors="Ann") for i in range(4)]
    others = [graded(i, genres="War", year=1940 + 5 * i, countries="FR", language="fr") for i in range(4, 30)]
    own = taste(*whales, *others, neighbours=None, likeness=1.0)
    rows = np.arange(30)
    agreeing, mixed, one = own.of([0, 1], [], rows), own.of([0, 9], [], rows), own.of([0], [], rows)
    lead = [score[3] - score[20] for score in (agreeing, one, mixed)]
    assert lead[0] > 1.5 * lead[1] > 1.5 * lead[2]
    assert lead[0] <= MAX_AGREEMENT**2 * lead[1] * 1.05


def test_whoever_likes_the_little_known_gets_the_little_known():
    own = taste(fame=1.0)
    assert np.argsort(own.of([0], [], EVERY)).tolist() == [3, 2, 1, 0]
    assert np.argsort(own.of([3], [], EVERY)).tolist() == [0, 1, 2, 3]


def test_some_rows_get_what_they_get_among_all_but_for_their_mean():
    whole, some = taste().of([0, 2], [3], EVERY), np.array([1, 3])
    part = taste().of([0, 2], [3], some)
    assert part[0] - part[1] == pytest.approx(whole[1] - whole[3], abs=1e-4)
    assert taste().of([0], [], EVERY[:0]).shape == (0,)


def test_the_cause_is_the_most_alike_of_the_likes():
    films = [graded(i, keywords=f"whales|theme {i // 2}", directors=f"Director {i // 2}") for i in range(4)]
    assert taste(*films).causes([0, 2], np.array([1, 3])) == [Cause(0, audience=False), Cause(2, audience=False)]


def test_the_same_audience_is_said_to_be_that():
    films = [
        graded(i, mood, genres=genre, year=year, language=language, countries=language.upper(), warmth=warmth)
        for i, (mood, genre, year, language, warmth) in enumerate(
            [("happy", "Comedy", 2000, "en", 3), ("sad", "War", 1940, "fr", 0), *[("sad", "War", 1950, "fr", 0)] * 2]
        )
    ]
    assert taste(*films).causes([0], np.array([1, 3])) == [Cause(0, audience=True), None]


def test_no_cause_without_a_like():
    assert taste().causes([], np.array([1])) == [None]
    assert taste().causes([0], np.array([], dtype=np.intp)) == []
