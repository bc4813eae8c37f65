import numpy as np
import pandas as pd
import pytest

from moviefy.training.movies import feedback as movie_feedback
from moviefy.training.movies.feedback import interval, measure_feedback
from moviefy.training.movies.people import Person, best_possible, cross_fitted, folds, ndcg, people, split_by_time
from moviefy.training.movies.rivals import item_knns, popularity_counts
from tests.movie_tables import catalog_of, film

N_FILMS, N_PEOPLE = 80, 60


def table(rows):
    return pd.DataFrame(rows, columns=["user", "row", "rating", "time"])


YEARS = np.full(N_FILMS, 1960, dtype=np.int32)  # before 1970, in which a time of a few seconds lies


def someone(possible):
    nothing = np.array([], dtype=np.intp)
    return Person(0, nothing, nothing, nothing, nothing, np.array(possible, dtype=np.intp))


@pytest.fixture(scope="module")
def two_camps():
    """People who like films of one half of the catalog and rate those of the other low."""
    rng = np.random.default_rng(0)
    rows = []
    for user in range(N_PEOPLE):
        own, other = np.split(np.arange(N_FILMS), 2)[:: 1 if user % 2 else -1]
        liked, disliked = rng.choice(own, 24, replace=False), rng.choice(other, 12, replace=False)
        rated = [(user, row, 4.5) for row in liked] + [(user, row, 1.5) for row in disliked]
        rows += [(*rated[place], time) for time, place in enumerate(rng.permutation(len(rated)))]
    return table(rows)


@pytest.fixture(scope="module")
def catalog():
    moods = ("happy", "sad", "angry")
    return catalog_of(*(film(i, moods[i % 3], genres="Drama", votes=1000 + i, year=1960) for i in range(N_FILMS)))


def test_the_halves_are_split_by_time():
    earlier, later = split_by_time(table([(1, 5, 4, 10), (1, 6, 4, 20), (1, 7, 4, 30), (2, 5, 4, 1)]))
    assert (earlier["row"].tolist(), later["row"].tolist()) == ([5], [6, 7, 5])


def test_feedback_is_the_first_likes_and_the_lowest_ratings():
    ratings = [4, 4.5, 3, 2, 5, 4, 1, 4, 3, 2, 4, 3, 5, 3, 2, 4, 1, 1, 1, 1, 1, 1, 1, 1]
    (one,) = people(table([(7, row, rating, row) for row, rating in enumerate(ratings)]), YEARS)
    assert one.user == 7
    assert one.liked.tolist() == [0, 1, 4, 5, 7]
    assert one.disliked.tolist() == [6, 3, 9, 2, 8]
    assert one.seen.tolist() == list(range(12))
    assert one.later_liked.tolist() == [12, 15]
    assert one.possible.tolist() == list(range(12, 24))


def test_films_made_after_the_last_rating_are_no_candidates():
    ratings = [4, 4, 4, 4, 4, 1, 1, 1, 1, 1] + [4] * 10
    years = YEARS.copy()
    years[13:17] = 1971, 1970, 2001, 1969
    (one,) = people(table([(7, row, rating, row) for row, rating in enumerate(ratings)]), years)
    assert one.possible.tolist() == [10, 11, 12, 14, 16, 17, 18, 19]


@pytest.mark.parametrize("ratings", [[4] * 24, [2] * 24, [4] * 6 + [2] * 18])
def test_who_tells_or_finds_too_little_is_left_out(ratings):
    assert people(table([(7, row, rating, row) for row, rating in enumerate(ratings)]), YEARS) == []


def test_each_fifth_is_reported_on_by_what_the_others_chose():
    """Setting a is far better for the first fifth and a little worse for all others, who therefore choose b for it."""
    fold = folds(50)
    a, b = np.where(fold == 0, 1.0, 0.1), np.full(50, 0.2)
    figures, best = cross_fitted({"a": a, "b": b})
    assert np.bincount(fold).tolist() == [10] * 5
    assert best == "a"
    assert figures[fold == 0].tolist() == [0.2] * 10
    assert figures[fold != 0].tolist() == [0.1] * 40


@pytest.mark.parametrize(
    ("offered", "relevant", "expected"),
    [
        (range(10), [], 0),
        (range(10), range(10), 1),
        (range(10), range(50), 1),
        (range(10), [0], 1),
        (range(10), [1], 1 / np.log2(3)),
        (range(10), [99], 0),
        ([3], [3, 4], 1 / (1 + 1 / np.log2(3))),
    ],
)
def test_ndcg_by_hand(offered, relevant, expected):
    assert ndcg(np.array(offered), np.array(relevant)) == pytest.approx(expected)


def test_ndcg_against_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    for _ in range(20):
        worth, relevant = rng.permutation(40).astype(float), rng.choice(40, 15, replace=False)
        truth = np.isin(np.arange(40), relevant).astype(float)
        oracle = metrics.ndcg_score(truth[None], worth[None], k=10)
        assert ndcg(np.argsort(-worth)[:10], relevant) == pytest.approx(oracle)


def test_the_most_liked_films_that_the_person_could_be_offered():
    ratings = table([(user, row, 5, 0) for user in range(5) for row in range(user + 1)] + [(9, 30, 1, 0)])
    offered = best_possible(popularity_counts(ratings, 40), someone(possible=[0, 2, 3, 4, 30]))
    assert offered[:4].tolist() == [0, 2, 3, 4]


def test_an_interval_holds_its_value_and_narrows_with_more_people():
    rng = np.random.default_rng(0)
    few, many = (interval(np.mean, (rng.normal(0.3, 0.1, n),), 500) for n in (20, 2000))
    for found in (few, many):
        assert found["interval"][0] < found["value"] < found["interval"][1]
    assert many["interval"][1] - many["interval"][0] < (few["interval"][1] - few["interval"][0]) / 5


def test_item_knn_finds_the_own_camp(two_camps, catalog):
    pytest.importorskip("implicit")
    earlier, _ = split_by_time(two_camps)
    knns = item_knns(earlier, N_FILMS)
    knn = knns["CosineRecommender(K=50)"]
    assert len(knns) == 15
    one = people(two_camps, YEARS)[0]
    offered = knn.rank(one)
    assert len(offered) == 10
    assert not set(offered) & set(one.seen)
    assert np.mean((offered >= 40) == (one.liked[0] >= 40)) >= 0.8


def test_feedback_is_worth_something_where_tastes_differ(two_camps, catalog, monkeypatch):
    pytest.importorskip("implicit")
    monkeypatch.setattr(movie_feedback, "catalog_ratings", lambda _: two_camps)
    figures = measure_feedback(catalog, resamples=50)
    found = {name: one["value"] for name, one in figures["ndcg_at_10"].items()}
    assert found["with_feedback"] > 1.3 * max(found["without_feedback"], found["popularity"])
    gain = found["with_feedback"] / found["without_feedback"] - 1
    assert figures["gain_over_no_feedback"]["value"] == pytest.approx(gain, rel=0.01)
    served = figures["as_served"]
    assert served["ndcg_at_10"]["with_feedback"] > served["ndcg_at_10"]["without_feedback"]
    assert figures["people"] == len(people(two_camps, YEARS))
