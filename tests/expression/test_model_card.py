import json
import shutil

import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.errors import ModelError
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.model_card import CARD_NAME, KERAS_NAME, ONNX_NAME, Calibration, ModelCard, sha256

MODELS = PROJECT_ROOT / "models"
MEGABYTE = 1024 * 1024


@pytest.fixture
def folder(tmp_path):
    for name in (CARD_NAME, ONNX_NAME):
        shutil.copy(MODELS / name, tmp_path / name)
    return tmp_path


def edit_card(folder, **changes):
    content = json.loads((folder / CARD_NAME).read_text())
    (folder / CARD_NAME).write_text(json.dumps({**content, **changes}))


def test_the_shipped_files_match_their_card_and_their_limits():
    card = ModelCard.load(MODELS)
    assert card.checked_path(ONNX_NAME).stat().st_size <= 20 * MEGABYTE
    assert card.checked_path(KERAS_NAME).stat().st_size <= 35 * MEGABYTE


def test_a_missing_card_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"expression\.json is missing"):
        ModelCard.load(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_damaged_card_is_refused(folder, text):
    (folder / CARD_NAME).write_text(text)
    with pytest.raises(ModelError, match=CARD_NAME):
        ModelCard.load(folder)


def test_a_card_without_an_entry_names_it(folder):
    content = json.loads((folder / CARD_NAME).read_text())
    del content["calibration"]
    (folder / CARD_NAME).write_text(json.dumps(content))
    with pytest.raises(ModelError, match="calibration"):
        ModelCard.load(folder)


def test_labels_in_another_order_are_refused(folder):
    edit_card(folder, labels=["happy", "sad", "angry"])
    with pytest.raises(ModelError, match="labels"):
        ModelCard.load(folder)


def test_a_missing_model_file_is_named(folder):
    (folder / ONNX_NAME).unlink()
    with pytest.raises(ModelError, match=f"{ONNX_NAME} is missing"):
        OnnxClassifier(ModelCard.load(folder))


def test_a_model_that_does_not_match_its_card_is_refused_with_both_checksums(folder):
    expected = sha256(folder / ONNX_NAME)
    (folder / ONNX_NAME).write_bytes(b"something else")
    with pytest.raises(ModelError, match=f"expected {expected}, found {sha256(folder / ONNX_NAME)}"):
        OnnxClassifier(ModelCard.load(folder))


def test_a_file_that_is_no_model_is_refused_even_with_its_checksum(folder):
    (folder / ONNX_NAME).write_bytes(b"something else")
    edit_card(folder, files={ONNX_NAME: {"sha256": sha256(folder / ONNX_NAME)}})
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxClassifier(ModelCard.load(folder))


def test_a_file_that_the_card_does_not_list_is_refused(folder):
    edit_card(folder, onnx="other.onnx")
    with pytest.raises(ModelError, match=r"does not list the file other\.onnx"):
        OnnxClassifier(ModelCard.load(folder))


def test_an_unknown_preprocessing_is_refused_and_the_known_are_listed(folder):
    edit_card(folder, preprocessing="colour")
    with pytest.raises(ModelError, match=r"is colour; expected one of vgg16-grey, unit-grey"):
        OnnxClassifier(ModelCard.load(folder))


@pytest.mark.parametrize("changes", [{"input_size": 48}, {"preprocessing": "unit-grey"}])
def test_a_card_that_means_another_input_is_refused_before_the_first_face(folder, changes):
    edit_card(folder, **changes)
    with pytest.raises(ModelError, match="does not fit its card"):
        OnnxClassifier(ModelCard.load(folder))


def test_calibration_divides_by_the_temperature_and_adds_the_bias():
    logits = np.array([[2.0, 0, 0, 0, 0, 0, 0]], np.float32)
    bias = np.array([0, 0, 0, 0, 0, 0, 1.0], np.float32)
    expected = np.exp([1.0, 0, 0, 0, 0, 0, 1.0])
    np.testing.assert_allclose(Calibration(2.0, bias).probabilities(logits)[0], expected / expected.sum(), rtol=1e-5)
