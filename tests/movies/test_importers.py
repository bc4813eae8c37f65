import gzip
import zipfile

import pandas as pd
import pytest

from moviefy.errors import DatasetError
from moviefy.movies.importing import unpacking
from moviefy.movies.importing.importers import import_csv, import_imdb, import_movielens
from moviefy.movies.importing.unpacking import unpack_gzip, unpack_member
from tests.imdb_files import BASICS, RATINGS, write_imdb_files

pytest.importorskip("polars")

ROWS = [
    'tt0000001\tmovie\t"Weird" Al: <b>the film</b>\tx\t0\t1999\t\\N\t90\tComedy,Music',
    "tt0000002\tmovie\t=HYPERLINK(1)\tx\t0\t2001\t\\N\t\\N\tDrama,Family",
    "tt0000003\ttvEpisode\tEpisode\tx\t0\t2001\t\\N\t20\tDrama",
    "tt0000004\tmovie\tAdult\tx\t1\t2001\t\\N\t20\tDrama",
    "tt0000005\tmovie\tNo year\tx\t0\t\\N\t\\N\t20\tDrama",
    "tt0000006\tmovie\tTypo\tx\t0\t20O4\t\\N\t20\tDrama",
    "tt0000007\tmovie\tNo genres\tx\t0\t2004\t\\N\t20\t\\N",
    "tt0000008\tmovie\tFew votes\tx\t0\t2004\t\\N\t20\tDrama",
    "tt0000001\tmovie\tTwice\tx\t0\t1999\t\\N\t90\tComedy",
    "tt0000009\tmovie\tUnrated\tx\t0\t2004\t\\N\t20\tDrama",
]


@pytest.fixture
def imdb(tmp_path):
    def write(rows, header=BASICS):
        basics, ratings = tmp_path / "title.basics.tsv.gz", tmp_path / "title.ratings.tsv.gz"
        basics.write_bytes(gzip.compress("\n".join([header, *rows, ""]).encode()))
        rated = [f"tt000000{i}\t7.{i}\t{50 if i == 8 else 1000 * i}" for i in range(1, 9)]
        ratings.write_bytes(gzip.compress("\n".join([RATINGS, *rated, ""]).encode()))
        return basics, ratings

    return write


def test_no_films_at_all(imdb):
    facts, report = import_imdb(*imdb([]))
    assert len(facts) == 0
    assert report.to_json() == {"read": 0, "kept": 0, "dropped": {}}


def test_imdb_keeps_films_and_says_why_others_were_dropped(imdb):
    facts, report = import_imdb(*imdb(ROWS))
    assert facts["id"].tolist() == ["tt0000001", "tt0000002"]
    assert report.read == len(ROWS)
    assert report.dropped == {
        "adult": 1, "duplicate id": 1, "fewer than 100 votes": 2, "no genres": 1, "no usable year": 2, "not a film": 1,
    }  # fmt: skip
    assert report.read == report.kept + sum(report.dropped.values())


def test_a_source_says_where_its_films_come_from_and_whether_votes_were_counted(imdb, tmp_path):
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\nf-1,One,2001,Comedy,7.0,900\n")
    for (facts, _), said in ((import_imdb(*imdb(ROWS)), ("imdb", "yes")), (import_csv(path, {}), ("import", "no"))):
        assert set(zip(facts["facts_source"], facts["votes_counted"], strict=True)) == {said}


def test_imdb_titles_stay_as_they_are_and_genres_get_our_names(imdb):
    facts, _ = import_imdb(*imdb(ROWS))
    assert facts["title"].tolist() == ['"Weird" Al: <b>the film</b>', "=HYPERLINK(1)"]
    assert facts["genres"].tolist() == ["Comedy|Musical", "Children|Drama"]
    assert facts["runtime_minutes"].tolist() == [90, pd.NA]
    assert facts["rating"].tolist() == [7.1, 7.2]
    assert facts["votes"].tolist() == [1000, 2000]


def test_a_truncated_gzip_is_refused(imdb):
    basics, ratings = imdb(ROWS * 200)
    basics.write_bytes(basics.read_bytes()[:-20])
    with pytest.raises(DatasetError, match=r"title\.basics\.tsv\.gz is not a whole gzip file"):
        import_imdb(basics, ratings)


