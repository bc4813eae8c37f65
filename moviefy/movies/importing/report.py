"""Every row of another source judged: the good ones as catalog facts, the others counted by reason."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import polars as pl

from moviefy.errors import DatasetError
from moviefy.movies.catalog.check import FIRST_YEAR, ID_PATTERN, LAST_YEAR, MAX_TITLE
from moviefy.movies.importing import cells
from moviefy.movies.importing.genre_names import listed_names, read_genres

FACT_NAMES = ("id", "title", "year", "genres", "runtime_minutes", "rating", "votes")
MORE_FACTS: Mapping[str, Callable[[str], str]] = {
    "original_title": str.strip,
    "directors": cells.names,
    "countries": cells.country_codes,
    "language": cells.language_code,
    "keywords": cells.keywords,
}
"""Facts that a source may have beside :data:`FACT_NAMES`, and how a cell of them is read."""

MAX_LINES, MAX_UNKNOWN = 5, 20


@dataclass(frozen=True)
class ImportReport:
    """What became of the rows of another source.

    Attributes:
        read, kept: how many rows; dropped: how many for which reason.
        lines: the first lines that were dropped for each reason, if the source is a file that people look into.
        unknown_genres: the names that stand for no genre here, most frequent first; their films stay.
        not_understood: for each fact that may be missing, how many cells of kept films could not be read.
    """

    read: int
    kept: int
    dropped: Mapping[str, int]
    lines: Mapping[str, list[int]] = field(default_factory=dict)
    unknown_genres: Mapping[str, int] = field(default_factory=dict)
    not_understood: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What ``moviefy catalog import --json`` prints."""
        more = {"lines": self.lines, "unknown_genres": self.unknown_genres, "not_understood": self.not_understood}
        return {
            "read": self.read,
            "kept": self.kept,
            "dropped": dict(self.dropped),
            **{name: dict(value) for name, value in more.items() if value},
        }

    def reasons(self) -> str:
        """Why rows were dropped, in words: "no usable rating 2 (lines 3, 4)"; and which genres are unknown."""
        said = [f"{reason} {count}{_places(self.lines.get(reason, []))}" for reason, count in self.dropped.items()]
        unknown = ", ".join(f"{name} {count}" for name, count in self.unknown_genres.items())
        return ", ".join(said) + (f"; unknown genres: {unknown}" if unknown else "")


def _places(lines: list[int]) -> str:
    return f" (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))})" if lines else ""


@dataclass(frozen=True)
class Source:
    """Where films come from.

    Attributes:
        name: the value of ``facts_source``.
        votes_counted: whether somebody counted the votes; otherwise they may be anybody's guess.
    """

    name: str
    votes_counted: bool


