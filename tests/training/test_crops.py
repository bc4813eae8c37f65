"""``moviefy evaluate crops`` reads a crop as the app reads the face that it shows."""

import cv2
import numpy as np
import pytest

from moviefy.config import LiveConfig
from moviefy.pipeline import load_classifier
from moviefy.training.evaluation.crops import labelled_crops, read_crops
from moviefy.training.scoring import file_probabilities

FACE = (175, 64, 283, 172)


@pytest.fixture(scope="module")
def classifier():
    return load_classifier(LiveConfig(threads=1, detector="haar"))


@pytest.mark.parametrize("side", [30, 48, 64, 108])
def test_a_crop_of_any_size_is_scored_as_the_app_scores_it(classifier, portrait, tmp_path, side):
    x1, y1, x2, y2 = FACE
    grey = cv2.cvtColor(portrait[y1:y2, x1:x2], cv2.COLOR_BGR2GRAY)
    crop = np.asarray(cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    (tmp_path / "happy").mkdir()
    cv2.imwrite(str(tmp_path / "happy" / "face.png"), crop)
    files, labels = labelled_crops(tmp_path)
    np.testing.assert_array_equal(read_crops(files)[0], crop)
    expected = classifier.classify([crop])[0].values
    np.testing.assert_array_equal(file_probabilities(classifier, files, read_crops)[0], expected)
    assert labels.tolist() == [3]
