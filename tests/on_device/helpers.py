"""A small network with its card, and files for browsers that are as small."""

import hashlib
import json

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from moviefy.config import PROJECT_ROOT
from moviefy.on_device.browser_files import RUNTIME

WEIGHTS = np.array([[-127, -3, -2, -1, 0, 1, 2], [3, 5, 6, 7, 100, 126, 127]], np.int8)
BIAS = np.array([1000, -7, 3], np.int32)


def small_network():
    """An ONNX file with int8 weights, other numbers, and a node that reads them."""
    nodes = [helper.make_node("DequantizeLinear", ["weights", "scale"], ["values"])]
    values = helper.make_tensor_value_info("values", TensorProto.FLOAT, WEIGHTS.shape)
    tensors = [("weights", WEIGHTS), ("scale", np.float32(0.5)), ("bias", BIAS)]
    initializers = [numpy_helper.from_array(np.asarray(array), name) for name, array in tensors]
    graph = helper.make_graph(nodes, "small", [], [values], initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


def write_models(folder, network):
    """A model folder with the shipped card, of this network, and something in place of YuNet."""
    folder.mkdir(exist_ok=True)
    card = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text("utf-8"))
    entry = {"sha256": hashlib.sha256(network).hexdigest(), "bytes": len(network)}
    card |= {"onnx": "small.onnx", "files": {"small.onnx": entry}}
    (folder / "expression.json").write_text(json.dumps(card), "utf-8")
    (folder / "small.onnx").write_bytes(network)
    (folder / "face_detection_yunet_2026may.onnx").write_bytes(b"a detector" * 200)
    return folder


def write_runtime(folder):
    """What npm would leave, with other content."""
    folder.mkdir(exist_ok=True)
    for name in RUNTIME:
        (folder / name).write_bytes(f"// {name}\n".encode() * 300)
    return folder
