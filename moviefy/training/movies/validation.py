"""How good a film mood classifier is on films it has not seen, beside what it must beat."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.mood_classifier import softmax
from moviefy.movies.catalog.mood_features import feature_matrix
from moviefy.training.movies.fit import LabelledFilms, Labels, choose_features, fit_logistic
from moviefy.training.movies.rules import RULES

Floats = npt.NDArray[np.float32]
Predictor = Callable[[LabelledFilms, LabelledFilms], Floats]
Split = tuple[Labels, Labels]
FOLDS, REPEATS, RANDOM_STATE = 5, 5, 0


def predict_majority(train: LabelledFilms, test: LabelledFilms) -> Floats:
    """The most frequent mood of the training films for everyone, as scores of shape (n, 3)."""
    return _one_hot(np.full(len(test), np.bincount(train.labels).argmax()))


def predict_rules(train: LabelledFilms, test: LabelledFilms, rules: str = "guideline") -> Floats:
    """Written genre rules; they learn nothing from ``train``."""
    return _one_hot(np.array([MOODS.index(RULES[rules](genres)) for genres in test.facts["genres"]]))


def predict_logistic(train: LabelledFilms, test: LabelledFilms) -> Floats:
    """Features and weights chosen on the training films only."""
    return fit_logistic(train).scores(test.films)


def predict_boosting(train: LabelledFilms, test: LabelledFilms) -> Floats:
    """Gradient-boosted trees on the same features."""
    from sklearn.ensemble import GradientBoostingClassifier

    features = choose_features(train)
    model = GradientBoostingClassifier(
        n_estimators=100, max_depth=3, subsample=0.7, max_features="sqrt", random_state=RANDOM_STATE
    )
    model.fit(feature_matrix(train.films, features), train.labels)
    return np.asarray(model.predict_proba(feature_matrix(test.films, features)), dtype=np.float32)


def _one_hot(labels: Labels) -> Floats:
    return np.eye(len(MOODS), dtype=np.float32)[labels]


PREDICTORS: dict[str, Predictor] = {
    "majority": predict_majority,
    "rules": predict_rules,
    "rules_comedy_first": lambda train, test: predict_rules(train, test, "comedy_first"),
    "rules_counted": lambda train, test: predict_rules(train, test, "counted"),
    "logistic": predict_logistic,
    "boosting": predict_boosting,
}
"""Everything that is compared; each learns from the training films and scores the test films."""


def cross_validate(
    labelled: LabelledFilms, names: tuple[str, ...] = tuple(PREDICTORS), folds: int = FOLDS, repeats: int = REPEATS
) -> dict[str, dict[str, Any]]:
    """Repeated stratified cross-validation of every named predictor on the same splits.

    Returns:
        For each name: accuracy, macro_f1 with its standard deviation over the folds, recall and precision per mood, and
        expected calibration error, all on films that were held out.
    """
    splits = stratified_splits(labelled, folds, repeats)
    return {name: _measure(labelled, PREDICTORS[name], splits) for name in names}


def stratified_splits(labelled: LabelledFilms, folds: int, repeats: int) -> list[Split]:
    """Rows to train on and rows held out, ``folds`` times ``repeats`` pairs.

    Raises:
        DatasetError: a mood has fewer films than there are folds.
    """
    from sklearn.model_selection import RepeatedStratifiedKFold

    fewest = int(np.bincount(labelled.labels, minlength=len(MOODS)).min())
    if fewest < folds:
        raise DatasetError(f"Cross-validation in {folds} folds needs {folds} films of each mood; one has {fewest}.")
    splitter = RepeatedStratifiedKFold(n_splits=folds, n_repeats=repeats, random_state=RANDOM_STATE)
    return list(splitter.split(np.zeros(len(labelled)), labelled.labels))


def _measure(labelled: LabelledFilms, predict: Predictor, splits: list[Split]) -> dict[str, Any]:
    held_out = [(labelled.labels[test], predict(labelled.take(train), labelled.take(test))) for train, test in splits]
    f1s = [macro_f1(labels, scores.argmax(axis=1)) for labels, scores in held_out]
    labels, scores = (np.concatenate(part) for part in zip(*held_out, strict=True))
    told = scores.argmax(axis=1)
    return {
        "accuracy": round(float((labels == told).mean()), 4),
        "macro_f1": round(float(np.mean(f1s)), 4),
        "macro_f1_sd": round(float(np.std(f1s)), 4),
        "recall": {mood: round(float((told[labels == k] == k).mean()), 4) for k, mood in enumerate(MOODS)},
        "ece": round(calibration_error(labels, scores), 4),
    }


def macro_f1(labels: Labels, told: Labels) -> float:
    """Mean F1 over the three moods; a mood that is neither present nor told counts 0."""
    scores = []
    for mood in range(len(MOODS)):
        hits = int(((labels == mood) & (told == mood)).sum())
        wrong = int(((labels == mood) ^ (told == mood)).sum())
        scores.append(2 * hits / (2 * hits + wrong) if hits + wrong else 0.0)
    return float(np.mean(scores))


def calibration_error(labels: Labels, scores: Floats, bins: int = 10) -> float:
    """Expected calibration error of the leading score, in [0, 1]: mean gap between what is said and what is right."""
    confidence, right = scores.max(axis=1), scores.argmax(axis=1) == labels
    slot = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[slot == b].mean() - right[slot == b].mean()) * (slot == b).mean() for b in np.unique(slot)]
    return float(np.sum(gaps))


def held_out_scores(labelled: LabelledFilms, folds: int = FOLDS) -> Floats:
    """The shipped kind of model's scores for every film by a model that did not train on it, shape (n, 3)."""
    scores = np.zeros((len(labelled), len(MOODS)), dtype=np.float32)
    for rows, held_out in stratified_splits(labelled, folds, 1):
        scores[held_out] = predict_logistic(labelled.take(rows), labelled.take(held_out))
    return scores


def fit_temperature(labels: Labels, scores: Floats) -> float:
    """The temperature under which held-out scores have the least log loss, searched from 0.5 to 3."""
    logits = np.log(np.maximum(scores, 1e-7))
    tried = np.arange(0.5, 3.01, 0.02)
    losses = [_log_loss(labels, softmax((logits / t).astype(np.float32))) for t in tried]
    return float(tried[int(np.argmin(losses))])


def _log_loss(labels: Labels, scores: Floats) -> float:
    return float(-np.log(np.maximum(scores[np.arange(len(labels)), labels], 1e-7)).mean())
