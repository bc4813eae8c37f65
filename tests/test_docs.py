"""What the documents say is what is there: figures, links, commands."""

import json
import re

import pytest
import yaml

import moviefy
from moviefy import errors
from moviefy.cli import COMMANDS
from moviefy.config import PROJECT_ROOT
from moviefy.web.error_pages import STATUS

DOCUMENTS = [
    PROJECT_ROOT / "README.md",
    PROJECT_ROOT / "CONTRIBUTING.md",
    PROJECT_ROOT / "CHANGELOG.md",
    PROJECT_ROOT / "data" / "README.md",
    *sorted((PROJECT_ROOT / "docs").glob("*.md")),
]
CARD = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text(encoding="utf-8"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


PATH = re.compile(r"`(\w[\w./*-]*(?:/|\.(?:py|md|js|css|html|csv|json|onnx|h5|npz|toml|txt|yaml)))`")
MADE_LATER = ("runs/", "static/vendor/")
PROMISES = PROJECT_ROOT / "docs" / "security.md"
MOOD_LITERAL = re.compile(r"""["']angry["']|\bangry:""")


@pytest.mark.parametrize(
    "name",
    ["CONTRIBUTING.md", "README.md", "docs/architecture.md", "docs/benchmarks.md", "docs/deploy.md", "docs/movies.md"],
)
def test_every_path_that_is_named_exists(name):
    """From the repository's root or from a folder of moviefy/; CHANGELOG.md may name what is gone."""
    named = PATH.findall((PROJECT_ROOT / name).read_text("utf-8"))
    paths = [path for path in named if ("/" in path or path.endswith(".py")) and not path.startswith(MADE_LATER)]
    assert len(paths) >= 3
    for path in paths:
        assert any([*PROJECT_ROOT.glob(path), *(PROJECT_ROOT / "moviefy").rglob(path)]), path


def test_every_promise_is_held_by_a_test_that_is_there():
    section = PROMISES.read_text("utf-8").split("## What is promised")[1].split("\n## ")[0]
    promises = [row.split("|")[1:3] for row in section.splitlines() if row.startswith("| ")][1:]
    assert len(promises) > 15
    for promise, held_by in promises:
        files = PATH.findall(held_by)
        assert any(name.startswith("tests/") for name in files), promise
        assert len(files) == held_by.count("`") / 2, promise
        for name in files:
            text = (PROJECT_ROOT / name).read_text("utf-8")
            assert ("\ndef test_" if name.startswith("tests/") else "\ndef main(") in text, name


def test_the_journey_of_a_mood_names_every_file_that_lists_the_moods():
    text = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index("### A mood") : text.index("### A source of films")]
    files = [p for folder in ("moviefy", "templates", "static") for p in (PROJECT_ROOT / folder).rglob("*.*")]
    lists = [p.relative_to(PROJECT_ROOT).as_posix() for p in files if p.suffix in (".py", ".html", ".js", ".css")]
    listing = {path for path in lists if MOOD_LITERAL.search(_code(PROJECT_ROOT / path))}
    assert len(listing) > 10
    assert {path for path in listing if not path.startswith(LIST_NO_MOODS)} <= set(PATH.findall(section))


LIST_NO_MOODS = (
    "moviefy/expression/words.py",
    "moviefy/web/parameters.py",
    "moviefy/web/api/openapi.py",
    "moviefy/movies/estimates/mood_classifier.py",
    "moviefy/training/expression/",
    "moviefy/training/evaluation/",
    "moviefy/training/movies/mood.py",
    "moviefy/training/publishing/card_document.py",
)
"""Speak of FER2013's seven labels, of one mood, or of moods in prose."""


def _code(path):
    """A file's text without docstrings and comments of Python, which may name a mood as an example."""
    text = path.read_text("utf-8")
    return (
        re.sub(r'"""[\s\S]*?"""|#.*', "", text)
        if path.suffix == ".py"
        else re.sub(r"^ *//.*|/\*[\s\S]*?\*/", "", text, flags=re.M)
    )


