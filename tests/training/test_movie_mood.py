import json
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT
from moviefy.errors import CatalogError, DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.build import scores_of_grades
from moviefy.movies.catalog.films import FILM_COLUMNS
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.commands import catalog
from moviefy.movies.estimates.fingerprint_estimator import load_fingerprint_estimator
from moviefy.movies.estimates.mood_classifier import load_mood_classifier
from moviefy.training.movies.fit import GradedFilms, choose_features, fit_fingerprint, fit_logistic, load_graded
from moviefy.training.movies.mood import evaluate_movies, train, train_movies
from moviefy.training.movies.rules import RULES
from moviefy.training.movies.validation import (
    LEARNERS,
    calibration_error,
    cross_validate,
    fingerprint_figures,
    fit_temperature,
    macro_f1,
    stratified_splits,
)

pytest.importorskip("sklearn")
GENRES = {"happy": "Comedy", "sad": "Drama|Romance", "angry": "Action|Thriller"}
GRADES = {"happy": (3, 1, 0), "sad": (0, 3, 1), "angry": (0, 0, 3)}


def films(n, noise=0):
    """n films whose mood and qualities follow from their genre, but for the mood of every ``noise``-th one."""
    moods = [MOODS[i % 3] for i in range(n)]
    rows = [(f"f-{i}", GENRES[mood], 1990, 100, 7.0, 5000, f"theme|{mood}", "US") for i, mood in enumerate(moods)]
    columns = ["id", "genres", "year", "runtime_minutes", "rating", "votes", "keywords", "countries"]
    told = [MOODS[(i + 1) % 3] if noise and i % noise == 0 else mood for i, mood in enumerate(moods)]
    grades = np.array([GRADES[mood] for mood in told])
    qualities = np.array([[MOODS.index(mood)] * len(QUALITIES) for mood in moods])
    return GradedFilms(pd.DataFrame(rows, columns=columns), grades, qualities)


@pytest.fixture
def data_dir(tmp_path):
    """A data folder with 30 films of our own."""
    folder = tmp_path / "data" / "films"
    folder.mkdir(parents=True)
    few = films(30)
    table = few.facts.assign(
        title=few.facts["id"], original_title="", directors="Ann Example", cast="One", language="en",
        keywords="one|two|" + few.facts["keywords"].str.split("|").str[1], audience="12", ending="up",
        logline="Story of " + few.facts["id"] + ".",
        **dict(zip(MOODS, few.grades.T, strict=True)), **dict(zip(QUALITIES, few.qualities.T, strict=True)),
    )  # fmt: skip
    table[list(FILM_COLUMNS)].to_csv(folder / "1990s.csv", index=False)
    return tmp_path / "data"


def test_too_few_films_of_a_mood_are_refused():
    with pytest.raises(DatasetError, match="needs 5 films of each mood; one has 1"):
        stratified_splits(films(4), folds=5, repeats=1)


def test_films_of_one_mood_alone_are_refused():
    with pytest.raises(DatasetError, match="films of each mood"):
        fit_logistic(films(30).take(np.arange(0, 30, 3)))


def test_films_without_a_file_are_refused(tmp_path):
    with pytest.raises(CatalogError, match="no film files"):
        load_graded(tmp_path)


def test_what_can_be_learnt_is_learnt():
    figures = cross_validate(films(60), folds=5, repeats=1)
    assert figures["logistic"]["macro_f1"] == figures["boosting"]["macro_f1"] == 1.0
    assert figures["logistic"]["imdb_facts_alone"]["macro_f1"] == 1.0
    assert figures["rules"]["macro_f1"] == 1.0
    assert figures["majority"]["accuracy"] == pytest.approx(1 / 3, abs=0.02)
    assert set(figures) == set(LEARNERS)


def test_documentaries_and_lone_dramas_are_stated_apart():
    some = films(60)
    genres = some.facts["genres"].where(np.arange(60) % 3 != 1, "Drama").where(np.arange(60) % 6 != 0, "Documentary")
    figures = cross_validate(GradedFilms(some.facts.assign(genres=genres), some.grades, some.qualities), ("rules",))
    assert figures["rules"]["lone_dramas"] == {
        "share": round(1 / 3, 4), "accuracy": 1.0, "macro_f1": round(1 / 3, 4),
        "told": {"happy": 0.0, "sad": 1.0, "angry": 0.0},
    }  # fmt: skip
    assert figures["rules"]["documentaries"]["share"] == round(1 / 6, 4)
    assert figures["rules"]["documentaries"]["accuracy"] == 0.0


