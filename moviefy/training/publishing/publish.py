"""From trained weights to the app's files: average, export, calibrate on validation, measure, write the card."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from moviefy.expression.mood import MoodThresholds
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.keras_classifier import shape_of
from moviefy.expression.network.model_card import (
    CARD_NAME,
    KERAS_NAME,
    NO_CALIBRATION,
    ONNX_NAME,
    ModelCard,
    sha256,
)
from moviefy.expression.network.network_shape import NetworkShape
from moviefy.expression.network.preprocessing import vgg16_grey
from moviefy.expression.scores import LABELS, MOODS
from moviefy.training.evaluation.evaluation import full_report, rounded
from moviefy.training.expression.dataset import FaceSet, load_fer2013, load_votes, raters_choice
from moviefy.training.expression.start import starting_network
from moviefy.training.expression.targets import vote_targets
from moviefy.training.publishing.browser_copy import with_browser_copy
from moviefy.training.publishing.calibration import (
    answered,
    choose_thresholds,
    fit_calibration,
    precision_at,
    said_of,
    said_of_neutral,
)
from moviefy.training.publishing.card_file import write_card
from moviefy.training.publishing.export import export_onnx, quantise, save_half
from moviefy.training.scoring import classifier_logits, network_outputs
from moviefy.wording import _

CALIBRATION_FACES = 640
LIMITS = (
    _("An expression is not a feeling: the model names what people would say they see, not what anyone feels."),
    _("Smiles are seen nearly always. Sadness and anger are often shown as neutral, above all if they are slight."),
    _("Children, subtle expressions, glasses, masks, hands in front of the face and dark rooms are read less well."),
    _("Faces that are turned away or smaller than 24 pixels are read less well, too."),
    _("It learnt from FER2013 alone: web pictures, mostly frontal, with few children and few people over sixty."),
    _("It has not been measured across ages and skin tones."),
    _("Not for decisions about people: not at work, in education, in policing, in health care or in advertising."),
)


def average(weights: Sequence[str], shape: NetworkShape) -> keras.Model:
    """One network with the mean weights of several (model soup, Wortsman et al. 2022, arXiv 2203.05482)."""
    networks = [starting_network(path, shape) for path in weights]
    layers = zip(*(network.get_weights() for network in networks), strict=True)
    networks[0].set_weights([np.mean(same, axis=0) for same in layers])
    return networks[0]


def publish(network: keras.Model, data: Path, votes: Path, folder: Path, recipe: Mapping[str, Any]) -> ModelCard:
    """Write both model files and the card into the model folder, and return the card.

    Calibration, thresholds and every choice use the validation split; the test split is read once, for the card.
    """
    _write_files(network, data, folder)
    card = _first_card(network, folder, recipe)
    card = _calibrated(card, data, votes)
    figures = {split: _figures(card, load_fer2013(data, split), votes) for split in ("val", "test")}
    card = replace(card, content={**card.content, "val_float32": _float_figures(network, card, data, votes), **figures})
    card = with_browser_copy(card, data, votes)
    write_card(card.content, folder)
    return card


def _write_files(network: keras.Model, data: Path, folder: Path) -> None:
    faces = load_fer2013(data, "train").images
    chosen = np.random.default_rng(0).choice(len(faces), min(CALIBRATION_FACES, len(faces)), replace=False)
    with tempfile.TemporaryDirectory() as scratch:
        float_model = Path(scratch) / "float.onnx"
        export_onnx(network, float_model)
        quantise(float_model, vgg16_grey(list(faces[chosen]), shape_of(network).input_size), folder / ONNX_NAME)
    save_half(network, folder / KERAS_NAME)


def _first_card(network: keras.Model, folder: Path, recipe: Mapping[str, Any]) -> ModelCard:
    content = {
        "name": "moviefy-expression",
        "architecture": "VGG16 (Simonyan and Zisserman 2015), flattened, one hidden dense layer, seven logits; int8",
        "labels": list(LABELS),
        "onnx": ONNX_NAME,
        "preprocessing": "vgg16-grey",
        **asdict(shape_of(network)),
        "files": {name: _file_facts(folder / name) for name in (ONNX_NAME, KERAS_NAME)},
        "data": "FER2013 (Open Database Licence), training split; raters' votes of FER+ (MIT licence)",
        "recipe": dict(recipe),
        "stages": _stages(folder),
        "limits": list(LIMITS),
    }
    return _card(folder, content, asdict(MoodThresholds()), temperature=1.0, bias=[0.0] * len(LABELS))


def _stages(folder: Path) -> dict[str, Any]:
    """The card's stages, which other commands record; a new publication keeps them."""
    path = folder / CARD_NAME
    return dict(json.loads(path.read_text(encoding="utf-8")).get("stages", {})) if path.exists() else {}


def _file_facts(path: Path) -> dict[str, Any]:
    return {"sha256": sha256(path), "bytes": path.stat().st_size}


def _card(
    folder: Path, content: Mapping[str, Any], thresholds: Mapping[str, float], temperature: float, bias: list[float]
) -> ModelCard:
    calibration = {"temperature": round(temperature, 4), "bias": [round(value, 4) for value in bias]}
    content = {**content, "calibration": calibration, "thresholds": dict(thresholds)}
    write_card(content, folder)
    return ModelCard.load(folder)


def _calibrated(card: ModelCard, data: Path, votes: Path) -> ModelCard:
    faces = load_fer2013(data, "val")
    table = load_votes(votes, faces)
    logits = classifier_logits(OnnxClassifier(replace(card, calibration=NO_CALIBRATION)), faces.images)
    targets, keep = vote_targets(table)
    calibration = fit_calibration(logits[keep], targets[keep], faces.labels[keep])
    thresholds = choose_thresholds(calibration.probabilities(logits), raters_choice(table))
    return _card(card.folder, card.content, asdict(thresholds), calibration.temperature, calibration.bias.tolist())


def _figures(card: ModelCard, faces: FaceSet, votes: Path) -> dict[str, Any]:
    table = load_votes(votes, faces)
    probabilities = card.calibration.probabilities(classifier_logits(OnnxClassifier(card), faces.images))
    truth = raters_choice(table)
    at_threshold = {
        **asdict(answered(probabilities, truth, card.thresholds)),
        "said_of": said_of(probabilities, truth, card.thresholds),
        "said_of_neutral": said_of_neutral(probabilities, truth, card.thresholds),
        "precision": {mood: precision_at(probabilities, truth, mood)(card.thresholds.of(mood)) for mood in MOODS},
    }
    report = full_report(probabilities, faces.labels, table)
    return dict(rounded({**report, "ferplus": {**report["ferplus"], "at_thresholds": at_threshold}}))


def _float_figures(network: keras.Model, card: ModelCard, data: Path, votes: Path) -> dict[str, Any]:
    """The float network on the validation split, with the same calibration: shows what int8 costs."""
    faces = load_fer2013(data, "val")
    probabilities = card.calibration.probabilities(network_outputs(network, faces.images))
    return dict(rounded(full_report(probabilities, faces.labels, load_votes(votes, faces))))
