"""Coarser weights, on a network whose weights are known, and on the shipped one."""

import hashlib
import json

import numpy as np
import pytest

from tests.on_device.helpers import BIAS, WEIGHTS, small_network

onnx = pytest.importorskip("onnx", reason="needs the extra 'train'")

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.expression.network.coarse_weights import with_coarse_weights
from moviefy.on_device.browser_files import BITS


def tensors(data):
    return {t.name: onnx.numpy_helper.to_array(t) for t in onnx.load_from_string(data).graph.initializer}


@pytest.mark.parametrize(("bits", "step", "largest"), [(8, 1, 127), (6, 4, 124), (4, 16, 112)])
def test_weights_keep_their_upper_bits_and_nothing_else_changes(bits, step, largest):
    before = small_network()
    after = with_coarse_weights(before, bits)
    found = tensors(after)
    assert len(after) == len(before)
    assert (found["weights"] % step == 0).all()
    expected = np.clip(WEIGHTS.astype(int), -largest, largest)
    assert np.abs(found["weights"] - expected).max() <= step / 2
    np.testing.assert_array_equal(found["bias"], BIAS)
    assert found["scale"] == 0.5


def test_eight_bits_are_the_file_itself():
    assert with_coarse_weights(small_network(), 8) == small_network()


def test_the_shipped_network_is_coarse_in_every_layer_and_stays_of_its_size():
    network = (PROJECT_ROOT / "models" / "expression.int8.onnx").read_bytes()
    coarse = with_coarse_weights(network, BITS)
    named = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text("utf-8"))["for_browsers"]
    assert named["made_of"] == hashlib.sha256(network).hexdigest(), "`moviefy train card` measures the new file"
    assert (named["bits"], named["sha256"]) == (BITS, hashlib.sha256(coarse).hexdigest())
    before, after = tensors(network), tensors(coarse)
    quantised = [name for name, array in before.items() if array.dtype == np.int8 and array.size > 512]
    assert len(quantised) == 15
    for name in quantised:
        assert (after[name] % 4 == 0).all()
        assert np.abs(after[name].astype(int) - before[name]).max() <= 3  # 127 becomes 124
    assert [
        n for n in before if n not in quantised and before[n].dtype != np.int8 and (before[n] != after[n]).any()
    ] == []


@pytest.mark.parametrize("data", [b"", b"words, not a network", small_network()[:-40], b"\x3a\xff\xff"])
def test_what_is_no_network_is_refused_with_a_sentence(data):
    with pytest.raises(ModelError, match="ONNX file"):
        with_coarse_weights(data, 6)
