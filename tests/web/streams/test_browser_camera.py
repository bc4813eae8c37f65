"""Frames over a WebSocket, through a real server and an independent client."""

import contextlib
import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.request
import zlib

import pytest
import websocket
from PIL import Image

from moviefy.config import HostedConfig
from moviefy.errors import ModelError
from moviefy.web.streams import browser_camera, frame_socket
from tests.frame_sources import wait_until
from tests.web.helpers import ScriptedPipeline, encoded


@contextlib.contextmanager
def connected(address, **options):
    socket = websocket.create_connection(f"ws://{address}/ws/frames", timeout=20, **options)
    try:
        yield socket
    finally:
        socket.close(timeout=2)
        socket.shutdown()  # close() leaves the socket open where the other side has gone


def exchange(socket, frame):
    socket.send_binary(frame)
    return json.loads(socket.recv())


def closing_code(socket):
    """Reads to the end; the status with which the server closed."""
    while True:
        kind, data = socket.recv_data(control_frame=True)
        if kind == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big"), data[2:].decode()


@pytest.fixture(params=["live", "hosted"])
def address(request, build, serving):
    with serving(build() if request.param == "live" else build(HostedConfig)) as address:
        yield address


def test_a_frame_is_answered_with_a_reading(address, jpeg):
    with connected(address) as socket:
        answer = exchange(socket, jpeg)
    assert set(answer) == {"width", "height", "faces", "mood", "frame_mood", "hint", "said", "chosen"}
    assert (answer["width"], answer["height"]) == (320, 240)
    assert answer["frame_mood"]["label"] == "happy"
    assert answer["faces"][0]["expressions"]["happy"] == pytest.approx(0.82, abs=0.001)


def test_the_mood_is_steady_and_the_frame_s_own_mood_is_told_apart(address, jpeg, pipeline):
    with connected(address) as socket:
        for _ in range(12):
            assert exchange(socket, jpeg)["mood"]["label"] == "happy"
        pipeline.label = "angry"
        answer = exchange(socket, jpeg)
    assert answer["frame_mood"]["label"] == "angry"
    assert answer["mood"]["label"] == "happy"
    assert answer["said"] == "You look happy."


def test_each_connection_has_a_mood_of_its_own(address, jpeg, pipeline):
    with connected(address) as first, connected(address) as second:
        for _ in range(12):
            exchange(first, jpeg)
        pipeline.label = "sad"
        assert exchange(second, jpeg)["mood"]["label"] == "sad"
        assert exchange(first, jpeg)["mood"]["label"] == "happy"


@pytest.mark.parametrize(
    ("frame", "code", "status"),
    [
        (b"", "image_missing", 400),
        (b"no picture at all", "unsupported_media_type", 415),
        (encoded(Image.new("RGB", (64, 64)))[:200], "image_unreadable", 400),
    ],
)
def test_a_bad_frame_is_answered_and_the_connection_goes_on(address, jpeg, frame, code, status):
    with connected(address) as socket:
        answer = exchange(socket, frame)
        assert set(answer) == {"error"}
        assert (answer["error"]["code"], answer["error"]["status"]) == (code, status)
        assert exchange(socket, jpeg)["frame_mood"]["label"] == "happy"


def say(socket, text):
    socket.send(text)
    return json.loads(socket.recv())


@pytest.mark.parametrize(
    "text",
    ["hello", "", "7", "[]", "{}", '{"choose": "2"}', '{"choose": 0}', '{"choose": 1.5}', '{"choose": 1, "x": 2}'],
)
def test_text_is_answered_with_an_error(address, jpeg, text):
    with connected(address) as socket:
        exchange(socket, jpeg)
        answer = say(socket, text)
        assert answer["error"]["code"] == "bad_parameter"
        assert "binary" in answer["error"]["message"]
        assert "mood" in exchange(socket, jpeg)


def test_a_face_that_is_picked_counts_on_its_own_connection_until_that_is_undone(address, jpeg, pipeline):
    pipeline.faces, pipeline.others = 2, "sad"
    with connected(address) as socket, connected(address) as other:
        first = exchange(socket, jpeg)
        assert (first["mood"]["label"], first["chosen"]) == ("happy", None)
        track = first["faces"][1]["track"]
        assert say(socket, json.dumps({"choose": track})) == {"chosen": track}
        picked = exchange(socket, jpeg)
        assert (picked["mood"]["label"], picked["chosen"], picked["faces"][0]["track"]) == ("sad", track, track)
        assert exchange(other, jpeg)["chosen"] is None
        assert say(socket, '{"choose": null}') == {"chosen": None}
        assert exchange(socket, jpeg)["mood"]["label"] == "happy"


