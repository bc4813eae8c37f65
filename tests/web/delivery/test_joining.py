"""Joining scripts and styles, with small folders whose result is known."""

import re

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import AssetError
from moviefy.web.delivery.joining import joined_script, joined_style

SCRIPTS = sorted((PROJECT_ROOT / "static" / "js").rglob("*.js"))


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text, "utf-8")
        return tmp_path / "entry.js"

    return write


def test_a_script_alone_loses_its_comments_and_spaces(folder):
    assert (
        joined_script(folder(entry="// words\nconst a = 1; /* more */\n")) == "const module0=(()=>{const a=1;\n})();\n"
    )


def test_imports_come_first_once_and_in_the_order_of_a_browser(folder):
    entry = folder(
        entry='import "./b.js";\nimport { a } from "./a.js";\nrun("entry", a);\n',
        a='import { c as see } from "./c.js";\nexport const a = see;\nrun("a");\n',
        b='import { c } from "./c.js";\nrun("b", c);\n',
        c='export const c = 3;\nrun("c");\n',
    )
    joined = joined_script(entry)
    assert re.findall(r'run\("(\w+)"', joined) == ["c", "b", "a", "entry"]
    assert "const{c:see}=module0;" in joined


def test_what_is_exported_is_returned(folder):
    entry = folder(
        entry='import {\n  One,\n  two,\n  THREE,\n  four,\n} from "./all.js";\n',
        all="export class One {}\nexport function two() {}\nexport const THREE = 3;\nexport async function four() {}\n",
    )
    assert "return{One,two,THREE,four};" in joined_script(entry)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"entry": 'import { a } from "./a.js";\n'}, "a.js is imported but does not exist"),
        ({"entry": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"}, "entry.js imports a, which a.js"),
        ({"entry": 'import "./a.js";\n', "a": 'import "./entry.js";\n'}, "circle: entry.js, a.js, entry.js"),
        ({"entry": "export default 1;\n"}, "entry.js has an import or export that cannot be joined"),
        ({"entry": "export let a = 1;\n"}, "export let a = 1;"),
        ({"entry": 'export * from "./a.js";\n'}, "export "),
        ({"entry": 'import * as a from "./a.js";\n'}, "import "),
        ({"entry": 'import a from "/elsewhere.js";\n'}, "import a"),
        ({"entry": 'const a = import("./a.js");\n'}, "cannot be joined"),
        ({"entry": "const a = import.meta.url;\n"}, "cannot be joined"),
        ({"entry": "const a = import('./a.js');\n"}, "cannot be joined"),
    ],
)
def test_what_is_not_understood_is_refused(folder, files, sentence):
    with pytest.raises(AssetError, match=re.escape(sentence)):
        joined_script(folder(**files))


def test_a_script_may_import_an_address_that_it_is_given(folder):
    assert "await import(address)" in joined_script(
        folder(entry="const load = async (address) => await import(address);\n")
    )


def test_an_import_in_a_comment_is_none(folder):
    joined = joined_script(folder(entry='/** @type {import("./a.js").A} */\nexport const a = 1;\n'))
    assert joined == "const module0=(()=>{const a=1;\nreturn{a};})();\nexport const{a}=module0;\n"


@pytest.mark.parametrize(
    "nested",
    [
        'const a = `one ${b ? `two   three` : ""}`;\n',
        'const a = `Films: ${all.map(({ kind, count }) => `${count} ${WORDS[kind]}`).join(", ")}`;\n',
        "const a = `one ${f({ b: `two   three` })}`;\n",
        "const a = `one ${f({}, `two   three`)}`;\n",
    ],
)
def test_a_template_in_a_template_keeps_its_spaces(folder, nested):
    assert nested in joined_script(folder(entry=nested))


def test_templates_keep_their_spaces(folder):
    assert joined_script(folder(entry="const a = `one   ${b} two`;\n")).count("`one   ${b} two`") == 1


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_of_the_pages_can_be_joined(script):
    joined = joined_script(script)
    assert not re.search(r"^(import|export (?!const{[\w,]+}=module\d+;$))", joined, re.MULTILINE)
    assert joined.count("=(()=>{") >= 1


def test_styles_take_in_what_they_import(tmp_path):
    (tmp_path / "entry.css").write_text('/* words */\n@import "a.css";\n@import "b.css";\n', "utf-8")
    (tmp_path / "a.css").write_text('@import "c.css";\n.a {\n  color: red;\n}\n', "utf-8")
    (tmp_path / "b.css").write_text(".b {\n  width: calc(1px + 2%);\n}\n", "utf-8")
    (tmp_path / "c.css").write_text(".c :is(p, a) {\n  margin: 0;\n}\n", "utf-8")
    assert joined_style(tmp_path / "entry.css") == ".c :is(p,a){margin:0}.a{color:red}.b{width:calc(1px + 2%)}"
    (tmp_path / "c.css").unlink()
    with pytest.raises(AssetError, match=r"c\.css is imported but does not exist"):
        joined_style(tmp_path / "entry.css")
