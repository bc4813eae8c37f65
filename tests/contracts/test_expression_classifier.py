"""What every :class:`ExpressionClassifier` promises, run on each implementation with the shipped files, and on a second
network of another shape and input with a card of its own."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.network.preprocessing import unit_grey, vgg16_grey
from tests.second_network import write_second_network

CARD = ModelCard.load(PROJECT_ROOT / "models")


@pytest.fixture(scope="session")
def onnx_classifier():
    return OnnxClassifier(CARD, threads=1)


@pytest.fixture(scope="session")
def keras_classifier():
    pytest.importorskip("keras", reason="the Keras engine needs the train extra")
    from moviefy.expression.network.keras_classifier import KerasClassifier

    return KerasClassifier(CARD)


@pytest.fixture(scope="session")
def smile():
    """A real smiling face in FER2013's framing, without ../shared."""
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    return np.ascontiguousarray(cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2GRAY)[60:190, 160:290])


class ExpressionClassifierContract:
    """Subclasses give a ``classifier`` fixture."""

    def test_no_crop_gives_no_scores(self, classifier):
        assert classifier.classify([]) == []

    def test_each_crop_gets_its_own_scores_in_order(self, classifier, smile):
        dark = np.zeros((48, 48), np.uint8)
        together = classifier.classify([smile, dark, smile])
        alone = [classifier.classify([crop])[0] for crop in (smile, dark)]
        np.testing.assert_allclose(together[0].values, alone[0].values, atol=0.02)
        np.testing.assert_allclose(together[1].values, alone[1].values, atol=0.02)
        np.testing.assert_allclose(together[0].values, together[2].values, atol=1e-6)

    @pytest.mark.parametrize("side", [1, 2, 24, 48, 49, 500])
    def test_crops_of_any_size_are_taken(self, classifier, side):
        crop = np.random.default_rng(side).integers(0, 256, (side, side), np.uint8)
        assert classifier.classify([crop])[0].values.sum() == pytest.approx(1.0, abs=1e-3)

    def test_the_crop_is_left_as_it_is(self, classifier, smile):
        before = smile.copy()
        classifier.classify([smile])
        np.testing.assert_array_equal(smile, before)

    def test_threads_do_not_disturb_each_other(self, classifier, smile):
        expected = classifier.classify([smile])[0].values
        with ThreadPoolExecutor(4) as pool:
            for scores in pool.map(lambda _: classifier.classify([smile])[0].values, range(12)):
                np.testing.assert_allclose(scores, expected, atol=1e-5)


class ShippedNetworkContract(ExpressionClassifierContract):
    def test_a_real_smile_is_happy(self, classifier, smile):
        assert classifier.classify([smile])[0].top() == "happy"


class TestOnnx(ShippedNetworkContract):
    @pytest.fixture
    def classifier(self, onnx_classifier):
        return onnx_classifier


class TestKeras(ShippedNetworkContract):
    @pytest.fixture
    def classifier(self, keras_classifier):
        return keras_classifier


class TestSecondNetwork(ExpressionClassifierContract):
    @pytest.fixture
    def classifier(self, tmp_path):
        write_second_network(tmp_path)
        return OnnxClassifier(ModelCard.load(tmp_path), threads=1)


def agreement(faces, keras_classifier):
    return OnnxClassifier(CARD, threads=1).logits(list(faces)), keras_classifier.logits(list(faces))


@pytest.mark.shared
def test_int8_answers_stay_close_to_keras_on_250_validation_faces(shared, keras_classifier):
    from moviefy.training.expression.dataset import load_fer2013

    faces = load_fer2013(shared / "data" / "fer2013.zip", "val").images[::14][:250]
    int8, full = agreement(faces, keras_classifier)
    assert len(int8) == 250
    assert (int8.argmax(axis=1) == full.argmax(axis=1)).mean() >= 0.98
    probabilities = CARD.calibration.probabilities
    assert np.abs(probabilities(int8) - probabilities(full)).mean() <= 0.01


def test_int8_answers_stay_close_to_keras_on_a_portrait(smile, keras_classifier):
    faces = [cv2.resize(np.roll(smile, shift, axis=1), (48, 48)) for shift in range(-12, 13, 3)]
    int8, full = agreement(faces, keras_classifier)
    probabilities = CARD.calibration.probabilities
    assert np.abs(probabilities(int8) - probabilities(full)).max() <= 0.1


def test_vgg16_grey_equals_keras_own():
    vgg16 = pytest.importorskip("keras", reason="the oracle needs the train extra").applications.vgg16
    grey = np.random.default_rng(0).integers(0, 256, (5, 48, 48), np.uint8)
    rgb = np.repeat(grey[..., None], 3, axis=3).astype(np.float32)
    np.testing.assert_array_equal(vgg16_grey(list(grey), 48), vgg16.preprocess_input(rgb))


@pytest.mark.parametrize("size", [48, 64])
def test_a_sharper_face_is_brought_to_the_resolution_of_training_first(size):
    sharp = np.random.default_rng(3).integers(0, 256, (200, 200), np.uint8)
    as_in_training = cv2.resize(sharp, (48, 48), interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(vgg16_grey([sharp], size), vgg16_grey([as_in_training], size))
    assert vgg16_grey([sharp], size).shape == (1, size, size, 3)


def test_unit_grey_is_one_channel_of_0_to_1():
    black, white = np.zeros((40, 40), np.uint8), np.full((80, 80), 255, np.uint8)
    batch = unit_grey([black, white], 40)
    assert (batch.shape, batch.dtype) == ((2, 1, 40, 40), np.float32)
    np.testing.assert_array_equal(batch.mean(axis=(1, 2, 3)), [0.0, 1.0])
