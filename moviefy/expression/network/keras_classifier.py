"""The shipped network in Keras 3: to check the shipped file, to fine-tune it, and to run the app on it.

Needs the ``train`` extra; only ``MOVIEFY_ENGINE=keras`` and training import this module.
"""

import keras
import numpy as np
import numpy.typing as npt

from moviefy.errors import ModelError
from moviefy.expression.network.classifier import NetworkClassifier
from moviefy.expression.network.model_card import KERAS_NAME, ModelCard
from moviefy.expression.network.network_shape import NetworkShape
from moviefy.expression.network.preprocessing import Batch
from moviefy.expression.scores import LABELS


def build_network(
    shape: NetworkShape, *, imagenet: str | None = None, dropout: float = 0.0, dtype: str = "float32"
) -> keras.Model:
    """VGG16 without its top, flattened, one hidden dense layer and seven logits.

    Args:
        shape: sizes of the layers.
        imagenet: what to start from: None (random), "imagenet" (Keras downloads it) or the path of its weights file.
        dropout: share of the hidden units that training drops, in [0, 1).
        dtype: "float32" to train and run; "mixed_bfloat16" to train in half the time where the processor knows
            bfloat16, with float32 weights and logits; "float16" to store.
    """
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy(dtype)
    try:
        side = shape.input_size
        vgg16 = keras.applications.VGG16(include_top=False, weights=imagenet, input_shape=(side, side, 3))
        last = keras.layers.MaxPooling2D(2, padding=shape.pool_padding, name="block5_pool")
        x = keras.layers.Flatten(name="flatten")(last(vgg16.get_layer("block5_conv3").output))
        x = keras.layers.Dense(shape.hidden_units, activation="relu", name="dense1")(x)
        x = keras.layers.Dropout(dropout, name="dropout")(x)
        precise = "float32" if dtype == "mixed_bfloat16" else dtype
        logits = keras.layers.Dense(len(LABELS), dtype=precise, name="dense2")(x)
        return keras.Model(vgg16.input, logits, name="expression")
    finally:
        keras.config.set_dtype_policy(policy)


def shape_of(network: keras.Model) -> NetworkShape:
    """The shape of a built network."""
    return NetworkShape(
        input_size=network.input_shape[1],
        hidden_units=network.get_layer("dense1").units,
        pool_padding=network.get_layer("block5_pool").padding,
    )


class KerasClassifier(NetworkClassifier):
    """The float network on whichever backend Keras is set to.

    Raises:
        ModelError: the card does not describe a VGG16, or the weights are missing, do not match it, or do not fit.
    """

    def __init__(self, card: ModelCard) -> None:
        super().__init__(card)
        path = card.checked_path(KERAS_NAME)
        try:
            self._network = build_network(NetworkShape.of(card.content))
            self._network.load_weights(path)
        except KeyError as error:
            raise ModelError(f"The card lacks the entry {error}, which the Keras network needs.") from error
        except (OSError, ValueError) as error:
            raise ModelError(f"The weights {KERAS_NAME} do not fit the network on their card.") from error

    def _run(self, batch: Batch) -> npt.NDArray[np.float32]:
        return np.asarray(keras.ops.convert_to_numpy(self._network(batch, training=False)), np.float32)
