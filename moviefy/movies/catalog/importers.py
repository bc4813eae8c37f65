"""Films from elsewhere: IMDb's daily files, a MovieLens zip, or any CSV with a column map.

All work is on whole columns (polars, in the extra ``catalog``); rows that cannot be used are counted by reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import polars as pl

from moviefy.errors import DatasetError
from moviefy.movies.catalog.check import FIRST_YEAR, ID_PATTERN, LAST_YEAR, MAX_TITLE
from moviefy.movies.catalog.unpacking import check_header, unpack_gzip, unpack_member

IMDB_BASICS = ["tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "endYear",
               "runtimeMinutes", "genres"]  # fmt: skip
IMDB_RATINGS = ["tconst", "averageRating", "numVotes"]
IMDB_FILMS = ("movie", "tvMovie")
IMDB_GENRES = {"Family": "Children", "Music": "Musical"}
"""IMDb's names for what MovieLens, and so the classifier, calls otherwise."""

FACT_NAMES = ("id", "title", "year", "genres", "runtime_minutes", "rating", "votes")
REQUIRED_FACTS = ("id", "title", "year", "genres")
WHOLE_NUMBERS = ("year", "runtime_minutes", "votes")
DEFAULT_MIN_VOTES = 100


@dataclass(frozen=True)
class ImportReport:
    """How many rows were read and kept, and how many were dropped for which reason."""

    read: int
    kept: int
    dropped: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """What ``moviefy catalog import --json`` prints."""
        return {"read": self.read, "kept": self.kept, "dropped": dict(self.dropped)}


def import_imdb(basics: Path, ratings: Path, min_votes: int = DEFAULT_MIN_VOTES) -> tuple[pd.DataFrame, ImportReport]:
    """Films of IMDb's ``title.basics.tsv.gz`` and ``title.ratings.tsv.gz`` as catalog facts.

    Raises:
        DatasetError: a file is missing, is not a whole gzip file, or has another header.
    """
    with TemporaryDirectory() as folder:
        titles = _scan_imdb(unpack_gzip(basics, Path(folder) / "basics.tsv"), IMDB_BASICS, basics.name)
        votes = _scan_imdb(unpack_gzip(ratings, Path(folder) / "ratings.tsv"), IMDB_RATINGS, ratings.name)
        return _collect(_imdb_films(titles, votes, min_votes), "imdb", basics.name)


def _scan_imdb(path: Path, columns: list[str], name: str) -> pl.LazyFrame:
    """A tab-separated file as IMDb writes it: nothing is quoted, and ``\\N`` stands for nothing."""
    check_header(path, "\t", columns, name)
    return pl.scan_csv(path, separator="\t", quote_char=None, null_values="\\N", infer_schema=False)


def _imdb_films(titles: pl.LazyFrame, votes: pl.LazyFrame, min_votes: int) -> pl.LazyFrame:
    genre = pl.element().replace(IMDB_GENRES)
    joined = titles.join(votes, on="tconst", how="left")
    return joined.select(
        pl.col("tconst").alias("id"),
        pl.col("primaryTitle").alias("title"),
        pl.col("startYear").alias("year"),
        pl.col("genres").str.split(",").list.eval(genre).list.unique().list.sort().list.join("|"),
        pl.col("runtimeMinutes").alias("runtime_minutes"),
        pl.col("averageRating").alias("rating"),
        pl.col("numVotes").alias("votes"),
        pl.when(~pl.col("titleType").is_in(IMDB_FILMS)).then(pl.lit("not a film"))
        .when(pl.col("isAdult") != "0").then(pl.lit("adult"))
        .when(pl.col("numVotes").cast(pl.Int64, strict=False).fill_null(0) < min_votes)
        .then(pl.lit(f"fewer than {min_votes} votes")).alias("reason"),
    )  # fmt: skip


def import_csv(path: Path, columns: Mapping[str, str]) -> tuple[pd.DataFrame, ImportReport]:
    """Films of any CSV file in UTF-8.

    Args:
        columns: our name -> the file's column; names left out are looked for under our own name. Genres may be
            separated by "|", "," or ";".

    Raises:
        DatasetError: the file is missing, is no CSV, or lacks a column that is needed.
    """
    check_header(path, ",", [columns.get(name, name) for name in REQUIRED_FACTS], path.name)
    films = pl.scan_csv(path, infer_schema=False, quote_char='"')
    have = films.collect_schema().names()
    unknown = [theirs for theirs in columns.values() if theirs not in have]
    if unknown:
        raise DatasetError(f"{path.name} has no column {unknown[0]!r}; it has {', '.join(have[:20])}.")
    wanted = {name: columns.get(name, name) for name in FACT_NAMES}
    chosen = [pl.col(theirs) if theirs in have else pl.lit(None, pl.String) for theirs in wanted.values()]
    named = [_plain(column, name).alias(name) for column, name in zip(chosen, wanted, strict=True)]
    films = films.select(*named, pl.lit(None, pl.String).alias("reason"))
    return _collect(films.with_columns(pl.col("genres").str.replace_all(r"\s*[,;]\s*", "|")), "import", path.name)


