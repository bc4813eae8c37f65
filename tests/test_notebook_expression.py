"""The notebook is executed on a few drawn faces; what it shows in full is `moviefy train expression`."""

import json
import warnings

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.expression.model_card import ModelCard
from tests.fer_zip import write_votes, write_zip

papermill = pytest.importorskip("papermill")
pytest.importorskip("keras", reason="training needs the train extra")
NOTEBOOK = PROJECT_ROOT / "model_train_notebooks" / "1-expression-model.ipynb"


@pytest.mark.filterwarnings("default")
def test_the_notebook_runs_and_writes_a_model_that_loads(tmp_path):
    write_votes(tmp_path / "votes.csv", write_zip(tmp_path / "fer.zip"))
    (tmp_path / "models").mkdir()
    parameters = {
        "data": str(tmp_path / "fer.zip"),
        "votes": str(tmp_path / "votes.csv"),
        "start": "random",
        "run": str(tmp_path / "run"),
        "model_dir": str(tmp_path / "models"),
        "epochs": 1.0,
        "input_size": 32,
        "hidden_units": 8,
        "batch_size": 7,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = papermill.execute_notebook(
            NOTEBOOK,
            tmp_path / "done.ipynb",
            parameters,
            progress_bar=False,
            execution_timeout=280,
            cwd=NOTEBOOK.parent,
        )
    assert "accuracy_7" in json.dumps([cell.get("outputs", []) for cell in done.cells])
    assert ModelCard.load(tmp_path / "models").input_size == 32


def test_the_committed_notebook_has_no_outputs():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs")] == []


def test_notebook_and_script_are_the_same():
    jupytext = pytest.importorskip("jupytext")
    pair = [jupytext.read(NOTEBOOK.with_suffix(suffix)) for suffix in (".ipynb", ".py")]
    sources = [[cell["source"] for cell in notebook.cells] for notebook in pair]
    assert sources[0] == sources[1]
