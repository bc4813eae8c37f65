"""Films by words: what fits, in which order, and what is forgiven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviefy.config import PROJECT_ROOT
from moviefy.errors import BadParameter
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.search import MAX_LENGTH, FilmSearch, plain
from tests.movie_tables import catalog_of, film

FILMS = (
    film(0, title="Amélie", original_title="Le Fabuleux Destin d'Amélie Poulain", keywords="paris|kindness", votes=900),
    film(1, title="The Godfather", directors="Francis Ford Coppola", cast="Al Pacino", votes=2000),
    film(2, title="Godfathers of Paris", votes=10),
    film(3, title="Heat", cast="Al Pacino|Robert De Niro", keywords="heist", votes=700),
    film(4, title="Fish & Chips", votes=5),
)


@pytest.fixture(scope="module")
def search():
    return FilmSearch(catalog_of(*FILMS))


@pytest.fixture(scope="module")
def shipped():
    catalog = load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    return catalog, FilmSearch(catalog)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Amelie", [0]),
        ("AMÉLIE  ", [0]),
        ("fabuleux destin", [0]),
        ("godfather", [1, 2]),
        ("the godfather", [1, 2]),
        ("paris", [2, 0]),  # a word of a title before a theme
        ("pacino", [1, 3]),  # the better known first
        ("heist", [3]),
        ("fish and chips", [4]),
        ("godfahter", [1]),
        ("francis ford copola", [1]),
        ("?!", []),
        ("nothing at all like it", []),
    ],
)
def test_what_is_found_and_in_which_order(search, text, rows):
    assert search.find(text).tolist() == rows


def test_no_more_than_asked_for(search):
    assert search.find("godfather", limit=1).tolist() == [1]


@pytest.mark.parametrize("text", ["", "   ", "x" * (MAX_LENGTH + 1)])
def test_nothing_and_too_much_are_refused(search, text):
    with pytest.raises(BadParameter, match="Search for 1 to"):
        search.find(text)


SMALL = FilmSearch(catalog_of(*FILMS))


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_any_text_is_answered_without_repeats(text):
    found = SMALL.find(text).tolist()
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("text", "title"),
    [("matrix", "The Matrix"), ("sprited away", "Spirited Away"), ("kurosawa", "Seven Samurai"), ("wall-e", "WALL-E")],
)
def test_the_shipped_catalog(shipped, text, title):
    catalog, search = shipped
    assert catalog.movie(int(search.find(text)[0])).title == title


def test_plain_text():
    assert plain("The Good, the Bad & the Ugly") == "good the bad and the ugly"
    assert plain("L'Avventura") == "lavventura"
    assert plain("A") == "a"
