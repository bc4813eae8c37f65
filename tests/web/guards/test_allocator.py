"""What glibc itself counts of its heaps, in processes of their own."""

import os
import platform
import subprocess
import sys

import pytest

from moviefy.web.guards.allocator import HEAPS, bound_heaps

needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps are glibc's")
COUNT_HEAPS = """
import ctypes, sys, tempfile, threading
from moviefy.web.guards.allocator import bound_heaps

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


def printed(program, how):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    done = subprocess.run([sys.executable, "-c", program, how], env=inherited, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


COUNT_LARGE = """
import ctypes, sys
from moviefy.web.guards.allocator import LARGE_BYTES, bound_heaps

if sys.argv[1] == "bound":
    assert bound_heaps()

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd a b c d e".split()]

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.mallinfo2.restype = ctypes.c_void_p, Counts
for _ in range(2):
    before = libc.mallinfo2().hblks
    piece = ctypes.c_void_p(libc.malloc(4 * LARGE_BYTES))
    own_pages = libc.mallinfo2().hblks - before
    libc.free(piece)
print(own_pages)
"""


@needs_glibc
def test_a_large_piece_has_pages_of_its_own_also_after_another_was_freed():
    assert printed(COUNT_LARGE, "free") == 0
    assert printed(COUNT_LARGE, "bound") == 1


@needs_glibc
def test_threads_share_two_heaps_once_bound():
    assert printed(COUNT_HEAPS, "free") > HEAPS
    assert printed(COUNT_HEAPS, "bound") <= HEAPS


def test_a_limit_that_was_set_outside_stays(monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    assert not bound_heaps()


def test_another_c_library_has_nothing_to_bound(monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not bound_heaps()
