"""Writes ``docs/model-card.md`` from the model and its card: every figure is measured or read, none is typed."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from moviefy.config import Config
from moviefy.expression.network.classifier import ExpressionClassifier
from moviefy.expression.scores import LABELS, MOODS
from moviefy.pipeline import load_classifier
from moviefy.training.evaluation.robustness import robustness_table
from moviefy.training.expression.dataset import load_fer2013, load_votes, raters_choice
from moviefy.training.publishing.browser_copy import ENTRY
from moviefy.training.publishing.calibration import wilson
from moviefy.training.publishing.card_pictures import draw_pictures
from moviefy.training.scoring import classifier_probabilities

COMMAND = "moviefy evaluate expression --data fer2013.zip --ferplus ferplus_votes.csv --json"


def write_document(config: Config, data: Path, votes: Path, docs: Path) -> Path:
    """Write the document and its pictures into the folder and return its path.

    Raises:
        DatasetError: the data or the votes cannot be used.
        ModelError: the model cannot be loaded.
    """
    classifier = load_classifier(config)
    test = load_fer2013(data, "test")
    choice = raters_choice(load_votes(votes, test))
    probabilities = classifier_probabilities(classifier, test.images)
    draw_pictures(probabilities, test.labels, choice, docs / "pictures")
    robustness = _robustness(classifier, data, votes)
    path = docs / "model-card.md"
    path.write_text("\n\n".join(_sections(classifier.card.content, robustness)) + "\n", encoding="utf-8")
    return path


def _robustness(classifier: ExpressionClassifier, data: Path, votes: Path) -> str:
    val = load_fer2013(data, "val")
    rows = robustness_table(classifier, val, load_votes(votes, val))
    return table(
        ("validation faces", "FER2013 7", "FER2013 3", "raters 7", "raters 3", "raters, angry recall"),
        ((name, *(f"{value:.3f}" for value in row.values())) for name, row in rows.items()),
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sections(card: Mapping[str, Any], robustness: str) -> Iterable[str]:
    yield "# Model card: the expression model"
    yield f"{card['architecture']}. Input {card['input_size']} px, grey. Data: {card['data']}."
    yield f"Every figure is of the int8 file as shipped, one view. To check them:\n\n```sh\n{COMMAND}\n```"
    yield "## FER2013's test split (PrivateTest)"
    yield _headline(card["test"])
    yield from _recalls(card["test"])
    yield from _pictures()
    yield "## Certainty"
    yield _certainty(card)
    yield "## What int8 costs"
    yield _quantisation(card)
    yield "## The file for browsers"
    yield _for_browsers(card)
    yield "## What spoils it"
    yield robustness
    yield "## How it was trained"
    yield _recipe(card)
    yield "## What it must not be used for"
    yield "\n".join(f"- {limit}" for limit in card["limits"])


def _headline(test: Mapping[str, Any]) -> str:
    raters = test["ferplus"]
    rows = [
        ("FER2013's labels, seven", test["accuracy_7"], test["n"]),
        ("FER2013's labels, happy / sad / angry", test["accuracy_3"], test["n_3"]),
        ("ten raters, seven", raters["accuracy_7"], raters["n"]),
        ("ten raters, happy / sad / angry", raters["accuracy_3"], raters["n_3"]),
    ]
    note = (
        'Ten raters (FER+) agree with FER2013\'s "sad" on 40 % and with its "angry" on 47 % of the faces so labelled. '
        '"Ten raters" counts the faces on which more than five of them chose one expression.'
    )
    cells = ((what, str(n), f"{value:.3f}", _interval(value, n)) for what, value, n in rows)
    return f"{note}\n\n{table(('truth', 'faces', 'accuracy', '95 % interval'), cells)}"


def _interval(share: float, n: int) -> str:
    low, high = wilson(share, n)
    return f"{low:.3f} to {high:.3f}"


def _recalls(test: Mapping[str, Any]) -> Iterable[str]:
    yield "Recall of each expression, of seven:"
    rows = ((label, f"{test['recall_7'][label]:.3f}", f"{test['ferplus']['recall_7'][label]:.3f}") for label in LABELS)
    yield table(("expression", "FER2013's labels", "ten raters"), rows)
    yield "Recall of each mood, of three:"
    rows = ((mood, f"{test['recall_3'][mood]:.3f}", f"{test['ferplus']['recall_3'][mood]:.3f}") for mood in MOODS)
    yield table(("mood", "FER2013's labels", "ten raters"), rows)


def _pictures() -> Iterable[str]:
    yield "![Confusion with FER2013's labels](pictures/confusion-fer2013.png)"
    yield "![Confusion with ten raters](pictures/confusion-raters.png)"
    yield "![Reliability](pictures/reliability.png) ![Risk and coverage](pictures/risk-coverage.png)"


def _certainty(card: Mapping[str, Any]) -> str:
    at = card["test"]["ferplus"]["at_thresholds"]
    rows = ((mood, f"{card['thresholds'][mood]:.2f}", f"{at['precision'][mood]:.3f}") for mood in MOODS)
    lines = [
        f"Calibration error over the three moods (`ece_3`): {card['test']['ece_3']:.3f}. Temperature and bias are "
        'fitted on the validation split, and so are the thresholds below which the answer is "not sure" or "neutral".',
        table(("mood", "threshold", "right when said (test, ten raters)"), rows),
        f"Of the faces that raters call happy, sad or angry, {at['share']:.1%} are answered at these thresholds, and "
        f"{at['accuracy']:.1%} of the answers are right.",
    ]
    return "\n\n".join(lines)


def _quantisation(card: Mapping[str, Any]) -> str:
    return _four_figures((("float32", card["val_float32"]), ("int8, as shipped", card["val"])), 3)


def _for_browsers(card: Mapping[str, Any]) -> str:
    copy, shipped = card[ENTRY], card["onnx"]
    files = ((shipped, 8, card["files"][shipped]), (copy["name"], copy["bits"], copy))
    rows = ((f"`{name}`", str(bits), f"{file['bytes']:,}", f"`{file['sha256']}`") for name, bits, file in files)
    lines = [
        f"Browsers that read faces themselves get the same int8 graph with {copy['bits']} bits left of each weight; "
        "`moviefy browser-files` makes it. It is as large as the other, but far smaller once it is compressed.",
        table(("file", "bits of a weight", "bytes", "SHA-256"), rows),
        _four_figures(((f"`{shipped}`", card["val"]), (f"`{copy['name']}`", copy["val"])), 4),
    ]
    return "\n\n".join(lines)


def _four_figures(reports: Iterable[tuple[str, Mapping[str, Any]]], digits: int) -> str:
    """Accuracy on the validation split, one row for each report."""
    rows = []
    for name, labels in reports:
        figures = (report[key] for report in (labels, labels["ferplus"]) for key in ("accuracy_7", "accuracy_3"))
        rows.append((name, *(f"{figure:.{digits}f}" for figure in figures)))
    return table(("validation faces", "FER2013 7", "FER2013 3", "raters 7", "raters 3"), rows)


def _recipe(card: Mapping[str, Any]) -> str:
    recipe, frozen = card["recipe"], card["stages"].get("frozen_features")
    parts = []
    if frozen:
        parts.append(
            f"Stage 1, frozen ImageNet features and a trained head: {frozen['accuracy_7']:.3f} of seven, "
            f"{frozen['accuracy_3']:.3f} of three (test split, FER2013's labels). Stage 2, the whole network:"
        )
    if recipe.get("note"):
        parts.append(recipe["note"])
    if recipe["averaged"] > 1:
        parts.append(f"The shipped weights are the mean of {recipe['averaged']} networks.")
    return "\n\n".join([*parts, *_settings([_flat(run) for run in recipe["runs"]])])


def _flat(run: Mapping[str, Any]) -> dict[str, Any]:
    """A run's settings, those of the augmentation among them."""
    return {**{name: value for name, value in run.items() if name != "augmentation"}, **run.get("augmentation", {})}


def _settings(runs: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """A table of the settings in which the runs differ, and a sentence with those that they share."""
    names = [name for name in dict.fromkeys(name for run in runs for name in run) if name != "stage"]
    shared = [name for name in names if len({repr(run.get(name)) for run in runs}) == 1]
    rows = ((name, *(f"`{run[name]}`" if name in run else "" for run in runs)) for name in names if name not in shared)
    yield table(("setting", *(run.get("stage", f"run {number}") for number, run in enumerate(runs, 1))), rows)
    if shared:
        yield f"In every run: {', '.join(f'{name} `{runs[0][name]}`' for name in shared)}."