def judge(films: pl.LazyFrame, source: Source, name: str) -> tuple[pd.DataFrame, ImportReport]:
    """Judge every row, count the reasons, and return the good rows as catalog facts.

    Args:
        films: :data:`FACT_NAMES` and ``reason`` (what speaks against a row already, or null), all text; some of
            :data:`MORE_FACTS`; ``line`` if lines are to be named.
        source: where they come from; name: the file, for errors.

    Raises:
        DatasetError: the file cannot be read.
    """
    if "line" not in films.collect_schema().names():
        films = films.with_columns(pl.lit(None, pl.Int64).alias("line"))
    judged = films.with_columns(pl.col("runtime_minutes").alias("runtime_cell"), *_typed()).with_columns(_reason())
    try:
        tally, good = pl.collect_all([_tally(judged), judged.filter(pl.col("reason").is_null())], engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise DatasetError(f"{name} cannot be read: {str(error).splitlines()[0].rstrip('.')}.") from None
    translated, unknown = _with_our_genres(good)
    looked_at = translated.with_columns(_later_reason())
    kept = looked_at.filter(pl.col("reason").is_null())
    reasons = {**_reasons(tally), **_reasons(_tally(looked_at.lazy()).collect())}
    facts = _to_pandas(kept.sort("year", "title", "id")).assign(
        facts_source=source.name, votes_counted="yes" if source.votes_counted else "no"
    )
    report = ImportReport(
        read=int(tally["count"].sum()),
        kept=len(kept),
        dropped={reason: count for reason, (count, _) in sorted(reasons.items())},
        lines={reason: lines for reason, (_, lines) in sorted(reasons.items()) if lines},
        unknown_genres=unknown,
        not_understood=_not_understood(kept),
    )
    return facts, report


def _tally(judged: pl.LazyFrame) -> pl.LazyFrame:
    """How many rows have each reason, and the first lines of them."""
    lines = pl.col("line").drop_nulls().bottom_k(MAX_LINES).sort()
    return judged.group_by("reason").agg(pl.len().alias("count"), lines.alias("lines"))


def _reasons(tally: pl.DataFrame) -> dict[str, tuple[int, list[int]]]:
    return {reason: (count, lines) for reason, count, lines in tally.iter_rows() if reason is not None}


def _typed() -> list[pl.Expr]:
    """Text as numbers; what is no number becomes null and is judged afterwards."""
    return [
        pl.col("title").str.replace_all(r"[\x00-\x1f\x7f]+", " ").str.strip_chars(),
        cells.year(pl.col("year")),
        cells.minutes(pl.col("runtime_minutes")),
        cells.rating(pl.col("rating")),
        pl.when(pl.col("votes").fill_null("") == "").then(pl.lit(0, pl.Int64))
        .otherwise(cells.votes(pl.col("votes"))).alias("votes"),
    ]  # fmt: skip


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
        (pl.col("votes").is_null(), pl.lit("no usable votes")),
    ]
    reason: pl.Expr = pl.lit(None, pl.String)
    for test, name in reversed(tests):
        reason = pl.when(test).then(name).otherwise(reason)
    return reason.alias("reason")


def _later_reason() -> pl.Expr:
    """What keeps a row out once its genres have our names: no genre is left, or an earlier row has its id."""
    return (
        pl.when(pl.col("genres") == "").then(pl.lit("no genre that we know"))
        .when(~pl.col("id").is_first_distinct()).then(pl.lit("duplicate id"))
        .alias("reason")
    )  # fmt: skip


def _with_our_genres(films: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """The films with our names of genres, each combination read once; and the names that are unknown, counted."""
    read = {cell: read_genres(cell) for cell in films["genres"].unique().to_list()}
    unknown: Counter[str] = Counter()
    for cell, count in films["genres"].value_counts().iter_rows():
        unknown.update(dict.fromkeys(read[cell].unknown, count))
    ours = {cell: "|".join(genres.names) for cell, genres in read.items()}
    films = films.with_columns(pl.col("genres").replace_strict(ours, default="", return_dtype=pl.String))
    return films, dict(unknown.most_common(MAX_UNKNOWN))


def _not_understood(kept: pl.DataFrame) -> dict[str, int]:
    """How many cells with something in them gave nothing, for each fact of which one can tell."""
    runtimes = kept.filter(pl.col("runtime_minutes").is_null() & (pl.col("runtime_cell").fill_null("") != ""))
    counts = {"runtime_minutes": len(runtimes)}
    for name in {"countries", "language"} & set(kept.columns):
        cells_of = kept[name].fill_null("").value_counts(name="count").iter_rows()
        counts[name] = sum(count for cell, count in cells_of if listed_names(cell) and not MORE_FACTS[name](cell))
    return {name: count for name, count in sorted(counts.items()) if count}


def _to_pandas(facts: pl.DataFrame) -> pd.DataFrame:
    more = {name: [read(cell or "") for cell in facts[name].to_list()] for name, read in MORE_FACTS.items()
            if name in facts.columns}  # fmt: skip
    columns = {name: facts[name].to_list() for name in FACT_NAMES}
    texts = ("id", "title", "genres", *more)
    frame = pd.DataFrame({**columns, **more}).astype(dict.fromkeys(texts, "str"))
    if "original_title" in frame:
        frame["original_title"] = frame["original_title"].where(frame["original_title"] != frame["title"], "")
    runtimes = pd.to_numeric(frame["runtime_minutes"], errors="coerce")
    return frame.assign(runtime_minutes=runtimes.where(runtimes.between(1, 100_000)).astype("Int64"))
