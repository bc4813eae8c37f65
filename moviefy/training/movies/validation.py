"""How good the models of imported films are on films they have not seen, beside what they must beat."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.errors import DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.fingerprint import MAX_GRADE, QUALITIES
from moviefy.movies.estimates.features import feature_matrix
from moviefy.movies.estimates.mood_classifier import DOCUMENTARY, softmax
from moviefy.training.movies.agreement import weighted_kappa
from moviefy.training.movies.fit import GradedFilms, Labels, choose_features, fit_fingerprint, fit_logistic
from moviefy.training.movies.rules import RULES

Floats = npt.NDArray[np.float32]
Scorer = Callable[[GradedFilms], Floats]
Learner = Callable[[GradedFilms], Scorer]
Split = tuple[Labels, Labels]
FOLDS, REPEATS, RANDOM_STATE = 5, 3, 0


def learn_majority(train: GradedFilms) -> Scorer:
    """The most frequent mood of the training films for everyone."""
    most = np.bincount(train.labels).argmax()
    return lambda films: _one_hot(np.full(len(films), most))


def written_rules(name: str) -> Learner:
    """Written genre rules; they learn nothing."""
    rule = RULES[name]
    return lambda train: lambda films: _one_hot(np.array([MOODS.index(rule(text)) for text in films.facts["genres"]]))


def learn_logistic(train: GradedFilms) -> Scorer:
    """The shipped model; features and weights are chosen on the training films only."""
    model = fit_logistic(train)
    return lambda films: model.plain_scores(films.films)


def learn_boosting(train: GradedFilms) -> Scorer:
    """Gradient-boosted trees on the same features of the same films, with all facts and with IMDb's alone."""
    from sklearn.ensemble import GradientBoostingClassifier

    features = choose_features(train)
    rows = np.concatenate([feature_matrix(one.films, features) for one in (train, train.by_imdb())])
    model = GradientBoostingClassifier(
        n_estimators=100, max_depth=3, subsample=0.5, max_features="sqrt", random_state=RANDOM_STATE
    )
    model.fit(rows, np.tile(train.labels, 2))
    return lambda films: np.asarray(model.predict_proba(feature_matrix(films.films, features)), dtype=np.float32)


def _one_hot(labels: Labels) -> Floats:
    return np.eye(len(MOODS), dtype=np.float32)[labels]


LEARNERS: dict[str, Learner] = {
    "majority": learn_majority,
    "rules": written_rules("guideline"),
    "rules_comedy_first": written_rules("comedy_first"),
    "rules_counted": written_rules("counted"),
    "logistic": learn_logistic,
    "boosting": learn_boosting,
}
"""Everything that is compared; each learns from the training films and returns what scores other films."""

PARTS: dict[str, Callable[[GradedFilms], npt.NDArray[np.bool_]]] = {
    "documentaries": lambda films: films.facts["genres"].str.contains(DOCUMENTARY, regex=False).to_numpy(dtype=bool),
    "lone_dramas": lambda films: (films.facts["genres"] == "Drama").to_numpy(dtype=bool),
}
"""Films that genres say least about; their figures are stated apart."""


def cross_validate(
    graded: GradedFilms, names: tuple[str, ...] = tuple(LEARNERS), folds: int = FOLDS, repeats: int = REPEATS
) -> dict[str, dict[str, Any]]:
    """Repeated stratified cross-validation of every named learner on the same splits.

    Returns:
        For each name the figures of :func:`_figures` on films that were held out, with all facts; and the same under
        "imdb_facts_alone", with their keywords and countries hidden.
    """
    splits = stratified_splits(graded, folds, repeats)
    return {name: _measure(graded, LEARNERS[name], splits) for name in names}


def stratified_splits(graded: GradedFilms, folds: int, repeats: int) -> list[Split]:
    """Rows to train on and rows held out, ``folds`` times ``repeats`` pairs.

    Raises:
        DatasetError: a mood has fewer films than there are folds.
    """
    from sklearn.model_selection import RepeatedStratifiedKFold

    fewest = int(np.bincount(graded.labels, minlength=len(MOODS)).min())
    if fewest < folds:
        raise DatasetError(f"Cross-validation in {folds} folds needs {folds} films of each mood; one has {fewest}.")
    splitter = RepeatedStratifiedKFold(n_splits=folds, n_repeats=repeats, random_state=RANDOM_STATE)
    return list(splitter.split(np.zeros(len(graded)), graded.labels))


def _measure(graded: GradedFilms, learn: Learner, splits: list[Split]) -> dict[str, Any]:
    full, by_imdb = [], []
    for rows, held_out in splits:
        scorer, films = learn(graded.take(rows)), graded.take(held_out)
        full.append(scorer(films))
        by_imdb.append(scorer(films.by_imdb()))
    return {**_figures(graded, splits, full), "imdb_facts_alone": _figures(graded, splits, by_imdb)}


