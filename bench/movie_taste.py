"""Chooses the weights of likes and dislikes: `python -m bench.movie_taste`; NDCG@10 on the people meant for choosing.

The people that `moviefy evaluate movies` reports on take no part.
"""

import itertools

import click

from moviefy.config import PROJECT_ROOT
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.recommend.recommender import Recommender
from moviefy.movies.recommend.taste import TasteWeights
from moviefy.training.movies.feedback import catalog_as_of, our_rankers, people, scores, shared_out, split_by_time
from moviefy.training.movies.neighbours import catalog_ratings, learn_neighbours

TRIED = {
    "audience": (0.0, 11.0, 22.0, 33.0),
    "genres": (2.0, 3.0, 4.0),
    "era": (0.0, 1.0, 2.0),
    "disliked_audience": (0.0, 0.1, 0.2),
    "disliked_genres": (0.0, 0.25, 0.5, 1.0),
}


@click.command()
def main() -> None:
    """Try every combination, the best last."""
    catalog = load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    ratings = catalog_ratings(catalog)
    earlier, _ = split_by_time(ratings)
    chosen_on, _ = shared_out(people(ratings))
    then, neighbours = catalog_as_of(catalog, earlier), learn_neighbours(earlier, catalog)
    found = []
    for values in itertools.product(*TRIED.values()):
        weights = TasteWeights(**dict(zip(TRIED, values, strict=True)))
        rank = our_rankers(Recommender(then, neighbours, weights))["with_feedback"]
        found.append((scores(rank, chosen_on).mean(), weights))
    for figure, weights in sorted(found, key=lambda one: one[0]):
        click.echo(f"{figure:.4f} {weights}")


if __name__ == "__main__":
    main()
