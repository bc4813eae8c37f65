"""Films from elsewhere: IMDb's daily files, a MovieLens zip, or any CSV with a column map.

Large files are read in whole columns (polars, in the extra ``catalog``). What becomes of each row is decided in
:mod:`moviefy.movies.importing.report`.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import polars as pl

from moviefy.errors import DatasetError
from moviefy.movies.catalog.titles import plain_title, split_alternatives
from moviefy.movies.importing.csv_rows import CsvRows, read_csv_rows
from moviefy.movies.importing.report import FACT_NAMES, MORE_FACTS, ImportReport, Source, judge
from moviefy.movies.importing.unpacking import check_header, unpack_gzip, unpack_member

IMDB = Source("imdb", votes_counted=True)
MOVIELENS = Source("movielens", votes_counted=True)
CSV = Source("import", votes_counted=False)

IMDB_BASICS = ["tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "endYear",
               "runtimeMinutes", "genres"]  # fmt: skip
IMDB_RATINGS = ["tconst", "averageRating", "numVotes"]
IMDB_FILMS = ("movie", "tvMovie")

REQUIRED_FACTS = ("id", "title", "year", "genres")
CSV_COLUMNS = (*FACT_NAMES, *MORE_FACTS, "type")
"""What ``--column`` can name; "type" says whether a row is a film."""

NO_FILM = (
    r"^(?i)(?:(?:tv|web)[\s_-]?(?:show|series|mini[\s_-]?series|episode|special|short|pilot)?"
    r"|(?:mini[\s_-]?)?series|show|season|episode|short|video[\s_-]?game|music\s?video|podcast[\s_-]?(?:series|episode)?)s?$"
)
SEASONS = r"(?i)^[0-9]+\s*(?:seasons?|episodes?)$"
DEFAULT_MIN_VOTES = 100
UNEVEN = "more or fewer cells than the header"
EXTRA = "beyond the header"
"""The column of what an uneven row has too much."""

_LINE = {"line": pl.Int64}


def import_imdb(basics: Path, ratings: Path, min_votes: int = DEFAULT_MIN_VOTES) -> tuple[pd.DataFrame, ImportReport]:
    """Films of IMDb's ``title.basics.tsv.gz`` and ``title.ratings.tsv.gz`` as catalog facts.

    Raises:
        DatasetError: a file is missing, is not a whole gzip file, or has another header.
    """
    with TemporaryDirectory() as folder:
        titles = _scan_imdb(unpack_gzip(basics, Path(folder) / "basics.tsv"), IMDB_BASICS, basics.name)
        votes = _scan_imdb(unpack_gzip(ratings, Path(folder) / "ratings.tsv"), IMDB_RATINGS, ratings.name)
        return judge(_imdb_films(titles, votes, min_votes), IMDB, basics.name)


def _scan_imdb(path: Path, columns: list[str], name: str) -> pl.LazyFrame:
    """A tab-separated file as IMDb writes it: nothing is quoted, and ``\\N`` stands for nothing."""
    have = check_header(path, "\t", columns, name)
    return _scan(path, have, separator="\t", quote_char=None, null_values="\\N")


def _scan(path: Path, header: list[str], **how: Any) -> pl.LazyFrame:
    """All columns as text, with ``line``, the line in the file, and ``extra``, what a row has beyond the header."""
    schema = {**dict.fromkeys(header, pl.String), EXTRA: pl.String}
    return pl.scan_csv(
        path, schema=schema, truncate_ragged_lines=True, missing_columns="insert",
        row_index_name="line", row_index_offset=2, **how,
    )  # fmt: skip


def _imdb_films(titles: pl.LazyFrame, votes: pl.LazyFrame, min_votes: int) -> pl.LazyFrame:
    whole = votes.filter(pl.col(EXTRA).is_null()).select(IMDB_RATINGS)
    joined = titles.join(whole, on="tconst", how="left")
    uneven = pl.col(EXTRA).is_not_null()
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
        pl.when(uneven).then(pl.col("line").cast(pl.Int64)).alias("line"),
        pl.when(uneven).then(pl.lit(UNEVEN))
        .when(~pl.col("titleType").is_in(IMDB_FILMS)).then(pl.lit("not a film"))
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
    missing = [pl.lit(None, pl.String).alias(name) for name in (*FACT_NAMES, "type") if name not in wanted]
    films = _table(rows).with_columns(*missing)
    facts, report = judge(films.with_columns(_csv_reason()).lazy(), CSV, path.name)
    return _with_csv_titles(facts), report


def _table(rows: CsvRows) -> pl.DataFrame:
    """All rows with their lines, also the uneven ones, whose cells cannot be told apart; these have a ``reason``."""
    whole = pl.DataFrame(
        {**rows.columns, "line": rows.lines}, schema={**dict.fromkeys(rows.columns, pl.String), **_LINE}
    )
    uneven = pl.DataFrame({"line": rows.uneven, "reason": UNEVEN}, schema={**_LINE, "reason": pl.String})
    return pl.concat([whole, uneven], how="diagonal")


def _csv_reason() -> pl.Expr:
    no_film = pl.col("type").str.contains(NO_FILM).fill_null(False) | pl.col("runtime_minutes").str.contains(SEASONS)
    return pl.coalesce("reason", pl.when(no_film).then(pl.lit("not a film"))).alias("reason")


def _with_csv_titles(facts: pd.DataFrame) -> pd.DataFrame:
    """ "Seven (a.k.a. Se7en) (1995)" as "Seven", and "Se7en" as the original title if the file has none."""
    plain = [plain_title(title, year) for title, year in zip(facts["title"], facts["year"], strict=True)]
    facts = facts.assign(title=pd.Series([title for title, _ in plain], index=facts.index, dtype="str"))
    others = pd.Series([other for _, other in plain], index=facts.index, dtype="str")
    if "original_title" in facts:
        others = facts["original_title"].where(facts["original_title"] != "", others)
    return facts.assign(original_title=others) if others.any() or "original_title" in facts else facts


def import_movielens(path: Path) -> tuple[pd.DataFrame, ImportReport]:
    """Films of a MovieLens zip (``movies.csv`` and ``ratings.csv`` inside): ratings doubled to ten, votes counted.

    Raises:
        DatasetError: the file is missing, is not a zip, or lacks one of the two.
    """
    with TemporaryDirectory() as folder:
        movies, ratings = (unpack_member(path, name, Path(folder)) for name in ("movies.csv", "ratings.csv"))
        check_header(movies, ",", ["movieId", "title", "genres"], f"{path.name}: movies.csv")
        have = check_header(ratings, ",", ["movieId", "rating"], f"{path.name}: ratings.csv")
        rows = read_csv_rows(movies, {name: name for name in ("movieId", "title", "genres")})
        facts, report = judge(_movielens_films(rows, _scan(ratings, have)), MOVIELENS, path.name)
    return _with_plain_titles(facts), report


def _movielens_films(movies: CsvRows, ratings: pl.LazyFrame) -> pl.LazyFrame:
    stars = pl.col("rating").cast(pl.Float64, strict=False)
    given = ratings.filter(pl.col(EXTRA).is_null() & stars.is_between(0, 5)).group_by("movieId").agg(
        (stars.mean() * 2).round(1).cast(pl.String).alias("rating"), pl.len().cast(pl.String).alias("votes")
    )  # fmt: skip
    return _table(movies).lazy().join(given, on="movieId", how="left").select(
        (pl.lit("ml-") + pl.col("movieId")).alias("id"),
        pl.col("title").str.replace(r"\s*\(\d{4}\)\s*$", "").alias("title"),
        pl.col("title").str.extract(r"\((\d{4})\)\s*$").alias("year"),
        pl.col("genres").replace("(no genres listed)", None),
        pl.lit(None, pl.String).alias("runtime_minutes"), "rating", "votes", "line", "reason",
    )  # fmt: skip


def _with_plain_titles(facts: pd.DataFrame) -> pd.DataFrame:
    """ "Misérables, Les" as "Les Misérables"; the last title in brackets is the original one."""
    titles = [split_alternatives(title) for title in facts["title"]]
    plain = pd.Series([title for title, _ in titles], index=facts.index, dtype="str")
    originals = pd.Series([others[-1] if others else "" for _, others in titles], index=facts.index, dtype="str")
    return facts.assign(title=plain.where(plain != "", facts["title"]), original_title=originals)
