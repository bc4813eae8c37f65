import json

import numpy as np
import pandas as pd
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.estimates import fingerprint_estimator
from moviefy.movies.estimates.features import FilmFacts, feature_matrix
from moviefy.movies.estimates.fingerprint_estimator import FingerprintEstimator, load_fingerprint_estimator
from moviefy.movies.estimates.linear_model import LinearModel
from moviefy.movies.estimates.mood_classifier import CARD_NAME, MoodClassifier, load_mood_classifier, softmax

FACTS = ["genres", "year", "runtime_minutes", "rating", "votes", "keywords", "countries"]
COMEDY = ("Comedy|Romance", 2001, 95, 7.0, 20000, "wedding|paris", "FR|US")
WAR = ("War", 1950, None, 6.5, 9999, "", "")


def facts(*films, columns=FACTS):
    return FilmFacts.from_frame(pd.DataFrame(list(films), columns=columns))


def by_imdb(genres):
    """A film of which no more is known than IMDb's files say."""
    return facts((genres, 1995, 100, 7.0, 9999), columns=FACTS[:5])


def linear(names, *rows):
    weights = np.array(rows, dtype=np.float32)
    return LinearModel(tuple(names), weights, np.zeros(weights.shape[1], dtype=np.float32))


@pytest.fixture
def tiny():
    rows = [2, 0, 0], [0, 0, 3], [0, 3, 0], [0, 0, 9], [0, 4, 0]
    return MoodClassifier(
        linear(["genre:Comedy", "genre:War", "genre:Drama", "genre:Documentary", "keyword:loss"], *rows)
    )


@pytest.fixture(scope="module")
def shipped():
    return load_mood_classifier(PROJECT_ROOT / "models")


def test_no_films_give_no_scores(tiny):
    assert tiny.scores(facts()).shape == (0, 3)


def test_features_by_hand():
    names = [
        "genre:Comedy", "only:War", "pair:Comedy+Romance", "keyword:wedding", "country:US", "decade:1950", "year",
        "runtime", "keywords_unknown", "countries_unknown",
    ]  # fmt: skip
    assert feature_matrix(facts(COMEDY, WAR), names).tolist() == [
        [1, 0, 1, 1, 1, 0, pytest.approx(1.05), pytest.approx(-1 / 3), 0, 0],
        [0, 1, 0, 0, 0, 1, -1.5, 0, 1, 1],
    ]


def test_keywords_that_are_no_features_are_as_good_as_none():
    assert feature_matrix(facts(COMEDY), ["keyword:war", "keywords_unknown"]).tolist() == [[0, 1]]


def test_an_unknown_feature_is_refused():
    with pytest.raises(KeyError):
        feature_matrix(facts(COMEDY), ["stars"])


def test_scores_against_the_formula(tiny):
    scores = tiny.scores(facts(COMEDY, WAR))
    e = np.exp
    assert scores[0] == pytest.approx(np.array([e(2), 1, 1]) / (e(2) + 2))
    assert scores[1] == pytest.approx(np.array([1, 1, e(3)]) / (2 + e(3)))


def test_a_high_temperature_makes_scores_cautious(tiny):
    cautious = MoodClassifier(tiny.model, temperature=4.0)
    assert cautious.scores(facts(COMEDY)).max() < tiny.scores(facts(COMEDY)).max()


@pytest.mark.parametrize("genres", ["Drama", "Documentary", "Biography", "Drama|Biography"])
def test_where_one_genre_decides_the_scores_are_nearly_even(tiny, genres):
    films = by_imdb(genres)
    assert tiny.unsure(films).tolist() == [True]
    assert tiny.scores(films).max() <= 0.4 + 1e-6
    assert tiny.scores(films).argmax() == tiny.plain_scores(films).argmax()


@pytest.mark.parametrize("genres", ["Comedy", "War", "Drama|War"])
def test_other_genres_are_enough(tiny, genres):
    assert tiny.unsure(by_imdb(genres)).tolist() == [False]


