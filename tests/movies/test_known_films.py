"""Films of another source that we have: found by title and year, also by the original title."""

import functools

import pandas as pd
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.movies.catalog.build import build_catalog
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.importing import known_films
from moviefy.movies.importing.known_films import hand_labels_by_title

built = functools.cache(build_catalog)


@pytest.fixture(autouse=True)
def built_once(monkeypatch):
    """Our own films, read and checked once for all tests."""
    monkeypatch.setattr(known_films, "build_catalog", built)


def theirs(*films):
    facts = pd.DataFrame(list(films), columns=["id", "title", "original_title", "year", "votes"])
    return hand_labels_by_title(facts, PROJECT_ROOT / "data")


@pytest.mark.parametrize(
    ("title", "original", "year"),
    [
        ("The Godfather", "", 1972),
        ("the godfather", "", 1973),
        ("Godfather, The", "", 1971),
        ("Godfather, The (Padrino, Il)", "", 1972),
        ("Il Padrino (a.k.a. The Godfather)", "", 1972),
        ("Amelie from Montmartre", "Le fabuleux destin d'Amélie Poulain", 2001),
    ],
)
def test_a_film_is_found(title, original, year):
    assert theirs(("x", title, original, year, 10)).index.tolist() == ["x"]


@pytest.mark.parametrize(("title", "year"), [("The Godfather", 1975), ("The Godmother", 1972), ("...", 1972)])
def test_another_film_is_not(title, year):
    assert theirs(("x", title, "", year, 10)).empty


def test_it_brings_label_grades_fingerprint_and_words():
    (found,) = theirs(("x", "The Godfather", "", 1972, 10)).to_dict("records")
    assert (found["mood"], found["label_source"], found["fingerprint_source"]) == ("angry", "hand", "hand")
    assert all(found[name] in "0123" for name in ("happy", "sad", "angry", *QUALITIES))
    assert found["directors"] == "Francis Ford Coppola"


def test_one_of_ours_goes_to_one_of_theirs():
    """The same year is tried before the next one, and more votes come first."""
    found = theirs(
        ("next", "The Godfather", "", 1973, 9999), ("few", "The Godfather", "", 1972, 5),
        ("many", "The Godfather", "", 1972, 50),
    )  # fmt: skip
    assert found.index.tolist() == ["many"]


def test_no_films_find_nothing():
    assert theirs().empty
