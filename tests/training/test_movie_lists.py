import numpy as np
import pytest

from moviefy.movies.recommend.ranking import FITTING
from moviefy.training.movies.lists import held_out_precision, measure_lists, with_held_out_scores
from tests.movie_tables import catalog_of, film, three_moods


def test_lists_of_a_catalog_whose_labels_are_all_right():
    figures = measure_lists(three_moods(30), n_seeds=18)
    assert figures["mood_precision"] == 1.0
    assert figures["coverage"] == 1.0
    assert figures["intra_list_similarity"] == pytest.approx(1.0, abs=1e-4)
    assert 0.4 < figures["popularity_percentile"] < 0.6


def test_a_label_that_the_scores_contradict_lowers_precision():
    catalog = three_moods(30)
    catalog.texts["mood"][0:30:6] = "angry"  # half of the happy films were labelled otherwise
    assert measure_lists(catalog, n_seeds=9)["mood_precision"] < 0.9


def test_no_hand_label_counts_as_nothing_right():
    assert measure_lists(catalog_of(film(1, label_source="classifier")), n_seeds=9)["mood_precision"] == 0.0


def test_held_out_scores_take_the_place_of_the_labels():
    catalog = three_moods(30)
    right = np.eye(3, dtype=np.float32)[np.arange(30) % 3]
    wrong = np.roll(right, 1, axis=1)
    assert held_out_precision(catalog, catalog.ids, right, n_seeds=9) == {"labelled_alone": 1.0, "whole_catalog": 1.0}
    assert held_out_precision(catalog, catalog.ids, wrong, n_seeds=3) == {"labelled_alone": 0.0, "whole_catalog": 0.0}


def test_a_held_out_film_is_no_longer_hand_labelled():
    catalog = three_moods(30)
    blind = with_held_out_scores(catalog, catalog.ids[:2], np.array([[0, 1, 0]] * 2, dtype=np.float32))
    assert blind.texts["label_source"].tolist()[:3] == ["classifier", "classifier", "hand"]
    assert blind.texts["mood"].tolist()[:3] == ["sad", "sad", "angry"]
    assert catalog.texts["label_source"][0] == "hand"


def test_how_many_films_shown_are_labelled_by_hand():
    catalog = catalog_of(*(film(i, label_source="hand" if i % 4 else "classifier") for i in range(12)))
    figures = measure_lists(catalog, n_seeds=1)
    assert figures["hand_labelled_share"] == 0.75


def test_every_goal_and_mood_has_fitting_labels():
    assert len(FITTING) == 9
    assert all(FITTING.values())
