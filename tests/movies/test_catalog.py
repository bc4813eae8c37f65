import numpy as np
import pandas as pd
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import COLUMNS, OPTIONAL_COLUMNS, genre_combinations, load_catalog
from moviefy.movies.catalog.fingerprint import QUALITIES
from moviefy.movies.catalog.titles import article_first, slug, split_alternatives, title_key
from moviefy.movies.catalog.writing import write_catalog
from moviefy.movies.estimates.fingerprint_estimator import load_fingerprint_estimator
from moviefy.movies.estimates.labelling import label_films
from moviefy.movies.estimates.mood_classifier import load_mood_classifier
from tests.movie_tables import catalog_of, film, frame_of


@pytest.fixture
def write(tmp_path):
    def to_file(*films, **renamed):
        path = tmp_path / "movies.csv"
        frame_of(*films).rename(columns=renamed).to_csv(path, index=False)
        return path

    return to_file


@pytest.fixture(scope="module")
def shipped():
    return load_catalog(PROJECT_ROOT / "data" / "movies.csv")


def test_a_catalog_without_films_is_refused(write):
    with pytest.raises(CatalogError, match="no films"):
        load_catalog(write())


def test_a_film_comes_back_as_it_was_written(write):
    movie = load_catalog(write(film(1, "sad", genres="Drama|War", runtime_minutes=""))).movie(0)
    unknown = ("original_title", "language", "fingerprint", "fingerprint_source", "ending", "audience", "logline")
    assert movie.to_json() == {
        "id": "f-1", "title": "Film 1", "year": 2000, "genres": ["Drama", "War"], "runtime_minutes": None,
        "rating": 7.0, "votes": 5000, "mood": "sad", "mood_scores": {"happy": 0.05, "sad": 0.9, "angry": 0.05},
        "votes_counted": False, "directors": [], "cast": [], "countries": [], "keywords": [], **dict.fromkeys(unknown),
    }  # fmt: skip


def test_what_a_catalog_says_beside_the_facts_comes_back_too(write):
    told = {"original_title": "Le Film", "directors": "Ann Example|Bo Other", "cast": "One", "countries": "FR|BE",
            "language": "fr", "keywords": "food|paris", "audience": "12", "ending": "open", "logline": "Two cooks.",
            "fingerprint_source": "hand", **dict.fromkeys(MOODS, "2"), **dict.fromkeys(QUALITIES, "1")}  # fmt: skip
    movie = load_catalog(write(film(1, **told))).movie(0)
    assert (movie.directors, movie.countries, movie.keywords) == (
        ("Ann Example", "Bo Other"),
        ("FR", "BE"),
        ("food", "paris"),
    )
    assert (movie.original_title, movie.language, movie.audience, movie.ending) == ("Le Film", "fr", "12", "open")
    assert movie.fingerprint == dict.fromkeys(QUALITIES, 1.0)


@pytest.mark.parametrize(
    ("column", "cell"), [("warmth", "4"), ("ending", "sideways"), ("audience", "PG"), ("sad", "-1")]
)
def test_a_bad_cell_of_a_further_column_is_named(write, column, cell):
    with pytest.raises(CatalogError, match=rf"{cell!r} in column {column!r} on line 2"):
        load_catalog(write(film(1, **{column: cell})))


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=1+1", "NA", "null", 'He said "no", twice', "Amélie"])
def test_titles_stay_text(write, title):
    assert load_catalog(write(film(1, title=title))).movie(0).title == title


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("id", "../etc/passwd", "letters, digits"),
        ("id", "", "letters, digits"),
        ("title", "   ", "a title"),
        ("year", "20O4", "a year"),
        ("year", "1999.5", "a year"),
        ("runtime_minutes", "-3", "whole minutes"),
        ("rating", "11", "from 0 to 10"),
        ("rating", "nan", "from 0 to 10"),
        ("votes", "many", "number of votes"),
        ("mood", "bored", "one of happy, sad, angry"),
        ("mood", "sad", "the highest score"),
        ("mood_happy", "1.5", "from 0 to 1"),
        ("mood_happy", "0.5", "sum to 1"),
    ],
)
def test_a_bad_cell_is_named_with_its_line(write, column, value, expected):
    with pytest.raises(CatalogError, match=f"column '{column}' on line 3: expected .*{expected}"):
        load_catalog(write(film(1), {**film(2), column: value}, film(3)))


def test_a_repeated_id_is_refused(write):
    with pytest.raises(CatalogError, match="'f-1' in column 'id' on line 3: expected each id only once"):
        load_catalog(write(film(1), film(1)))


def test_a_wrong_column_is_named(write):
    with pytest.raises(CatalogError, match="lacks the column 'genres'; it has id, title, year, genre,"):
        load_catalog(write(film(1), genres="genre"))