def _figures(graded: GradedFilms, splits: list[Split], scores: list[Floats]) -> dict[str, Any]:
    """Accuracy, macro-F1 with its standard deviation over the folds, recall per mood, and parts."""
    labels = graded.labels
    f1s = [macro_f1(labels[rows], one.argmax(axis=1)) for (_, rows), one in zip(splits, scores, strict=True)]
    rows, joined = np.concatenate([held_out for _, held_out in splits]), np.concatenate(scores)
    true, told = labels[rows], joined.argmax(axis=1)
    return {
        "accuracy": round(float((true == told).mean()), 4),
        "macro_f1": round(float(np.mean(f1s)), 4),
        "macro_f1_sd": round(float(np.std(f1s)), 4),
        "recall": {mood: round(float((told[true == k] == k).mean()), 4) for k, mood in enumerate(MOODS)},
        **{name: _part(true, told, chosen(graded)[rows]) for name, chosen in PARTS.items()},
    }


def _part(labels: Labels, told: Labels, chosen: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """Figures of some films; how often each mood is told, as one that is always told shows itself there."""
    if not chosen.any():
        return {"share": 0.0}
    counts = np.bincount(told[chosen], minlength=len(MOODS)) / chosen.sum()
    return {
        "share": round(float(chosen.mean()), 4),
        "accuracy": round(float((labels[chosen] == told[chosen]).mean()), 4),
        "macro_f1": round(macro_f1(labels[chosen], told[chosen]), 4),
        "told": {mood: round(float(counts[k]), 4) for k, mood in enumerate(MOODS)},
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


def held_out_scores(graded: GradedFilms, folds: int = FOLDS) -> tuple[Floats, Floats]:
    """The shipped kind of model's scores for every film by a model that did not train on it.

    Returns:
        Scores of shape (n, 3), before calibration: with all facts, and with IMDb's alone.
    """
    full, by_imdb = np.zeros((2, len(graded), len(MOODS)), dtype=np.float32)
    for rows, held_out in stratified_splits(graded, folds, 1):
        scorer, films = learn_logistic(graded.take(rows)), graded.take(held_out)
        full[held_out], by_imdb[held_out] = scorer(films), scorer(films.by_imdb())
    return full, by_imdb


def pooled(graded: GradedFilms, views: tuple[Floats, ...]) -> tuple[Labels, Floats]:
    """The labels and scores of all views of the same films, one below the other."""
    return np.tile(graded.labels, len(views)), np.concatenate(views)


def sharpened(scores: Floats, temperature: float) -> Floats:
    """Scores whose logits are divided by a temperature."""
    return softmax((np.log(np.maximum(scores, 1e-7)) / temperature).astype(np.float32))


def fit_temperature(labels: Labels, scores: Floats) -> float:
    """The temperature under which held-out scores have the least log loss, searched from 0.2 to 3."""
    tried = np.arange(0.2, 3.01, 0.02)
    losses = [_log_loss(labels, sharpened(scores, t)) for t in tried]
    return float(tried[int(np.argmin(losses))])


def _log_loss(labels: Labels, scores: Floats) -> float:
    return float(-np.log(np.maximum(scores[np.arange(len(labels)), labels], 1e-7)).mean())


def fingerprint_figures(graded: GradedFilms, folds: int = FOLDS) -> dict[str, Any]:
    """How far estimated qualities of held-out films are from the graded ones, with all facts and with IMDb's alone.

    Returns:
        For each: the mean absolute error in grades, beside that of everyone's mean grade, and quadratic-weighted kappa
        of the rounded estimates, as a mean and by quality.
    """
    full, by_imdb = np.zeros((2, len(graded), len(QUALITIES)), dtype=np.float32)
    for rows, held_out in stratified_splits(graded, folds, 1):
        model, films = fit_fingerprint(graded.take(rows)), graded.take(held_out)
        full[held_out], by_imdb[held_out] = model.grades(films.films), model.grades(films.by_imdb().films)
    return {**_errors(graded, full), "imdb_facts_alone": _errors(graded, by_imdb)}


def _errors(graded: GradedFilms, told: Floats) -> dict[str, Any]:
    true = graded.qualities
    kappas = [weighted_kappa(true[:, k], np.rint(told[:, k]).astype(int), MAX_GRADE + 1) for k in range(len(QUALITIES))]
    return {
        "mean_error": round(float(np.abs(told - true).mean()), 3),
        "mean_error_of_means": round(float(np.abs(true.mean(axis=0) - true).mean()), 3),
        "weighted_kappa": round(float(np.mean(kappas)), 3),
        "by_quality": {name: round(kappa, 3) for name, kappa in zip(QUALITIES, kappas, strict=True)},
    }
