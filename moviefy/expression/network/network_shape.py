"""The layer sizes of the VGG16 network: what Keras needs to build it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class NetworkShape:
    """Sizes of the network's layers.

    Attributes:
        input_size: height and width of the input in pixels, at least 32.
        hidden_units: units of the dense layer.
        pool_padding: of the last pooling layer, "valid" or "same". At 48 px that layer's input is 3 x 3: "valid",
            VGG16's own choice, keeps the first 2 x 2 and drops the last row and column, "same" keeps all. They do not
            differ if the input size is a multiple of 32.
    """

    input_size: int
    hidden_units: int
    pool_padding: str = "valid"

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """The shape in a card or a recipe. One without ``pool_padding`` is older than that choice and means "valid".

        Raises:
            KeyError: an entry is missing.
        """
        padding = content.get("pool_padding", "valid")
        return cls(int(content["input_size"]), int(content["hidden_units"]), padding)
