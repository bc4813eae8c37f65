import json

import numpy as np
import pandas as pd
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import DatasetError, ModelError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.mood_classifier import CARD_NAME, MoodClassifier, load_mood_classifier, softmax
from moviefy.movies.catalog.mood_features import FilmFacts, feature_matrix, title_words
from moviefy.movies.catalog.mood_labels import cohen_kappa, read_labels


def facts(*films):
    columns = ["title", "genres", "year", "runtime_minutes", "rating", "votes"]
    return FilmFacts.from_frame(pd.DataFrame(list(films), columns=columns))


COMEDY = ("A Funny Wedding", "Comedy|Romance", 2001, 95, 7.0, 20000)
WAR = ("The Last Battle", "War", 1950, None, 6.5, 9999)


@pytest.fixture
def tiny():
    weights = np.array([[2, 0, 0], [0, 0, 3], [0, 1, 0]], dtype=np.float32)
    return MoodClassifier(("genre:Comedy", "genre:War", "runtime_unknown"), weights, np.zeros(3, dtype=np.float32))


def test_no_films_give_no_scores(tiny):
    assert tiny.scores(facts()).shape == (0, 3)


def test_features_by_hand():
    names = ["genre:Comedy", "only:War", "pair:Comedy+Romance", "word:wedding", "year", "runtime", "runtime_unknown"]
    assert feature_matrix(facts(COMEDY, WAR), names).tolist() == [
        [1, 0, 1, 1, pytest.approx(1.05), pytest.approx(-1 / 3), 0],
        [0, 1, 0, 0, -1.5, 0, 1],
    ]


def test_an_unknown_feature_is_refused():
    with pytest.raises(KeyError):
        feature_matrix(facts(COMEDY), ["stars"])


def test_scores_against_the_formula(tiny):
    scores = tiny.scores(facts(COMEDY, WAR))
    e = np.exp
    assert scores[0] == pytest.approx(np.array([e(2), 1, 1]) / (e(2) + 2))
    assert scores[1] == pytest.approx(np.array([1, e(1), e(3)]) / (1 + e(1) + e(3)))


def test_a_high_temperature_makes_scores_cautious(tiny):
    cautious = MoodClassifier(tiny.features, tiny.weights, tiny.intercepts, temperature=4.0)
    assert cautious.scores(facts(COMEDY)).max() < tiny.scores(facts(COMEDY)).max()


def test_softmax_does_not_overflow():
    assert softmax(np.array([[1000.0, 0.0, -1000.0]], dtype=np.float32)).tolist() == [[1.0, 0.0, 0.0]]


def test_shapes_that_do_not_fit_are_refused(tiny):
    with pytest.raises(ValueError, match="expected weights"):
        MoodClassifier(("genre:Comedy",), tiny.weights, tiny.intercepts)
    with pytest.raises(ValueError, match="positive temperature"):
        MoodClassifier(tiny.features, tiny.weights, tiny.intercepts, temperature=0.0)


def test_a_card_gives_the_same_scores_back(tiny, tmp_path):
    (tmp_path / CARD_NAME).write_text(json.dumps({"model": tiny.to_json()}))
    assert np.allclose(load_mood_classifier(tmp_path).scores(facts(COMEDY, WAR)), tiny.scores(facts(COMEDY, WAR)))


@pytest.mark.parametrize("content", ["", "{}", '{"model": {"moods": ["glad"]}}', '{"model": 3}'])
def test_a_damaged_card_is_refused(tmp_path, content):
    (tmp_path / CARD_NAME).write_text(content)
    with pytest.raises(ModelError, match="damaged"):
        load_mood_classifier(tmp_path)


def test_a_missing_card_is_refused(tmp_path):
    with pytest.raises(ModelError, match="does not exist"):
        load_mood_classifier(tmp_path)


def test_the_shipped_model_knows_plain_cases():
    plain = [
        ("Laughs", "Comedy", 2005, 95, 6.5, 9999),
        ("Farewell", "Drama", 1995, 120, 7.8, 9999),
        ("Hard Kill", "Action|Thriller", 2010, 100, 6.0, 9999),
    ]
    scores = load_mood_classifier(PROJECT_ROOT / "models").scores(facts(*plain))
    assert [MOODS[i] for i in scores.argmax(axis=1)] == ["happy", "sad", "angry"]
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)


def test_title_words():
    assert title_words("The Wedding of Dr. No: 2001") == {"the", "wedding"}


def test_kappa_by_hand():
    first = pd.Series(["happy"] * 5 + ["sad"] * 5)
    second = pd.Series(["happy"] * 4 + ["sad"] * 6)
    assert cohen_kappa(first, first) == 1.0
    assert cohen_kappa(first, second) == pytest.approx((0.9 - 0.5) / 0.5)


def test_kappa_against_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    first, second = (pd.Series(np.array(MOODS)[rng.integers(0, 3, 200)]) for _ in range(2))
    assert cohen_kappa(first, second) == pytest.approx(metrics.cohen_kappa_score(first, second))


def test_kappa_of_nothing_is_refused():
    with pytest.raises(ValueError, match="same films"):
        cohen_kappa(pd.Series([], dtype=str), pd.Series([], dtype=str))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id,title,year,pass_1,pass_2\n", "lacks the column 'label'"),
        ("id,title,year,pass_1,pass_2,label\na,A,2000,sad,glad,sad\n", "'glad' in column 'pass_2' on line 2"),
        ("id,title,year,pass_1,pass_2,label\n" + "a,A,2000,sad,sad,sad\n" * 2, "'a' twice"),
    ],
)
def test_bad_labels_are_refused(tmp_path, content, expected):
    (tmp_path / "mood_labels.csv").write_text(content)
    with pytest.raises(DatasetError, match=expected):
        read_labels(tmp_path)


def test_missing_labels_are_refused(tmp_path):
    with pytest.raises(DatasetError, match="does not exist"):
        read_labels(tmp_path)
