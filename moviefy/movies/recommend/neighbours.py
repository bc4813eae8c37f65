"""Which films the same people like: a small table learnt from ratings, read without pickle and laid over any catalog.

The table holds the nearest neighbours of each film by item-item similarity (Sarwar, Karypis, Konstan and Riedl:
Item-Based Collaborative Filtering Recommendation Algorithms, WWW 2001). ``moviefy train neighbours`` writes it.
"""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import ModelError
from moviefy.movies.catalog.catalog import Catalog

FILE_NAME = "movie_neighbours.npz"
Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
Pull = tuple[Rows, Floats]


@dataclass(frozen=True, eq=False)
class FilmNeighbours:
    """The nearest neighbours of m films, in one run of k entries (compressed sparse rows).

    Attributes:
        ids, titles: str, shape (m,); years: int32, shape (m,).
        starts: int64, shape (m + 1,): the neighbours of film i stand from ``starts[i]`` to ``starts[i + 1]``.
        others: int32, shape (k,), each a film from 0 to m - 1; similarity: float32, shape (k,), in (0, 1].

    Raises:
        ValueError: shapes or numbers that do not fit each other.
    """

    ids: npt.NDArray[np.str_]
    titles: npt.NDArray[np.str_]
    years: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    others: npt.NDArray[np.int32]
    similarity: Floats

    def __post_init__(self) -> None:
        m, k = len(self.ids), len(self.others)
        if {len(self.titles), len(self.years), len(self.starts) - 1} != {m} or len(self.similarity) != k:
            raise ValueError(f"expected columns of {m} films and {k} neighbours, received others")
        if self.starts[0] != 0 or self.starts[-1] != k or (np.diff(self.starts) < 0).any():
            raise ValueError(f"expected starts that rise from 0 to {k}")
        if k and not (self.others.min() >= 0 and self.others.max() < m):
            raise ValueError(f"expected neighbours from 0 to {m - 1}")

    def __len__(self) -> int:
        return len(self.ids)

    def save(self, path: Path) -> None:
        """Write the file that :func:`load_neighbours` reads; similarities as float16, three digits being enough."""
        similarity = self.similarity.astype(np.float16)
        np.savez_compressed(
            path, ids=self.ids, titles=self.titles, years=self.years, starts=self.starts, others=self.others,
            similarity=similarity,
        )  # fmt: skip


NO_NEIGHBOURS = FilmNeighbours(
    np.array([], dtype=np.str_), np.array([], dtype=np.str_), np.array([], dtype=np.int32),
    np.array([0], dtype=np.int64), np.array([], dtype=np.int32), np.array([], dtype=np.float32),
)  # fmt: skip
"""What a recommender goes by where nobody's ratings were learnt from: genres and years alone."""


def load_neighbours(model_dir: Path) -> FilmNeighbours:
    """The table ``movie_neighbours.npz``.

    Raises:
        ModelError: the file is missing or damaged.
    """
    try:
        with (model_dir / FILE_NAME).open("rb") as file, np.load(file, allow_pickle=False) as columns:
            return FilmNeighbours(
                columns["ids"],
                columns["titles"],
                columns["years"],
                columns["starts"],
                columns["others"],
                columns["similarity"].astype(np.float32),
            )
    except FileNotFoundError:
        raise ModelError(f"The file {FILE_NAME} does not exist.") from None
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise ModelError(f"The file {FILE_NAME} is damaged: {str(error)[:100]}.") from None


class CatalogNeighbours:
    """The table laid over one catalog: by id, or where a catalog has other ids, by title and year."""

    def __init__(self, neighbours: FilmNeighbours, catalog: Catalog) -> None:
        self._table = neighbours
        self._rows = _rows_in(catalog, neighbours)
        self._number_of = {int(row): number for number, row in enumerate(self._rows) if row >= 0}

    def of(self, row: int) -> Pull:
        """The catalog's rows that people like who like the film in ``row``, and how similar each is; both (k,)."""
        number = self._number_of.get(row)
        if number is None:
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        part = slice(self._table.starts[number], self._table.starts[number + 1])
        rows, similarity = self._rows[self._table.others[part]], self._table.similarity[part]
        return rows[rows >= 0], similarity[rows >= 0]


def _rows_in(catalog: Catalog, neighbours: FilmNeighbours) -> Rows:
    """The catalog's row of each film of the table, -1 where it has none, shape (m,)."""
    by_title = _titled(catalog, neighbours)
    keys = zip(neighbours.ids.tolist(), neighbours.titles.tolist(), neighbours.years.tolist(), strict=True)
    rows = [catalog.row_of.get(film_id, by_title.get((title, year), -1)) for film_id, title, year in keys]
    return np.array(rows, dtype=np.intp)


def _titled(catalog: Catalog, neighbours: FilmNeighbours) -> dict[tuple[str, int], int]:
    """(title, year) -> row, of those films only whose title is in the table; the most voted one where several are."""
    candidates = np.flatnonzero(pd.Index(catalog.texts["title"]).isin(neighbours.titles))
    ordered = candidates[np.argsort(catalog.votes[candidates], kind="stable")]
    return {(str(catalog.texts["title"][row]), int(catalog.years[row])): int(row) for row in ordered}
