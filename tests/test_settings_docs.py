"""docs/settings.md has a row for every setting, with its default and its sentence."""

import re
from pathlib import Path

import pytest

from moviefy.config import MEGABYTE, PROJECT_ROOT, SETTINGS

DOC = PROJECT_ROOT / "docs" / "settings.md"


def rows():
    found = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", DOC.read_text("utf-8"), re.MULTILINE)
    return {name: (default, sentence) for name, default, sentence in found}


def shown(setting):
    """The default as the docs write it."""
    value = setting.default
    if value is None:
        return "none"
    if setting.field == "max_upload_bytes":
        value = value // MEGABYTE
    if isinstance(value, Path):
        value = value.relative_to(PROJECT_ROOT)
    return f"`{value}`"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_the_setting_has_its_row(setting):
    default, sentence = rows()[setting.name]
    assert default == shown(setting)
    assert sentence.startswith(setting.sentence)


def test_no_row_is_left_over():
    assert set(rows()) == {s.name for s in SETTINGS}