def test_the_journey_of_the_camera_page_names_every_script_of_it():
    text = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index("### Mend the camera page") : text.index("### Explain a 503")]
    scripts = PROJECT_ROOT / "static" / "js"
    needed, todo = set(), {"live.js"}
    while todo:
        needed |= todo
        imports = (re.findall(r'from "\./([\w-]+\.js)"', (scripts / name).read_text("utf-8")) for name in todo)
        todo = {name for found in imports for name in found} - needed
    assert len(needed) > 20
    needed -= {"elements.js", "root.js"}
    assert needed == {name.rpartition("/")[2] for name in re.findall(r"`([\w./-]+\.js)`", section)}


JOURNEY_OF_A_503 = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8").split("### Explain a 503")[1].split("\n## ")[0]
ERRORS_OF_503 = [name for name, error in vars(errors).items() if STATUS.get(getattr(error, "code", None)) == 503]
BECOMES_503 = re.compile(rf"\b(?:{'|'.join(ERRORS_OF_503)})\(|_answer\(503")


def test_the_journey_of_a_503_names_every_code_that_becomes_one():
    codes = {code for code, status in STATUS.items() if status == 503}
    assert set(re.findall(r"^\| `(\w+)` \|", JOURNEY_OF_A_503, re.MULTILINE)) == codes


def test_the_journey_of_a_503_names_every_module_that_raises_one():
    named = tuple(PATH.findall(JOURNEY_OF_A_503))
    modules = {
        path.relative_to(PROJECT_ROOT).as_posix()
        for path in (PROJECT_ROOT / "moviefy").rglob("*.py")
        if BECOMES_503.search(path.read_text("utf-8")) and not path.name.endswith("commands.py")
    }
    assert len(modules) > 10
    assert {module for module in modules if not module.startswith(named)} == set()


def test_commits_are_checked_by_the_parts_of_make_lint():
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    parts = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    hooks = yaml.safe_load((PROJECT_ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == [line.strip().removeprefix("$(BIN)/") for line in parts.splitlines()]
    assert {hook["language"] for hook in hooks} == {"system"}


def test_javascript_tools_are_pinned_with_checksums_and_no_registry_is_named():
    lock = json.loads((PROJECT_ROOT / "tools" / "js" / "package-lock.json").read_text("utf-8"))
    root = lock["packages"].pop("")
    assert all(re.fullmatch(r"[\d.]+", version) for version in root["devDependencies"].values())
    assert len(lock["packages"]) > len(root["devDependencies"])
    assert [name for name, package in lock["packages"].items() if "integrity" not in package] == []
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_the_types_of_every_script_are_checked():
    folder = PROJECT_ROOT / "tools" / "js"
    files = json.loads((folder / "tsconfig.json").read_text("utf-8"))["files"]
    listed = {(folder / file).resolve() for file in files if file != "api.d.ts"}
    assert listed == set((PROJECT_ROOT / "static" / "js").resolve().glob("*.js"))
    configs = [json.loads((folder / f"tsconfig.{name}.json").read_text("utf-8")) for name in ("device", "device-page")]
    on_device = {(folder / file).resolve() for config in configs for file in config["files"] if file != "api.d.ts"}
    assert on_device == set((PROJECT_ROOT / "static" / "js" / "on-device").resolve().glob("*.js"))


def test_the_changelog_begins_with_this_version():
    text = (PROJECT_ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## (\S+)", text, re.MULTILINE)[1] == moviefy.__version__


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
    named = set(re.findall(r"^moviefy (\w[\w-]*)", text, re.MULTILINE))
    assert {"analyze", "recommend", "evaluate"} <= named <= set(COMMANDS)


def test_make_has_every_target_that_is_promised():
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "install", "lint", "bench", "train", "notebooks"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