def test_a_wrong_header_is_refused(imdb):
    with pytest.raises(DatasetError, match="lacks the column 'startYear'"):
        import_imdb(*imdb([], header=BASICS.replace("startYear", "year")))


def test_a_missing_file_is_refused(imdb, tmp_path):
    with pytest.raises(DatasetError, match=r"nothing\.gz does not exist"):
        import_imdb(tmp_path / "nothing.gz", imdb([])[1])


def test_generated_files_give_the_expected_count(tmp_path):
    _, report = import_imdb(*write_imdb_files(tmp_path, 8000))
    assert report.read == 8000
    assert report.kept == 875  # every eighth title is a rated film; every eighth of those has no genres
    assert report.dropped == {"no genres": 125, "not a film": 7000}


def test_csv_with_a_column_map(tmp_path):
    path = tmp_path / "films.csv"
    path.write_text('key,name,when,kinds,score\na1,"One, two",2001,"Drama; Comedy",8\n,Nameless,2002,Drama,7\n')
    columns = {"id": "key", "title": "name", "year": "when", "genres": "kinds", "rating": "score"}
    facts, report = import_csv(path, columns)
    assert facts[["id", "title", "year", "genres", "rating"]].values.tolist() == [
        ["a1", "One, two", 2001, "Comedy|Drama", 8.0]
    ]
    assert report.dropped == {"bad id": 1}
    assert report.lines == {"bad id": [3]}


HEADER = "id,title,year,genres,runtime_minutes,rating,votes\n"


def test_csv_as_programs_really_write_it(tmp_path):
    path = tmp_path / "films.csv"
    rows = 'a1,"A ""quoted"", title\r\non two lines",1999.0,Comedy,90.0,7.5,200.0\r\n a2 , NA , 2001 ,Drama,,6,\r\n'
    path.write_bytes(("\ufeff" + HEADER + rows).encode())
    facts, report = import_csv(path, {})
    assert facts["id"].tolist() == ["a1", "a2"]
    assert facts["title"].tolist() == ['A "quoted", title on two lines', "NA"]
    assert facts[["year", "votes"]].values.tolist() == [[1999, 200], [2001, 0]]
    assert facts["runtime_minutes"].tolist() == [90, pd.NA]
    assert report.dropped == {}


@pytest.mark.parametrize(
    "year", ["20O4", r"\N", "", "1999.5", "-1999", "99999", "01.02.1999", "\u0661\u0669\u0669\u0669"]
)
def test_a_year_that_is_none_drops_the_film(tmp_path, year):
    path = tmp_path / "films.csv"
    path.write_text(f"{HEADER}a1,One,{year},Drama,90,7,100\na2,Two,1999,Drama,90,7,100\n", encoding="utf-8")
    facts, report = import_csv(path, {})
    assert facts["id"].tolist() == ["a2"]
    assert report.dropped == {"no usable year": 1}


@pytest.mark.parametrize("rating", ["nan", "inf", "-1", "10.1", "", "good"])
def test_a_rating_that_is_none_drops_the_film(tmp_path, rating):
    path = tmp_path / "films.csv"
    path.write_text(f"{HEADER}a1,One,1999,Drama,90,{rating},100\n", encoding="utf-8")
    assert import_csv(path, {})[1].dropped == {"no usable rating": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "films.csv lacks the column 'id'"),
        (HEADER.replace(",", ";").encode(), "films.csv lacks the column 'id'"),
        ("id,title,year,genres\na1,Amélie,2001,Comedy\n".encode("latin-1"), "films.csv"),
        (f'{HEADER}a1,"One,1999,Drama,90,7,100\n'.encode(), "films.csv cannot be read"),
    ],
)
def test_a_csv_that_cannot_be_read_is_named(tmp_path, content, said):
    path = tmp_path / "films.csv"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=said):
        import_csv(path, {})


def test_imdb_quotes_and_missing_values_are_as_imdb_means_them(imdb):
    rows = [
        'tt0000001\tmovie\t"Open quote\tx\t0\t1999\t\\N\t90\tComedy',
        "tt0000002\tmovie\t\\N\tx\t0\t1999\t\\N\t90\tComedy",
        "tt0000003\ttvMovie\tNULL\tx\t\\N\t1999\t\\N\t\\N\tComedy",
    ]
    facts, report = import_imdb(*imdb(rows))
    assert facts["title"].tolist() == ['"Open quote', "NULL"]
    assert report.dropped == {"no title": 1}