def test_further_columns_are_allowed(tmp_path):
    frame_of(film(1)).assign(poster="x").to_csv(tmp_path / "movies.csv", index=False)
    assert len(load_catalog(tmp_path / "movies.csv")) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"a,b\n1,2\n1,2,3\n", "line 3"),
        (b'a,b\n"1,2\n', "CSV"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(tmp_path, content, expected):
    path = tmp_path / "movies.csv"
    path.write_bytes(content)
    with pytest.raises(CatalogError, match=expected):
        load_catalog(path)


def test_a_missing_file_is_refused_without_its_path(tmp_path):
    with pytest.raises(CatalogError, match=r"^The film catalog movies\.csv does not exist\.$"):
        load_catalog(tmp_path / "movies.csv")


def test_a_bad_table_leaves_the_old_file_and_nothing_beside_it(write):
    path = write(film(1))
    before = path.read_bytes()
    with pytest.raises(CatalogError):
        write_catalog(frame_of(film(2, year="later")), path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["movies.csv"]


def test_what_we_say_ourselves_wins_over_the_models():
    known = {"year": 2000, "genres": "Comedy", "rating": 7.0, "votes": 10, "facts_source": "import"}
    facts = pd.DataFrame([
        {"id": "a", "title": "A", "runtime_minutes": 90, "language": "fr", **known},
        {"id": "b", "title": "B", "runtime_minutes": None, "language": "", **known},
    ])  # fmt: skip
    ours = pd.DataFrame({"mood": ["sad"], "mood_happy": [0.1], "mood_sad": [0.8], "mood_angry": [0.1], "humour": ["0"],
                         "label_source": ["hand"], "fingerprint_source": ["hand"], "language": ["en"],
                         "logline": ["Two cooks."], "original_title": [""]}, index=["a"])  # fmt: skip
    models = load_mood_classifier(PROJECT_ROOT / "models"), load_fingerprint_estimator(PROJECT_ROOT / "models")
    films = label_films(facts, *models, ours)
    assert films.columns.tolist() == [*COLUMNS, *OPTIONAL_COLUMNS]
    assert films["mood"].tolist() == ["sad", "happy"]
    assert films["label_source"].tolist() == ["hand", "classifier"]
    assert films["fingerprint_source"].tolist() == ["hand", "estimated"]
    assert (films["logline"][0], films["language"][0], films["humour"][0]) == ("Two cooks.", "fr", "0")
    assert films["humour"][1] > 1.5
    assert films["happy"].isna().tolist() == [True, True]
    assert np.allclose(films[["mood_happy", "mood_sad", "mood_angry"]].sum(axis=1).astype(float), 1, atol=1e-3)


def test_genre_combinations_of_nothing():
    names, table, codes = genre_combinations([])
    assert (names, table.shape, codes.shape) == ((), (0, 0), (0,))


def test_genre_combinations():
    names, table, codes = genre_combinations(["Drama|War", "", "Comedy", "Drama|War"])
    assert names == ("Comedy", "Drama", "War")
    assert table.tolist() == [[False, True, True], [False, False, False], [True, False, False]]
    assert codes.tolist() == [0, 1, 2, 0]


@pytest.mark.parametrize(
    ("raw", "title", "others"),
    [
        ("Matrix, The", "The Matrix", []),
        ("Avventura, L'", "L'Avventura", []),
        ("Amelie (Fabuleux destin d'Amélie Poulain, Le)", "Amelie", ["Le Fabuleux destin d'Amélie Poulain"]),
        ("Hidden (a.k.a. Cache) (Caché)", "Hidden", ["Cache", "Caché"]),
        ("(500) Days of Summer", "(500) Days of Summer", []),
        ("Birdman: Or (The Unexpected Virtue of Ignorance)", "Birdman: Or (The Unexpected Virtue of Ignorance)", []),
    ],
)
def test_titles_are_taken_apart(raw, title, others):
    assert split_alternatives(raw) == (title, others)


def test_title_keys_meet():
    assert title_key("Amélie & Co., The") == title_key("The Amelie and co") == "theamelieandco"
    assert article_first("Plain") == "Plain"
    assert slug("Tár", 2022) == "tar-2022"


def test_the_shipped_catalog_is_as_large_and_balanced_as_promised(shipped):
    stats = shipped.stats()
    assert stats["n"] >= 4000
    assert stats["years"] == [1902, 2025]
    assert min(stats["mood_share_1000_votes"].values()) >= 0.15
    assert (shipped.years >= 2016).sum() >= 300


def test_the_most_voted_films_are_labelled_by_hand(shipped):
    top = np.argsort(-shipped.votes, kind="stable")[:400]
    assert set(shipped.texts["label_source"][top]) == {"hand"}


def test_scores_and_moods_of_the_shipped_catalog_agree(shipped):
    assert np.array(MOODS)[shipped.scores.argmax(axis=1)].tolist() == shipped.texts["mood"].tolist()


def test_votes_that_were_estimated_are_marked():
    catalog = catalog_of(*(film(number, votes_counted=said) for number, said in enumerate(("yes", "no", ""))))
    assert [catalog.movie(row).to_json()["votes_counted"] for row in range(3)] == [True, False, False]
