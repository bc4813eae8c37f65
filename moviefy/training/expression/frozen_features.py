"""The classic recipe, for comparison: VGG16's frozen ImageNet features and a dense head trained on them."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from moviefy.expression.network.model_card import CARD_NAME, NO_CALIBRATION
from moviefy.expression.network.network_shape import NetworkShape
from moviefy.training.evaluation.evaluation import full_report, rounded
from moviefy.training.expression.dataset import load_fer2013, load_votes
from moviefy.training.expression.start import starting_network
from moviefy.training.publishing.card_file import write_card
from moviefy.training.scoring import network_outputs

SHAPE = NetworkShape(input_size=48, hidden_units=256)
DROPOUT = 0.5
EPOCHS = 30
RATE = 1e-3
BATCH = 128
SEED = 7

Features = npt.NDArray[np.float32]
"""VGG16's last pooling layer, flattened: ``float32``, shape (N, 512) at 48 px."""


def record_frozen_stage(data: Path, votes: Path, start: str, models: Path) -> dict[str, Any]:
    """Train the head, measure it on the test split, and write the figures into the card as ``stages.frozen_features``.

    Raises:
        DatasetError: the data or the votes cannot be used.
    """
    figures = frozen_stage(data, votes, start)
    content = json.loads((models / CARD_NAME).read_text(encoding="utf-8"))
    content["stages"] = {**content.get("stages", {}), "frozen_features": figures}
    write_card(content, models)
    return figures


def frozen_stage(data: Path, votes: Path, start: str) -> dict[str, Any]:
    """Figures of the frozen features and their head on the test split."""
    keras.utils.set_random_seed(SEED)
    base = starting_network(start, SHAPE)
    extractor = keras.Model(base.input, base.get_layer("flatten").output)
    train, test = load_fer2013(data, "train"), load_fer2013(data, "test")
    head = train_head(network_outputs(extractor, train.images), train.labels)
    logits = np.asarray(head.predict(network_outputs(extractor, test.images), verbose=0), np.float32)
    probabilities = NO_CALIBRATION.probabilities(logits)
    report = rounded(full_report(probabilities, test.labels, load_votes(votes, test)))
    return {"split": "test", "engine": "keras float32", "epochs": EPOCHS, **report}


def train_head(x: Features, labels: npt.NDArray[np.int64]) -> keras.Model:
    """A hidden layer with dropout and seven logits, trained with Adam on FER2013's labels."""
    head = keras.Sequential(
        [
            keras.layers.Input(x.shape[1:]),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(SHAPE.hidden_units, activation="relu"),
            keras.layers.Dropout(DROPOUT),
            keras.layers.Dense(7),
        ]
    )
    head.compile(keras.optimizers.Adam(RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    head.fit(x, labels, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return head
