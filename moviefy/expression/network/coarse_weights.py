"""The shipped int8 network with coarser weights: the same graph and speed, but a file that compresses far better.

Browsers download it. Of each int8 weight only the upper bits stay, rounded; scales and everything else are the same,
so the file has the same size and the same name for every tensor until it is compressed.
"""

from collections.abc import Iterator

import numpy as np

from moviefy.errors import ModelError

GRAPH, INITIALIZER, DATA_TYPE, RAW_DATA = 7, 5, 2, 9
"""Field numbers of onnx.proto: ModelProto.graph, GraphProto.initializer, TensorProto.data_type and .raw_data."""

INT8 = 3
"""TensorProto.DataType.INT8."""

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
"""Wire types of protocol buffers."""

Span = tuple[int, int]
"""Where a field's content begins and ends in the file, in bytes."""


def with_coarse_weights(model: bytes, bits: int) -> bytes:
    """An ONNX file whose int8 weights are rounded to ``bits`` bits, 2 to 8; 8 changes nothing.

    Raises:
        ModelError: the bytes are no ONNX file, or hold no int8 weights.
    """
    step = 2 ** (8 - bits)
    coarse = bytearray(model)
    try:
        spans = list(_weights(memoryview(model)))
    except (IndexError, ValueError) as error:
        raise ModelError(f"This is no ONNX file whose weights can be made coarser: {error}.") from error
    if not spans:
        raise ModelError("This ONNX file holds no int8 weights that could be made coarser.")
    for start, end in spans:
        weights = np.frombuffer(model, np.int8, end - start, start).astype(np.int16)
        largest = 127 // step * step
        rounded = np.clip(np.rint(weights / step) * step, -largest, largest).astype(np.int8)
        coarse[start:end] = rounded.tobytes()
    return bytes(coarse)


def _weights(model: memoryview) -> Iterator[Span]:
    """Where the values of each int8 tensor lie."""
    for number, graph in _fields(model, (0, len(model))):
        if number != GRAPH or isinstance(graph, int):
            continue
        for field, tensor in _fields(model, graph):
            if field == INITIALIZER and not isinstance(tensor, int):
                entries = dict(_fields(model, tensor))
                raw = entries.get(RAW_DATA)
                if entries.get(DATA_TYPE) == INT8 and isinstance(raw, tuple):
                    yield raw


def _fields(model: memoryview, span: Span) -> Iterator[tuple[int, int | Span]]:
    """Number and content of each field of a message: a number, or where its bytes lie."""
    at, end = span
    while at < end:
        key, at = _varint(model, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, at = _varint(model, at)
            yield number, value
            continue
        if kind == LENGTH:
            size, at = _varint(model, at)
        elif kind in (EIGHT_BYTES, FOUR_BYTES):
            size = 8 if kind == EIGHT_BYTES else 4
        else:
            raise ValueError(f"a field of wire type {kind} at byte {at}")
        if at + size > end:
            raise ValueError(f"a field that ends after its message, at byte {at}")
        yield number, (at, at + size)
        at += size


def _varint(model: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = model[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return value, at
