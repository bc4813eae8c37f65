"""Trains and measures the film mood classifier: hand labels in, ``models/movie_mood.json`` out."""

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd

from moviefy.config import PROJECT_ROOT, Config
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.catalog.mood_classifier import CARD_NAME, MoodClassifier
from moviefy.movies.catalog.mood_labels import agreement, read_labels
from moviefy.options import AS_JSON
from moviefy.training.movies.feedback import measure_feedback
from moviefy.training.movies.fit import LabelledFilms, fit_logistic, load_labelled
from moviefy.training.movies.lists import held_out_precision, measure_first_pages, measure_lists
from moviefy.training.movies.validation import (
    FOLDS,
    REPEATS,
    cross_validate,
    fit_temperature,
    held_out_scores,
)

SHIPPED = "logistic"
DATA_FOLDER = click.option(
    "--data", "data_dir", default=PROJECT_ROOT / "data", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
REPEATED = click.option("--repeats", default=REPEATS, show_default=True, help="Rounds of cross-validation.")


def train(labelled: LabelledFilms, folds: int = FOLDS) -> MoodClassifier:
    """The classifier to ship: fitted on all labelled films, its temperature on scores of held-out ones."""
    temperature = fit_temperature(labelled.labels, held_out_scores(labelled, folds))
    fitted = fit_logistic(labelled)
    return MoodClassifier(fitted.features, fitted.weights, fitted.intercepts, temperature)


def evaluate(labelled: LabelledFilms, labels: pd.DataFrame, repeats: int = REPEATS) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about the classifier and the hand labels."""
    compared = cross_validate(labelled, repeats=repeats)
    shipped = compared[SHIPPED]
    return {
        "n_labelled": len(labelled),
        "folds": FOLDS,
        "repeats": repeats,
        "accuracy": shipped["accuracy"],
        "macro_f1": shipped["macro_f1"],
        "macro_f1_sd": shipped["macro_f1_sd"],
        "majority_accuracy": compared["majority"]["accuracy"],
        "rules_macro_f1": compared["rules"]["macro_f1"],
        "recall": shipped["recall"],
        "ece": shipped["ece"],
        "compared": compared,
        "labels": agreement(labels),
    }


def evaluate_lists(labelled: LabelledFilms, catalog: Catalog, seeds: int) -> dict[str, Any]:
    """What ``moviefy evaluate movies`` prints about the lists, and about what likes and dislikes do to them."""
    ids, scores = labelled.facts["id"].tolist(), held_out_scores(labelled)
    return {
        **measure_lists(catalog, seeds),
        "first_pages": measure_first_pages(catalog),
        "mood_precision_held_out": held_out_precision(catalog, ids, scores, seeds),
        "feedback": measure_feedback(catalog),
    }


def write_card(classifier: MoodClassifier, figures: dict[str, Any], model_dir: Path) -> Path:
    """Write ``movie_mood.json``: what the model is, how well it does, and its weights."""
    card = {
        "name": "Film mood classifier",
        "kind": "multinomial logistic regression on named facts of a film, temperature-calibrated",
        "answers": "which of happy, sad and angry most of a film leaves most grown-up viewers with",
        "trained_on": "data/mood_labels.csv, labelled by the guideline in data/README.md",
        "limits": "It knows genres, year, length, rating, votes and words of the title, not the film itself.",
        "figures": figures,
        "model": classifier.to_json(),
    }
    path = model_dir / CARD_NAME
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


@click.command("movies")
@DATA_FOLDER
@REPEATED
@AS_JSON
def train_movies(data_dir: Path, repeats: int, as_json: bool) -> None:
    """Train the film mood classifier and write its card; `moviefy catalog build` then labels the catalog with it."""
    labelled = load_labelled(data_dir)
    figures = evaluate(labelled, read_labels(data_dir), repeats)
    model_dir = Config.from_environment().model_dir
    write_card(train(labelled), figures, model_dir)
    _tell(figures, as_json)


@click.command("movies")
@DATA_FOLDER
@REPEATED
@click.option("--seeds", default=1000, show_default=True, help="Lists to measure; 0 measures none.")
@AS_JSON
def evaluate_movies(data_dir: Path, repeats: int, seeds: int, as_json: bool) -> None:
    """Measure the mood classifier by cross-validation, the agreement of the label passes, the lists, and likes."""
    labelled = load_labelled(data_dir)
    lists = evaluate_lists(labelled, load_catalog(data_dir / "movies.csv"), seeds) if seeds else None
    _tell({**evaluate(labelled, read_labels(data_dir), repeats), "lists": lists}, as_json)


def _tell(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name}: {json.dumps(value) if isinstance(value, dict) else value}")
