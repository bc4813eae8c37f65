import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.recommend.neighbours import FILE_NAME, CatalogNeighbours, FilmNeighbours, load_neighbours
from tests.movie_tables import catalog_of, film


def table(*similar: tuple[int, int, float], n: int = 4) -> FilmNeighbours:
    """Neighbours of the films f-0 to f-(n-1), named film by film, each once."""
    counts = np.bincount([one for one, _, _ in similar], minlength=n)
    return FilmNeighbours(
        ids=np.array([f"f-{i}" for i in range(n)]),
        titles=np.array([f"Film {i}" for i in range(n)]),
        years=np.full(n, 2000, dtype=np.int32),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        others=np.array([other for _, other, _ in similar], dtype=np.int32),
        similarity=np.array([value for _, _, value in similar], dtype=np.float32),
    )


TWO_PAIRS = table((0, 1, 0.5), (1, 0, 0.5), (2, 3, 0.25), (3, 2, 0.25))


def neighbours_of(catalog, row):
    rows, similarity = CatalogNeighbours(TWO_PAIRS, catalog).of(row)
    return dict(zip(rows.tolist(), similarity.tolist(), strict=True))


def test_neighbours_by_id():
    catalog = catalog_of(*(film(i) for i in range(4)))
    assert [neighbours_of(catalog, row) for row in range(4)] == [{1: 0.5}, {0: 0.5}, {3: 0.25}, {2: 0.25}]


def test_neighbours_by_title_and_year_where_the_ids_are_others():
    catalog = catalog_of(
        film(8, id="tt8", title="Film 1"),
        film(9, id="tt9", title="Film 0"),
        film(7, id="tt7", title="Film 0", year=1950),
    )
    assert [neighbours_of(catalog, row) for row in range(3)] == [{1: 0.5}, {0: 0.5}, {}]


def test_films_that_the_catalog_lacks_are_nobodys_neighbours():
    assert neighbours_of(catalog_of(film(0), film(5)), 0) == {}
    assert neighbours_of(catalog_of(film(0), film(5)), 1) == {}


def test_saved_and_loaded_again(tmp_path):
    TWO_PAIRS.save(tmp_path / FILE_NAME)
    again = load_neighbours(tmp_path)
    for name in ("ids", "titles", "years", "starts", "others", "similarity"):
        assert getattr(again, name).tolist() == getattr(TWO_PAIRS, name).tolist()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"titles": np.array(["one"])}, "columns of 4 films"),
        ({"starts": np.array([0, 1, 2, 3, 9])}, "rise from 0 to 4"),
        ({"starts": np.array([0, 3, 2, 3, 4])}, "rise from 0 to 4"),
        ({"others": np.array([1, 0, 3, 4])}, "neighbours from 0 to 3"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        FilmNeighbours(**{**vars(TWO_PAIRS), **wrong})


@pytest.mark.parametrize("content", [None, b"", b"rubbish", b"PK\x03\x04 cut off"])
def test_a_file_that_cannot_be_used_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(ModelError, match=FILE_NAME):
        load_neighbours(tmp_path)


def test_a_file_without_a_column_is_damaged(tmp_path):
    np.savez(tmp_path / FILE_NAME, ids=TWO_PAIRS.ids)
    with pytest.raises(ModelError, match="damaged"):
        load_neighbours(tmp_path)


def test_the_shipped_table_fits_the_shipped_catalog():
    shipped, catalog = load_neighbours(PROJECT_ROOT / "models"), load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    laid = CatalogNeighbours(shipped, catalog)
    row = int(np.flatnonzero(catalog.texts["title"] == "Toy Story 2")[0])
    near = [catalog.texts["title"][other] for other in laid.of(row)[0][:5]]
    assert near[0] == "Toy Story"
    assert np.isin(shipped.ids, catalog.ids).mean() > 0.98  # a catalog that has moved on since loses few of them
    assert 0 < shipped.similarity.min() <= shipped.similarity.max() <= 1