def test_keywords_tell_what_genres_do_not():
    some = films(60)
    alike = GradedFilms(some.facts.assign(genres="Drama"), some.grades, some.qualities)
    figures = cross_validate(alike, ("logistic",), repeats=1)["logistic"]
    assert figures["macro_f1"] == 1.0
    assert figures["imdb_facts_alone"]["macro_f1"] < 0.5


def test_held_out_films_are_never_trained_on():
    for rows, held_out in stratified_splits(films(60), folds=5, repeats=2):
        assert not set(rows) & set(held_out)
        assert len(rows) + len(held_out) == 60


def test_targets_are_the_shares_of_the_grades():
    """Films that are all alike get the mean of their shares: the loss has its least there."""
    some = films(30)
    alike = GradedFilms(some.facts.assign(genres="Drama", keywords="", countries=""), some.grades, some.qualities)
    scores = fit_logistic(alike).plain_scores(alike.films)
    assert np.allclose(scores, scores_of_grades(alike.grades).mean(axis=0), atol=0.01)


def test_the_model_in_numpy_agrees_with_scikit_learn():
    """Whole grades in one mood alone are labels, which scikit-learn takes as they are."""
    from sklearn.linear_model import LogisticRegression

    from moviefy.movies.estimates.features import feature_matrix
    from moviefy.training.movies.fit import INVERSE_PENALTY

    graded = films(90, noise=7)
    ours = fit_logistic(graded)
    rows = [feature_matrix(one.films, ours.features) for one in (graded, graded.by_imdb())]
    shares = np.tile(scores_of_grades(graded.grades), (2, 1))
    theirs = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000).fit(
        np.tile(np.concatenate(rows), (3, 1)), np.repeat([0, 1, 2], 180), sample_weight=shares.T.ravel()
    )
    assert np.allclose(ours.plain_scores(graded.films), theirs.predict_proba(rows[0]), atol=1e-3)


def test_qualities_are_estimated():
    some = films(60)
    assert np.abs(fit_fingerprint(some).grades(some.films) - some.qualities).mean() < 0.2
    figures = fingerprint_figures(some)
    assert figures["weighted_kappa"] > 0.9
    assert figures["mean_error"] < figures["mean_error_of_means"]
    assert set(figures["imdb_facts_alone"]["by_quality"]) == set(QUALITIES)


def test_macro_f1_against_scikit_learn():
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(3)
    labels, told = rng.integers(0, 3, 100), rng.integers(0, 3, 100)
    assert macro_f1(labels, told) == pytest.approx(f1_score(labels, told, average="macro"))


def test_what_is_rare_is_no_feature():
    names = choose_features(films(30))
    assert {"pair:Action+Thriller", "keyword:theme", "country:US", "decade:1990", "keywords_unknown"} <= set(names)
    assert "keyword:theme" not in choose_features(films(3))
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
    assert (evaluated["n_labelled"], evaluated["second_reading"]) == (30, None)
    scores = load_mood_classifier(tmp_path).scores(films(6).films)
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 0, 1, 2]
    assert load_fingerprint_estimator(tmp_path).grades(films(6).films).shape == (6, 13)


def test_evaluate_says_how_well_a_second_reading_agrees(data_dir):
    read = pd.read_csv(data_dir / "films" / "1990s.csv", dtype=str).head(20)
    read.to_csv(data_dir / "films_second_reading.csv", index=False)
    arguments = ["--data", str(data_dir), "--repeats", "1", "--seeds", "0", "--json"]
    figures = json.loads(CliRunner().invoke(evaluate_movies, arguments, catch_exceptions=False).stdout)
    assert (figures["second_reading"]["n"], figures["second_reading"]["label_kappa"]) == (20, 1.0)


def test_the_trained_model_is_calibrated_on_held_out_films():
    model = train(films(120, noise=5))
    assert model.temperature > 0
    top = model.scores(films(30).films).max(axis=1)
    assert 0.6 < top.mean() < 0.98


def test_building_gives_the_shipped_catalog_again(tmp_path):
    """The committed catalog is what the committed films give."""
    shutil.copytree(PROJECT_ROOT / "data" / "films", tmp_path / "films")
    result = CliRunner().invoke(catalog, ["build", "--data", str(tmp_path), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    assert (tmp_path / "movies.csv").read_bytes() == (PROJECT_ROOT / "data" / "movies.csv").read_bytes()
