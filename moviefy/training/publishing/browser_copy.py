"""The card's entry on the file that browsers get: the int8 network with coarser weights, measured like the other."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.coarse_weights import with_coarse_weights
from moviefy.expression.network.model_card import ModelCard, sha256
from moviefy.on_device.browser_files import BITS, NETWORK
from moviefy.training.evaluation.evaluation import full_report, rounded
from moviefy.training.expression.dataset import load_fer2013, load_votes
from moviefy.training.scoring import classifier_probabilities

ENTRY = "for_browsers"


def browser_copy(card: ModelCard, data: Path, votes: Path) -> dict[str, Any]:
    """Name, bits, checksum and size in bytes of the file for browsers, and its figures on the validation split.

    Raises:
        DatasetError: the data or the votes cannot be used.
        ModelError: the model file is missing or damaged.
    """
    faces = load_fer2013(data, "val")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / card.onnx
        path.write_bytes(with_coarse_weights(card.checked_path(card.onnx).read_bytes(), BITS))
        facts = {"sha256": sha256(path), "bytes": path.stat().st_size}
        copy = replace(card, folder=path.parent, content={**card.content, "files": {card.onnx: facts}})
        probabilities = classifier_probabilities(OnnxClassifier(copy), faces.images)
    figures = rounded(full_report(probabilities, faces.labels, load_votes(votes, faces)))
    return {"name": NETWORK, "bits": BITS, "made_of": _shipped(card), **facts, "val": figures}


def with_browser_copy(card: ModelCard, data: Path, votes: Path) -> ModelCard:
    """The card with this entry; one of the same file and the same bits stays. Raises as :func:`browser_copy`."""
    entry = card.content.get(ENTRY, {})
    if (entry.get("made_of"), entry.get("bits")) == (_shipped(card), BITS):
        return card
    return replace(card, content={**card.content, ENTRY: browser_copy(card, data, votes)})


def _shipped(card: ModelCard) -> str:
    """The checksum of the file that the server loads."""
    return str(card.content["files"][card.onnx]["sha256"])
