"""Every journey through the hosted version, as it is served, under watch: what it writes, says, keeps and calls.

A hook in the serving process reports each file that is opened for writing, each connection and each program that is
started. At the same time no file of that process may grow: its disk is full, as far as it can tell.
"""

import json
import os
import re
import sys
from dataclasses import dataclass

import pytest
import websocket

from moviefy.capture.image_codec import encode_jpeg
from moviefy.config import PROJECT_ROOT
from tests.web.helpers import multipart
from tests.web.running import hosted

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: limits of the process and /proc")
HOOK = """
import os, sys
WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
           "os.system", "os.mkdir", "os.rename", "os.symlink", "sqlite3.connect", "shutil.copyfile")
def watch(event, args):
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in WATCHED:
        os.write(2, ("WATCHED %s %r\\n" % (event, args[:2])).encode())
sys.addaudithook(watch)
"""
FORM = "multipart/form-data; boundary=frontier"
HTML = {"Accept": "text/html"}
PAGES = (
    "/",
    "/live",
    "/upload",
    "/movies",
    "/movies?mood=sad&goal=lift",
    "/mine",
    "/together",
    "/about",
    "/privacy",
    "/api/docs",
    "/nothing",
)
READS = ("/api/v1/movies?mood=angry", "/api/v1/openapi.json", "/healthz", "/readyz", "/metrics", "/static/js/live.js")
SAME_FOR_EVERYBODY = ("/", "/live", "/upload", "/movies", "/mine", "/together", "/about", "/privacy", "/api/docs")
LISTENING, LOOPBACK = "00000000", "0100007F"
"""Addresses as /proc writes them: the listening socket's other side, and this machine."""

NAME = "holiday-in-rome.jpg"
OF_CLIENTS = ("happy", "sad", "angry", "holiday", "127.0.0.1", "mood=", "/9j/", "no_face")


@dataclass
class Trace:
    """What was seen of all journeys: answers, what was said, files that appeared, open connections."""

    answers: list
    said: list
    files: list
    connections: set


@pytest.fixture(scope="module")
def jpeg():
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for a photo of a face")
    return encode_jpeg(data.astronaut()[..., ::-1])


@pytest.fixture(scope="module")
def trace(jpeg, tmp_path_factory):
    hook, home = tmp_path_factory.mktemp("hook"), tmp_path_factory.mktemp("home")
    (hook / "sitecustomize.py").write_text(HOOK)
    folders = {"HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home)}
    with hosted(disk_is_full=True, PYTHONPATH=f"{hook}{os.pathsep}{PROJECT_ROOT}", **folders) as server:
        before = len(server.said)
        answers = [*journeys(server, jpeg)]
        connections = server.connections()
        server.stop()
    return Trace(answers, server.said[before:], sorted(home.rglob("*")), connections)


def journeys(server, jpeg):
    """Everything that a visitor can do: (what was asked, status, headers, body)."""
    form = multipart([("image", NAME, jpeg), ("goal", None, b"lift")])
    bad = multipart([("image", NAME, b"no picture")])
    for path in PAGES:
        yield path, *server.get(path, headers=HTML)
    for path in READS:
        yield path, *server.get(path)
    for path in ("/upload", "/api/v1/analyze"):
        query = "" if path == "/upload" else "?goal=lift&seed=1"
        yield path, *server.get(path + query, data=form, headers={"Content-Type": FORM})
        yield path, *server.get(path, data=bad, headers={"Content-Type": FORM})
    yield "body", *server.get("/api/v1/analyze", data=jpeg, headers={"Content-Type": "image/jpeg"})
    ids = b'{"ids": ["up-2009"]}'
    yield "cards", *server.get("/movies/cards", data=ids, headers={"Content-Type": "application/json"})
    yield "wrong parameter", *server.get("/movies?mood=sad&goal=holiday")
    yield "foreign", *server.get("/upload", data=form, headers={"Content-Type": FORM, "Origin": "https://a.example"})
    yield "camera", 101, {}, camera(server, jpeg)


def camera(server, jpeg):
    """A browser's camera for a few frames; the last answer."""
    connection = websocket.create_connection(f"ws://{server.address}/ws/frames", timeout=30)
    try:
        for _ in range(3):
            connection.send_binary(jpeg)
            answer = connection.recv()
    finally:
        connection.close()
    return answer


def test_the_journeys_are_whole(trace):
    statuses = {asked: status for asked, status, *_ in trace.answers}
    assert statuses["/movies?mood=sad&goal=lift"] == statuses["body"] == statuses["/live"] == 200
    assert statuses["/nothing"] == 404
    assert sum(status == 200 for _, status, *_ in trace.answers) >= len(PAGES) + len(READS) + 2
    assert all(status < 500 for _, status, *_ in trace.answers), [a[:2] for a in trace.answers]
    body = next(body for asked, _, _, body in trace.answers if asked == "body")
    assert json.loads(body)["faces"]
    assert json.loads(trace.answers[-1][3])["faces"]


def test_no_journey_writes_to_disk(trace):
    written = [line for line in trace.said if line.startswith(("WATCHED open", "WATCHED os.", "WATCHED s"))]
    assert [line for line in written if "/dev/" not in line and "socket" not in line] == []
    assert trace.files == []


def test_no_journey_calls_another_host_or_program(trace):
    assert [line for line in trace.said if re.match("WATCHED (socket|subprocess|os.system)", line)] == []
    assert [other for other in trace.connections if not other.startswith((LISTENING, LOOPBACK))] == []


def test_the_watch_would_have_seen_it(tmp_path):
    import subprocess

    (tmp_path / "sitecustomize.py").write_text(HOOK)
    code = "open('x', 'w'); import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert "WATCHED open ('x', 'w')" in done.stderr
    assert "WATCHED socket.connect" in done.stderr


def test_no_journey_sets_a_cookie(trace):
    assert [asked for asked, _, headers, _ in trace.answers if "Set-Cookie" in headers] == []


def test_the_log_tells_nothing_of_a_visitor(trace):
    said = [line for line in trace.said if not line.startswith("WATCHED")]
    assert sum('"request"' in line for line in said) >= len(PAGES)  # it does say something
    for line in said:
        for word in OF_CLIENTS:
            assert word not in line
        assert len(line) < 1000


def test_answers_with_readings_are_kept_by_no_cache(trace):
    for asked, status, headers, _ in trace.answers:
        if not asked.startswith(("/static", "/api/v1/openapi.json")) and status != 101:
            same = ("private, no-cache",) if asked in SAME_FOR_EVERYBODY else ()
            assert headers["Cache-Control"] in ("no-store", *same), asked
