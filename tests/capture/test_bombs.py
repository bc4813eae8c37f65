"""Pictures made to take more than they say: each is refused in a sentence or read, and nothing dies of it."""

import json
import os
import subprocess
import sys
import threading

import pytest

from bench.attacks.bombs import kinds
from bench.attacks.boxed_bombs import boxed_bombs
from moviefy.capture.decoding.apart import picture
from moviefy.capture.image_codec import decode_photo
from moviefy.config import PROJECT_ROOT
from moviefy.errors import ImageError, ImageTooLarge, ImageUnreadable, Overloaded
from tests.mutations import HEIC

LIMITS = {"max_bytes": 10 * 2**20, "max_pixels": 40_000_000}
LONGEST_S = 10.0
SLOW_TO_MAKE = (
    "PNG, ",
    "TIFF, ",
    "whole",
    "coded picture of 8000",
    "progressive",
    "scans",
    "layers",
    "1,000 tiles",
    "chain",
)
PROBE = """
import json, re, sys, time
from moviefy.capture.image_codec import decode_photo
from moviefy.errors import ImageError
status = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
data = sys.stdin.buffer.read()
start, before = time.monotonic(), status()
try:
    decode_photo(data, max_bytes=10 << 20, max_pixels=40_000_000)
    said = "read"
except ImageError as error:
    said = str(error)
print(json.dumps([said, status() - before, time.monotonic() - start]))
"""


def quick():
    return sorted(name for name in kinds() if not any(word in name for word in SLOW_TO_MAKE))


def test_there_are_sixty_kinds():
    assert len(kinds()) >= 60


def test_quick_bombs_are_read_or_refused_in_a_sentence():
    said = {}
    for name in quick():
        try:
            decode_photo(kinds()[name](), **LIMITS)
        except ImageError as error:
            said[name] = str(error)
    assert len(said) > 40
    assert [name for name, sentence in said.items() if not sentence.endswith(".") or len(sentence) > 200] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.parametrize(
    "name",
    [
        "PNG, 700,000 private chunks",
        "JPEG, 2,400,000 empty segments",
        "JPEG, 10,000,000 fill bytes",
        "WebP, animation of one frame",
        "GIF, large frame that gives way to a background",
        "AVIF, small grid of 65,025 tiles",
        "HEIC, 500 layers",
    ],
)
def test_the_worst_take_neither_memory_nor_time(name):
    environ = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], input=kinds()[name](), capture_output=True, timeout=60, env=environ, check=True
    )
    said, took_mb, took_s = json.loads(done.stdout)
    assert any(
        words in said for words in ("save it anew", "damaged", "more than the 40 million", "more than the 200 MB")
    )
    assert took_mb < 40
    assert took_s < LONGEST_S


def test_a_crash_of_the_decoder_is_one_picture_that_cannot_be_read(monkeypatch):
    monkeypatch.setattr(picture, "CODE", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(ImageUnreadable, match="save it anew"):
        decode_photo(HEIC.read_bytes(), **LIMITS)
    monkeypatch.undo()
    assert decode_photo(HEIC.read_bytes(), **LIMITS).width == 200


def test_a_decoder_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(picture, "LONGEST_S", 0.3)
    monkeypatch.setattr(picture, "CODE", "import time; time.sleep(60)")
    with pytest.raises(ImageTooLarge, match="too long"):
        decode_photo(HEIC.read_bytes(), **LIMITS)


def test_while_one_decoder_runs_another_waits_its_turn_and_is_then_named(monkeypatch):
    monkeypatch.setattr(picture, "LONGEST_S", 0.1)
    with picture._ONE_AT_A_TIME, pytest.raises(Overloaded):
        decode_photo(HEIC.read_bytes(), **LIMITS)


def test_no_decoder_is_left_behind(monkeypatch):
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(picture.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    decode_photo(HEIC.read_bytes(), **LIMITS)
    for bomb in ("HEIC, grid that says it is small", "AVIF, coded picture of 16384 px", "AVIF, grid of 40 million"):
        with pytest.raises(ImageError):
            decode_photo(boxed_bombs()[bomb](), **LIMITS)
    assert len(started) == 4
    assert all(process.returncode is not None for process in started)
    assert not picture._ONE_AT_A_TIME.locked()
    assert all(not thread.name.startswith("Timer") or not thread.is_alive() for thread in _timers_ended())


def _timers_ended():
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    for timer in timers:
        timer.join(5)
    return timers


def test_the_decoding_process_knows_no_secret(monkeypatch):
    given = {}
    popen = subprocess.Popen
    monkeypatch.setenv("MOVIEFY_SECRET_KEY", "not to be told")
    monkeypatch.setattr(picture.subprocess, "Popen", lambda *a, **k: given.update(k["env"]) or popen(*a, **k))
    decode_photo(HEIC.read_bytes(), **LIMITS)
    assert "MALLOC_ARENA_MAX" in given
    assert not any(name.startswith("MOVIEFY") for name in given)
