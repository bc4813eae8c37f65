import numpy as np
import pytest

from moviefy.expression.scores import LABELS
from moviefy.training.evaluation.evaluation import (
    auc_against_neutral,
    class_figures,
    expected_calibration_error,
    label_report,
    rater_report,
    rounded,
)

HAPPY, SAD, ANGRY, NEUTRAL = (LABELS.index(name) for name in ("happy", "sad", "angry", "neutral"))


def sure(*labels):
    return np.eye(len(LABELS), dtype=np.float32)[list(labels)] * 0.94 + 0.06 / 7


def test_figures_equal_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    truth, said = rng.integers(0, 7, 500), rng.integers(0, 7, 500)
    figures = class_figures(truth, said, range(7))
    assert figures.accuracy == pytest.approx(metrics.accuracy_score(truth, said))
    assert figures.macro_f1 == pytest.approx(metrics.f1_score(truth, said, average="macro"))
    assert list(figures.recall.values()) == pytest.approx(metrics.recall_score(truth, said, average=None).tolist())


def test_area_against_neutral_equals_scikit_learn_ties_included():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    truth = rng.choice([SAD, NEUTRAL, HAPPY], 300)
    probabilities = sure(*rng.choice([SAD, NEUTRAL, ANGRY], 300))
    known = truth != HAPPY
    score = probabilities[known, SAD] / (probabilities[known, SAD] + probabilities[known, NEUTRAL])
    expected = metrics.roc_auc_score(truth[known] == SAD, score)
    assert auc_against_neutral(probabilities, truth, "sad") == pytest.approx(expected)
    assert auc_against_neutral(probabilities, truth, "angry") == 0.0


def test_no_face_gives_no_figure_but_no_crash():
    figures = class_figures(np.array([], int), np.array([], int), range(7))
    assert (figures.n, figures.accuracy, figures.recall) == (0, 0.0, {})


def test_three_moods_compare_only_faces_with_a_mood_and_only_three_outputs():
    probabilities = sure(HAPPY, NEUTRAL, NEUTRAL)
    probabilities[1, SAD] += 0.001
    report = label_report(probabilities, np.array([HAPPY, SAD, NEUTRAL]))
    assert (report["n"], report["n_3"]) == (3, 2)
    assert report["accuracy_7"] == pytest.approx(2 / 3)
    assert report["accuracy_3"] == 1.0
    assert report["recall_3"] == {"happy": 1.0, "sad": 1.0}


def test_raters_who_do_not_agree_do_not_count():
    votes = np.zeros((3, 7), np.float32)
    votes[0, ANGRY], votes[1, ANGRY], votes[2, NEUTRAL] = 6, 5, 9
    report = rater_report(sure(ANGRY, HAPPY, NEUTRAL), votes)
    assert (report["n"], report["n_3"], report["accuracy_7"], report["recall_3"]) == (2, 1, 1.0, {"angry": 1.0})


@pytest.mark.parametrize(("confidence", "right", "error"), [(0.75, 0.75, 0.0), (0.9, 0.5, 0.4), (1.0, 0.0, 1.0)])
def test_calibration_error_is_the_gap_between_confidence_and_accuracy(confidence, right, error):
    answers = np.arange(100) < right * 100
    assert expected_calibration_error(np.full(100, confidence), answers) == pytest.approx(error, abs=1e-6)


def test_rounding_reaches_every_level():
    assert rounded({"a": 0.123456, "b": {"c": 1 / 3, "d": 3}}) == {"a": 0.1235, "b": {"c": 0.3333, "d": 3}}
