import http.server
import socket
import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from moviefy.capture import cameras
from moviefy.capture.cameras import CameraSource, StreamSource, open_source
from moviefy.capture.frame_source import FakeSource, VideoFileSource, VideoSource
from moviefy.capture.video_frames import USUAL_FPS
from moviefy.errors import CameraUnavailable
from tests.rtsp_camera import rtsp_camera


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "VID-20240101-12:30:45.avi"
    writer = cv2.VideoWriter(f"file:{path}", cv2.CAP_FFMPEG, cv2.VideoWriter_fourcc(*"MJPG"), 20, (64, 48))
    for level in (40, 90, 140, 190):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files only on Linux")
def test_an_absent_camera_is_said_at_once():
    with pytest.raises(CameraUnavailable, match="There is no camera 987 on this machine"):
        CameraSource(987)


class Device:
    """Stands for cv2.VideoCapture of a camera: so many frames, then nothing."""

    def __init__(self, frames, opened=True, fps=25.0):
        self.frames, self.opened, self.fps, self.released = list(frames), opened, fps, False

    def isOpened(self):  # noqa: N802
        return self.opened

    def set(self, *_):
        return True

    def get(self, _):
        return self.fps

    def read(self):
        return (True, self.frames.pop(0)) if self.frames else (False, None)

    def release(self):
        self.released = True


@pytest.fixture
def plug_in(monkeypatch):
    def plug(device):
        monkeypatch.setattr(cameras.cv2, "VideoCapture", lambda *_: device)
        monkeypatch.setattr(Path, "exists", lambda _: True)
        return device

    return plug


def test_a_camera_that_dies_says_so(plug_in):
    device = plug_in(Device([np.zeros((4, 6, 3), np.uint8)]))
    with CameraSource(0) as source:
        assert source.read().shape == (4, 6, 3)
        with pytest.raises(CameraUnavailable, match="camera 0 stopped giving pictures"):
            source.read()
    assert device.released


def test_a_camera_that_another_program_holds(plug_in):
    device = plug_in(Device([], opened=False))
    with pytest.raises(CameraUnavailable, match="another program"):
        CameraSource(0)
    assert device.released


def test_a_grey_camera_gives_three_channels(plug_in):
    plug_in(Device([np.full((4, 6), 9, np.uint8)]))
    with CameraSource(0) as source:
        frame = source.read()
    assert frame.shape == (4, 6, 3)
    assert (frame == 9).all()


@pytest.mark.parametrize("fps", [0.0, -1.0, 1e6, float("nan"), float("inf")])
def test_an_impossible_rate_becomes_the_usual_one(plug_in, fps):
    plug_in(Device([], fps=fps))
    with CameraSource(0) as source:
        assert source.fps == USUAL_FPS


def test_names(clip, monkeypatch):
    monkeypatch.chdir(clip.parent)
    with open_source("fake") as fake, open_source(str(clip)) as video, open_source(clip.name) as beside:
        assert isinstance(fake, FakeSource)
        assert isinstance(video, VideoFileSource)
        assert beside.read().shape == (48, 64, 3)
    with pytest.raises(CameraUnavailable, match="camera 987"):
        open_source("987")
    with pytest.raises(CameraUnavailable, match="no video file"):
        open_source("-1")
    with pytest.raises(CameraUnavailable, match="/dev/null is no camera"):
        open_source("/dev/null")


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files only on Linux")
def test_a_device_path_is_its_number(tmp_path, plug_in):
    with pytest.raises(CameraUnavailable, match="There is no camera 987"):
        open_source("/dev/video987")
    link = tmp_path / "by-id"
    link.symlink_to("/dev/video3")
    assert cameras._device_number(str(link)) == 3
    plug_in(Device([np.zeros((4, 6, 3), np.uint8)]))
    with open_source("/dev/video2") as source:
        assert source.name == "camera 2"


class NetworkCamera(http.server.BaseHTTPRequestHandler):
    """Pictures without end at /live, a file at /film, and for those without the password 401."""

    film = b""

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.headers.get("Authorization") != "Basic bWU6c2VjcmV0":  # me:secret
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path.startswith("/film"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.film)))
            self.end_headers()
            self.wfile.write(self.film)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            jpeg = cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1].tobytes()
            for _ in range(40):
                head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
                try:
                    self.wfile.write(head + jpeg + b"\r\n")
                except OSError:
                    return


@pytest.fixture
def host(clip):
    handler = type("Handler", (NetworkCamera,), {"film": clip.read_bytes()})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_network_camera_is_played_until_it_stops(host):
    with open_source(f"http://me:secret@{host}/live?token=secret") as source:
        assert isinstance(source, StreamSource)
        assert source.name == f"camera at {host}"
        assert all(source.read().shape == (48, 64, 3) for _ in range(30))
        with pytest.raises(CameraUnavailable, match=rf"^The camera at {host} stopped giving pictures\.$"):
            _ = [source.read() for _ in range(30)]


def test_an_rtsp_camera_is_played_until_it_stops(capfd):
    pytest.importorskip("av")
    with rtsp_camera(frames=40) as host, open_source(f"rtsp://me:secret@{host}/door") as source:
        assert source.name == f"camera at {host}"
        levels = [source.read().mean() for _ in range(40)]
        assert np.diff(levels).min() > -1.0
        assert levels[-1] > levels[0] + 20
        with pytest.raises(CameraUnavailable, match="stopped giving pictures"):
            source.read()
    assert capfd.readouterr() == ("", "")


def test_an_rtsp_camera_refuses_a_wrong_password():
    pytest.importorskip("av")
    with rtsp_camera(frames=1) as host, pytest.raises(CameraUnavailable, match=f"^The camera at {host} sends no video"):
        open_source(f"rtsp://me:wrong@{host}/door")


def test_a_file_on_a_web_server_is_played_by_its_times_in_a_loop(host):
    with open_source(f"http://me:secret@{host}/film.avi") as source:
        assert isinstance(source, VideoSource)
        assert source.name == f"camera at {host}"
        levels = [round(float(source.read().mean()), -1) for _ in range(6)]
    assert levels == [40, 90, 140, 190, 40, 90]


@pytest.mark.parametrize("address", ["http://me:wrong@{host}/live", "rtsp://me:secret@127.0.0.1:9/door?pwd=secret"])
def test_a_network_camera_that_does_not_answer(host, address, capfd):
    with pytest.raises(CameraUnavailable, match=r"^The camera at 127\.0\.0\.1:[0-9]+ sends no video;") as failed:
        open_source(address.format(host=host))
    assert "secret" not in str(failed.value)
    assert capfd.readouterr() == ("", "")


def test_a_network_camera_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr(cameras, "OPEN_TIMEOUT_MS", 300)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CameraUnavailable, match="sends no video"):
            open_source(f"rtsp://127.0.0.1:{port}/door")
