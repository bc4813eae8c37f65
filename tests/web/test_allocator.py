"""The heaps of a process with many threads, counted by glibc itself, in a process of their own."""

import os
import platform
import subprocess
import sys

import pytest

from moviefy.web.allocator import HEAPS, bound_heaps

needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps are glibc's")
COUNT_HEAPS = """
import ctypes, sys, tempfile, threading
from moviefy.web.allocator import bound_heaps

if sys.argv[1] == "bound":
    assert bound_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(7)

def allocate():
    libc.malloc(1000)
    together.wait(30)  # a thread that has ended gives its heap to the next

threads = [threading.Thread(target=allocate) for _ in range(6)]
for thread in threads:
    thread.start()
together.wait(30)
with tempfile.NamedTemporaryFile() as report:
    file = libc.fopen(report.name.encode(), b"w")
    libc.malloc_info(0, ctypes.c_void_p(file))
    libc.fclose(ctypes.c_void_p(file))
    print(report.read().count(b"<heap nr="))
"""


def heaps(how, **environment):
    inherited = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", COUNT_HEAPS, how], env=inherited | environment, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@needs_glibc
def test_threads_share_two_heaps_once_bound():
    assert heaps("free") > HEAPS
    assert heaps("bound") <= HEAPS


def test_a_limit_that_was_set_outside_stays(monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    assert not bound_heaps()


def test_another_c_library_has_nothing_to_bound(monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not bound_heaps()
