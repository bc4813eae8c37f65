"""A second ONNX network with a card of its own: one dense layer on 1 x 40 x 40 grey pixels of 0..1, channels first.

What it answers is known by construction: a face that is bright below and dark above is happy, the reverse is sad.
"""

import json

import numpy as np
import pytest

from moviefy.expression.network.model_card import sha256
from moviefy.expression.scores import LABELS

SIDE = 40
FILE = "upside-down.onnx"
SLOPE = 40.0


def write_second_network(folder, batch="N"):
    """Write the network and its card; ``batch`` is the batch size in the file, a name for any."""
    onnx = pytest.importorskip("onnx", reason="building a network needs the train extra")
    helper = onnx.helper
    below = np.repeat(np.where(np.arange(SIDE) >= SIDE // 2, 1.0, -1.0), SIDE) / SIDE**2
    weights = np.zeros((SIDE**2, len(LABELS)), np.float32)
    weights[:, LABELS.index("happy")], weights[:, LABELS.index("sad")] = SLOPE * below, -SLOPE * below
    nodes = [helper.make_node("Flatten", ["grey"], ["flat"]), helper.make_node("MatMul", ["flat", "w"], ["out"])]
    graph = helper.make_graph(
        nodes,
        "second",
        [helper.make_tensor_value_info("grey", onnx.TensorProto.FLOAT, [batch, 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, [batch, len(LABELS)])],
        [onnx.numpy_helper.from_array(weights, "w")],
    )
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), folder / FILE)
    card = {
        "labels": list(LABELS),
        "onnx": FILE,
        "preprocessing": "unit-grey",
        "input_size": SIDE,
        "files": {FILE: {"sha256": sha256(folder / FILE)}},
        "calibration": {"temperature": 1.0, "bias": [0.0] * len(LABELS)},
        "thresholds": {"happy": 0.6, "sad": 0.6, "angry": 0.6},
    }
    (folder / "expression.json").write_text(json.dumps(card))
