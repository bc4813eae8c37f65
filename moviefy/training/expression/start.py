"""The network that training starts from: ImageNet's weights, a checkpoint of arrays, or a trained model."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import h5py
import keras
import numpy as np
import numpy.typing as npt

from moviefy.errors import DatasetError
from moviefy.expression.network.keras_classifier import build_network, shape_of
from moviefy.expression.network.network_shape import NetworkShape

Precision = Literal["float32", "bfloat16"]

DENSE_KERNEL = "layers/dense/vars/0"
"""The first dense layer's kernel in Keras's weights files."""


def starting_network(
    start: str, shape: NetworkShape, dropout: float = 0.0, precision: Precision = "float32"
) -> keras.Model:
    """The network to train.

    Args:
        start: "imagenet" (Keras downloads the weights), "random", the path of VGG16's weights without its top
            (``*notop*.h5``), of a whole network's weights (``*.weights.h5``), or of named arrays (``*.npz``). A whole
            network may have been trained without padding in the last pooling.
        shape: of the network to train.
        dropout: share of the hidden units that training drops.
        precision: of the convolutions and the hidden layer; the weights and the logits are float32 either way.

    Raises:
        DatasetError: the file is missing or does not fit the network.
    """
    imagenet = start if start == "imagenet" or "notop" in Path(start).name else None
    try:
        dtype = "mixed_bfloat16" if precision == "bfloat16" else "float32"
        network = build_network(shape, imagenet=imagenet, dropout=dropout, dtype=dtype)
        if imagenet is None and start != "random":
            _load(network, Path(start))
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"Training cannot start from {start}: {error}.") from error
    return network


def _load(network: keras.Model, path: Path) -> None:
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            names = [f"{layer.name}_{part}" for layer in network.layers if layer.weights for part in ("kernel", "bias")]
            _set(network, [arrays[name].astype(np.float32) for name in names])
        return
    with h5py.File(path) as file:
        places = file[DENSE_KERNEL].shape[0]
    if places == network.get_layer("dense1").kernel.shape[0]:
        network.load_weights(path)
        return
    unpadded = build_network(replace(shape_of(network), pool_padding="valid"))
    unpadded.load_weights(path)
    _set(network, unpadded.get_weights())


def _set(network: keras.Model, weights: list[npt.NDArray[np.float32]]) -> None:
    network.set_weights(
        [_padded(array, like.shape) for array, like in zip(weights, network.get_weights(), strict=True)]
    )


def _padded(array: npt.NDArray[np.float32], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Zero-pad the dense kernel so that outputs are unchanged."""
    if array.ndim != 2 or array.shape[1:] != shape[1:] or array.shape[0] >= shape[0]:
        return array
    return np.pad(array, ((0, shape[0] - array.shape[0]), (0, 0)))
