"""The web part in front of replicas on Ray Serve: what it says while they are away; it loads no model itself."""

import json
import os
import socket
import subprocess
import sys

import pytest

from moviefy.config import PROJECT_ROOT, HostedConfig
from moviefy.expression.network.model_card import ModelCard
from moviefy.inference import ray_client
from moviefy.inference.local import LocalInference
from moviefy.inference.ray_client import RayInference
from moviefy.on_device.browser_files import INDEX, NAMES
from tests.web.helpers import assert_error_shape

PROBE = """
import json, sys
from pathlib import Path
from moviefy.config import HostedConfig
from moviefy.web import create_app
settings = {"secret_key": "a secret for tests only", "browser_files": Path(sys.argv[1])}
client = create_app(HostedConfig(inference="ray", ray_url="http://127.0.0.1:1", **settings)).test_client()
answers = [client.post("/api/v1/analyze", data=b"a picture", content_type="image/jpeg")]
answers += map(client.get, ("/live", "/upload", "/browser-files/list.json"))
print(json.dumps([[a.status_code for a in answers], [m for m in ("ray", "onnxruntime", "cv2") if m in sys.modules]]))
"""


@pytest.fixture
def nobody(monkeypatch):
    """An address where nobody answers, known to be so after a moment."""
    monkeypatch.setattr(ray_client, "GONE_S", 0.1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize(("setting", "kind"), [("local", LocalInference), ("ray", RayInference)])
def test_the_setting_chooses(build, setting, kind):
    app = build(HostedConfig, inference=setting)
    assert type(app.extensions["moviefy"]._inference.get()) is kind


def test_while_the_replicas_are_away_pictures_are_answered_503_and_the_rest_goes_on(build, nobody, post_image, jpeg):
    client = build(HostedConfig, inference="ray", ray_url=nobody).test_client()
    answer = post_image(client, jpeg)
    assert_error_shape(answer, "not_ready", 503)
    assert answer.json["error"]["message"] == ray_client.AWAY
    assert int(answer.headers["Retry-After"]) >= 1
    assert_error_shape(client.get("/readyz"), "not_ready", 503)
    assert client.get("/healthz").status_code == 200
    assert client.get("/movies?mood=happy", headers={"Accept": "text/html"}).status_code == 200


def test_readiness_ends_when_the_replicas_go(build, nobody):
    app = build(HostedConfig, inference="ray", ray_url=nobody)
    services = app.extensions["moviefy"]
    services._has_run.set()  # as after a picture that was read
    assert services.recommender
    assert_error_shape(app.test_client().get("/readyz"), "not_ready", 503)


def test_the_web_part_loads_neither_ray_nor_a_model_nor_opencv(tmp_path):
    """Nor where browsers read: it tells them how, and its files are as good as empty here."""
    card = ModelCard.load(HostedConfig.model_dir)
    listed = {name: {"sha256": 64 * "0", "bytes": 0, "sent": 0} for name in NAMES}
    index = {"network": card.content["files"][card.onnx]["sha256"], "files": listed}
    (tmp_path / INDEX).write_text(json.dumps(index), "utf-8")
    for name in NAMES:
        (tmp_path / name).touch()
    environ = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    probe = [sys.executable, "-c", PROBE, str(tmp_path)]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=60, env=environ)
    assert json.loads(done.stdout) == [[503, 200, 200, 200], []], done.stderr
