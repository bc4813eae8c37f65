import numpy as np
import pandas as pd
import pytest

from moviefy.movies.recommend import ranking
from tests.movie_tables import three_moods


def test_best_films_against_one_line_of_pandas():
    catalog = three_moods(30)
    table = pd.DataFrame({"row": range(30), "mood": catalog.texts["mood"], "rating": catalog.ratings})
    oracle = table[table["mood"] == "sad"].nlargest(4, "rating")["row"].tolist()
    keys = np.where(catalog.texts["mood"] == "sad", ranking.worth(catalog.ratings, catalog.votes), -np.inf)
    assert ranking.top_rows(keys.astype(np.float32), 4).tolist() == oracle


def test_weighted_rating_against_the_formula():
    ratings, votes = np.array([9.0, 7.0, 5.0], dtype=np.float32), np.array([10, 3000, 1e6], dtype=np.float32)
    m, mean = ranking.PRIOR_VOTES, 7.0
    oracle = [(v * r + m * mean) / (v + m) for r, v in zip(ratings, votes, strict=True)]
    assert ranking.weighted_rating(ratings, votes) == pytest.approx(oracle, abs=1e-4)


def test_worth_is_finite_for_a_catalog_of_one_film():
    one = np.array([7.0], dtype=np.float32)
    assert np.isfinite(ranking.worth(one, one)).all()


def test_noise_belongs_to_the_film_and_the_seed():
    whole = ranking.shuffle_noise((3, 1), 50, np.arange(50))
    some = np.array([4, 9, 30])
    assert ranking.shuffle_noise((3, 1), 50, some) == pytest.approx(whole[some])
    assert not np.allclose(ranking.shuffle_noise((4, 1), 50, some), whole[some])


def test_noise_draws_films_in_proportion_to_their_weight():
    weights = np.array([0.6, 0.3, 0.1])
    first = [int((np.log(weights) + ranking.shuffle_noise((seed,), 3, np.arange(3))).argmax()) for seed in range(4000)]
    assert np.bincount(first) / 4000 == pytest.approx(weights, abs=0.03)


def test_genre_vectors_are_of_length_one_or_nothing():
    table = np.array([[True, False], [True, True], [False, False]])
    vectors = ranking.genre_vectors(table, np.array([0.5, 0.1], dtype=np.float32))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0])
    assert vectors[1, 1] > vectors[1, 0]  # the rarer genre says more
