"""Learns from ratings which films the same people like: MovieLens in, ``models/movie_neighbours.npz`` out."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import pandas as pd

from moviefy.config import PROJECT_ROOT, Config
from moviefy.movies.catalog.catalog import Catalog, load_catalog
from moviefy.movies.recommend.neighbours import FILE_NAME, FilmNeighbours
from moviefy.training.movies.ratings import catalog_ratings

if TYPE_CHECKING:
    import scipy.sparse as sparse

LIKED = 4.0
"""A rating, of 0.5 to 5, from which a film counts as liked; MovieLens' mean is 3.5."""


@dataclass(frozen=True)
class NeighbourRecipe:
    """How similarity is counted.

    Attributes:
        per_film: neighbours kept for each film.
        shrinkage: added to the cosine's denominator, so that a few people who agree prove little.
        support: how many people at least like both films; a pair of fewer would say more about them than about films.
    """

    per_film: int = 100
    shrinkage: float = 50.0
    support: int = 3


def learn_neighbours(ratings: pd.DataFrame, catalog: Catalog, recipe: NeighbourRecipe | None = None) -> FilmNeighbours:
    """The films that have neighbours, and those, nearest first.

    Similarity is the cosine of two films' sets of people who like them, shrunk: people who like both, over the root of
    the product of their numbers plus :attr:`NeighbourRecipe.shrinkage`.

    Args:
        ratings: as :func:`catalog_ratings` gives them; only those from :data:`LIKED` on count.
    """
    recipe = recipe or NeighbourRecipe()
    similarity = _nearest(_similarity(like_matrix(ratings, len(catalog)), recipe), recipe.per_film)
    films = np.flatnonzero(np.diff(similarity.indptr))
    kept = similarity[films][:, films].tocsr()
    starts, others, strength = _sorted_rows(kept)
    return FilmNeighbours(
        ids=np.array([catalog.ids[row] for row in films], dtype=np.str_),
        titles=np.array([str(catalog.texts["title"][row]) for row in films], dtype=np.str_),
        years=catalog.years[films],
        starts=starts,
        others=others,
        similarity=strength,
    )


def like_matrix(ratings: pd.DataFrame, n_films: int) -> "sparse.csr_matrix":
    """Who likes what: ones, shape (largest user number + 1, n_films)."""
    import scipy.sparse as sparse

    likes = ratings[ratings["rating"] >= LIKED]
    shape = (int(ratings["user"].max()) + 1 if len(ratings) else 1, n_films)
    return sparse.csr_matrix((np.ones(len(likes), dtype=np.float32), (likes["user"], likes["row"])), shape=shape)


def _similarity(likes: "sparse.csr_matrix", recipe: NeighbourRecipe) -> "sparse.csr_matrix":
    import scipy.sparse as sparse

    both = (likes.T @ likes).tocoo()
    number = np.asarray(likes.sum(axis=0)).ravel()
    keep = (both.row != both.col) & (both.data >= recipe.support)
    row, column, people = both.row[keep], both.col[keep], both.data[keep]
    strength = people / (np.sqrt(number[row] * number[column]) + recipe.shrinkage)
    return sparse.csr_matrix((strength.astype(np.float32), (row, column)), shape=both.shape)


def _nearest(similarity: "sparse.csr_matrix", per_film: int) -> "sparse.csr_matrix":
    """Only the highest entries of each row."""
    import scipy.sparse as sparse

    table = similarity.tocoo()
    order = np.lexsort((table.col, -table.data, table.row))
    row = table.row[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    keep = order[place < per_film]
    return sparse.csr_matrix((table.data[keep], (table.row[keep], table.col[keep])), shape=similarity.shape)


def _sorted_rows(similarity: "sparse.csr_matrix") -> tuple[Any, Any, Any]:
    """starts, others and similarity of :class:`FilmNeighbours`, each film's nearest first."""
    table = similarity.tocoo()
    order = np.lexsort((table.col, -table.data, table.row))
    starts = np.searchsorted(table.row[order], np.arange(similarity.shape[0] + 1)).astype(np.int64)
    return starts, table.col[order].astype(np.int32), table.data[order].astype(np.float32)


def write_neighbours(neighbours: FilmNeighbours, recipe: NeighbourRecipe, model_dir: Path) -> dict[str, Any]:
    """Write the table and, beside it, its card; give the card back."""
    card = {
        "name": "Film neighbours",
        "kind": "item-item cosine of the people who like each film, shrunk; nearest films only",
        "answers": "which films people like who like a given film",
        "trained_on": "MovieLens (GroupLens Research): 100,004 ratings of 671 people, October 2016 (dslabs/movielens)",
        "terms": "A transformation of MovieLens data, under GroupLens' conditions for it and not under this project's "
        "licence: for research; no commercial use without their permission; see data/README.md",
        "limits": "It knows films up to 2016 that at least three of these people liked together, and nobody's ratings.",
        "n_films": len(neighbours),
        "n_pairs": len(neighbours.others),
        "recipe": {"liked_from": LIKED, **vars(recipe)},
    }
    neighbours.save(model_dir / FILE_NAME)
    path = (model_dir / FILE_NAME).with_suffix(".json")
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card


@click.command("neighbours")
@click.option(
    "--data", "data_dir", default=PROJECT_ROOT / "data", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
def train_neighbours(data_dir: Path) -> None:
    """Learn from MovieLens' ratings which films the same people like, and write the table and its card."""
    catalog, recipe = load_catalog(data_dir / "movies.csv"), NeighbourRecipe()
    neighbours = learn_neighbours(catalog_ratings(catalog), catalog, recipe)
    card = write_neighbours(neighbours, recipe, Config.from_environment().model_dir)
    click.echo(json.dumps({name: card[name] for name in ("n_films", "n_pairs", "recipe")}))
