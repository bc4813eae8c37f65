import numpy as np
import pytest

from moviefy.expression.scores import LABELS, ExpressionScores


def scores(**shares):
    return ExpressionScores(np.array([shares.get(label, 0.0) for label in LABELS], np.float32))


def test_reads_by_label_and_names_the_highest():
    read = scores(happy=0.7, neutral=0.3)
    assert read["happy"] == pytest.approx(0.7)
    assert read.top() == "happy"
    assert read.moods() == pytest.approx({"happy": 0.7, "sad": 0.0, "angry": 0.0})


def test_json_has_the_seven_labels_in_order():
    assert list(scores(sad=1.0).to_json()) == list(LABELS)


@pytest.mark.parametrize(
    "values",
    [
        np.full(6, 1 / 6, np.float32),
        np.full((1, 7), 1 / 7, np.float32),
        np.array([1.2, -0.2, 0, 0, 0, 0, 0], np.float32),
        np.full(7, np.nan, np.float32),
        np.zeros(7, np.float32),
    ],
    ids=["six", "two dimensions", "negative", "not a number", "sum of zero"],
)
def test_refuses_what_is_no_distribution(values):
    with pytest.raises(ValueError, match="expected"):
        ExpressionScores(values)
