import numpy as np
import pytest

from moviefy.training.movie_lists import FITTING, held_out_precision, measure_lists
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
    assert held_out_precision(catalog, catalog.ids, right, n_seeds=9) == 1.0
    assert held_out_precision(catalog, catalog.ids, np.roll(right, 1, axis=1), n_seeds=3) == 0.0


def test_every_goal_and_mood_has_fitting_labels():
    assert len(FITTING) == 9
    assert all(FITTING.values())
