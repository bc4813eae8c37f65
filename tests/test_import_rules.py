"""Who may import whom. The flow goes one way, and the running app carries nothing that it does not use."""

import ast
import json
import os
import subprocess
import sys

import pytest

from moviefy.config import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "moviefy"
MODULES = sorted(PACKAGE.rglob("*.py"))
WEB = PACKAGE / "web"
TRAINING = PACKAGE / "training"
STAGES = ("capture", "expression", "movies", "web")
"""The packages of the flow, in its order; errors, config and the glue modules beside them belong to no stage."""


def imports(path):
    """Every module that a file names in an import, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(files, forbidden):
    """``file: import`` for each import of a forbidden module."""
    return [
        f"{path.relative_to(PROJECT_ROOT)}: {name}"
        for path in files
        for name in imports(path)
        if any(name == module or name.startswith(module + ".") for module in forbidden)
    ]


def test_the_rules_look_at_something():
    assert len(MODULES) > 20
    assert "flask" in {name for path in WEB.glob("*.py") for name in imports(path)}
    assert offenders([WEB / "__init__.py"], ["flask"])


def test_nothing_below_web_imports_flask():
    below = [p for p in MODULES if WEB not in p.parents]
    assert offenders(below, ["flask", "werkzeug", "flask_sock", "flask_limiter", "moviefy.web"]) == []


def test_web_imports_neither_opencv_nor_an_inference_engine():
    assert offenders(WEB.rglob("*.py"), ["cv2", "onnxruntime", "tensorflow", "keras", "torch"]) == []


def test_no_other_package_imports_training():
    assert offenders([p for p in MODULES if TRAINING not in p.parents], ["moviefy.training"]) == []


def test_the_early_stages_know_nothing_of_films():
    early = [p for stage in ("capture", "expression") for p in (PACKAGE / stage).rglob("*.py")]
    assert offenders(early, ["moviefy.movies", "pandas"]) == []


def test_films_know_nothing_of_cameras_and_frames():
    films = list((PACKAGE / "movies").rglob("*.py"))
    assert offenders(films, ["moviefy.capture", "moviefy.pipeline", "moviefy.live.camera", "cv2", "onnxruntime"]) == []


HEAVY = ("tensorflow", "keras", "torch", "sklearn", "matplotlib", "moviefy.training")
PROBE = """
import json, sys
from moviefy.config import {kind}
from moviefy.web import create_app
app = create_app({kind}(secret_key="a secret for tests only", camera="fake"))
before = sorted(sys.modules)
app.extensions["moviefy"].warm_up()
print(json.dumps([before, sorted(sys.modules)]))
"""


def modules_of_running_app(kind):
    environ = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    probe = [sys.executable, "-c", PROBE.format(kind=kind)]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=120, env=environ, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["LiveConfig", "HostedConfig"])
def test_the_running_app_loads_no_training_library(kind):
    before, after = modules_of_running_app(kind)
    assert "onnxruntime" in after
    assert [m for m in HEAVY if m in after] == []
    assert [m for m in ("cv2", "onnxruntime", "pandas") if m in before] == []  # nothing heavy before gunicorn forks
