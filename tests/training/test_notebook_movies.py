"""The notebook is executed on a small sample; what it shows in full is `moviefy evaluate movies`."""

import pytest

pytest.importorskip("papermill")
pytest.importorskip("sklearn")

from moviefy.config import PROJECT_ROOT
from moviefy.movies.estimates.fingerprint_estimator import load_fingerprint_estimator
from moviefy.movies.estimates.mood_classifier import load_mood_classifier
from tests.notebooks import CommittedNotebook, execute

NOTEBOOK = PROJECT_ROOT / "model_train_notebooks" / "2-movie-mood-classifier.ipynb"


@pytest.mark.filterwarnings("default")
def test_the_notebook_runs_and_writes_models_that_load(tmp_path):
    parameters = {"data_dir": str(PROJECT_ROOT / "data"), "model_dir": str(tmp_path), "sample": 60, "repeats": 1}
    outputs = execute(NOTEBOOK, tmp_path, parameters)
    assert "180" in outputs
    assert "macro_f1" in outputs
    assert load_mood_classifier(tmp_path).features
    assert load_fingerprint_estimator(tmp_path).model.features


class TestNotebook(CommittedNotebook):
    @pytest.fixture
    def notebook(self):
        return NOTEBOOK