def test_a_face_that_is_not_there_cannot_be_picked(address, jpeg):
    with connected(address) as socket:
        assert say(socket, '{"choose": 1}')["error"]["code"] == "bad_parameter"
        exchange(socket, jpeg)
        answer = say(socket, '{"choose": 9}')
        assert (answer["error"]["status"], "not in the picture" in answer["error"]["message"]) == (400, True)
        assert exchange(socket, jpeg)["chosen"] is None


def test_frames_of_changing_size_are_read(address):
    with connected(address) as socket:
        for size in ((1, 1), (640, 480), (16, 900)):
            answer = exchange(socket, encoded(Image.new("RGB", size), "PNG"))
            assert (answer["width"], answer["height"]) == size


def test_an_oversized_message_closes_the_connection_and_no_other(address, jpeg):
    with connected(address) as other, connected(address) as socket:
        with contextlib.suppress(ConnectionError):
            socket.send_binary(b"\xff\xd8\xff" + b"\0" * (browser_camera.MAX_FRAME_BYTES + 1))
        with contextlib.suppress(ConnectionError, websocket.WebSocketConnectionClosedException):
            assert closing_code(socket)[0] == 1009
        assert "mood" in exchange(other, jpeg)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_another_site_s_page_is_refused(address, origin):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused, connected(address, origin=origin):
        pass
    assert refused.value.status_code == 403
    assert json.loads(refused.value.resp_body)["error"]["code"] == "forbidden"


def test_a_client_without_an_origin_is_no_browser_and_may_pass(address, jpeg):
    with connected(address, suppress_origin=True) as socket:
        assert "mood" in exchange(socket, jpeg)


def refusal(address):
    """Status and error code with which a WebSocket is refused."""
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        websocket.create_connection(f"ws://{address}/ws/frames", timeout=20)
    return refused.value.status_code, json.loads(refused.value.resp_body)["error"]["code"], refused.value.resp_headers


def test_beyond_the_last_place_no_websocket_opens_and_a_freed_place_is_found_again(build, serving, jpeg):
    with serving(build(max_viewers=1)) as address:
        with connected(address) as first:
            exchange(first, jpeg)
            status, code, headers = refusal(address)
            assert (status, code) == (503, "too_many_viewers")
            assert headers["retry-after"]
            with pytest.raises(urllib.error.HTTPError) as plain:  # how the page's script learns why
                urllib.request.urlopen(f"http://{address}/ws/frames", timeout=20)
            with contextlib.closing(plain.value) as answer:
                assert json.loads(answer.read())["error"]["code"] == "too_many_viewers"
            assert "mood" in exchange(first, jpeg)
        assert_soon_a_place(address, jpeg)


def test_one_network_has_half_of_the_places(build, serving, jpeg):
    app = build(HostedConfig, max_viewers=3, trusted_proxies=1)
    with serving(app) as address, contextlib.ExitStack() as open_ones:
        for host in ("2001:db8::1", "[2001:db8::2]:4711", "203.0.113.7:1234"):
            headers = {"X-Forwarded-For": host}
            exchange(open_ones.enter_context(connected(address, header=headers)), jpeg)
            if host.startswith("["):
                with pytest.raises(websocket.WebSocketBadStatusException, match="503"):
                    websocket.create_connection(f"ws://{address}/ws/frames", header={"X-Forwarded-For": "2001:db8::3"})


def assert_soon_a_place(address, jpeg):
    for _ in range(100):
        with contextlib.suppress(websocket.WebSocketBadStatusException), connected(address) as socket:
            assert "mood" in exchange(socket, jpeg)
            return
        time.sleep(0.1)
    pytest.fail("the place was not given back in 10 seconds")


def test_a_client_that_does_not_wait_for_answers_is_closed(address, jpeg):
    with connected(address) as socket:
        with contextlib.suppress(ConnectionError):
            for _ in range(300):
                socket.send_binary(jpeg)
        with contextlib.suppress(ConnectionError, websocket.WebSocketConnectionClosedException):
            assert closing_code(socket)[0] == 1008


class Slow(ScriptedPipeline):
    """Reads its first frame when it may."""

    def __init__(self):
        super().__init__()
        self.may = threading.Event()

    def analyze(self, frame, near=(), search=None):
        self.may.wait(20)
        return super().analyze(frame, near, search)


