"""Another network runs through the pipeline on its card alone: another shape, another input, no class of its own."""

from dataclasses import replace

import numpy as np
import pytest

from moviefy.config import LiveConfig
from moviefy.errors import ModelError
from moviefy.pipeline import load_pipeline
from tests.second_network import write_second_network

CONFIG = LiveConfig(threads=1, detector="haar")


@pytest.fixture
def config(tmp_path):
    write_second_network(tmp_path)
    return replace(CONFIG, model_dir=tmp_path)


def graded(portrait, box, top, bottom):
    """The portrait with its face's rows brightened or darkened by a share that goes from ``top`` to ``bottom``."""
    y1, y2 = box[1], box[3]
    share = np.interp(np.arange(len(portrait)), [y1, y2], [top, bottom])[:, None, None]
    return np.clip(portrait * share, 0, 255).astype(np.uint8)


def test_a_network_with_another_input_reads_faces_with_nothing_but_its_card(config, portrait):
    pipeline = load_pipeline(config)
    box = pipeline.analyze(portrait).faces[0].face.box
    for top, bottom, expected in ((0.5, 1.5, "happy"), (1.5, 0.5, "sad")):
        reading = pipeline.analyze(graded(portrait, box, top, bottom))
        assert [face.mood.label for face in reading.faces] == [expected]


def test_the_thresholds_are_those_of_its_card(config):
    assert load_pipeline(config).thresholds.of("angry") == 0.6


def test_a_network_for_one_face_at_a_time_is_refused_before_the_first_group_photo(tmp_path):
    write_second_network(tmp_path, batch=1)
    with pytest.raises(ModelError, match="does not fit its card"):
        load_pipeline(replace(CONFIG, model_dir=tmp_path))


def test_a_card_without_a_keras_network_says_so_when_keras_is_asked_for(config):
    pytest.importorskip("keras", reason="the Keras engine needs the train extra")
    with pytest.raises(ModelError, match=r"does not list the file expression\.weights\.h5"):
        load_pipeline(replace(config, engine="keras"))
