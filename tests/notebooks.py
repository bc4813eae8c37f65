"""Executing a notebook, and what every notebook of this project promises."""

import json
import warnings

import jupytext
import papermill
import pytest


def execute(notebook, folder, parameters):
    """Run a notebook with papermill and return all of its outputs as one JSON text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a kernel's own warnings are not ours
        done = papermill.execute_notebook(
            notebook,
            folder / "done.ipynb",
            parameters,
            progress_bar=False,
            execution_timeout=280,
            cwd=notebook.parent,
        )
    return json.dumps([cell.get("outputs", []) for cell in done.cells])


class CommittedNotebook:
    """Subclasses give ``notebook``, the path of the .ipynb file."""

    @pytest.fixture
    def notebook(self):
        raise NotImplementedError

    def test_it_is_committed_without_outputs(self, notebook):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        assert cells
        assert [cell for cell in cells if cell.get("outputs")] == []

    def test_notebook_and_script_are_the_same(self, notebook):
        pair = [jupytext.read(notebook.with_suffix(suffix)) for suffix in (".ipynb", ".py")]
        sources = [[cell["source"] for cell in one.cells] for one in pair]
        assert sources[0] == sources[1]
