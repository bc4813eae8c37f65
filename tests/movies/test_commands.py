import gzip
import json
import os
import re
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT
from moviefy.errors import BadParameter, CatalogError, DatasetError
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.commands import catalog, recommend
from tests.imdb_files import write_imdb_files
from tests.movie_tables import film, frame_of


@pytest.fixture
def run(monkeypatch, tmp_path):
    path = tmp_path / "movies.csv"
    frame_of(*(film(i, mood) for i, mood in enumerate(["happy", "sad", "angry"] * 4))).to_csv(path, index=False)
    monkeypatch.setenv("MOVIEFY_CATALOG", str(path))

    def invoke(command, *args):
        return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=True)

    invoke.catalog = path
    return invoke


def test_json_is_all_there_is_on_stdout(run):
    result = run(recommend, "--mood", "sad", "--limit", 2, "--seed", 4, "--json")
    assert result.exit_code == 0
    assert [movie["mood"] for movie in json.loads(result.stdout)] == ["sad", "sad"]


def test_the_same_seed_prints_the_same(run):
    args = ("--mood", "angry", "--seed", 11, "--json")
    assert run(recommend, *args).stdout == run(recommend, *args).stdout


def test_plain_text_names_film_and_reason(run):
    result = run(recommend, "--mood", "happy", "--limit", 1, "--seed", 0)
    assert re.fullmatch(r"Film \d+ \(2000\): [A-Z].+\.\n", result.stdout)
    assert "4 films fit; --seed 0 gives these again." in result.stderr


def test_nothing_fits_is_said(run):
    result = run(recommend, "--mood", "happy", "--year-from", 2050)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "without the first year there would be 4 films" in result.stderr


@pytest.mark.parametrize(
    "args", [(), ("--mood", "bored"), ("--mood", "sad", "--goal", "win"), ("--mood", "sad", "--limit", "x")]
)
def test_wrong_usage_exits_2(run, args):
    assert run(recommend, *args).exit_code == 2


def test_a_bad_value_is_an_error_that_moviefy_knows(run):
    assert isinstance(run(recommend, "--mood", "sad", "--limit", 1000).exception, BadParameter)


def test_stats(run):
    stats = json.loads(run(catalog, "stats", "--json").stdout)
    assert stats["n"] == 12
    assert stats["mood"] == {"angry": 4, "happy": 4, "sad": 4}


def test_stats_of_a_broken_catalog(run):
    run.catalog.write_text("id,title\n")
    assert isinstance(run(catalog, "stats").exception, CatalogError)


def test_import_replaces_the_catalog_and_reports(run, tmp_path):
    pytest.importorskip("polars")
    basics, ratings = write_imdb_files(tmp_path, 800)
    report = json.loads(run(catalog, "import", "--imdb", basics, ratings, "--json").stdout)
    made = load_catalog(run.catalog)
    assert report["read"] == 800
    assert len(made) == report["kept"] == report["read"] - sum(report["dropped"].values())
    assert made.movie(0).id.startswith("tt")
    assert set(made.texts["label_source"]) == {"classifier"}


def test_hand_labels_reach_an_imported_catalog(run, tmp_path):
    pytest.importorskip("polars")
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\nx1,the godfather,1973,Comedy,9,10\nx2,Other,1972,Comedy,9,10\n")
    assert run(catalog, "import", "--csv", path).exit_code == 0
    made = load_catalog(run.catalog)
    known, other = (made.movie(made.row_of[name]) for name in ("x1", "x2"))
    assert (known.fingerprint_source, known.directors, known.rating) == ("hand", ("Francis Ford Coppola",), 9)
    assert (other.fingerprint_source, other.directors) == ("estimated", ())
    assert other.fingerprint["humour"] > 1.5
    assert dict(zip(made.ids, made.texts["label_source"], strict=True)) == {"x1": "hand", "x2": "classifier"}
    assert made.movie(made.row_of["x1"]).mood == "angry"