def test_csv_lacking_a_column_is_refused(tmp_path):
    path = tmp_path / "films.csv"
    path.write_text("id,title,genres\n")
    with pytest.raises(DatasetError, match="lacks the column 'year'"):
        import_csv(path, {})


def test_csv_map_to_an_unknown_column_is_refused(tmp_path):
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres\n")
    with pytest.raises(DatasetError, match="no column 'stars'"):
        import_csv(path, {"rating": "stars"})


@pytest.fixture
def read(tmp_path):
    """Imports one film, written as cells by name, and returns its facts as a dict, with the report."""

    def imported(columns=(), **cells):
        row = {"id": "a1", "title": "One", "year": "1999", "genres": "Drama", "rating": "7", "votes": "100", **cells}
        pd.DataFrame([row]).to_csv(tmp_path / "films.csv", index=False)
        facts, report = import_csv(tmp_path / "films.csv", dict(columns))
        return (facts.to_dict("records") or [None])[0], report

    return imported


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("year", "1995-10-30", 1995), ("year", "1995.0", 1995), ("year", "1995-10", 1995), ("year", "(1995)", 1995),
        ("year", "1995-10-30T00:00:00Z", 1995), ("year", "1995-10-30 12:00:00", 1995),
        ("votes", "2,900,000", 2_900_000), ("votes", "1,234", 1234), ("votes", "1.2M", 1_200_000),
        ("votes", "12k", 12_000), ("votes", "1 234", 1234), ("votes", "", 0), ("votes", "1'234'567", 1_234_567),
        ("votes", "1.2 million", 1_200_000), ("votes", "1\u202f234", 1234),
        ("runtime_minutes", "95 min", 95), ("runtime_minutes", "1h 35m", 95), ("runtime_minutes", "1h35", 95),
        ("runtime_minutes", "1 hr 35 min", 95), ("runtime_minutes", "2h", 120), ("runtime_minutes", "PT1H35M", 95),
        ("runtime_minutes", "1 hour and 35 minutes", 95), ("runtime_minutes", "1:35", 95),
        ("runtime_minutes", "01:35:00", 95), ("runtime_minutes", "95'", 95), ("runtime_minutes", "1,095 min", 1095),
        ("runtime_minutes", "95.0", 95), ("rating", "8.1/10", 8.1), ("rating", "8,1", 8.1),
        ("genres", "Science Fiction", "Sci-Fi"),
        ("title", "Misérables, Les", "Les Misérables"), ("title", "Matrix, The (1999)", "The Matrix"),
        ("title", "Avventura, L'", "L'Avventura"), ("title", "Seven (a.k.a. Se7en)", "Seven"),
        ("title", "Life (Is a Film) (2001)", "Life (Is a Film) (2001)"), ("title", "Crazy, Stupid", "Crazy, Stupid"),
        ("original_title", "Eins", "Eins"), ("original_title", "One", ""), ("language", "en", "en"),
        ("language", "French", "fr"), ("language", "xx", ""), ("countries", "United States, South Korea", "US|KR"),
        ("countries", "[{'iso_3166_1': 'GB', 'name': 'United Kingdom'}]", "GB"), ("countries", "USA|Atlantis", "US"),
        ("keywords", "[{'id': 1, 'name': 'Heist'}, {'id': 2, 'name': \"robber's den\"}]", "heist|robber's den"),
        ("directors", "Ann Example, Bo Other", "Ann Example|Bo Other"),
    ],
)  # fmt: skip
def test_cells_as_other_people_write_them(read, column, cell, value):
    assert read(**{column: cell})[0][column] == value


def test_a_second_name_is_the_original_title_if_there_is_none(read):
    assert read(title="Seven (a.k.a. Se7en)")[0]["original_title"] == "Se7en"
    assert read(title="Seven (a.k.a. Se7en)", original_title="Sieben")[0]["original_title"] == "Sieben"
    assert "original_title" not in read(title="Seven")[0]


@pytest.mark.parametrize("cell", ["many", "-5", "2.900.000", "1,2M3", "2,9", "2,9M", "1,23", "12,34,567"])
def test_votes_that_are_no_number_drop_the_film(read, cell):
    assert read(votes=cell)[1].dropped == {"no usable votes": 1}


