"""``moviefy evaluate expression`` and ``evaluate crops``: the model in use against labelled faces."""

from pathlib import Path
from typing import Any

from moviefy.config import Config
from moviefy.expression.network.model_card import KERAS_NAME, ModelCard, sha256
from moviefy.pipeline import load_classifier
from moviefy.training.evaluation.crops import labelled_crops, read_crops
from moviefy.training.evaluation.evaluation import label_report, rater_report, rounded
from moviefy.training.expression.dataset import load_fer2013, load_votes
from moviefy.training.scoring import classifier_probabilities, file_probabilities


def fer2013_report(config: Config, data: Path, split: str, ferplus: Path | None, *, tta: bool) -> dict[str, Any]:
    """Figures on one official split of FER2013, as ``moviefy evaluate expression --json`` prints them.

    Raises:
        DatasetError: the zip or the votes cannot be used.
        ModelError: the model cannot be loaded.
    """
    faces = load_fer2013(data, split)
    votes = load_votes(ferplus, faces) if ferplus else None
    probabilities = classifier_probabilities(load_classifier(config), faces.images, mirrored_too=tta)
    report = {"split": split, **label_report(probabilities, faces.labels), **_about(config, tta)}
    return dict(rounded(report if votes is None else {**report, "ferplus": rater_report(probabilities, votes)}))


def crops_report(config: Config, folder: Path) -> dict[str, Any]:
    """The same figures for a folder of labelled crops.

    Raises:
        DatasetError: the folder holds no labelled pictures, or one cannot be read.
        ModelError: the model cannot be loaded.
    """
    classifier = load_classifier(config)
    files, labels = labelled_crops(folder)
    probabilities = file_probabilities(classifier, files, read_crops)
    return dict(rounded({"split": folder.name, **label_report(probabilities, labels), **_about(config, tta=False)}))


def _about(config: Config, tta: bool) -> dict[str, Any]:
    name = KERAS_NAME if config.engine == "keras" else ModelCard.load(config.model_dir).onnx
    return {"tta": tta, "model_sha256": sha256(config.model_dir / name)}
