"""The wheel, installed in an environment of its own and used in an empty folder, has all that the app reads."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile

import pytest
from PIL import Image

from moviefy.config import PROJECT_ROOT, find_root
from tests.test_entry_points import get, started

BUILD = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "requirements.in", "app_1.py", "gunicorn.conf.py")
FOLDERS = ("moviefy", "templates", "static", "models", "data", "bin/browser-runtime")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, so that nothing is left in the checkout."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for file in (file for pattern in BUILD for file in PROJECT_ROOT.glob(pattern)):
        shutil.copy(file, source / file.name)
    for name in FOLDERS:
        shutil.copytree(PROJECT_ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", built, source)
    (file,) = built.glob("moviefy-*.whl")
    return file


@pytest.fixture(scope="module")
def environment_bin(wheel, tmp_path_factory):
    """The bin folder of an environment that has the wheel; its dependencies are those of the tests' environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tests_dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def run(*command, cwd=None):
    done = subprocess.run([*map(str, command)], cwd=cwd, env=clean(), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def clean():
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def test_the_package_comes_from_the_wheel(environment_bin, tmp_path):
    said = run(environment_bin / "python", "-c", "import moviefy.config as c; print(c.PROJECT_ROOT)", cwd=tmp_path)
    assert said.strip().startswith(str(environment_bin.parent))


def test_the_wheel_carries_the_folders_without_keras_weights(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("templates", "static", "models", "data"):
        here = {p.relative_to(PROJECT_ROOT).as_posix() for p in (PROJECT_ROOT / folder).rglob("*") if p.is_file()}
        carried = {n.removeprefix("moviefy/_root/") for n in names if n.startswith(f"moviefy/_root/{folder}/")}
        assert carried == {name for name in here if not name.endswith(".h5") and not name.startswith("static/vendor/")}
        assert carried


def test_a_photo_is_analysed(environment_bin, portrait, tmp_path):
    Image.fromarray(portrait[..., ::-1]).save(tmp_path / "photo.png")
    (said,) = run(environment_bin / "moviefy", "analyze", "photo.png", "--json", cwd=tmp_path).splitlines()
    assert json.loads(said)["mood"]["label"] == "happy"


def test_films_are_recommended(environment_bin, tmp_path):
    said = run(environment_bin / "moviefy", "recommend", "--mood", "sad", "--limit", "3", "--json", cwd=tmp_path)
    films = json.loads(said)
    assert len(films) == 3
    assert all(film["title"] for film in films)


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_the_hosted_version_serves(environment_bin, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    command = [str(environment_bin / "moviefy"), "run", "--hosted"]
    with started(command, cwd=tmp_path, HOST="127.0.0.1") as (address, _):  # started() waits for /readyz
        status, body = get(address + "/movies?mood=sad")
        assert status == 200
        assert body.count(b"<article") >= 12
        assert get(address + "/static/css/moviefy.css")[0] == 200
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_is_its_own_root(tmp_path):
    assert find_root(tmp_path / "moviefy") == tmp_path
    (tmp_path / "moviefy" / "_root").mkdir(parents=True)
    assert find_root(tmp_path / "moviefy") == tmp_path / "moviefy" / "_root"
