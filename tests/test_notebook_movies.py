"""The notebook is executed on a small sample; what it shows in full is `moviefy evaluate movies`."""

import json
import warnings

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.movies.mood_classifier import load_mood_classifier

papermill = pytest.importorskip("papermill")
pytest.importorskip("sklearn")
NOTEBOOK = PROJECT_ROOT / "model_train_notebooks" / "2-movie-mood-classifier.ipynb"


@pytest.mark.filterwarnings("default")
def test_the_notebook_runs_and_writes_a_model_that_loads(tmp_path):
    parameters = {"data_dir": str(PROJECT_ROOT / "data"), "model_dir": str(tmp_path), "sample": 60, "repeats": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = papermill.execute_notebook(
            NOTEBOOK,
            tmp_path / "done.ipynb",
            parameters,
            progress_bar=False,
            execution_timeout=240,
            cwd=NOTEBOOK.parent,
        )
    outputs = json.dumps([cell.get("outputs", []) for cell in done.cells])
    assert "180" in outputs
    assert "macro_f1" in outputs
    assert load_mood_classifier(tmp_path).features


def test_the_committed_notebook_has_no_outputs():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs")] == []


def test_notebook_and_script_are_the_same():
    jupytext = pytest.importorskip("jupytext")
    pair = [jupytext.read(NOTEBOOK.with_suffix(suffix)) for suffix in (".ipynb", ".py")]
    sources = [[cell["source"] for cell in notebook.cells] for notebook in pair]
    assert sources[0] == sources[1]
