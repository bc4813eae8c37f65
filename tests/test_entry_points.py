"""The entry files, started as a user starts them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.web import server
from moviefy.web.commands import _run_gunicorn, run

START_S = 60
PYTHON = sys.executable
SECRET = "a secret for tests only"
STARTED_WITH = {"MOVIEFY_CAMERA": "fake", "MOVIEFY_SECRET_KEY": SECRET, "MOVIEFY_DETECTOR": "haar", "CI": "1"}
GUNICORN = [PYTHON, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app_1:app"]


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def environment(**settings):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MOVIEFY_", "PORT", "HOST"))}
    return {**kept, **STARTED_WITH, **settings}


def get(address, timeout=10):
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@contextlib.contextmanager
def started(command, cwd=PROJECT_ROOT, log=subprocess.DEVNULL, **settings):
    """The command as a process of its own group; yields its address once it is ready, and ends it."""
    port = free_port()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment(PORT=str(port), **settings), stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_until_ready(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL if process.poll() is not None else signal.SIGTERM)
        process.wait(40)


def wait_until_ready(process, address):
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, f"ended with {process.returncode}"
        with contextlib.suppress(OSError):
            if get(address + "/readyz")[0] == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"not ready in {START_S} s")


@pytest.mark.parametrize(
    ("command", "folder"),
    [
        ([PYTHON, "app.py"], PROJECT_ROOT),
        ([PYTHON, "app.py"], PROJECT_ROOT / "local_web_app"),
        ([PYTHON, "-m", "moviefy", "run", "--camera", "fake"], PROJECT_ROOT),
    ],
    ids=["app.py", "local_web_app", "moviefy run"],
)
def test_the_live_version_serves_and_ends_quietly_when_told_to(command, folder, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as out, started(command, folder, log=out) as (address, process):
        assert get(address + "/healthz")[0] == 200
        assert b'value="server"' in get(address + "/live")[1]
        with urllib.request.urlopen(address + "/video_feed", timeout=20) as stream:
            assert stream.headers["Content-Type"].startswith("multipart/x-mixed-replace")
            assert b"\xff\xd8\xff" in stream.read(2000)
        process.terminate()
        assert process.wait(15) == 0
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("command", [GUNICORN, [PYTHON, "-m", "moviefy", "run", "--hosted"]], ids=["gunicorn", "run"])
def test_the_hosted_version_serves_without_a_server_camera_and_stops_at_once_with_open_streams(command, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as out, started(command, log=out, HOST="127.0.0.1") as (address, process):
        assert get(address + "/healthz")[0] == 200
        assert b'value="server"' not in get(address + "/live")[1]
        status, body = get(address + "/video_feed")
        assert (status, json.loads(body)["error"]["code"]) == (404, "not_found")
        with urllib.request.urlopen(address + "/events", timeout=20) as stream:
            assert b"no_server_camera" in stream.readline() + stream.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
    text = log.read_text()
    assert "ready:" in text
    assert "Traceback" not in text


def test_the_hosted_version_is_started_in_the_users_folder(tmp_path, monkeypatch):
    """So that a relative path in a setting means what the user sees there."""
    started_with = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started_with.extend(arguments))
    monkeypatch.chdir(tmp_path)
    _run_gunicorn()
    assert Path.cwd() == tmp_path
    assert str(PROJECT_ROOT / "gunicorn.conf.py") in started_with
    assert started_with[started_with.index("--pythonpath") + 1] == str(PROJECT_ROOT)


def test_the_hosted_version_does_not_start_without_a_secret():
    done = subprocess.run(
        GUNICORN, cwd=PROJECT_ROOT, env=environment(MOVIEFY_SECRET_KEY=""), capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "MOVIEFY_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MOVIEFY_ENGINE": "magic"}, "MOVIEFY_ENGINE"),
        ({"MOVIEFY_RATE_LIMIT": "now and then"}, "MOVIEFY_RATE_LIMIT"),
        ({"MOVIEFY_CAMERA": "webcam"}, "MOVIEFY_CAMERA"),
    ],
)
def test_a_wrong_setting_is_one_sentence_in_place_of_an_app(settings, said, monkeypatch):
    monkeypatch.setattr(server, "show_log", lambda _: None)
    for name, value in {**STARTED_WITH, **settings}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"^moviefy: .*{said}"):
        server.build_or_exit(LiveConfig)


def test_a_taken_port_ends_the_start_with_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [PYTHON, "app.py"],
            cwd=PROJECT_ROOT,
            env=environment(PORT=str(port)),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"moviefy: Port {port}")
    assert "Traceback" not in done.stderr


def test_a_camera_and_hosted_together_are_wrong_usage():
    result = CliRunner().invoke(run, ["--hosted", "--camera", "0"])
    assert result.exit_code == 2
    assert "no server camera" in result.stderr


@pytest.mark.parametrize("name", ["app.py", "app_1.py", "local_web_app/app.py"])
def test_the_entry_files_stay_thin(name):
    text = (PROJECT_ROOT / name).read_text("utf-8")
    assert len(text.splitlines()) <= 20
    assert "def " not in text
    assert "from app import" not in text
