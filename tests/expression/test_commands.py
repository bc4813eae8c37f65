import functools
import hashlib
import http.server
import threading
from dataclasses import replace

import pytest
from click.testing import CliRunner

from moviefy.errors import ModelError
from moviefy.expression.commands import models
from moviefy.expression.network.model_files import YUNET, fetch

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


def test_the_command_refuses_another_file(address, tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    result = CliRunner().invoke(models, ["fetch", "--url", f"{address}/model.onnx"])
    assert isinstance(result.exception, ModelError)
    assert not (tmp_path / YUNET.name).exists()


def test_the_list_names_files_with_their_checksums(tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    (tmp_path / "a.onnx").write_bytes(CONTENT)
    (tmp_path / "notes.txt").write_text("no model")
    result = CliRunner().invoke(models, ["list"])
    assert result.output == f"{hashlib.sha256(CONTENT).hexdigest()}      256000  a.onnx\n"
