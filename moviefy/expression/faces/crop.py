"""A face box becomes a crop in FER2013's framing, whichever detector it comes from."""

import cv2
import numpy as np

from moviefy.expression.faces.detection import CropMargin
from moviefy.expression.faces.face import Face, Frame
from moviefy.expression.network.preprocessing import Crop


def face_crop(frame: Frame, face: Face, margin: CropMargin) -> Crop:
    """A grey square around the face, shape (S, S); outside the frame, the frame's edge is repeated.

    The square's side is ``margin.scale`` times the box's mean side and its centre lies ``margin.shift_y`` box heights
    below the box's centre, as measured on FER2013's own pictures for that detector.
    """
    x1, y1, x2, y2 = face.box
    side = max(1, round(margin.scale * ((x2 - x1) + (y2 - y1)) / 2))
    left = round((x1 + x2 - side) / 2)
    top = round((y1 + y2 - side) / 2 + margin.shift_y * (y2 - y1))
    return np.asarray(cv2.cvtColor(_square(frame, left, top, side), cv2.COLOR_BGR2GRAY), np.uint8)


def _square(frame: Frame, left: int, top: int, side: int) -> Frame:
    height, width = frame.shape[:2]
    inside = frame[max(0, top) : max(0, min(height, top + side)), max(0, left) : max(0, min(width, left + side))]
    before_y, before_x = max(0, -top), max(0, -left)
    after_y, after_x = max(0, top + side - height), max(0, left + side - width)
    if not (before_y or before_x or after_y or after_x):
        return inside
    padded = cv2.copyMakeBorder(inside, before_y, after_y, before_x, after_x, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8)
