"""Chooses the weights of likes and dislikes: `python -m bench.movie_taste`; NDCG@10 of everybody in MovieLens.

A figure of the weights chosen so is flattered; `moviefy evaluate movies` has them chosen by others than it reports on.
"""

import itertools

import click

from moviefy.config import PROJECT_ROOT
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.recommend.recommender import Recommender
from moviefy.movies.recommend.taste import TasteWeights
from moviefy.training.movies.feedback import our_rankers
from moviefy.training.movies.neighbours import learn_neighbours
from moviefy.training.movies.people import people, scores, split_by_time
from moviefy.training.movies.ratings import catalog_ratings

TRIED = {
    "likeness": (1.2, 1.8, 2.4, 3.0),
    "audience": (0.0, 15.0, 22.0, 30.0),
    "fame": (0.0, 1.3, 2.2, 3.3),
    "disliked": (0.1, 0.2),
}


@click.command()
def main() -> None:
    """Try every combination, the best last."""
    catalog = load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    ratings = catalog_ratings(catalog)
    earlier, _ = split_by_time(ratings)
    everybody = people(ratings, catalog.years)
    neighbours = learn_neighbours(earlier, catalog)
    found = []
    for values in itertools.product(*TRIED.values()):
        weights = TasteWeights(**dict(zip(TRIED, values, strict=True)))
        rank = our_rankers(Recommender(catalog, neighbours, weights))["with_feedback"]
        found.append((scores(rank, everybody).mean(), weights))
    for figure, weights in sorted(found, key=lambda one: one[0]):
        click.echo(f"{figure:.4f} {weights}")


if __name__ == "__main__":
    main()
