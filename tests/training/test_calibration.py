import numpy as np
import pytest

pytest.importorskip("scipy", reason="calibration needs scikit-learn's scipy")

from moviefy.expression.mood import MoodThresholds
from moviefy.expression.network.model_card import NO_CALIBRATION
from moviefy.expression.scores import LABELS
from moviefy.training.publishing.calibration import (
    answered,
    choose_thresholds,
    fit_calibration,
    precision_at,
    risk_coverage,
)

HAPPY, SAD, NEUTRAL = LABELS.index("happy"), LABELS.index("sad"), LABELS.index("neutral")


def sharpened(temperature, bias):
    """Logits that are too sure by ``temperature`` and lean by ``bias``, and the distributions that are right."""
    rng = np.random.default_rng(1)
    right = rng.normal(0, 1.5, (4000, 7)).astype(np.float32)
    return (right - bias) * temperature, NO_CALIBRATION.probabilities(right)


def test_finds_the_temperature_and_the_bias_that_were_built_in():
    bias = np.array([0.5, -0.5, 0, 0, 0.25, -0.25, 0], np.float32)
    logits, targets = sharpened(2.0, bias)
    calibration = fit_calibration(logits, targets, np.full(len(logits), NEUTRAL))
    assert calibration.temperature == pytest.approx(2.0, rel=0.02)
    np.testing.assert_allclose(calibration.bias, bias, atol=0.03)


def test_labels_of_moods_pull_the_moods_apart():
    logits, targets = sharpened(1.0, np.zeros(7, np.float32))
    plain = fit_calibration(logits, targets, np.full(len(logits), NEUTRAL))
    pulled = fit_calibration(logits, targets, np.full(len(logits), SAD))
    assert pulled.bias[SAD] - pulled.bias[HAPPY] > plain.bias[SAD] - plain.bias[HAPPY] + 0.5


def test_a_rare_mood_counts_as_much_as_a_frequent_one():
    """Nine of ten faces are happy and the network cannot tell: it must not settle on happy."""
    logits, labels = np.zeros((400, 7), np.float32), np.full(400, HAPPY)
    labels[::10] = SAD
    balanced = fit_calibration(logits, np.full((400, 7), 1 / 7, np.float32), labels)
    assert balanced.bias[SAD] == pytest.approx(balanced.bias[HAPPY], abs=1e-3)


def face(label, certainty):
    rest = (1 - certainty) / 6
    return np.where(np.arange(7) == label, certainty, rest).astype(np.float32)


def test_the_threshold_is_the_lowest_that_is_right_often_enough():
    probabilities = np.stack([face(HAPPY, 0.9)] * 40 + [face(HAPPY, 0.5)] * 10)
    truth = np.array([HAPPY] * 40 + [SAD] * 10)
    thresholds = choose_thresholds(probabilities, truth)
    assert thresholds.happy == pytest.approx(0.51)
    assert precision_at(probabilities, truth, "happy")(thresholds.happy) == 1.0
    assert precision_at(probabilities, truth, "happy")(0.4) == pytest.approx(0.8)


def test_answered_counts_moods_above_their_threshold():
    probabilities = np.stack([face(HAPPY, 0.9), face(HAPPY, 0.5), face(SAD, 0.8), face(SAD, 0.9)])
    truth = np.array([HAPPY, HAPPY, HAPPY, -1])
    result = answered(probabilities, truth, MoodThresholds(happy=0.6, sad=0.6, angry=0.6))
    assert (result.share, result.accuracy) == (pytest.approx(2 / 3), 0.5)


def test_risk_coverage_starts_with_the_surest_face():
    probabilities = np.stack([face(SAD, 0.5), face(HAPPY, 0.9)])
    assert risk_coverage(probabilities, np.array([HAPPY, HAPPY])) == [(0.5, 1.0), (1.0, 0.5)]