def test_a_runtime_that_is_not_understood_is_counted(read):
    film, report = read(runtime_minutes="long", countries="Atlantis", language="[]")
    assert pd.isna(film["runtime_minutes"])
    assert report.to_json()["not_understood"] == {"countries": 1, "runtime_minutes": 1}
    assert read(language="Elvish")[1].not_understood == {"language": 1}
    assert read(runtime_minutes="", countries="France", language="")[1].not_understood == {}


def test_genres_that_nobody_knows_are_counted(read):
    film, report = read(genres="Dramas, Independent Movies, TV Movie")
    assert film["genres"] == "Drama"
    assert report.to_json()["unknown_genres"] == {"Independent Movies": 1}
    assert read(genres="Independent Movies")[1].dropped == {"no genre that we know": 1}
    assert read(genres="News")[1].dropped == {"no genre that we know": 1}


@pytest.mark.parametrize(
    "cells",
    [{"runtime_minutes": "2 Seasons"}, *({"type": kind} for kind in ("TV Show", "tvSeries", "tv", "SHOW", "Series",
      "tvMiniSeries", "TV Mini-Series", "Miniseries", "episode", "tv_show", "video game", "Short", "podcastEpisode"))],
)  # fmt: skip
def test_what_is_no_film_is_dropped(read, cells):
    assert read(**cells)[1].dropped == {"not a film": 1}
    assert read(type="Movie", runtime_minutes="90 min")[1].dropped == {}


@pytest.mark.parametrize("row", ["a2,Two, too,1999,Drama,90,7,100", "a2,Two", "a2,Two,1999,Drama,90,7,100,,"])
def test_a_row_with_another_number_of_cells_is_dropped_and_named(tmp_path, row):
    path = tmp_path / "films.csv"
    path.write_text(f"{HEADER}a1,One,1999,Drama,90,7,100\n\n{row}\na3,Three,1999,Drama,90,7,100\n")
    facts, report = import_csv(path, {})
    assert facts["id"].tolist() == ["a1", "a3"]
    assert report.to_json() == {
        "read": 3, "kept": 2, "dropped": {"more or fewer cells than the header": 1},
        "lines": {"more or fewer cells than the header": [4]},
    }  # fmt: skip


def test_reasons_in_words(tmp_path):
    path = tmp_path / "films.csv"
    path.write_text(f"{HEADER}a1,One,?,Drama,90,7,100\na2,Two,?,Drama,90,7,100\na3,,1999,Drama,90,7,100\n")
    assert import_csv(path, {})[1].reasons() == "no title 1 (line 4), no usable year 2 (lines 2, 3)"
    path.write_text(f"{HEADER}a1,One,1999,Carousel,90,7,100\n")
    assert import_csv(path, {})[1].reasons() == "no genre that we know 1 (line 2); unknown genres: Carousel 1"


