"""Measures the drawn posters: `python -m bench.posters [--json] [--sheet FILE]`.

Times of one thread, bytes of every film's poster, and how often neighbours in real lists look alike. ``--sheet`` writes
a page with posters of the best-known films, to be looked at in a browser.
"""

import gzip
import json
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np

from moviefy.config import PROJECT_ROOT
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.posters.looks import ALIKE, look_of, variants
from moviefy.movies.posters.palettes import distance
from moviefy.movies.posters.poster import draw_poster, poster_version
from moviefy.movies.recommend.neighbours import load_neighbours
from moviefy.movies.recommend.recommender import RecommendationRequest, Recommender

SEEDS, LIMIT = 20, 12
SIMILAR_TO = 200


def lists(recommender: Recommender) -> Iterator[list[Movie]]:
    """Lists as pages show them: every mood and goal, every mood and genre, and "more like this"."""
    catalog = recommender.catalog
    for mood in MOODS:
        for seed in range(SEEDS):
            asked = [{"goal": goal} for goal in ("match", "lift", "calm")]
            asked += [{"genre": genre} for genre in catalog.genres] if seed < 2 else []
            for one in asked:
                found = recommender.recommend(RecommendationRequest(mood=mood, seed=seed, limit=LIMIT, **one))
                yield [suggestion.movie for suggestion in found.movies]
    for row in range(0, len(catalog), max(len(catalog) // SIMILAR_TO, 1)):
        yield [suggestion.movie for suggestion in recommender.similar(catalog.ids[row], LIMIT)]


def neighbours(shown: Sequence[Sequence[Movie]]) -> dict[str, float]:
    """Shares of neighbouring pairs that are alike, and how many colours a whole list has."""
    looks = [[look_of(movie, n) for movie, n in zip(one, variants(one), strict=True)] for one in shown]
    pairs = [pair for one in looks for pair in pairwise(one)]
    motif = [one.motif is other.motif for one, other in pairs]
    colour = [distance(one.field, other.field) <= ALIKE for one, other in pairs]
    whole = [one for one in looks if len(one) == LIMIT]
    return {
        "lists": len(looks),
        "pairs": len(pairs),
        "same_motif": round(float(np.mean(motif)), 4),
        "same_colour": round(float(np.mean(colour)), 4),
        "same_motif_and_colour": round(float(np.mean(np.array(motif) & np.array(colour))), 4),
        "motifs_of_12": round(float(np.mean([len({look.motif.name for look in one}) for one in whole])), 1),
        "colours_of_12": round(float(np.mean([len({look.field for look in one}) for one in whole])), 1),
    }


def costs(catalog: Catalog) -> dict[str, float]:
    """Milliseconds and bytes of a poster, over every film of the catalog."""
    movies = [catalog.movie(row) for row in range(len(catalog))]
    times: dict[str, list[float]] = {"draw": [], "version": []}
    sizes, packed = [], []
    for movie in movies:
        start = time.thread_time()
        poster = draw_poster(movie).encode()
        drawn = time.thread_time()
        poster_version(movie)
        times["draw"].append((drawn - start) * 1000)
        times["version"].append((time.thread_time() - drawn) * 1000)
        sizes.append(len(poster))
        packed.append(len(gzip.compress(poster, 6)))
    spread = {f"{name}_ms": values for name, values in times.items()} | {"bytes": sizes, "gzip_bytes": packed}
    return {
        f"{name}_{label}": round(float(np.percentile(values, part)), 3)
        for name, values in spread.items()
        for label, part in (("median", 50), ("p95", 95), ("max", 100))
        if label != "max" or name.endswith("bytes")  # one pause of the machine is no figure
    }


def sheet(catalog: Catalog, n: int = 60) -> str:
    """A page with posters of the best-known films as inline SVG."""
    known = np.argsort(-catalog.votes, kind="stable")[:n]
    posters = "".join(f"<div>{draw_poster(catalog.movie(int(row)))}</div>" for row in known)
    style = "main{display:grid;grid-template-columns:repeat(9,150px);gap:10px}svg{height:auto;width:100%}"
    return f'<!doctype html><meta charset="utf-8"><title>Posters</title><style>{style}</style><main>{posters}</main>'


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.option("--sheet", "sheet_path", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to look at.")
def main(as_json: bool, sheet_path: Path | None) -> None:
    """Print the figures of docs/benchmarks.md."""
    catalog = load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    if sheet_path is not None:
        sheet_path.write_text(sheet(catalog), encoding="utf-8")
        return
    recommender = Recommender(catalog, load_neighbours(PROJECT_ROOT / "models"))
    figures = costs(catalog) | neighbours(list(lists(recommender)))
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name}: {value}")


if __name__ == "__main__":
    main()
