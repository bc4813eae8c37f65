"""The notebook is executed on a few drawn faces; what it shows in full is `moviefy train expression`."""

import pytest

pytest.importorskip("papermill")
pytest.importorskip("keras", reason="training needs the train extra")

from moviefy.config import PROJECT_ROOT
from moviefy.expression.network.model_card import ModelCard
from tests.fer_zip import write_votes, write_zip
from tests.notebooks import CommittedNotebook, execute

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
    assert "accuracy_7" in execute(NOTEBOOK, tmp_path, parameters)
    assert ModelCard.load(tmp_path / "models").input_size == 32


class TestNotebook(CommittedNotebook):
    @pytest.fixture
    def notebook(self):
        return NOTEBOOK
