"""Films from elsewhere: IMDb's daily files, a MovieLens zip, or any CSV with a column map.

Large files are read in whole columns (polars, in the extra ``catalog``). What becomes of each row is decided in
:mod:`moviefy.movies.importing.report`.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import polars as pl

from moviefy.errors import DatasetError
from moviefy.movies.catalog.titles import split_alternatives
from moviefy.movies.importing.csv_rows import read_csv_rows
from moviefy.movies.importing.report import FACT_NAMES, MORE_FACTS, ImportReport, judge
from moviefy.movies.importing.unpacking import check_header, unpack_gzip, unpack_member

IMDB_BASICS = ["tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "endYear",
               "runtimeMinutes", "genres"]  # fmt: skip
IMDB_RATINGS = ["tconst", "averageRating", "numVotes"]
IMDB_FILMS = ("movie", "tvMovie")

REQUIRED_FACTS = ("id", "title", "year", "genres")
CSV_COLUMNS = (*FACT_NAMES, *MORE_FACTS, "type")
"""What ``--column`` can name; "type" says whether a row is a film."""

NO_FILM = r"^(?i)(?:tv\s?-?\s?(?:show|series|mini.?series|episode|special)|series|episode|short|video\s?game)s?$"
SEASONS = r"(?i)^[0-9]+\s*(?:seasons?|episodes?)$"
DEFAULT_MIN_VOTES = 100
UNEVEN = "more or fewer cells than the header"


def import_imdb(basics: Path, ratings: Path, min_votes: int = DEFAULT_MIN_VOTES) -> tuple[pd.DataFrame, ImportReport]:
    """Films of IMDb's ``title.basics.tsv.gz`` and ``title.ratings.tsv.gz`` as catalog facts.

    Raises:
        DatasetError: a file is missing, is not a whole gzip file, or has another header.
    """
    with TemporaryDirectory() as folder:
        titles = _scan_imdb(unpack_gzip(basics, Path(folder) / "basics.tsv"), IMDB_BASICS, basics.name)
        votes = _scan_imdb(unpack_gzip(ratings, Path(folder) / "ratings.tsv"), IMDB_RATINGS, ratings.name)
        return judge(_imdb_films(titles, votes, min_votes), "imdb", basics.name)


def _scan_imdb(path: Path, columns: list[str], name: str) -> pl.LazyFrame:
    """A tab-separated file as IMDb writes it: nothing is quoted, and ``\\N`` stands for nothing."""
    check_header(path, "\t", columns, name)
    return pl.scan_csv(path, separator="\t", quote_char=None, null_values="\\N", infer_schema=False)


def _imdb_films(titles: pl.LazyFrame, votes: pl.LazyFrame, min_votes: int) -> pl.LazyFrame:
    joined = titles.join(votes, on="tconst", how="left")
    return joined.select(
        pl.col("tconst").alias("id"),
        pl.col("primaryTitle").alias("title"),
        pl.col("startYear").alias("year"),
        pl.col("genres"),
        pl.col("runtimeMinutes").alias("runtime_minutes"),
        pl.col("averageRating").alias("rating"),
        pl.col("numVotes").alias("votes"),
        pl.when(pl.col("originalTitle") != pl.col("primaryTitle")).then(pl.col("originalTitle"))
        .alias("original_title"),
        pl.when(~pl.col("titleType").is_in(IMDB_FILMS)).then(pl.lit("not a film"))
        .when(pl.col("isAdult") != "0").then(pl.lit("adult"))
        .when(pl.col("numVotes").cast(pl.Int64, strict=False).fill_null(0) < min_votes)
        .then(pl.lit(f"fewer than {min_votes} votes")).alias("reason"),
    )  # fmt: skip


def import_csv(path: Path, columns: Mapping[str, str]) -> tuple[pd.DataFrame, ImportReport]:
    """Films of any CSV file in UTF-8.

    Args:
        columns: one of :data:`CSV_COLUMNS` -> the file's column; names left out are looked for under our own name.
            Lists may be separated by "|", "," or ";", or be JSON as TMDB writes it.

    Raises:
        DatasetError: the file is missing, is no CSV, or lacks a column that is needed.
    """
    have = check_header(path, ",", [columns.get(name, name) for name in REQUIRED_FACTS], path.name)
    unknown = [theirs for theirs in columns.values() if theirs not in have]
    if unknown:
        raise DatasetError(f"{path.name} has no column {unknown[0]!r}; it has {', '.join(have[:20])}.")
    wanted = {name: columns.get(name, name) for name in CSV_COLUMNS if columns.get(name, name) in have}
    rows = read_csv_rows(path, wanted)
    table = pl.DataFrame(
        {**rows.columns, "line": rows.lines}, schema={**dict.fromkeys(wanted, pl.String), "line": pl.Int64}
    )
    missing = [pl.lit(None, pl.String).alias(name) for name in (*FACT_NAMES, "type") if name not in wanted]
    films = table.with_columns(*missing).with_columns(_csv_reason())
    uneven = pl.DataFrame({"line": rows.uneven, "reason": UNEVEN}, schema={"line": pl.Int64, "reason": pl.String})
    return judge(pl.concat([films, uneven], how="diagonal").lazy(), "import", path.name)


def _csv_reason() -> pl.Expr:
    no_film = pl.col("type").str.contains(NO_FILM) | pl.col("runtime_minutes").str.contains(SEASONS)
    return pl.when(no_film.fill_null(False)).then(pl.lit("not a film")).alias("reason")


def import_movielens(path: Path) -> tuple[pd.DataFrame, ImportReport]:
    """Films of a MovieLens zip (``movies.csv`` and ``ratings.csv`` inside): ratings doubled to ten, votes counted.

    Raises:
        DatasetError: the file is missing, is not a zip, or lacks one of the two.
    """
    with TemporaryDirectory() as folder:
        movies, ratings = (unpack_member(path, name, Path(folder)) for name in ("movies.csv", "ratings.csv"))
        check_header(movies, ",", ["movieId", "title", "genres"], f"{path.name}: movies.csv")
        check_header(ratings, ",", ["movieId", "rating"], f"{path.name}: ratings.csv")
        facts, report = judge(_movielens_films(movies, ratings), "movielens", path.name)
    return _with_plain_titles(facts), report


def _movielens_films(movies: Path, ratings: Path) -> pl.LazyFrame:
    given = pl.scan_csv(ratings, infer_schema=False).group_by("movieId").agg(
        (pl.col("rating").cast(pl.Float64, strict=False).mean() * 2).round(1).cast(pl.String).alias("rating"),
        pl.len().cast(pl.String).alias("votes"),
    )  # fmt: skip
    joined = pl.scan_csv(movies, infer_schema=False).join(given, on="movieId", how="left")
    return joined.select(
        (pl.lit("ml-") + pl.col("movieId")).alias("id"),
        pl.col("title").str.replace(r"\s*\(\d{4}\)\s*$", "").alias("title"),
        pl.col("title").str.extract(r"\((\d{4})\)\s*$").alias("year"),
        pl.col("genres").replace("(no genres listed)", None),
        pl.lit(None, pl.String).alias("runtime_minutes"), "rating", "votes",
        pl.lit(None, pl.String).alias("reason"),
    )  # fmt: skip


def _with_plain_titles(facts: pd.DataFrame) -> pd.DataFrame:
    """ "Misérables, Les" as "Les Misérables"; the last title in brackets is the original one."""
    titles = [split_alternatives(title) for title in facts["title"]]
    plain = pd.Series([title for title, _ in titles], index=facts.index, dtype="str")
    originals = pd.Series([others[-1] if others else "" for _, others in titles], index=facts.index, dtype="str")
    return facts.assign(title=plain.where(plain != "", facts["title"]), original_title=originals)
