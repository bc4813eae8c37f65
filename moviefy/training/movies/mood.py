"""Trains and measures the models of imported films: graded films in, two cards of ``models`` out."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pandas as pd

from moviefy.config import PROJECT_ROOT, Config
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.estimates import fingerprint_estimator, mood_classifier
from moviefy.movies.estimates.fingerprint_estimator import FingerprintEstimator
from moviefy.movies.estimates.mood_classifier import (
    MAX_ANGRY_DOCUMENTARY,
    UNSURE_GENRES,
    UNSURE_LEAD,
    MoodClassifier,
)
from moviefy.options import AS_JSON
from moviefy.training.movies.agreement import agreement, read_second_reading
from moviefy.training.movies.feedback import measure_feedback
from moviefy.training.movies.fit import GradedFilms, fit_fingerprint, fit_logistic, load_graded
from moviefy.training.movies.lists import held_out_precision, measure_first_pages, measure_lists
from moviefy.training.movies.validation import (
    FOLDS,
    REPEATS,
    calibration_error,
    cross_validate,
    fingerprint_figures,
    fit_temperature,
    held_out_scores,
    pooled,
    sharpened,
)

SHIPPED = "logistic"
COMPARED = ("majority", "rules", "rules_comedy_first", "rules_counted", SHIPPED)
TRAINED_ON = "the films of data/films, graded by hand by the guideline in data/README.md"
_NUMBERS = re.compile(r"\[\s+([-\d.,\s]+?)\s+\]")

DATA_FOLDER = click.option(
    "--data", "data_dir", default=PROJECT_ROOT / "data", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
REPEATED = click.option("--repeats", default=REPEATS, show_default=True, help="Rounds of cross-validation.")


def train(graded: GradedFilms, folds: int = FOLDS) -> MoodClassifier:
    """The classifier to ship: fitted on all graded films, its temperature on scores of held-out ones."""
    temperature = fit_temperature(*pooled(graded, held_out_scores(graded, folds)))
    return MoodClassifier(fit_logistic(graded).model, temperature)


def evaluate(graded: GradedFilms, films: pd.DataFrame, data_dir: Path, repeats: int = REPEATS) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about both models and about the agreement of the two readings.

    Args:
        graded: the films to measure the models on; films: all films of the catalog, for the second reading.
    """
    compared = cross_validate(graded, COMPARED, repeats=repeats)
    shipped, second = compared[SHIPPED], read_second_reading(data_dir)
    labels, scores = pooled(graded, held_out_scores(graded))
    return {
        "n_labelled": len(graded),
        "folds": FOLDS,
        "repeats": repeats,
        "accuracy": shipped["accuracy"],
        "macro_f1": shipped["macro_f1"],
        "macro_f1_sd": shipped["macro_f1_sd"],
        "majority_accuracy": compared["majority"]["accuracy"],
        "rules_macro_f1": compared["rules"]["macro_f1"],
        "recall": shipped["recall"],
        "documentaries": shipped["documentaries"],
        "lone_dramas": shipped["lone_dramas"],
        "imdb_facts_alone": shipped["imdb_facts_alone"],
        "ece": round(calibration_error(labels, sharpened(scores, fit_temperature(labels, scores))), 4),
        "compared": compared,
        "fingerprint": fingerprint_figures(graded),
        "second_reading": None if second is None else agreement(films, second),
    }


def evaluate_lists(graded: GradedFilms, catalog: Catalog, seeds: int) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about the lists, and about what likes and dislikes do to them."""
    ids, scores = graded.facts["id"].tolist(), held_out_scores(graded)[0]
    return {
        **measure_lists(catalog, seeds),
        "first_pages": measure_first_pages(catalog),
        "mood_precision_held_out": held_out_precision(catalog, ids, scores, seeds),
        "feedback": measure_feedback(catalog),
    }


def write_cards(
    classifier: MoodClassifier, estimator: FingerprintEstimator, figures: dict[str, Any], model_dir: Path
) -> None:
    """Write ``movie_mood.json`` and ``movie_fingerprint.json``: what each is, how well it does, and its weights."""
    mood = {
        "name": "Film mood classifier",
        "kind": "multinomial logistic regression on named facts of a film, temperature-calibrated",
        "answers": "which of happy, sad and angry most of an imported film leaves most grown-up viewers with",
        "trained_on": TRAINED_ON,
        "limits": "It knows a film's genres, year, length, rating, votes and, if there are any, its countries and "
        "themes, not the film itself. Our own films do without it: each was graded by hand.",
        "unsure": {
            "films": f"no genre but {' or '.join(sorted(UNSURE_GENRES))}, or none it knows, and no theme it knows",
            "leading_score": UNSURE_LEAD,
            "why": "One genre would decide. The leading mood stays the label, at scores that are nearly even.",
        },
        "documentaries": f"Said to be angry with {MAX_ANGRY_DOCUMENTARY} at most.",
        "figures": {name: value for name, value in figures.items() if name != "fingerprint"},
        "model": classifier.to_json(),
    }
    fingerprint = {
        "name": "Film fingerprint estimator",
        "kind": "ridge regression on named facts of a film, clipped to 0..3",
        "answers": "roughly how much of thirteen qualities an imported film has, marked as estimated",
        "trained_on": TRAINED_ON,
        "limits": "It knows the same facts as the mood classifier. Strangeness and outrage are told worst.",
        "figures": figures["fingerprint"],
        "model": estimator.to_json(),
    }
    _write(mood, model_dir / mood_classifier.CARD_NAME)
    _write(fingerprint, model_dir / fingerprint_estimator.CARD_NAME)


def _write(card: dict[str, Any], path: Path) -> None:
    """Indented, but for the weights: a feature a line."""
    text = json.dumps(card, indent=1, ensure_ascii=False)
    lines = _NUMBERS.sub(lambda numbers: f"[{' '.join(numbers[1].split())}]", text)
    path.write_text(lines + "\n", encoding="utf-8")


@click.command("movies")
@DATA_FOLDER
@REPEATED
@AS_JSON
def train_movies(data_dir: Path, repeats: int, as_json: bool) -> None:
    """Train what labels imported films (a mood classifier and a fingerprint estimator) and write their cards."""
    graded = load_graded(data_dir)
    figures = evaluate(graded, graded.facts, data_dir, repeats)
    write_cards(train(graded), fit_fingerprint(graded), figures, Config.from_environment().model_dir)
    _tell(figures, as_json)


@click.command("movies")
@DATA_FOLDER
@REPEATED
@click.option("--seeds", default=1000, show_default=True, help="Lists to measure; 0 measures none.")
@AS_JSON
def evaluate_movies(data_dir: Path, repeats: int, seeds: int, as_json: bool) -> None:
    """Measure the models of imported films by cross-validation, the second reading, the lists, and likes."""
    graded = load_graded(data_dir)
    lists = evaluate_lists(graded, load_catalog(data_dir / "movies.csv"), seeds) if seeds else None
    _tell({**evaluate(graded, graded.facts, data_dir, repeats), "lists": lists}, as_json)


def _tell(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name}: {json.dumps(value) if isinstance(value, dict) else value}")
