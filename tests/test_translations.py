"""Every sentence of a template, a script or an error is marked, and every language has it, with the same values."""

import ast
import re
import tomllib
from html.parser import HTMLParser

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from moviefy.config import PROJECT_ROOT
from moviefy.web.languages.catalogs import ENGLISH, FOLDER, LANGUAGES
from moviefy.web.languages.scripts import script_sentences

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
TEMPLATES = sorted((PROJECT_ROOT / "templates").rglob("*.html"))
IN_ENGLISH = ("api_docs",)
"""Pages for programmers, marked as English."""

SCRIPTS = sorted((PROJECT_ROOT / "static" / "js").rglob("*.js"))
MODULES = sorted((PROJECT_ROOT / "moviefy").rglob("*.py"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|<[^>]+>")
UNMARKED_NAMES = {"Moviefy", "TMDB", "JustWatch", "API", "MB"}


def keywords(kind):
    """What marks words in files of one kind, as `make words` has it."""
    mappings = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    (mapping,) = [one for one in mappings if one["method"] == kind]
    return mapping


def extracted(kind, paths):
    """(context, first form) of every message in files."""
    mapping = keywords(kind)
    options = {name: value for name, value in mapping.items() if name not in ("method", "pattern", "keywords")}
    spec = parse_keywords(mapping.get("keywords", ["_", "gettext", "ngettext:1,2", "pgettext:1c,2"]))
    for path in paths:
        for _line, message, _comments, context in extract_from_file(kind, path, keywords=spec, options=options):
            yield context, message if isinstance(message, str) else message[0]


@pytest.fixture(scope="module")
def messages():
    return {*extracted("python", MODULES), *extracted("jinja2", TEMPLATES), *extracted("javascript", SCRIPTS)}


@pytest.fixture(scope="module", params=OTHERS)
def catalog(request):
    with (FOLDER / request.param / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=request.param)


def forms(value):
    return (value,) if isinstance(value, str) else tuple(value)


def test_every_language_has_every_sentence_and_no_other(catalog, messages):
    assert len(messages) > 500
    assert {(one.context, forms(one.id)[0]) for one in catalog if one.id} == messages


def test_every_sentence_is_translated_with_the_same_values_and_tags(catalog):
    for one in catalog:
        if not one.id:
            continue
        assert not one.fuzzy, one.id
        assert all(forms(one.string)), one.id
        for english, text in zip(forms(one.id), forms(one.string), strict=True):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(english)), one.id
            assert text.count('"') == english.count('"'), one.id  # attributes of templates end at one


def test_scripts_get_from_the_page_what_is_extracted():
    sources = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    ones, several = script_sentences(sources)
    assert {*ones, *(one for one, _ in several)} == {message for _, message in extracted("javascript", SCRIPTS)}


class Texts(HTMLParser):
    """What a template says outside of its expressions, and not in English alone by intent."""

    def __init__(self):
        super().__init__()
        self.found, self._silent = [], []

    def handle_starttag(self, tag, attributes):
        if tag in ("meta", "link", "input", "img", "br", "use"):
            self._look(attributes)
            return
        said_so = dict(attributes).get("lang") == "en" or tag in ("code", "pre", "script")
        self._silent.append((tag, said_so or (self._silent[-1][1] if self._silent else False)))
        self._look(attributes)

    def _look(self, attributes):
        if not (self._silent and self._silent[-1][1]):
            spoken = ("alt", "title", "aria-label", "placeholder")
            self.found += [value for name, value in attributes if name in spoken and value]

    def handle_endtag(self, tag):
        while self._silent and self._silent.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self._silent and self._silent[-1][1]):
            self.found.append(data)


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.stem not in IN_ENGLISH], ids=lambda path: path.stem)
def test_templates_say_nothing_that_is_not_marked(path):
    text = re.sub(r"\{#[\s\S]*?#\}|\{\{[\s\S]*?\}\}|\{% block body_class.*|\{%[\s\S]*?%\}", "", path.read_text("utf-8"))
    parser = Texts()
    parser.feed(text)
    words = {word for text in parser.found for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words - UNMARKED_NAMES == set()


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parent.name == "macros"], ids=lambda path: path.stem)
def test_macro_files_which_are_read_once_for_all_languages_set_no_words(path):
    text = re.sub(r"\{% macro[\s\S]*?\{%-? endmacro", "", path.read_text("utf-8"))
    assert not re.search(r"\{% set[^%]*\b(?:_|gettext|ngettext)\(", text)


SENTENCE = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
FOR_PROGRAMMERS = re.compile(r"new Error\(|^import |^ \*|^//|new TypeError\(")


@pytest.mark.parametrize("path", [p for p in SCRIPTS if p.name != "try-api.js"], ids=lambda path: path.stem)
def test_scripts_say_nothing_that_is_not_marked(path):
    found = []
    for line in path.read_text("utf-8").splitlines():
        if FOR_PROGRAMMERS.search(line.lstrip(" ") if not line.startswith(" *") else line):
            continue
        rest = re.sub(r"\b(?:_|plural)\((?:\"(?:[^\"\\]|\\.)*\"(?:,\s*)?)+", "", line)
        found += [
            text for _, text in SENTENCE.findall(rest.split(" // ")[0]) if re.match(r" ?[A-Z][a-z]+ [a-z]+", text)
        ]
    assert found == []


MET_BY_VISITORS = {
    "ImageError", "ImageMissing", "ImageUnreadable", "ImageTooLarge", "UnsupportedMediaType", "UploadTooSlow",
    "UnknownHost", "BadParameter", "CameraUnavailable", "TooManyViewers", "Overloaded",
}  # fmt: skip
TERMINAL = ("commands.py", "mood_plot.py", "file_kinds.py", "video_frames.py", "bench.py")


def test_errors_that_visitors_meet_are_marked():
    plain = []
    for path in MODULES:
        if path.name in TERMINAL or "training" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MET_BY_VISITORS:
                plain += [
                    f"{path.name}:{node.lineno}"
                    for one in node.args[:1]
                    if isinstance(one, ast.Constant | ast.JoinedStr)
                ]
    assert plain == []
