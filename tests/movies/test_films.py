"""The hand-written films: what a file must hold, and that every fault is named at once with its place."""

import csv

import pytest

from moviefy.errors import CatalogError
from moviefy.movies.catalog.build import build_catalog
from moviefy.movies.catalog.films import FILM_COLUMNS, read_films
from moviefy.movies.catalog.fingerprint import QUALITIES, words

ROW = {
    "id": "a-film-2001", "title": "A Film", "original_title": "", "year": "2001", "directors": "Ann Example|Bo Other",
    "cast": "One|Two|Three", "countries": "FR|SU", "language": "fr", "genres": "Comedy|Drama",
    "keywords": "family|food|paris", "runtime_minutes": "96", "rating": "7.4", "votes": "12000", "audience": "12",
    "happy": "3", "sad": "1", "angry": "0", **dict.fromkeys(QUALITIES, "1"), "ending": "up",
    "logline": "Two cooks who hate each other inherit one kitchen.",
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    """Writes rows as a film file of the folder data/films and returns data."""

    def written(*rows, name="2000s.csv", columns=FILM_COLUMNS):
        folder = tmp_path / "films"
        folder.mkdir(exist_ok=True)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path

    return written


def other(number, **facts):
    return {**ROW, "id": f"f-{number}", "title": f"Film {number}", "logline": f"Story number {number}.", **facts}


def test_films_come_as_they_were_written(write):
    films = read_films(write(ROW, other(2)) / "films")
    assert films.to_dict("records") == [ROW, other(2)]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", "no spaces"), ("title", ""), ("year", "1850"), ("year", "MMI"), ("directors", ""), ("cast", "A|B|C|D"),
        ("countries", "XX"), ("countries", "France"), ("language", "qq"), ("genres", "Family"),
        ("keywords", "Food|a|b"),
        ("keywords", "one|two"), ("runtime_minutes", "96.5"), ("rating", "11.0"), ("rating", "7"), ("votes", "0"),
        ("audience", "PG"), ("happy", "4"), ("warmth", "-1"), ("strangeness", ""), ("ending", "happy"),
        ("logline", "x" * 141), ("logline", ""),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_file_line_and_column(write, column, cell):
    with pytest.raises(CatalogError, match=rf"1 faults in films: 2000s\.csv line 3: .*{column!r}, expected"):
        read_films(write(other(1), {**ROW, column: cell}) / "films")


def test_all_faults_of_all_files_are_named_at_once(write):
    write(other(1, rating="9"), other(2, happy="1"), name="1990s.csv")
    folder = write(other(3), other(3, id="f-4", title="Again"), ROW, ROW) / "films"
    with pytest.raises(CatalogError) as caught:
        read_films(folder)
    said = str(caught.value)
    assert said.startswith("6 faults in films: 1990s.csv line 2: '9' in column 'rating'")
    assert "1990s.csv line 3: 'Film 2' has no single highest mood grade" in said
    assert "2000s.csv line 3: the logline of 'Again' stands in 2000s.csv line 2 already" in said
    for what in ("id", "film", "logline"):
        assert f"2000s.csv line 5: the {what} of 'A Film' stands in 2000s.csv line 4 already" in said


def test_other_columns_are_refused(write):
    extra = write(ROW, columns=(*FILM_COLUMNS, "colour")) / "films"
    with pytest.raises(CatalogError, match="there is no column 'colour'"):
        read_films(extra)
    fewer = write(ROW, columns=FILM_COLUMNS[:-1]) / "films"
    with pytest.raises(CatalogError, match="the column 'logline' is missing"):
        read_films(fewer)


def test_a_folder_without_films_is_refused(tmp_path):
    with pytest.raises(CatalogError, match="holds no film files"):
        read_films(tmp_path)


def test_two_films_may_share_a_title_and_a_year(write):
    twin = other(2, title=ROW["title"], directors="Somebody Else")
    assert len(read_films(write(ROW, twin) / "films")) == 2


def test_the_catalog_takes_its_mood_from_the_grades(write):
    made = build_catalog(write(ROW, other(2, happy="0", sad="1", angry="2", year="1999")))
    assert made["mood"].tolist() == ["angry", "happy"]  # oldest first
    assert made[["mood_happy", "mood_sad", "mood_angry"]].sum(axis=1).tolist() == pytest.approx([1, 1], abs=1e-3)
    assert made.loc[1, "mood_happy"] > made.loc[1, "mood_sad"] > made.loc[1, "mood_angry"] > 0
    assert set(made["label_source"]) == {"hand"}


NOTHING = dict.fromkeys(QUALITIES, 0.0)


@pytest.mark.parametrize(
    ("grades", "ending", "first"),
    [
        ({"warmth": 3, "grief": 2}, "open", "bittersweet"),
        ({"grief": 3}, "down", "bleak"),
        ({"warmth": 2}, None, "gentle"),
        ({"humour": 3, "violence": 2}, "down", "darkly funny"),
        ({"energy": 3, "outrage": 2}, "up", "rousing"),
        ({"fright": 3, "tension": 2}, "open", "scary"),
    ],
)
def test_words_follow_the_fingerprint(grades, ending, first):
    assert words({**NOTHING, **grades}, ending)[0] == first


def test_a_film_without_a_strong_quality_has_no_words():
    assert words({**NOTHING, "energy": 1.0}, "open") == ()