def _plain(column: pl.Expr, name: str) -> pl.Expr:
    """A cell without the spaces around it; whole numbers also as spreadsheets and pandas write them (1999.0)."""
    stripped = column.str.strip_chars()
    return stripped.str.replace(r"\.0+$", "") if name in WHOLE_NUMBERS else stripped


def import_movielens(path: Path) -> tuple[pd.DataFrame, ImportReport]:
    """Films of a MovieLens zip (``movies.csv`` and ``ratings.csv`` inside): ratings doubled to ten, votes counted.

    Raises:
        DatasetError: the file is missing, is not a zip, or lacks one of the two.
    """
    with TemporaryDirectory() as folder:
        movies, ratings = (unpack_member(path, name, Path(folder)) for name in ("movies.csv", "ratings.csv"))
        check_header(movies, ",", ["movieId", "title", "genres"], f"{path.name}: movies.csv")
        check_header(ratings, ",", ["movieId", "rating"], f"{path.name}: ratings.csv")
        return _collect(_movielens_films(movies, ratings), "movielens", path.name)


def _movielens_films(movies: Path, ratings: Path) -> pl.LazyFrame:
    given = pl.scan_csv(ratings, infer_schema=False).group_by("movieId").agg(
        (pl.col("rating").cast(pl.Float64, strict=False).mean() * 2).round(1).cast(pl.String).alias("rating"),
        pl.len().cast(pl.String).alias("votes"),
    )  # fmt: skip
    year = pl.col("title").str.extract(r"\((\d{4})\)\s*$")
    joined = pl.scan_csv(movies, infer_schema=False).join(given, on="movieId", how="left")
    return joined.select(
        (pl.lit("ml-") + pl.col("movieId")).alias("id"),
        pl.col("title").str.replace(r"\s*\(\d{4}\)\s*$", "")
        .str.replace(r"^(.*), (The|A|An)$", "${2} ${1}").alias("title"),
        year.alias("year"),
        pl.col("genres").str.replace(r"\|?IMAX", "").replace("(no genres listed)", None),
        pl.lit(None, pl.String).alias("runtime_minutes"), "rating", "votes",
        pl.lit(None, pl.String).alias("reason"),
    )  # fmt: skip


def _collect(films: pl.LazyFrame, source: str, name: str) -> tuple[pd.DataFrame, ImportReport]:
    """Judge every row, count the reasons, and give the good rows back as catalog facts."""
    judged = films.with_columns(_typed()).with_columns(_reason())
    try:
        counts, kept = pl.collect_all([
            judged.group_by("reason").len(), judged.filter(pl.col("reason").is_null()),
        ], engine="streaming")  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise DatasetError(f"{name} cannot be read: {str(error).splitlines()[0].rstrip('.')}.") from None
    unique = kept.unique("id", keep="first", maintain_order=True)
    dropped = {str(reason): int(n) for reason, n in counts.iter_rows() if reason is not None}
    if len(unique) < len(kept):
        dropped["duplicate id"] = len(kept) - len(unique)
    report = ImportReport(int(counts["len"].sum()), len(unique), dict(sorted(dropped.items())))
    facts = unique.with_columns(pl.lit(source).alias("facts_source")).drop("reason").sort("year", "title", "id")
    return _to_pandas(facts), report


def _typed() -> list[pl.Expr]:
    """Text as numbers; what is no number becomes null and is judged afterwards."""
    return [
        pl.col("title").str.replace_all(r"[\x00-\x1f\x7f]+", " ").str.strip_chars(),
        pl.col("year").cast(pl.Int32, strict=False),
        pl.col("runtime_minutes").cast(pl.Int32, strict=False),
        pl.col("rating").cast(pl.Float64, strict=False),
        pl.col("votes").cast(pl.Int64, strict=False).fill_null(0),
    ]


def _reason() -> pl.Expr:
    """The first thing that keeps a row out, or null."""
    tests = [
        (pl.col("reason").is_not_null(), pl.col("reason")),
        (~pl.col("id").str.contains(f"^{ID_PATTERN}$").fill_null(False), pl.lit("bad id")),
        (pl.col("title").fill_null("").str.len_chars() == 0, pl.lit("no title")),
        (pl.col("title").str.len_chars() > MAX_TITLE, pl.lit("title too long")),
        (~pl.col("year").is_between(FIRST_YEAR, LAST_YEAR).fill_null(False), pl.lit("no usable year")),
        (pl.col("genres").fill_null("") == "", pl.lit("no genres")),
        (~pl.col("rating").is_between(0, 10).fill_null(False), pl.lit("no usable rating")),
        (pl.col("votes") < 0, pl.lit("no usable votes")),
    ]
    reason: pl.Expr = pl.lit(None, pl.String)
    for test, name in reversed(tests):
        reason = pl.when(test).then(name).otherwise(reason)
    return reason.alias("reason")


def _to_pandas(facts: pl.DataFrame) -> pd.DataFrame:
    columns = {name: facts[name].to_list() for name in (*FACT_NAMES, "facts_source")}
    frame = pd.DataFrame(columns).astype(dict.fromkeys(("id", "title", "genres", "facts_source"), "str"))
    runtimes = pd.to_numeric(frame["runtime_minutes"], errors="coerce")
    return frame.assign(runtime_minutes=runtimes.where(runtimes.between(1, 100_000)).astype("Int64"))