@pytest.fixture
def slow(pipeline, monkeypatch):
    slow = Slow()
    monkeypatch.setattr(pipeline, "analyze", slow.analyze)
    yield slow
    slow.may.set()


def test_what_is_not_asked_for_stays_with_its_sender(build, serving, jpeg, slow):
    """A megabyte a frame that nobody reads yet: the sender is kept waiting, and memory does not grow."""
    frame = jpeg + bytes(1_000_000)
    with serving(build()) as address, connected(address) as socket:
        socket.settimeout(1)
        sent = []
        with contextlib.suppress(websocket.WebSocketTimeoutException):
            while len(sent) < 100:
                sent.append(socket.send_binary(frame))
        assert len(sent) < 30  # what the system's buffers hold


def test_messages_that_inflate_are_not_accepted(address, jpeg):
    header = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    with connected(address, header=header) as socket:
        assert "sec-websocket-extensions" not in socket.getheaders()
        small = zlib.compressobj(9, wbits=-15).compress(bytes(10_000_000))
        frame = websocket.ABNF(1, 1, 0, 0, websocket.ABNF.OPCODE_BINARY, 1, small)
        socket.sock.sendall(frame.format())
        assert closing_code(socket)[0] == 1002
    with connected(address) as socket:
        assert "mood" in exchange(socket, jpeg)


@pytest.mark.parametrize("lacking", ["Sec-WebSocket-Key: x\r\n", "Sec-WebSocket-Version: 13\r\n", ""])
def test_a_request_that_opens_no_websocket_is_answered(address, lacking):
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), 20) as client:
        head = f"GET /ws/frames HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        client.sendall(f"{head}{lacking}X-Odd: \xe9\r\n\r\n".encode("latin-1"))
        assert b" 400 " in client.recv(65536)


def test_a_client_that_hangs_up_leaves_no_traceback(build, serving, jpeg, caplog):
    app = build()
    with serving(app) as address:
        for send in (False, True):
            with connected(address) as client:
                if send:
                    client.send_binary(jpeg)
                client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.sock.close()
        wait_until(lambda: app.extensions["moviefy"].seats.taken("frames") == 0)
    assert "Traceback" not in caplog.text


def test_without_a_model_each_frame_is_answered_not_ready(build, serving, jpeg, pipeline):
    pipeline.problem = ModelError("The expression model is missing.")
    with serving(build()) as address, connected(address) as socket:
        assert exchange(socket, jpeg)["error"]["code"] == "not_ready"


def test_a_mistake_of_ours_ends_the_connection_without_details(build, serving, jpeg, pipeline, caplog):
    pipeline.problem = ZeroDivisionError("secret detail")
    with serving(build()) as address:
        with connected(address) as socket:
            answer = exchange(socket, jpeg)
            assert answer["error"]["code"] == "internal"
            assert "secret" not in json.dumps(answer)
            assert closing_code(socket)[0] == 1011
        pipeline.problem = None
        with connected(address) as socket:
            assert "mood" in exchange(socket, jpeg)
    assert "ZeroDivisionError" in caplog.text


def test_a_silent_client_gives_its_place_back(build, serving, monkeypatch):
    monkeypatch.setattr(browser_camera, "IDLE_S", 0.2)
    monkeypatch.setattr(browser_camera, "WAIT_S", 0.1)
    with serving(build()) as address, connected(address) as socket:
        assert closing_code(socket) == (1001, "No frame came for two minutes.")


def test_a_stopping_server_says_goodbye(build, serving, jpeg, monkeypatch):
    monkeypatch.setattr(browser_camera, "WAIT_S", 0.1)
    app = build()
    with serving(app) as address, connected(address) as socket:
        exchange(socket, jpeg)
        app.extensions["moviefy"].stopping.set()
        assert closing_code(socket) == (1001, "The server is stopping.")


def test_a_client_that_never_reads_is_let_go_and_others_do_not_notice(build, serving, jpeg, monkeypatch):
    monkeypatch.setattr(frame_socket, "SEND_TIMEOUT_S", 0.3)
    app = build()
    seats = app.extensions["moviefy"].seats
    narrow = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 2048),)
    with serving(app) as address, connected(address) as other, connected(address, sockopt=narrow) as deaf:
        exchange(other, jpeg)
        wait_until(lambda: seats.taken("frames") == 2)
        deaf.settimeout(5)
        with contextlib.suppress(OSError, websocket.WebSocketException):
            for _ in range(3000):
                deaf.send_binary(jpeg)
        for _ in range(5):
            assert "mood" in exchange(other, jpeg)
        wait_until(lambda: seats.taken("frames") == 1)
