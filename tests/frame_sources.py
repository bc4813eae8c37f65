"""Sources that do what a test tells them: give frames, hang, die, open slowly."""

import threading
import time

import cv2
import numpy as np
import pytest

from moviefy.capture.frame_source import FrameSource
from moviefy.errors import CameraUnavailable

PATIENCE_S = 20.0
"""How long a test waits for what must happen; reached only where it fails."""

short_stall = pytest.mark.parametrize("stall_s", [0.3])
"""For tests of a camera that counts as stalled; in all others none may, however busy the machine is."""


def wait_until(true, patience_s=PATIENCE_S):
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def threads_named(name):
    return [thread for thread in threading.enumerate() if thread.name == name]


class Studio:
    """Opens scripted sources, one at a time, and watches over them.

    Attributes:
        fps: of every source.
        value: grey level of every pixel of the next frames; a test changes it to tell frames apart.
        size: (height, width) of the next frames.
        absent: a sentence while the camera cannot be opened.
        dies: a sentence while every read fails.
        crashes: an exception that the next read raises.
        hang: cleared while read() blocks.
        may_close: cleared while close() blocks.
    """

    def __init__(self, fps=100.0):
        self.fps = fps
        self.value, self.size = 1, (48, 64)
        self.absent = self.dies = self.crashes = None
        self.hang, self.may_close = threading.Event(), threading.Event()
        self.hang.set()
        self.may_close.set()
        self.opened = self.open_now = self.most_open = self.reads = self.refused = 0

    def __call__(self):
        if self.absent:
            self.refused += 1
            raise CameraUnavailable(self.absent)
        self.opened += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        return ScriptedSource(self)

    def release(self):
        """Let every thread end."""
        self.hang.set()
        self.may_close.set()


class ScriptedSource(FrameSource):
    def __init__(self, studio):
        self.name, self.fps = "scripted camera", studio.fps
        self._studio = studio

    def read(self):
        studio = self._studio
        time.sleep(1 / studio.fps)
        value, size = studio.value, studio.size
        studio.reads += 1
        assert studio.hang.wait(PATIENCE_S)
        if studio.crashes:
            problem, studio.crashes = studio.crashes, None
            raise problem
        if studio.dies:
            raise CameraUnavailable(studio.dies)
        return np.full((*size, 3), value, np.uint8)

    def close(self):
        assert self._studio.may_close.wait(PATIENCE_S)
        self._studio.open_now -= 1


def handheld(photo, size, frames):
    """A photo as a camera sees it for a while: it sways, comes closer, grows lighter and darker, with noise.

    Args:
        size: (width, height) of the frames.
        frames: how many; the last leads over to the first.
    """
    rng = np.random.default_rng(7)
    width, height = size
    for phase in np.linspace(0, 2 * np.pi, frames, endpoint=False):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2 * np.sin(phase), 1 + 0.04 * np.sin(2 * phase))
        turn[:, 2] += 10 * np.cos(phase), 6 * np.sin(phase)
        frame = cv2.warpAffine(photo, turn, size, borderMode=cv2.BORDER_REPLICATE)
        light = 1 + 0.08 * np.sin(phase)
        yield np.clip(frame * light + rng.normal(0, 4, frame.shape), 0, 255).astype(np.uint8)