def test_a_keyword_makes_a_lone_drama_sure(tiny):
    known, other = (facts(("Drama", 1995, 100, 7.0, 9999, words, "US")) for words in ("loss|rain", "rain"))
    assert (tiny.unsure(known).tolist(), tiny.unsure(other).tolist()) == ([False], [True])
    assert tiny.scores(known)[0, MOODS.index("sad")] > 0.9


@pytest.mark.parametrize("genres", ["Documentary", "Documentary|War", "Crime|Documentary"])
def test_a_documentary_is_angry_with_even_odds_at_most(tiny, genres):
    scores = tiny.scores(by_imdb(genres))
    assert scores[0, MOODS.index("angry")] <= 0.5
    assert scores.sum() == pytest.approx(1)


def test_the_shipped_model_caps_documentaries_too(shipped):
    angry = shipped.scores(by_imdb("Crime|Documentary|War"))[0, MOODS.index("angry")]
    assert angry <= 0.5


def test_softmax_does_not_overflow():
    assert softmax(np.array([[1000.0, 0.0, -1000.0]], dtype=np.float32)).tolist() == [[1.0, 0.0, 0.0]]


def test_what_does_not_fit_is_refused(tiny):
    with pytest.raises(ValueError, match="expected weights"):
        LinearModel(("genre:Comedy",), tiny.model.weights, tiny.model.intercepts)
    with pytest.raises(ValueError, match="positive temperature"):
        MoodClassifier(tiny.model, temperature=0.0)
    with pytest.raises(ValueError, match="expected 3 outputs"):
        MoodClassifier(linear(["genre:War"], [1, 2]))
    with pytest.raises(ValueError, match="expected 13 outputs"):
        FingerprintEstimator(tiny.model)


def test_a_card_gives_the_same_scores_back(tiny, tmp_path):
    (tmp_path / CARD_NAME).write_text(json.dumps({"model": tiny.to_json()}))
    assert np.allclose(load_mood_classifier(tmp_path).scores(facts(COMEDY, WAR)), tiny.scores(facts(COMEDY, WAR)))


@pytest.mark.parametrize("load", [load_mood_classifier, load_fingerprint_estimator])
@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"model": {"moods": ["glad"]}}', '{"model": 3}', "[]",
     '{"model": {"moods": ["happy", "sad", "angry"], "temperature": 1, "intercepts": [0], "features": {}}}'],
)  # fmt: skip
def test_a_damaged_card_is_refused(tmp_path, load, content):
    for name in (CARD_NAME, fingerprint_estimator.CARD_NAME):
        (tmp_path / name).write_text(content)
    with pytest.raises(ModelError, match="damaged"):
        load(tmp_path)


@pytest.mark.parametrize("load", [load_mood_classifier, load_fingerprint_estimator])
def test_a_missing_card_is_refused(tmp_path, load):
    with pytest.raises(ModelError, match="does not exist"):
        load(tmp_path)


def test_the_shipped_model_knows_plain_cases(shipped):
    for genres, mood in (("Comedy", "happy"), ("Drama|Romance", "sad"), ("Action|Thriller", "angry")):
        scores = shipped.scores(by_imdb(genres))
        assert MOODS[scores.argmax()] == mood
        assert scores.sum() == pytest.approx(1, abs=1e-5)


def test_estimated_grades_stay_within_their_scale():
    rows = np.zeros((1, len(QUALITIES)), dtype=np.float32)
    rows[0, :2] = 9, -9
    grades = FingerprintEstimator(linear(["genre:Comedy"], *rows.tolist())).grades(facts(COMEDY))
    assert grades[0, :3].tolist() == [3, 0, 0]


def test_the_shipped_estimator_knows_plain_cases():
    estimator = load_fingerprint_estimator(PROJECT_ROOT / "models")
    grade = {
        genres: dict(zip(QUALITIES, estimator.grades(by_imdb(genres))[0], strict=True))
        for genres in ("Comedy", "Horror", "Action|Thriller")
    }
    assert grade["Comedy"]["humour"] > 1.5 > grade["Horror"]["humour"]
    assert grade["Horror"]["fright"] > 1.5 > grade["Comedy"]["fright"]
    assert grade["Action|Thriller"]["tension"] > 1.5
