"""Faults of the hosted version as it is served: what dies, what is answered meanwhile, and that it comes back."""

import os
import shutil
import signal
import sys
import time

import pytest

from moviefy.capture.image_codec import encode_jpeg
from moviefy.config import PROJECT_ROOT
from tests.web.running import PATIENCE_S, hosted

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: /proc")
JPEG = {"Content-Type": "image/jpeg"}


@pytest.fixture(scope="module")
def jpeg():
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for a photo of a face")
    return encode_jpeg(data.astronaut()[..., ::-1])


def status(server, jpeg):
    """The status of an analysis; None where the connection broke."""
    try:
        return server.get("/api/v1/analyze?limit=0", data=jpeg, headers=JPEG)[0]
    except OSError:
        return None


def test_a_killed_worker_is_replaced_and_nobody_gets_a_wrong_answer(jpeg):
    with hosted() as server:
        (first,) = server.workers()
        assert status(server, jpeg) == 200
        os.kill(first, signal.SIGKILL)
        met, end = set(), time.monotonic() + PATIENCE_S
        while 200 not in met:
            met.add(status(server, jpeg))
            assert time.monotonic() < end
        assert met <= {200, 503, None}  # answered, still loading, or the killed worker's own connection
        (second,) = server.workers()
        assert second != first


def test_a_worker_that_is_told_to_stop_ends_the_server_cleanly(jpeg):
    with hosted() as server:
        assert status(server, jpeg) == 200
        assert server.stop() == 0
    assert not [line for line in server.said if "Traceback" in line]


def test_a_corrupt_model_file_is_named_and_the_rest_goes_on(jpeg, tmp_path):
    models = tmp_path / "models"
    shutil.copytree(PROJECT_ROOT / "models", models)
    network = bytearray((models / "expression.int8.onnx").read_bytes())
    network[len(network) // 2] ^= 1  # a single bit
    (models / "expression.int8.onnx").write_bytes(network)
    with hosted(ready=False, MOVIEFY_MODEL_DIR=str(models)) as server:
        server.wait_for("/healthz", 200)
        server.wait_for("/readyz", 503)
        code, _, body = server.get("/api/v1/analyze", data=jpeg, headers=JPEG)
        assert (code, b'"not_ready"' in body) == (503, True)
        assert str(tmp_path) not in body.decode()
        assert server.get("/movies?mood=sad")[0] == 200
        server.wait_for_line("not ready: ")


def test_without_room_on_disk_it_starts_and_answers(jpeg):
    with hosted(disk_is_full=True) as server:
        assert status(server, jpeg) == 200
