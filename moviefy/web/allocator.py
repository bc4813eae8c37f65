"""Keeps memory flat where threads come and go: glibc gives each new thread a heap of its own, up to eight per core."""

import ctypes
import os
import platform
from contextlib import suppress

M_ARENA_MAX = -8
"""glibc's number for the option, from malloc.h."""

HEAPS = 2
"""One viewer's frames fill a heap that the next viewer's thread may not meet again; what was freed in it stays with the
process. With two heaps 1,000 connections cost 4 MB instead of 30 (bench/endurance.py)."""


def bound_heaps() -> bool:
    """Let all threads share two heaps from now on; gives whether that could be set.

    Nothing is set where ``MALLOC_ARENA_MAX`` says otherwise, or where the C library is not glibc.
    """
    if "MALLOC_ARENA_MAX" in os.environ or platform.libc_ver()[0] != "glibc":
        return False
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS))
    return False
