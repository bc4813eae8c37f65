"""Times the film part: `python -m bench.movies [--films N] [--json]`; medians and 95th percentiles in milliseconds.

With ``--films`` the catalog is repeated, with new ids and a little noise on the votes, up to N films.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import click
import numpy as np

from moviefy.bench import milliseconds
from moviefy.config import PROJECT_ROOT
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.recommend.neighbours import load_neighbours
from moviefy.movies.recommend.recommender import RecommendationRequest, Recommender

CATALOG = PROJECT_ROOT / "data" / "movies.csv"


def grown(catalog: Catalog, n: int) -> Catalog:
    """The same films over and over, up to n of them."""
    rows = np.arange(n) % len(catalog)
    noise = np.random.default_rng(0).uniform(0.5, 1.5, n).astype(np.float32)
    texts = {name: column[rows] for name, column in catalog.texts.items()}
    new_ids = [f"f-{i}" for i in range(len(catalog), n)]  # the first round keeps its ids, by which neighbours are found
    texts["id"] = np.concatenate([texts["id"][: len(catalog)], np.array(new_ids, dtype=object)])
    copied = ("years", "runtimes", "ratings", "scores", "genre_codes", "mood_grades", "qualities")
    columns = {name: getattr(catalog, name)[rows] for name in copied}
    return replace(catalog, texts=texts, votes=catalog.votes[rows] * noise, **columns)


def timed(run: Callable[[int], object], repeats: int) -> dict[str, float]:
    """Median and 95th percentile of some runs, in milliseconds, after one that is not counted."""
    run(0)
    times = [milliseconds(partial(run, number)) for number in range(1, repeats + 1)]
    return {"median_ms": round(float(np.median(times)), 3), "p95_ms": round(float(np.percentile(times, 95)), 3)}


def measure(catalog: Catalog, repeats: int) -> dict[str, dict[str, float]]:
    """What a page asks for: a plain list, a filtered one, one with feedback, and more like this."""
    recommender = Recommender(catalog, load_neighbours(PROJECT_ROOT / "models"))
    ids = catalog.ids
    known = np.argsort(-catalog.votes[:9000], kind="stable")
    liked = tuple(ids[i] for i in known[:50:10])
    hidden = tuple(ids[i] for i in range(1, len(ids), max(len(ids) // 1000, 1)))[:1000]
    asked: dict[str, dict[str, object]] = {
        "recommend": {},
        "recommend_filtered": {"genre": "Comedy", "year_from": 1980, "goal": "lift"},
        "recommend_with_feedback": {
            "liked": liked,
            "disliked": tuple(ids[i] for i in known[3:53:10]),
            "exclude": hidden,
        },
    }
    timings = {
        name: timed(
            lambda n, a=arguments: recommender.recommend(RecommendationRequest(mood="sad", seed=n, **a)), repeats
        )
        for name, arguments in asked.items()
    }
    return {**timings, "similar": timed(lambda n: recommender.similar(ids[n]), repeats)}


@click.command()
@click.option("--films", default=0, help="Grow the catalog to this many films.")
@click.option("--repeats", default=200, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(films: int, repeats: int, as_json: bool) -> None:
    """Time loading and recommending; numpy uses one thread for this work."""
    starting = timed(lambda _: Recommender(load_catalog(CATALOG)), 10)
    catalog = load_catalog(CATALOG)
    catalog = grown(catalog, films) if films else catalog
    figures = {"films": len(catalog), "start_with_default_catalog": starting, **measure(catalog, repeats)}
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name}: {value}")


if __name__ == "__main__":
    main()