def test_movielens_titles_have_their_articles_first_and_their_original_titles(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        movies = (
            'movieId,title,genres\n1,"Misérables, Les (1998)",Drama\n'
            '2,"Amelie (Fabuleux destin d\'Amélie Poulain, Le) (2001)",Comedy\n'
            '3,"Seven (a.k.a. Se7en) (1995)",Thriller\n'
        )
        archive.writestr("ml/movies.csv", movies)
        archive.writestr(
            "ml/ratings.csv", "userId,movieId,rating,timestamp\n" + "".join(f"1,{i},4,0\n" for i in (1, 2, 3))
        )
    facts, _ = import_movielens(path)
    assert facts[["title", "original_title", "year"]].values.tolist() == [
        ["Seven", "Se7en", 1995], ["Les Misérables", "", 1998], ["Amelie", "Le Fabuleux destin d'Amélie Poulain", 2001],
    ]  # fmt: skip


def test_imdb_says_the_original_title_where_it_is_another(imdb):
    rows = [
        "tt0000001\tmovie\tOne\tEins\t0\t1999\t\\N\t90\tComedy",
        "tt0000002\tmovie\tTwo\tTwo\t0\t1999\t\\N\t90\tWar",
    ]
    assert import_imdb(*imdb(rows))[0]["original_title"].tolist() == ["Eins", ""]


def test_movielens_zip(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        movies = 'movieId,title,genres\n1,"Matrix, The (1999)",Action|Sci-Fi|IMAX\n2,No Year,Drama\n'
        archive.writestr("ml/movies.csv", movies)
        archive.writestr("ml/ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,0\n2,1,5.0,0\n1,2,3,0\n")
    facts, report = import_movielens(path)
    assert facts[["id", "title", "year", "genres", "rating", "votes"]].values.tolist() == [
        ["ml-1", "The Matrix", 1999, "Action|Sci-Fi", 9.0, 2]
    ]
    assert report.dropped == {"no usable year": 1}


def test_a_stray_comma_in_movielens_files_drops_its_row(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ml/movies.csv", "movieId,title,genres\n1,One, two (1999),Drama\n2,Three (1999),Drama\n")
        archive.writestr(
            "ml/ratings.csv", "userId,movieId,rating,timestamp\n1,2,4.0,0\n2,2,,5.0,0\n3,2,3.0,0\n4,1,3,0\n"
        )
    facts, report = import_movielens(path)
    assert facts[["id", "rating", "votes"]].values.tolist() == [["ml-2", 7.0, 2]]
    assert report.lines == {"more or fewer cells than the header": [2]}


def test_a_stray_tab_in_imdb_s_files_drops_its_row(imdb):
    facts, report = import_imdb(*imdb([ROWS[0], ROWS[1].replace("HYPER", "HYPER\t"), ROWS[2]]))
    assert facts["id"].tolist() == ["tt0000001"]
    assert report.dropped == {"more or fewer cells than the header": 1, "not a film": 1}
    assert report.lines == {"more or fewer cells than the header": [3]}


def test_a_zip_that_unpacks_to_far_too_much_writes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ml/movies.csv", bytes(70 * 1024**2))
        archive.writestr("ml/ratings.csv", "userId,movieId,rating,timestamp\n")
    assert path.stat().st_size < 100_000
    with pytest.raises(DatasetError, match=r"bomb\.zip unpacks to more than 64 MB"):
        unpack_member(path, "movies.csv", tmp_path)
    assert not (tmp_path / "movies.csv").exists()


def test_a_gzip_that_unpacks_to_far_too_much_is_stopped(tmp_path):
    path = tmp_path / "bomb.tsv.gz"
    path.write_bytes(gzip.compress(bytes(70 * 1024**2), 9))
    with pytest.raises(DatasetError, match=r"bomb\.tsv\.gz unpacks to more than 64 MB"):
        unpack_gzip(path, tmp_path / "plain.tsv")
    assert (tmp_path / "plain.tsv").stat().st_size <= 64 * 1024**2


def test_a_zip_that_lies_about_its_size_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ml/movies.csv", b"movieId,title,genres\n" * 50_000)
    monkeypatch.setattr(unpacking, "SMALL", 100_000)
    monkeypatch.setattr(unpacking.Room, "take", lied_first(unpacking.Room.take))
    with pytest.raises(DatasetError, match="unpacks to more than"):
        unpack_member(path, "movies.csv", tmp_path)


def lied_first(take):
    """Counting that believes what the header says, so that what is read decides."""
    header = iter([True])
    return lambda room, size: None if next(header, False) else take(room, size)


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ml/movies.csv", "movieId,title,genres\n")
    packed = bytearray(path.read_bytes())
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(packed)
    with pytest.raises(DatasetError, match="packed with a password"):
        import_movielens(path)


def test_a_zip_cut_off_inside_is_refused(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ml/movies.csv", "movieId,title,genres\n" + "1,Some Film (1999),Drama\n" * 5000)
        archive.writestr("ml/ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,0\n")
    whole = bytearray(path.read_bytes())
    whole[200:260] = b"\0" * 60
    path.write_bytes(whole)
    with pytest.raises(DatasetError, match="not a whole zip"):
        import_movielens(path)


def test_a_zip_without_the_tables_is_refused(tmp_path):
    path = tmp_path / "ml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ml/readme.txt", "nothing else")
    with pytest.raises(DatasetError, match=r"has no movies\.csv"):
        import_movielens(path)


def test_a_damaged_zip_is_refused(tmp_path):
    path = tmp_path / "ml.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(DatasetError, match="not a whole zip"):
        import_movielens(path)
