"""What every :class:`Inference` promises, run on each implementation with the model that is shipped."""

import importlib.util
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import cv2
import numpy as np
import pytest

from bench import ray_cluster
from moviefy.capture.image_codec import decode_photo, encode_jpeg
from moviefy.config import HostedConfig
from moviefy.errors import ImageTooLarge, ImageUnreadable, MoviefyError, NotReady, UnsupportedMediaType
from moviefy.expression.faces.face import Search
from moviefy.inference.batching import Limits
from moviefy.inference.local import LocalInference
from moviefy.inference.ray_client import RayInference
from moviefy.pipeline import load_pipeline

CONFIG = HostedConfig(secret_key="a secret for tests only", detector="haar", max_pixels=1_000_000)


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline(CONFIG)


def decode(data):
    return decode_photo(data, max_bytes=CONFIG.max_upload_bytes, max_pixels=CONFIG.max_pixels)


class InferenceContract:
    """Subclasses give an ``inference`` fixture, for all tests of the class, and ``unready``, whose model is missing."""

    def test_a_frame_is_read_as_the_pipeline_reads_it(self, inference, pipeline, portrait):
        assert inference.submit(portrait).to_json() == pipeline.analyze(portrait).to_json()

    def test_the_bytes_of_a_picture_are_read_as_the_pipeline_reads_its_frame(self, inference, pipeline, portrait):
        jpeg = encode_jpeg(portrait)
        assert inference.submit(jpeg).to_json() == pipeline.analyze(decode(jpeg)).to_json()

    def test_faces_are_looked_for_near_earlier_ones(self, inference, pipeline, portrait):
        near = [pipeline.analyze(portrait).faces[0].face.box]
        assert inference.submit(portrait, near).to_json() == pipeline.analyze(portrait, near).to_json()

    def test_a_photo_is_read_as_the_pipeline_reads_photos(self, inference, pipeline, portrait):
        small = cv2.resize(portrait, (200, 200), interpolation=cv2.INTER_AREA)
        answer = inference.submit(small, search=Search.PHOTO).to_json()
        assert answer == pipeline.analyze_photo(small).to_json() != pipeline.analyze(small).to_json()
        assert answer["turned"] == 0

    def test_a_picture_without_a_face_is_no_error(self, inference):
        reading = inference.submit(np.zeros((48, 64, 3), np.uint8))
        assert (reading.width, reading.height, reading.faces, reading.mood.reason) == (64, 48, (), "no_face")

    @pytest.mark.parametrize(
        ("picture", "error"),
        [
            (b"no picture", UnsupportedMediaType),
            (encode_jpeg(np.zeros((48, 64, 3), np.uint8))[:300], ImageUnreadable),
            (encode_jpeg(np.zeros((1000, 1001, 3), np.uint8)), ImageTooLarge),
        ],
    )
    def test_bytes_that_are_no_usable_picture_raise_the_named_error(self, inference, picture, error):
        with pytest.raises(error, match=r"\.$"):
            inference.submit(picture)

    def test_everyone_of_many_gets_their_own_reading(self, inference, pipeline, portrait):
        pictures = [cv2.resize(portrait, (200 + 20 * i, 200 + 20 * i)) for i in range(12)]
        pictures[5] = b"no picture"
        with ThreadPoolExecutor(12) as callers:
            answers = list(callers.map(partial(outcome, inference), pictures))
        assert isinstance(answers.pop(5), UnsupportedMediaType)
        del pictures[5]
        for answer, picture in zip(answers, pictures, strict=True):
            assert answer.to_json() == pipeline.analyze(picture).to_json()  # whoever it was read together with

    def test_there_is_room_while_nobody_waits(self, inference):
        inference.ensure_capacity()
        assert inference.waiting == 0

    def test_without_a_model_it_says_so(self, unready):
        with pytest.raises(NotReady):
            unready.submit(np.zeros((48, 64, 3), np.uint8))


def outcome(inference, picture):
    """The reading, or the error instead of it."""
    try:
        return inference.submit(picture)
    except MoviefyError as error:
        return error


@pytest.fixture(scope="module")
def local(pipeline):
    inference = LocalInference(lambda: pipeline, decode, Limits(readers=2, waiting=16, batch=4))
    yield inference
    inference.close()


class TestLocal(InferenceContract):
    @pytest.fixture
    def inference(self, local):
        return local

    @pytest.fixture
    def unready(self, tmp_path):
        missing = HostedConfig(secret_key="a secret for tests only", model_dir=tmp_path)
        inference = LocalInference(lambda: load_pipeline(missing), decode, Limits())
        yield inference
        inference.close()


@pytest.fixture(scope="module")
def replicas():
    if importlib.util.find_spec("ray") is None:
        pytest.skip("needs Ray, the extra `cluster`, which is not installed")
    settings = {"MOVIEFY_DETECTOR": CONFIG.detector, "MOVIEFY_MAX_PIXELS": str(CONFIG.max_pixels)}
    with ray_cluster.running(2, **settings) as (replicas, client):
        replicas.wait_until_ready()
        yield replicas, client


class TestRay(InferenceContract):
    """Two replicas in processes of their own, started by the documented command."""

    @pytest.fixture
    def inference(self, replicas):
        return replicas[1]

    @pytest.fixture
    def unready(self):
        """Nobody is there at all: a replica whose model is missing is never started."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            inference = RayInference(f"http://127.0.0.1:{taken.getsockname()[1]}", room=1, replicas=1)
            yield inference
            inference.close()

    def test_a_replica_that_is_killed_loses_no_picture(self, replicas, pipeline, portrait):
        running, client = replicas
        pictures = [encode_jpeg(cv2.resize(portrait, (200 + 20 * i, 200 + 20 * i))) for i in range(6)]
        expected = [pipeline.analyze(decode(picture)).to_json() for picture in pictures]
        with ThreadPoolExecutor(1) as aside:
            reading = aside.submit(ray_cluster.read_all, client, pictures * 20, callers=6)
            threading.Event().wait(0.5)
            victim = running.kill_one()
            assert not reading.done()
            answers = reading.result()
        assert victim not in running.pids()
        assert [getattr(answer, "to_json", lambda a=answer: a)() for answer in answers] == expected * 20
