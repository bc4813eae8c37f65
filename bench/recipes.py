"""Trained networks side by side on the validation split, each alone and averaged: what a recipe's change brought.

    python -m bench.recipes --data fer2013.zip --votes votes.csv one=run.weights.h5 other=start.npz mean=one+other

``a+b`` averages weights evenly; ``a*3+b`` gives ``a`` three parts of four. Answers are those of the float network;
"AUC" is of sad and angry faces against neutral ones, by FER2013's labels; "fitted" is after the calibration that
publishing fits on the same split.
"""

import argparse
from pathlib import Path

import keras
import numpy as np

from moviefy.expression.network.model_card import NO_CALIBRATION, Calibration
from moviefy.expression.network.network_shape import NetworkShape
from moviefy.expression.scores import MOODS
from moviefy.training.evaluation.evaluation import auc_against_neutral, label_report, rater_report
from moviefy.training.expression.dataset import FaceSet, load_fer2013, load_votes, raters_choice
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.start import starting_network
from moviefy.training.expression.targets import vote_targets
from moviefy.training.publishing.calibration import answered, choose_thresholds, fit_calibration
from moviefy.training.scoring import network_outputs

HEAD = (
    "| weights | FER2013 7 | FER2013 3 | recall happy, sad, angry | ece_3 | AUC sad, angry "
    "| raters 7 | raters 3 | recall happy, sad, angry | answered | right |"
)


def mixed(recipe: str, weights: dict[str, list[np.ndarray]]) -> list[np.ndarray]:
    """Weights of ``a*3+b``: the weighted mean, layer by layer."""
    parts = [(part.partition("*")[0], float(part.partition("*")[2] or 1)) for part in recipe.split("+")]
    total = sum(share for _, share in parts)
    return [sum(share / total * layer for (_, share), layer in zip(parts, layers, strict=True))
            for layers in zip(*(weights[name] for name, _ in parts), strict=True)]  # fmt: skip


def row(name: str, logits: np.ndarray, calibration: Calibration, faces: FaceSet, votes: np.ndarray) -> str:
    """One line of the table."""
    probabilities, choice = calibration.probabilities(logits), raters_choice(votes)
    labels, raters = label_report(probabilities, faces.labels), rater_report(probabilities, votes)
    done = answered(probabilities, choice, choose_thresholds(probabilities, choice))
    recalls = [" ".join(f"{report['recall_3'][mood]:.3f}" for mood in MOODS) for report in (labels, raters)]
    cells = [name, f"{labels['accuracy_7']:.3f}", f"{labels['accuracy_3']:.3f}", recalls[0], f"{labels['ece_3']:.3f}"]
    cells += [" ".join(f"{auc_against_neutral(probabilities, faces.labels, mood):.3f}" for mood in ("sad", "angry"))]
    cells += [f"{raters['accuracy_7']:.3f}", f"{raters['accuracy_3']:.3f}", recalls[1]]
    return f"| {' | '.join([*cells, f'{done.share:.3f}', f'{done.accuracy:.3f}'])} |"


def network_of(value: str, shape: NetworkShape, weights: dict[str, list[np.ndarray]]) -> keras.Model:
    """The network of a file, or of a mean of networks that were named before."""
    if Path(value).suffix in (".h5", ".npz"):
        return starting_network(value, shape)
    network = starting_network("random", shape)
    network.set_weights(mixed(value, weights))
    return network


def main() -> None:
    """Print two rows for every network: as it is, and fitted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--votes", type=Path, required=True)
    parser.add_argument("--input-size", type=int, default=48, help="of all these networks, in pixels (48)")
    parser.add_argument("networks", nargs="+", metavar="NAME=WEIGHTS")
    options = parser.parse_args()
    shape = Recipe(labels="blend", start="", input_size=options.input_size).shape
    faces = load_fer2013(options.data, "val")
    votes = load_votes(options.votes, faces)
    targets, keep = vote_targets(votes)
    weights: dict[str, list[np.ndarray]] = {}
    print(f"{HEAD}\n|{'---|' * (HEAD.count('|') - 1)}")
    for name, _, value in (text.partition("=") for text in options.networks):
        network = network_of(value, shape, weights)
        weights[name] = network.get_weights()
        logits = network_outputs(network, faces.images)
        print(row(name, logits, NO_CALIBRATION, faces, votes))
        print(
            row(
                f"{name}, fitted",
                logits,
                fit_calibration(logits[keep], targets[keep], faces.labels[keep]),
                faces,
                votes,
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
