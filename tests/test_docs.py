"""What the documents say is what is there: figures, links, commands."""

import json
import re

import pytest

from moviefy.cli import COMMANDS
from moviefy.config import PROJECT_ROOT

DOCUMENTS = [
    PROJECT_ROOT / "README.md",
    PROJECT_ROOT / "data" / "README.md",
    *sorted((PROJECT_ROOT / "docs").glob("*.md")),
]
CARD = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text(encoding="utf-8"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "docs/model-card.md"])
def test_figures_are_the_cards(name):
    text = (PROJECT_ROOT / name).read_text(encoding="utf-8")
    test = CARD["test"]
    figures = [test["accuracy_7"], test["accuracy_3"], test["ferplus"]["accuracy_7"], test["ferplus"]["accuracy_3"]]
    recalls = [*test["recall_3"].values(), *test["ferplus"]["recall_3"].values()]
    for figure in figures + recalls:
        assert f"{figure:.3f}" in text


def test_the_readme_names_only_commands_that_exist():
    text = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^moviefy (\w+)", text, re.MULTILINE))
    assert {"analyze", "recommend", "evaluate"} <= named <= set(COMMANDS)


def test_make_has_every_target_that_is_promised():
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "install", "lint", "bench", "train", "notebooks"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
