"""One picture gives one reading, whichever way it comes in: photos by command line, API and form, frames by API,
WebSocket and camera stream."""

import json
import urllib.request

import cv2
import numpy as np
import pytest
import websocket
from click.testing import CliRunner

from moviefy.commands import analyze
from moviefy.config import LiveConfig
from moviefy.web import create_app

from .web.conftest import serving  # noqa: F401 - the fixture
from .web.helpers import multipart


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    """A portrait whose pixels no step on the way changes: PNG for uploads, a lossless clip for the camera."""
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    folder = tmp_path_factory.mktemp("photo")
    frame = np.ascontiguousarray(data.astronaut()[..., ::-1])
    cv2.imwrite(str(folder / "photo.png"), frame)
    video = cv2.VideoWriter(str(folder / "clip.avi"), cv2.VideoWriter_fourcc(*"FFV1"), 10, (512, 512))
    for _ in range(20):
        video.write(frame)
    video.release()
    return folder


@pytest.fixture
def app(photo, monkeypatch):
    monkeypatch.setenv("MOVIEFY_DETECTOR", "haar")
    config = LiveConfig(secret_key="a secret for tests only", port=0, camera=str(photo / "clip.avi"), detector="haar")
    return create_app(config)


def posted(data):
    return {"data": multipart([("image", "photo.png", data)]), "content_type": "multipart/form-data; boundary=frontier"}


def by_command(photo):
    return json.loads(CliRunner().invoke(analyze, [str(photo / "photo.png"), "--json"], catch_exceptions=False).stdout)


def by_websocket(address, data):
    connection = websocket.create_connection(f"ws://{address}/ws/frames", timeout=20)
    try:
        connection.send_binary(data)
        return json.loads(connection.recv())
    finally:
        connection.close()


def by_camera(address):
    """The first reading of the live camera; the MJPEG stream draws the same readings."""
    with urllib.request.urlopen(f"http://{address}/events", timeout=20) as stream:
        for line in stream:
            if line.startswith(b"data:") and b'"faces"' in line:
                return json.loads(line.removeprefix(b"data:"))
    raise AssertionError("the camera gave no reading")


def numbered(faces):
    """Where frames follow each other, each face also has a number."""
    return [{**face, "track": number} for number, face in enumerate(faces, start=1)]


def test_every_way_in_gives_the_same_reading(photo, app, serving):  # noqa: F811
    data = (photo / "photo.png").read_bytes()
    expected = by_command(photo)["faces"]
    assert expected[0]["mood"]["label"] == "happy"
    api = app.test_client().post("/api/v1/analyze", **posted(data))
    assert api.json["faces"] == expected
    frame = app.test_client().post("/api/v1/analyze?frame=true", **posted(data)).json["faces"]
    assert frame[0]["expressions"] == pytest.approx(expected[0]["expressions"], abs=0.1)
    form = app.test_client().post("/upload", **posted(data))
    assert f"{expected[0]['mood']['scores']['happy']:.0%}" in form.text
    with serving(app) as address:
        assert by_websocket(address, data)["faces"] == numbered(frame)
        assert by_camera(address)["faces"] == numbered(frame)
