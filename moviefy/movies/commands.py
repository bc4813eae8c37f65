"""``moviefy recommend``, ``moviefy search`` and ``moviefy catalog``."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moviefy.config import PROJECT_ROOT, Config
from moviefy.errors import CatalogError, DatasetError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.build import build_catalog
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.catalog.fingerprint import AUDIENCES
from moviefy.movies.catalog.writing import write_catalog
from moviefy.movies.estimates.fingerprint_estimator import load_fingerprint_estimator
from moviefy.movies.estimates.labelling import label_films
from moviefy.movies.estimates.mood_classifier import load_mood_classifier
from moviefy.movies.importing.known_films import hand_labels_by_title
from moviefy.movies.recommend.goals import GOALS
from moviefy.movies.recommend.recommender import Suggestion, load_recommender
from moviefy.movies.recommend.request import DEFAULT_BREADTH, RecommendationRequest
from moviefy.options import AS_JSON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    import pandas as pd

    from moviefy.movies.importing.report import ImportReport

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


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
@click.option("--runtime-from", type=int, help="Shortest length in minutes.")
@click.option("--runtime-to", type=int, help="Greatest length in minutes.")
@click.option("--country", help="ISO 3166 code of a country.")
@click.option("--language", help="ISO 639-1 code of a language.")
@click.option("--audience", type=click.Choice(AUDIENCES), help="Only films that suit this age.")
@click.option("--keyword", help="One theme.")
@click.option("--director", help="One director.")
@click.option("--liked", multiple=True, help="Id of a film that was liked; repeatable.")
@click.option("--disliked", multiple=True, help="Id of a film that was not; repeatable.")
@click.option("--exclude", multiple=True, help="Id of a film to leave out; repeatable.")
@click.option("--group", multiple=True, type=click.Choice(MOODS), help="Mood of another who watches; repeatable.")
@click.option("--breadth", default=DEFAULT_BREADTH, show_default=True, help="0 closest fits, 1 as varied as can be.")
@AS_JSON
def recommend(as_json: bool, **asked: Any) -> None:
    """Offer films for a mood."""
    recommender = load_recommender(Config.from_environment())
    answer = recommender.recommend(RecommendationRequest(**asked))
    if as_json:
        click.echo(json.dumps([suggestion.to_json() for suggestion in answer.movies], ensure_ascii=False))
        return
    for suggestion in answer.movies:
        click.echo(_line(suggestion))
    click.echo(answer.message or f"{answer.total:,} films fit; --seed {answer.seed} gives these again.", err=True)


def _line(suggestion: Suggestion) -> str:
    return f"{suggestion.movie.title} ({suggestion.movie.year}): {suggestion.why}"


@click.command()
@click.argument("text")
@click.option("--limit", default=12, show_default=True, type=click.IntRange(1, 100), help="How many films at most.")
@AS_JSON
def search(text: str, limit: int, as_json: bool) -> None:
    """Find films by title, director, cast or theme."""
    found = load_recommender(Config.from_environment()).search(text, limit)
    if as_json:
        click.echo(json.dumps([suggestion.to_json() for suggestion in found], ensure_ascii=False))
        return
    for suggestion in found:
        click.echo(_line(suggestion))
    if not found:
        click.echo("No film is like that.", err=True)


@click.group()
def catalog() -> None:
    """Build, import or describe the film catalog."""


@catalog.command()
@AS_JSON
def stats(as_json: bool) -> None:
    """How many films there are, by mood, decade, genre and source."""
    _tell(load_catalog(Config.from_environment().catalog).stats(), as_json)


@catalog.command()
@click.option("--data", "data_dir", default=PROJECT_ROOT / "data", type=click.Path(path_type=Path, file_okay=False))
@AS_JSON
def build(data_dir: Path, as_json: bool) -> None:
    """Build data/movies.csv from the hand-written films of data/films."""
    _tell(write_catalog(build_catalog(data_dir), data_dir / "movies.csv").stats(), as_json)


@catalog.command("import")
@click.option("--imdb", nargs=2, type=FILE, metavar="BASICS RATINGS", help="title.basics.tsv.gz title.ratings.tsv.gz")
@click.option("--movielens", type=FILE, help="A MovieLens zip.")
@click.option("--csv", type=FILE, help="Any CSV in UTF-8.")
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", help="Where --csv has a fact; repeatable.")
@click.option("--min-votes", default=100, show_default=True, help="With --imdb: films with fewer votes are left out.")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="Catalog file [MOVIEFY_CATALOG].")
@AS_JSON
def import_films(
    as_json: bool,
    target: Path | None,
    columns: tuple[str, ...],
    min_votes: int,
    **sources: Path | tuple[Path, ...] | None,
) -> None:
    """Make a catalog from IMDb's daily files, a MovieLens zip or a CSV; the old one stays whole until the end."""
    config = Config.from_environment()
    models = load_mood_classifier(config.model_dir), load_fingerprint_estimator(config.model_dir)
    source, files = _one_source(sources)
    facts, report = _readers(_column_map(columns), min_votes)[source](*files)
    if facts.empty:
        raise CatalogError(f"No film of {files[0].name} can be used: {report.read} rows read{_why(report)}.")
    ours = hand_labels_by_title(facts, PROJECT_ROOT / "data")
    write_catalog(label_films(facts, *models, ours), target or config.catalog)
    _tell(report.to_json(), as_json)


def _importers() -> "ModuleType":
    try:
        from moviefy.movies.importing import importers
    except ImportError:
        raise DatasetError("Importing a catalog needs the package polars (pip install 'moviefy[catalog]').") from None
    return importers


def _one_source(sources: "Mapping[str, Path | tuple[Path, ...] | None]") -> tuple[str, tuple[Path, ...]]:
    """The option that was given, and its files."""
    given = {name: files for name, files in sources.items() if files}
    if len(given) != 1:
        raise click.UsageError(f"Name one source: {', '.join(f'--{name}' for name in sources)}.")
    [(name, files)] = given.items()
    return name, files if isinstance(files, tuple) else (files,)


def _readers(
    columns: dict[str, str], min_votes: int
) -> "Mapping[str, Callable[..., tuple[pd.DataFrame, ImportReport]]]":
    """Option of ``moviefy catalog import`` -> what reads its files."""
    importers = _importers()
    return {
        "imdb": partial(importers.import_imdb, min_votes=min_votes),
        "movielens": importers.import_movielens,
        "csv": partial(importers.import_csv, columns=columns),
    }


def _why(report: "ImportReport") -> str:
    return f"; {report.reasons()}" if report.dropped else ""


def _column_map(pairs: tuple[str, ...]) -> dict[str, str]:
    names = _importers().CSV_COLUMNS
    split = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    wrong = [pair for pair in pairs if pair.split("=", 1)[0] not in names or "=" not in pair]
    if wrong:
        raise click.UsageError(f"--column takes OURS=THEIRS with one of {', '.join(names)}, not {wrong[0]!r}.")
    return split


def _tell(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        shown = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name}: {shown}")
