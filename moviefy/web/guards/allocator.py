"""Keeps memory flat under many threads and pictures of all sizes, by setting two glibc allocator options."""

import ctypes
import os
import platform
from contextlib import suppress

M_ARENA_MAX = -8
M_MMAP_THRESHOLD = -3
"""glibc's numbers for the options, from malloc.h."""

HEAPS = 2
"""glibc gives each new thread a heap of its own, up to eight per core. One viewer's frames fill a heap that the next
viewer's thread may not meet again; what was freed in it stays with the process. With two heaps 1,000 connections cost
4 MB instead of 30 (bench/endurance.py)."""

LARGE_BYTES = 256 * 1024
"""What is larger, a frame or a batch of crops, gets pages of its own, which the system has back once it is freed. Left
alone, glibc raises this limit to the largest that it has seen freed, and frames leave holes in the heaps: ten minutes
of viewers and uploads then cost 25 MB instead of 7 (bench/hosted_soak.py)."""

OPTIONS = (("MALLOC_ARENA_MAX", M_ARENA_MAX, HEAPS), ("MALLOC_MMAP_THRESHOLD_", M_MMAP_THRESHOLD, LARGE_BYTES))


def bound_heaps() -> bool:
    """Let later threads share two heaps and keep large blocks out of them; returns whether both options were set.

    An option that the environment sets stays as it is. Without glibc nothing is set.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        done = [name not in os.environ and bool(mallopt(option, value)) for name, option, value in OPTIONS]
        return all(done)
    return False
