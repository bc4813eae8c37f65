"""From the trained Keras network to the files that the app loads: int8 ONNX and float16 weights.

The graph is written layer by layer with onnx's own helpers: ``model.export`` needs another converter for each Keras
backend, and this network is a plain chain of five kinds of layer.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from moviefy.expression.network.keras_classifier import build_network, shape_of
from moviefy.expression.network.preprocessing import Batch

OPSET = 17
IR_VERSION = 9
INPUT, OUTPUT = "faces", "logits"
CALIBRATION_BATCH = 32


def export_onnx(network: keras.Model, path: Path) -> None:
    """Write the float32 network as ONNX: input ``faces`` (N, size, size, 3), output ``logits`` (N, 7)."""
    size = network.input_shape[1]
    graph = _Graph()
    graph.add("Transpose", perm=[0, 3, 1, 2])
    for layer in network.layers:
        _add_layer(graph, layer)
    graph.nodes[-1].output[0] = OUTPUT
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["N", size, size, 3])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["N", network.output_shape[1]])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "expression", inputs, outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model)
    onnx.save(model, path)


class _Graph:
    """A chain of nodes; each takes the output of the one before."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._last = INPUT

    def add(self, kind: str, *weights: np.ndarray, **attributes: object) -> None:
        name = f"{kind.lower()}_{len(self.nodes)}"
        tensors = [numpy_helper.from_array(np.ascontiguousarray(w), f"{name}_{i}") for i, w in enumerate(weights)]
        self.weights += tensors
        self.nodes.append(helper.make_node(kind, [self._last, *(t.name for t in tensors)], [name], name, **attributes))
        self._last = name


def _add_layer(graph: _Graph, layer: keras.Layer) -> None:
    match layer:
        case keras.layers.Conv2D():
            kernel, bias = layer.get_weights()
            graph.add("Conv", kernel.transpose(3, 2, 0, 1), bias, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
            graph.add("Relu")
        case keras.layers.MaxPooling2D():
            # Keras's "same" pads below and to the right first, as SAME_UPPER does.
            padding = "SAME_UPPER" if layer.padding == "same" else "VALID"
            graph.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2], auto_pad=padding)
        case keras.layers.Flatten():
            graph.add("Transpose", perm=[0, 2, 3, 1])  # Keras flattens channels last
            graph.add("Flatten")
        case keras.layers.Dense():
            graph.add("Gemm", *layer.get_weights())
            if layer.activation is keras.activations.relu:
                graph.add("Relu")
        case keras.layers.InputLayer() | keras.layers.Dropout():
            pass
        case _:
            raise TypeError(f"no ONNX for the layer {layer.name}, a {type(layer).__name__}")


class _Faces(CalibrationDataReader):  # type: ignore[misc]
    """Yields calibration faces in small batches."""

    def __init__(self, faces: Batch) -> None:
        self._batches: Iterator[Batch] = iter(np.array_split(faces, max(1, len(faces) // CALIBRATION_BATCH)))

    def get_next(self) -> dict[str, Batch] | None:
        batch = next(self._batches, None)
        return None if batch is None else {INPUT: batch}


def quantise(float_model: Path, calibration_faces: Batch, path: Path) -> None:
    """Static int8 quantisation: QDQ, one scale per output channel, ranges from the calibration faces."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(float_model, prepared, skip_symbolic_shape=True)  # shapes are static but for the batch
        quantize_static(
            prepared,
            path,
            _Faces(calibration_faces),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )


def save_half(network: keras.Model, path: Path) -> None:
    """Write the weights as float16, half the size; Keras loads them into the float32 network."""
    half = build_network(shape_of(network), dtype="float16")
    half.set_weights([weight.astype(np.float16) for weight in network.get_weights()])
    half.save_weights(path)
