import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.training.movies.lists import (
    held_out_precision,
    measure_first_pages,
    measure_lists,
    with_held_out_scores,
)
from tests.movie_tables import catalog_of, film, graded, three_moods


def test_lists_of_a_catalog_whose_labels_are_all_right():
    figures = measure_lists(three_moods(30), n_seeds=18)
    assert figures["mood_precision"] == 1.0
    assert figures["coverage"] == 1.0
    assert figures["intra_list_similarity"] == pytest.approx(1.0, abs=1e-4)
    assert 0.4 < figures["popularity_percentile"] < 0.6


def test_no_hand_label_counts_as_nothing_right():
    assert measure_lists(catalog_of(film(1, label_source="classifier")), n_seeds=9)["mood_precision"] == 0.0


def test_held_out_scores_take_the_place_of_the_labels():
    catalog = three_moods(30)
    right = np.eye(3, dtype=np.float32)[np.arange(30) % 3]
    wrong = np.roll(right, 1, axis=1)
    assert held_out_precision(catalog, catalog.ids, right, n_seeds=9) == {"labelled_alone": 1.0, "whole_catalog": 1.0}
    assert held_out_precision(catalog, catalog.ids, wrong, n_seeds=3) == {"labelled_alone": 0.0, "whole_catalog": 0.0}


def test_a_held_out_film_is_no_longer_graded():
    catalog = catalog_of(*(graded(i, ("happy", "sad", "angry")[i % 3]) for i in range(30)))
    blind = with_held_out_scores(catalog, catalog.ids[:2], np.array([[0, 1, 0]] * 2, dtype=np.float32))
    assert blind.texts["label_source"].tolist()[:3] == ["classifier", "classifier", "hand"]
    assert blind.texts["mood"].tolist()[:3] == ["sad", "sad", "angry"]
    assert np.isnan(blind.qualities).all(axis=1).tolist() == [True, True] + [False] * 28
    assert np.isnan(blind.mood_grades).any(axis=1).sum() == 2
    assert catalog.texts["label_source"][0] == "hand"
    assert not np.isnan(catalog.qualities).any()


def test_how_many_films_shown_are_labelled_by_hand():
    catalog = catalog_of(*(film(i, label_source="hand" if i % 4 else "classifier") for i in range(12)))
    figures = measure_lists(catalog, n_seeds=1)
    assert figures["hand_labelled_share"] == 0.75


def test_first_pages_of_a_catalog_that_has_but_twelve_films_a_mood():
    moods = ("happy", "sad", "angry")
    films = [graded(i, moods[i % 3], year=2000 if i % 2 else 2020, warmth=3, language="fr") for i in range(36)]
    figures = measure_first_pages(catalog_of(*films), n_seeds=3)
    assert figures["most_repeated"]["pages"] == 3
    assert figures["periods"] == {"to 2004": 0.5, "from 2005": 0.0, "from 2016": 0.5}
    assert figures["not_in_english"] == 1.0
    assert figures["goals_most_alike"]["films"] == 12.0
    assert figures["openings_least"] >= 3


def test_first_pages_of_the_shipped_catalog():
    figures = measure_first_pages(load_catalog(PROJECT_ROOT / "data" / "movies.csv"))
    assert figures["most_repeated"]["pages"] <= 8
    assert figures["periods"]["from 2005"] >= 0.2
    assert figures["periods"]["from 2016"] >= 0.25
    assert figures["not_in_english"] >= 0.2
    assert figures["goals_most_alike"]["films"] <= 5
    assert figures["openings_least"] >= 6
