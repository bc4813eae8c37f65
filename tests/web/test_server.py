"""The live version's own server."""

import socket
import struct
import threading

import pytest
from flask import Response

from moviefy.config import LiveConfig
from moviefy.errors import SettingError
from moviefy.web import server


def test_a_taken_port_is_one_clear_sentence(build):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        app = build(port=port)
        with pytest.raises(SettingError, match=f"Port {port} on 127.0.0.1 cannot be used .*; set PORT to a free one"):
            server.listen(app, app.extensions["moviefy"].config)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"words\n" * 100, "it is a text file, not a video"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG picture, not a video"),
        (b"\xff\xd8\xff\xe0 and no other", "it is a JPEG picture, not a video"),
    ],
)
def test_a_file_that_is_no_video_is_no_camera(tmp_path, monkeypatch, content, said):
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    monkeypatch.setenv("MOVIEFY_CAMERA", str(path))
    monkeypatch.setattr(server, "show_log", lambda _: None)
    with pytest.raises(SystemExit) as stopped:
        server.build_or_exit(LiveConfig)
    assert str(stopped.value) == f"moviefy: MOVIEFY_CAMERA cannot be {str(path)!r}: {said}."


def test_a_video_of_an_unknown_kind_is_tried(tmp_path, monkeypatch):
    path = tmp_path / "clip.swf"
    path.write_bytes(b"FWS\x06" + bytes(100))
    monkeypatch.setenv("MOVIEFY_CAMERA", str(path))
    monkeypatch.setattr(server, "show_log", lambda _: None)
    assert server.build_or_exit(LiveConfig).extensions["moviefy"].config.camera == str(path)


@pytest.mark.parametrize(
    ("environ", "shown"), [({"CI": "1", "DISPLAY": ":0"}, False), ({"DISPLAY": ":0"}, True), ({}, False)]
)
def test_a_browser_opens_only_where_someone_sees_it(monkeypatch, environ, shown):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", "linux")
    assert server._has_screen() is shown


def test_requests_are_not_logged(app, serving, capfd, caplog):
    import urllib.request

    with caplog.at_level("DEBUG"), serving(app) as address:
        urllib.request.urlopen(f"http://{address}/healthz", timeout=10).read()
    out, err = capfd.readouterr()
    assert "healthz" not in out + err + caplog.text


class Answer:
    """An answer that ends only after its client has gone, and tells when it was closed."""

    def __init__(self):
        self.client_gone, self.closed = threading.Event(), threading.Event()

    def __iter__(self):
        yield b"x"
        self.client_gone.wait(10)

    def close(self):
        self.closed.set()


def test_an_answer_is_closed_though_the_client_resets_its_connection(app, serving):
    answer = Answer()
    app.add_url_rule("/slow", view_func=lambda: Response(answer, headers={"Content-Length": "1"}))
    with serving(app) as address:
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), 10) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close means reset
            client.sendall(f"GET /slow HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
            assert client.recv(8) == b"HTTP/1.1"
        answer.client_gone.set()
        assert answer.closed.wait(10)
