"""Where training starts from: ImageNet's weights, a checkpoint of arrays, or a model that was trained before."""

from pathlib import Path

import keras
import numpy as np

from moviefy.errors import DatasetError
from moviefy.expression.keras_classifier import build_network


def starting_network(start: str, input_size: int, hidden_units: int, dropout: float) -> keras.Model:
    """The network to train.

    Args:
        start: "imagenet" (Keras downloads the weights), "random", the path of VGG16's weights without its top
            (``*notop*.h5``), of a whole network's weights (``*.weights.h5``), or of named arrays (``*.npz``).
        input_size: height and width of the input in pixels.
        hidden_units: units of the dense layer.
        dropout: share of the hidden units that training drops.

    Raises:
        DatasetError: the file is missing or does not fit the network.
    """
    imagenet = start if start == "imagenet" or "notop" in Path(start).name else None
    try:
        network = build_network(input_size, hidden_units, imagenet=imagenet, dropout=dropout)
        if imagenet is None and start != "random":
            _load(network, Path(start))
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"Training cannot start from {start}: {error}.") from error
    return network


def _load(network: keras.Model, path: Path) -> None:
    if path.suffix != ".npz":
        network.load_weights(path)
        return
    with np.load(path) as arrays:
        for layer in network.layers:
            if layer.weights:
                layer.set_weights([arrays[f"{layer.name}_{part}"].astype(np.float32) for part in ("kernel", "bias")])
