import json

import pytest

pytest.importorskip("matplotlib", reason="the card's pictures need the train extra")

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.training.publishing.card_document import table, wilson, write_document
from tests.fer_zip import write_votes, write_zip


def test_the_document_has_every_section_and_its_pictures(tmp_path):
    write_votes(tmp_path / "votes.csv", write_zip(tmp_path / "fer.zip"))
    path = write_document(LiveConfig(threads=1), tmp_path / "fer.zip", tmp_path / "votes.csv", tmp_path / "docs")
    text = path.read_text()
    card = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text())
    assert f"{card['test']['accuracy_3']:.3f}" in text
    assert text.count("\n## ") == 7
    for file in (card["files"][card["onnx"]], card["for_browsers"]):
        assert file["sha256"] in text
    assert f"| setting | {' | '.join(run['stage'] for run in card['recipe']['runs'])} |" in text
    for line in ("| augmentation |", "| stage |"):
        assert line not in text
    for picture in ("confusion-fer2013", "confusion-raters", "reliability", "risk-coverage"):
        assert f"pictures/{picture}.png" in text
        assert (tmp_path / "docs" / "pictures" / f"{picture}.png").stat().st_size > 1000


def test_the_interval_is_wilsons():
    low, high = wilson(0.8, 100)
    assert (low, high) == pytest.approx((0.7112, 0.8666), abs=1e-3)


def test_a_table_is_markdown():
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
