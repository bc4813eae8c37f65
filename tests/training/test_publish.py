"""From a trained network to the app's files, on drawn faces: one VGG16 of 32 px with random weights."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

keras = pytest.importorskip("keras", reason="export needs the train extra")

import onnxruntime

from moviefy.config import PROJECT_ROOT
from moviefy.errors import DatasetError
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.keras_classifier import KerasClassifier, build_network
from moviefy.expression.network.model_card import ONNX_NAME, ModelCard
from moviefy.expression.network.network_shape import NetworkShape
from moviefy.expression.network.preprocessing import vgg16_grey
from moviefy.training.commands import evaluate
from moviefy.training.expression.dataset import load_fer2013
from moviefy.training.expression.start import starting_network
from moviefy.training.publishing.export import export_onnx
from moviefy.training.publishing.publish import LIMITS, average, publish
from tests.fer_zip import jpeg, write_votes, write_zip

SHAPE = NetworkShape(input_size=32, hidden_units=8)


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(3)
    return build_network(SHAPE)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write_votes(folder / "votes.csv", write_zip(folder / "fer.zip"))
    return folder


@pytest.fixture(scope="module")
def published(network, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    publish(network, data / "fer.zip", data / "votes.csv", folder, {"runs": [], "averaged": 1})
    return folder


def faces(data):
    return vgg16_grey(list(load_fer2013(data / "fer.zip", "val").images), SHAPE.input_size)


def test_onnx_answers_as_keras_does(network, data, tmp_path):
    export_onnx(network, tmp_path / "float.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "float.onnx", providers=["CPUExecutionProvider"])
    answers = session.run(None, {"faces": faces(data)})[0]
    np.testing.assert_allclose(answers, network.predict(faces(data), verbose=0), atol=1e-4)


def test_onnx_pads_the_last_pooling_as_keras_does(data, tmp_path):
    padded = build_network(replace(SHAPE, input_size=48, pool_padding="same"))
    export_onnx(padded, tmp_path / "float.onnx")
    batch = vgg16_grey(list(load_fer2013(data / "fer.zip", "val").images), 48)
    session = onnxruntime.InferenceSession(tmp_path / "float.onnx", providers=["CPUExecutionProvider"])
    answers = session.run(None, {"faces": batch})[0]
    np.testing.assert_allclose(answers, padded.predict(batch, verbose=0), atol=1e-4)


def test_padding_starts_from_what_the_network_without_it_answered(data, tmp_path):
    shape = replace(SHAPE, input_size=48)
    before = build_network(shape)
    before.save_weights(tmp_path / "before.weights.h5")
    after = starting_network(str(tmp_path / "before.weights.h5"), replace(shape, pool_padding="same"))
    batch = vgg16_grey(list(load_fer2013(data / "fer.zip", "val").images), 48)
    assert after.get_layer("flatten").output.shape[1] == 4 * before.get_layer("flatten").output.shape[1]
    np.testing.assert_allclose(after.predict(batch, verbose=0), before.predict(batch, verbose=0), atol=1e-5)


def test_bfloat16_trains_float32_weights_and_answers_nearly_the_same(network, data, tmp_path):
    network.save_weights(tmp_path / "before.weights.h5")
    fast = starting_network(str(tmp_path / "before.weights.h5"), SHAPE, precision="bfloat16")
    assert {str(weight.dtype) for weight in fast.weights} == {"float32"}
    answers = fast.predict(faces(data), verbose=0)
    assert answers.dtype == np.float32
    np.testing.assert_allclose(answers, network.predict(faces(data), verbose=0), rtol=0.05, atol=0.05)


def test_both_published_files_load_and_agree(published, data):
    card = ModelCard.load(published)
    images = list(load_fer2013(data / "fer.zip", "val").images)
    int8, half = OnnxClassifier(card).logits(images), KerasClassifier(card).logits(images)
    assert np.abs(int8 - half).max() <= 0.15 * np.abs(half).max()


def test_the_card_says_what_it_must(published):
    content = json.loads((published / "expression.json").read_text())
    assert content["recipe"] == {"runs": [], "averaged": 1}
    assert content["val"]["n"] == content["val_float32"]["n"] == content["test"]["n"] == 21
    assert content["pool_padding"] == "valid"
    browsers = content["for_browsers"]
    assert (browsers["bytes"], browsers["val"]["n"]) == (content["files"][ONNX_NAME]["bytes"], 21)
    assert browsers["sha256"] != browsers["made_of"] == content["files"][ONNX_NAME]["sha256"]
    assert (content["onnx"], content["preprocessing"], content["input_size"]) == (ONNX_NAME, "vgg16-grey", 32)
    assert set(content["thresholds"]) == {"happy", "sad", "angry"}
    assert set(content["test"]["ferplus"]["at_thresholds"]) == {
        "share", "accuracy", "precision", "said_of", "said_of_neutral",
    }  # fmt: skip


def test_evaluate_prints_the_contract(published, data, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(published))
    arguments = ["expression", "--data", str(data / "fer.zip"), "--ferplus", str(data / "votes.csv"), "--json"]
    result = CliRunner().invoke(evaluate, arguments, catch_exceptions=False)
    report = json.loads(result.stdout)
    assert set(report) == {
        *("split", "n", "accuracy_7", "macro_f1_7", "recall_7", "n_3", "accuracy_3", "macro_f1_3", "recall_3", "ece_3"),
        *("tta", "model_sha256", "ferplus"),
    }
    assert set(report["ferplus"]) == {"n", "accuracy_7", "recall_7", "n_3", "accuracy_3", "recall_3"}
    assert report["accuracy_7"] == json.loads((published / "expression.json").read_text())["test"]["accuracy_7"]


def test_evaluate_crops_reads_a_folder(published, tmp_path, monkeypatch):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(published))
    (tmp_path / "happy").mkdir()
    (tmp_path / "happy" / "one.jpg").write_bytes(jpeg(np.zeros((60, 50), np.uint8)))
    result = CliRunner().invoke(evaluate, ["crops", "--data", str(tmp_path), "--json"], catch_exceptions=False)
    assert json.loads(result.stdout)["n"] == 1


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_crops_that_cannot_be_read_are_named(published, tmp_path, monkeypatch, content):
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(published))
    if content:
        (tmp_path / "sad").mkdir()
        (tmp_path / "sad" / "bad.jpg").write_bytes(content)
    result = CliRunner().invoke(evaluate, ["crops", "--data", str(tmp_path)])
    assert isinstance(result.exception, DatasetError)
    assert ("bad.jpg" if content else "no sub-folder") in str(result.exception)


def test_the_average_lies_between(network, tmp_path):
    network.save_weights(tmp_path / "a.weights.h5")
    other = build_network(SHAPE)
    other.save_weights(tmp_path / "b.weights.h5")
    mean = average([str(tmp_path / "a.weights.h5"), str(tmp_path / "b.weights.h5")], SHAPE)
    for one, two, between in zip(network.get_weights(), other.get_weights(), mean.get_weights(), strict=True):
        np.testing.assert_allclose(between, (one + two) / 2, atol=1e-6)


def test_the_shipped_card_has_the_limits_that_are_published():
    assert ModelCard.load(PROJECT_ROOT / "models").content["limits"] == list(LIMITS)


@pytest.mark.parametrize("name", ["missing.weights.h5", "missing.npz", "damaged.weights.h5"])
def test_a_start_that_cannot_be_used_is_named(tmp_path, name):
    (tmp_path / "damaged.weights.h5").write_bytes(b"no weights")
    with pytest.raises(DatasetError, match=f"cannot start from .*{name}"):
        starting_network(str(tmp_path / name), SHAPE)
