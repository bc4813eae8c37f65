"""The live version's own server."""

import http.client
import socket
import struct
import threading

import pytest
from flask import Response

from moviefy.config import LiveConfig
from moviefy.errors import SettingError
from moviefy.serving.headers import HEADERS
from moviefy.web import server


def test_a_taken_port_is_one_clear_sentence(build):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        app = build(port=port)
        with pytest.raises(SettingError, match=f"Port {port} on 127.0.0.1 cannot be used .*; set PORT to a free one"):
            server.listen(app, app.extensions["moviefy"].config)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # Python's own create_server leaves it
def test_a_port_that_cannot_be_is_one_clear_sentence(build):
    app = build(port=99_999)
    with pytest.raises(SettingError, match="PORT cannot be 99999: it goes from 0 to 65535"):
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


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:5000"),
        ("0.0.0.0", "http://localhost:5000"),
        ("::", "http://localhost:5000"),
        ("::1", "http://[::1]:5000"),
        ("films.lan", "http://films.lan:5000"),
    ],
)
def test_the_address_that_is_said_is_one_that_answers(host, address):
    assert server.address_of(host, 5000) == address


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="needs IPv6, which this machine lacks")
def test_every_address_of_both_kinds_can_be_listened_on(build, serving):
    with serving(build(host="::")) as address:
        port = int(address.rpartition(":")[2])
        for host in ("127.0.0.1", "::1"):
            connection = http.client.HTTPConnection(host, port, timeout=10)
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()


@pytest.mark.parametrize(
    "said",
    [b"secret-word\r\n\r\n", b"GET /secret-word HTTP/9.9\r\n\r\n", b"GET /%s HTTP/1.1\r\n\r\n" % (b"x" * 70_000)],
)
def test_what_is_no_request_is_answered_with_all_headers_and_logged_without_its_words(
    app, serving, capfd, caplog, said
):
    with caplog.at_level("DEBUG"), serving(app) as address:
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), 10) as client:
            client.sendall(said)
            answer = client.recv(65536).decode()
        with socket.create_connection((host, int(port)), 10) as client:  # gone in the middle
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(said[:5])
    assert answer.startswith("HTTP/1.1 400 ")
    assert all(f"{name}: {value}" in answer for name, value in HEADERS.items())
    out, err = capfd.readouterr()
    assert not [word for word in ("secret-word", "127.0.0.1", "Traceback") if word in out + err + caplog.text]


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
