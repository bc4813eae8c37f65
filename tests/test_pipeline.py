import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.errors import ModelError
from moviefy.expression.mood import NO_FACE
from moviefy.pipeline import load_pipeline

CONFIG = LiveConfig(threads=1, detector="haar")


@pytest.fixture(scope="session")
def pipeline():
    return load_pipeline(CONFIG)


def test_a_smiling_portrait_reads_happy(pipeline, portrait):
    reading = pipeline.analyze(portrait)
    assert reading.mood.label == "happy"
    assert reading.mood == reading.faces[0].mood
    assert (reading.width, reading.height, len(reading.faces)) == (512, 512, 1)


@pytest.mark.parametrize("size", [(1, 1), (480, 640), (10, 2000)])
def test_a_picture_without_a_face_has_no_mood(pipeline, size):
    reading = pipeline.analyze(np.zeros((*size, 3), np.uint8))
    assert reading.faces == ()
    assert reading.mood is NO_FACE


def test_with_several_faces_the_largest_counts(pipeline, portrait):
    head = portrait[20:220, 120:330]
    frame = np.zeros((320, 546, 3), np.uint8)
    frame[:200, :210], frame[:, 210:] = head, cv2.resize(head, None, fx=1.6, fy=1.6)
    reading = pipeline.analyze(frame)
    assert [face.face.box[0] > 210 for face in reading.faces] == [True, False]
    assert reading.mood == reading.faces[0].mood


def test_many_threads_read_the_same_frame_alike(pipeline, portrait):
    expected = pipeline.analyze(portrait).to_json()
    with ThreadPoolExecutor(4) as pool:
        assert all(
            reading.to_json() == expected for reading in pool.map(lambda _: pipeline.analyze(portrait), range(12))
        )


def test_a_model_folder_without_models_is_said(tmp_path):
    with pytest.raises(ModelError, match=r"expression\.json is missing"):
        load_pipeline(replace(CONFIG, model_dir=tmp_path))


def test_the_keras_engine_without_keras_names_what_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.delitem(sys.modules, "moviefy.expression.network.keras_classifier", raising=False)
    with pytest.raises(ModelError, match="keras, of the extra 'train'"):
        load_pipeline(replace(CONFIG, engine="keras"))


def test_the_keras_engine_reads_the_same(pipeline, portrait):
    pytest.importorskip("keras", reason="the Keras engine needs the train extra")
    by_keras = load_pipeline(replace(CONFIG, engine="keras")).analyze(portrait).faces[0].expressions
    np.testing.assert_allclose(by_keras.values, pipeline.analyze(portrait).faces[0].expressions.values, atol=0.05)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["yunet", "blazeface"])
def test_every_detector_hands_the_classifier_the_same_face(photos, tmp_path, pipeline, request, name):
    shutil.copytree(PROJECT_ROOT / "models", tmp_path, ignore=shutil.ignore_patterns("*.h5"), dirs_exist_ok=True)
    shutil.copy(request.getfixturevalue(f"{name}_path"), tmp_path)
    better = load_pipeline(replace(CONFIG, detector=name, model_dir=tmp_path))
    differences = []
    for path in sorted(photos.glob("face_img*.jpg")):
        frame = cv2.imread(str(path))
        one, other = pipeline.analyze(frame), better.analyze(frame)
        if one.faces and other.faces:
            differences.append(np.abs(one.faces[0].expressions.values - other.faces[0].expressions.values).max())
    assert len(differences) >= 60
    assert np.median(differences) <= 0.05
