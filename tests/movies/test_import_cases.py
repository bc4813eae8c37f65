"""Tables of ../shared/cases, as people download them, imported by the command."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.commands import catalog

pytest.importorskip("polars")
pytestmark = pytest.mark.shared


@pytest.fixture
def imported(shared, tmp_path):
    """Imports a file and returns the films by id, and the report; or raises what the command raises."""

    def run(option, name, **columns):
        target = tmp_path / "catalog.csv"
        mapped = [part for ours, theirs in columns.items() for part in ("--column", f"{ours}={theirs}")]
        arguments = ["import", option, str(shared / "cases" / name), *mapped, "--to", str(target), "--json"]
        result = CliRunner().invoke(catalog, arguments, catch_exceptions=False)
        return pd.read_csv(target, dtype="str", keep_default_na=False).set_index("id"), json.loads(result.stdout)

    return run


def test_other_spellings_are_the_same_genre(imported):
    films, report = imported("--csv", "genre_names.csv")
    assert report == {"read": 10, "kept": 10, "dropped": {}}
    genres = ["Children", "Musical", "Sci-Fi", "Comedy", "Drama"]
    for number, genre in enumerate(genres):
        pair = films.loc[[f"a{2 * number + 1}", f"a{2 * number + 2}"]]
        assert pair["genres"].tolist() == [genre, genre]
        assert len(pair[["mood", *(f"mood_{mood}" for mood in MOODS), "humour"]].drop_duplicates()) == 1


def test_kaggle_s_json_dates_and_shifted_row(imported):
    films, report = imported(
        "--csv", "kaggle_like.csv", id="imdb_id", year="release_date", runtime_minutes="runtime",
        rating="vote_average", votes="vote_count",
    )  # fmt: skip
    assert films.loc["tt0114709", ["title", "year", "genres", "votes"]].tolist() == [
        "Toy Story", "1995", "Animation|Comedy", "5415"
    ]  # fmt: skip
    assert films.loc["tt0113497", "genres"] == "Adventure"
    assert sorted(films.index) == ["tt0113497", "tt0114709"]
    assert sum(report["dropped"].values()) == 1
    assert list(report["lines"].values()) == [[3]]


def test_netflix_s_list_has_no_usable_rating_and_says_so(imported):
    columns = {"id": "show_id", "year": "release_year", "genres": "listed_in", "runtime_minutes": "duration"}
    with pytest.raises(CatalogError) as refused:
        imported("--csv", "netflix_like.csv", **columns)
    for said in ("3 rows read", "no usable rating 2 (lines 2, 4)", "not a film 1 (line 3)"):
        assert said in str(refused.value)


def test_numbers_as_people_write_them(imported):
    films, report = imported("--csv", "thousands.csv")
    assert report["dropped"] == {}
    assert films["votes"].to_dict() == {"d1": "2900000", "d2": "1234", "d3": "1200000", "d4": "500"}
    assert films["runtime_minutes"].to_dict() == {"d1": "142", "d2": "95", "d3": "95", "d4": "95"}


def test_movielens_titles_are_plain_and_known_films_keep_their_labels(imported):
    films, report = imported("--movielens", "ml_titles.zip")
    assert report["dropped"] == {}
    titles = films.loc[["ml-7", "ml-8", "ml-1", "ml-3", "ml-9"], ["title", "year"]]
    assert titles.values.tolist() == [
        ["Les Misérables", "1998"], ["The Professional", "1981"], ["Amelie", "2001"], ["The Godfather", "1972"],
        ["Léon: The Professional", "1994"],
    ]  # fmt: skip
    assert set(films["label_source"]) == {"hand"}
