"""The second reading: its file, and the kinds of agreement, against scikit-learn and by hand."""

import numpy as np
import pandas as pd
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.films import read_films
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.training.movies.agreement import (
    READING_COLUMNS,
    SECOND_READING_NAME,
    agreement,
    cohen_kappa,
    read_second_reading,
    weighted_kappa,
)

GRADES = {"happy": (3, 1, 0), "sad": (1, 3, 0), "angry": (0, 1, 2)}


def film(number, mood, ending="up", **grades):
    told = dict(zip(MOODS, GRADES[mood], strict=True)) | {name: (number + k) % 4 for k, name in enumerate(QUALITIES)}
    return {"id": f"f-{number}", **{name: str(grade) for name, grade in (told | grades).items()}, "ending": ending}


def table(*films):
    return pd.DataFrame(list(films), columns=list(READING_COLUMNS), dtype=str)


READ = table(*(film(i, MOODS[i % 3], ("up", "open", "down")[i % 3]) for i in range(12)))


@pytest.fixture
def write(tmp_path):
    def written(frame):
        frame.to_csv(tmp_path / SECOND_READING_NAME, index=False)
        return tmp_path

    return written


def test_without_a_file_there_is_no_second_reading(tmp_path):
    assert read_second_reading(tmp_path) is None


def test_a_reading_comes_back_as_it_was_written(write):
    assert read_second_reading(write(READ)).equals(READ)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (READ.drop(columns="tension"), "lacks the column 'tension'"),
        (table(film(1, "sad"), film(2, "sad", warmth=4)), "'4' in column 'warmth' on line 3"),
        (table(film(1, "sad", "sideways")), "'sideways' in column 'ending' on line 2"),
        (table(film(1, "sad"), film(1, "sad")), "'f-1' in column 'id' on line 3: it comes twice"),
        (table(film(1, "sad", happy=3)), "'f-1' in column 'id' on line 2: no mood grade is the highest"),
    ],
)
def test_a_bad_reading_is_named(write, frame, said):
    with pytest.raises(DatasetError, match=said):
        read_second_reading(write(frame))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / SECOND_READING_NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DatasetError, match="not a whole CSV"):
        read_second_reading(tmp_path)


def test_the_same_grades_agree_wholly():
    figures = agreement(READ, READ.iloc[::-1])
    assert (figures["n"], figures["label_kappa"], figures["ending_kappa"], figures["mixed_up"]) == (12, 1, 1, {})
    assert figures["moods"]["mean"] == figures["qualities"]["mean"] == 1
    assert set(figures["qualities"]["weighted_kappa"]) == set(QUALITIES)


def test_what_was_read_otherwise_is_counted():
    other = READ.copy()
    other.loc[0, list(MOODS)] = ["1", "3", "0"]  # happy before, sad now
    other["fright"] = "1"
    figures = agreement(READ, other)
    assert figures["mixed_up"] == {"happy-sad": 1}
    assert figures["label_agreement"] == pytest.approx(11 / 12, abs=1e-4)
    assert figures["qualities"]["least"] == {"fright": 0.0}
    assert figures["qualities"]["mean"] == pytest.approx(12 / 13, abs=1e-4)


def test_films_that_left_the_catalog_are_counted():
    figures = agreement(READ.head(10), READ)
    assert (figures["n"], figures["not_in_catalog"], figures["label_kappa"]) == (10, 2, 1)


def test_a_reading_of_other_films_is_refused():
    for other in (table(film(99, "sad")), table()):
        with pytest.raises(DatasetError, match="no film of the catalog"):
            agreement(READ, other)


def test_kappas_by_hand():
    first, second = np.array([0] * 5 + [1] * 5), np.array([0] * 4 + [1] * 6)
    assert cohen_kappa(first, first, 3) == 1.0
    assert cohen_kappa(first, second, 3) == pytest.approx((0.9 - 0.5) / 0.5)
    assert weighted_kappa(np.zeros(4, dtype=int), np.zeros(4, dtype=int), 4) == 1.0


def test_kappas_against_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    first, second = np.random.default_rng(1).integers(0, 4, (2, 200))
    assert cohen_kappa(first, second, 4) == pytest.approx(metrics.cohen_kappa_score(first, second))
    theirs = metrics.cohen_kappa_score(first, second, weights="quadratic")
    assert weighted_kappa(first, second, 4) == pytest.approx(theirs)


def test_kappa_of_nothing_is_refused():
    with pytest.raises(ValueError, match="same films"):
        cohen_kappa(np.array([], dtype=int), np.array([], dtype=int), 3)


def test_the_second_reading_of_our_films_agrees_as_promised():
    second = read_second_reading(PROJECT_ROOT / "data")
    if second is None:
        pytest.skip(f"data/{SECOND_READING_NAME} is not there yet")
    figures = agreement(read_films(PROJECT_ROOT / "data" / "films"), second)
    assert figures["n"] >= 600
    assert figures["label_kappa"] >= 0.80
    assert figures["moods"]["mean"] >= 0.75
    assert figures["qualities"]["mean"] >= 0.70
    assert min(figures["qualities"]["least"].values()) >= 0.55
