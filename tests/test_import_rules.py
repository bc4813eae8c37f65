"""Who may import whom. The flow goes one way, and the running app carries nothing that it does not use."""

import ast
import graphlib
import json
import os
import subprocess
import sys

from moviefy.config import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "moviefy"
MODULES = sorted(PACKAGE.rglob("*.py"))
WEB = PACKAGE / "web"
TRAINING = PACKAGE / "training"


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
    assert "flask" in {name for path in WEB.rglob("*.py") for name in imports(path)}
    assert offenders([WEB / "__init__.py"], ["flask"])


def test_nothing_below_web_imports_flask():
    below = [p for p in MODULES if WEB not in p.parents]
    assert offenders(below, ["flask", "werkzeug", "simple_websocket", "flask_limiter", "moviefy.web"]) == []


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


def graph():
    """Module -> modules of this package that it imports when it is loaded (imports inside functions count too)."""
    names = {".".join(p.relative_to(PROJECT_ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in MODULES}
    return {
        name: {found for found in imports(path) if found in names and found != name} for name, path in names.items()
    }


def test_no_module_imports_in_a_circle():
    sorter = graphlib.TopologicalSorter({name: needs - parents(name) for name, needs in graph().items()})
    sorter.prepare()  # raises CycleError, which names the circle


def parents(name):
    """The packages that a module lies in: importing it loads them first anyway."""
    parts = name.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}


LAYERS = (
    ("moviefy.errors", "moviefy.config", "moviefy.options", "moviefy.logs", "moviefy.wording"),
    ("moviefy.expression", "moviefy.capture"),
    ("moviefy.pipeline", "moviefy.video_pipeline"),
    ("moviefy.live", "moviefy.inference", "moviefy.movies"),
    ("moviefy.web",),
)
"""From the lowest to the highest; the command line, the bench and training stand on all of them."""


def layer(name):
    """The number of a module's layer; None where it stands outside."""
    return next((n for n, tops in enumerate(LAYERS) for top in tops if f"{name}.".startswith(f"{top}.")), None)


def test_no_layer_imports_a_higher_one():
    arrows = [(a, b) for a, needs in graph().items() for b in needs if None not in (layer(a), layer(b))]
    assert len(arrows) > 100
    assert [f"{a} -> {b}" for a, b in arrows if layer(a) < layer(b)] == []


def test_a_folder_holds_at_most_twelve_files():
    folders = {path.parent for path in MODULES}
    assert [(str(f), n) for f in folders if (n := len([*f.glob("*.py")]) - (f / "__init__.py").exists()) > 12] == []


HEAVY = ("tensorflow", "keras", "torch", "sklearn", "matplotlib", "moviefy.training")
PROBE = """
import json, sys
from moviefy.config import HostedConfig, LiveConfig
from moviefy.web import create_app
for kind in (LiveConfig, HostedConfig):
    create_app(kind(secret_key="a secret for tests only", camera="fake")).extensions["moviefy"].warm_up()
print(json.dumps(sorted(sys.modules)))
"""


def test_neither_running_app_loads_a_training_library():
    environ = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    probe = [sys.executable, "-c", PROBE]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=120, env=environ, check=False)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert "onnxruntime" in loaded
    assert [m for m in HEAVY if m in loaded] == []