def test_a_failed_import_leaves_the_catalog(run, tmp_path):
    pytest.importorskip("polars")
    before = run.catalog.read_bytes()
    basics, ratings = write_imdb_files(tmp_path, 800)
    basics.write_bytes(basics.read_bytes()[:-9])
    assert isinstance(run(catalog, "import", "--imdb", basics, ratings).exception, DatasetError)
    basics.write_bytes(gzip.compress(b"nothing\there\n"))
    assert isinstance(run(catalog, "import", "--imdb", basics, ratings).exception, DatasetError)
    assert run.catalog.read_bytes() == before


def test_an_import_of_nothing_leaves_the_catalog(run, tmp_path):
    pytest.importorskip("polars")
    before = run.catalog.read_bytes()
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\n")
    assert isinstance(run(catalog, "import", "--csv", path).exception, CatalogError)
    assert run.catalog.read_bytes() == before


def test_an_import_that_keeps_nothing_says_why(run, tmp_path):
    pytest.importorskip("polars")
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating\nx1,One,1972,Comedy,PG-13\nx2,Two,MMI,Comedy,9\n")
    failed = run(catalog, "import", "--csv", path).exception
    assert isinstance(failed, CatalogError)
    assert str(failed) == (
        "No film of films.csv can be used: 2 rows read; no usable rating 1 (line 2), no usable year 1 (line 3)."
    )


HELD = """
import os, time
def hold(file):
    print("written, not yet in its place", flush=True)
    time.sleep(120)
os.fsync = hold
from moviefy.cli import main
main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_a_kill_while_it_is_written_leaves_the_catalog(run, tmp_path, name):
    pytest.importorskip("polars")
    before = run.catalog.read_bytes()
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\nx1,Film,1972,Comedy,9,10\n")
    importing = subprocess.Popen(
        [sys.executable, "-c", HELD, "catalog", "import", "--csv", str(path)],
        env={**os.environ, "MOVIEFY_CATALOG": str(run.catalog), "PYTHONPATH": str(PROJECT_ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with importing:
        assert importing.stdout.readline().startswith(b"written")
        (part,) = run.catalog.parent.glob(f".{run.catalog.name}.*.part")
        assert part.stat().st_size
        importing.send_signal(getattr(signal, name))
        assert importing.wait(60) != 0
    assert run.catalog.read_bytes() == before
    assert part.exists() == (name == "SIGKILL")  # only then nobody could tidy up


def test_what_killed_imports_left_goes_with_a_later_one(run, tmp_path):
    pytest.importorskip("polars")
    old, new = (run.catalog.parent / f".{run.catalog.name}.{name}.part" for name in ("old", "new"))
    for part in (old, new):
        part.write_text("half a catalog")
    os.utime(old, (1, 1))
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\nx1,Film,1972,Comedy,9,10\n")
    assert run(catalog, "import", "--csv", path).exit_code == 0
    assert (old.exists(), new.exists()) == (False, True)


def test_a_place_that_cannot_be_written_is_said(run, tmp_path):
    pytest.importorskip("polars")
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres,rating,votes\nx1,Film,1972,Comedy,9,10\n")
    failed = run(catalog, "import", "--csv", path, "--to", tmp_path / "nowhere" / "movies.csv").exception
    assert isinstance(failed, CatalogError)
    assert str(failed) == "The film catalog movies.csv cannot be written: No such file or directory."


@pytest.mark.parametrize("columns", [("--column", "stars=x"), ("--column", "rating")])
def test_a_bad_column_map_is_wrong_usage(run, tmp_path, columns):
    pytest.importorskip("polars")
    path = tmp_path / "films.csv"
    path.write_text("id,title,year,genres\n")
    assert run(catalog, "import", "--csv", path, *columns).exit_code == 2


def test_one_source_must_be_named(run):
    pytest.importorskip("polars")
    assert run(catalog, "import").exit_code == 2
