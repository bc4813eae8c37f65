"""The examples of docs/api.md do what they say."""

import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.web.error_pages import STATUS

TEXT = (PROJECT_ROOT / "docs" / "api.md").read_text("utf-8")
ADDRESS = "127.0.0.1:5000"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def curl_lines():
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith("curl")]


@pytest.fixture
def folder(tmp_path, jpeg):
    for name in ("me.jpg", "you.jpg"):
        (tmp_path / name).write_bytes(jpeg)
    return tmp_path


def test_there_are_examples():
    assert len(blocks("python")) == 1
    assert len(curl_lines()) >= 4


def test_the_python_example_prints_mood_and_films(app, serving, folder):
    with serving(app) as address:
        code = blocks("python")[0].replace(ADDRESS, address)
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("happy [")


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl, which is not installed")
@pytest.mark.parametrize("line", curl_lines())
def test_the_curl_examples_answer_with_films(app, serving, folder, line):
    with serving(app) as address:
        command = shlex.split(line.replace(ADDRESS, address))
        done = subprocess.run([*command, "-sS"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert all(one["movies"] for one in answer.get("analyses", [answer]))


def test_every_error_code_has_its_row():
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", TEXT, re.MULTILINE))
    assert {code: int(status) for code, status in rows.items()} == STATUS


def test_every_parameter_has_its_row(client):
    spec = client.get("/api/v1/openapi.json").json
    for path in spec["paths"].values():
        for operation in path.values():
            for parameter in operation["parameters"]:
                assert f"`{parameter['name']}`" in TEXT
