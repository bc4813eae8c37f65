"""A face box becomes a crop in FER2013's framing, whichever detector it comes from."""

import cv2
import numpy as np

from moviefy.expression.faces.detection import CropMargin
from moviefy.expression.faces.face import Face, Frame
from moviefy.expression.network.preprocessing import Crop


def face_crop(frame: Frame, face: Face, margin: CropMargin) -> Crop:
    """A grey square around the face, shape (S, S); outside the frame, the frame's edge is repeated.

    The square's side is ``margin.scale`` times the box's mean side and its centre lies ``margin.shift_y`` box heights
    below the box's centre, as measured on FER2013's own pictures for that detector. A face with a roll is turned about
    the box's centre, so that the head is upright.
    """
    x1, y1, x2, y2 = face.box
    side = max(1, round(margin.scale * ((x2 - x1) + (y2 - y1)) / 2))
    if face.roll:
        return _grey(_turned(frame, face, side, margin.shift_y * (y2 - y1)))
    left = round((x1 + x2 - side) / 2)
    top = round((y1 + y2 - side) / 2 + margin.shift_y * (y2 - y1))
    return _grey(square_part(frame, left, top, side))


def square_part(frame: Frame, left: int, top: int, side: int) -> Frame:
    """A square of the frame; outside the frame, the frame's edge is repeated."""
    height, width = frame.shape[:2]
    inside = frame[max(0, top) : max(0, min(height, top + side)), max(0, left) : max(0, min(width, left + side))]
    before_y, before_x = max(0, -top), max(0, -left)
    after_y, after_x = max(0, top + side - height), max(0, left + side - width)
    if not (before_y or before_x or after_y or after_x):
        return inside
    padded = cv2.copyMakeBorder(inside, before_y, after_y, before_x, after_x, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8)


def _turned(frame: Frame, face: Face, side: int, shift_y: float) -> Frame:
    """The square around the face's box in the frame turned by its roll, ``shift_y`` pixels towards the chin."""
    x1, y1, x2, y2 = face.box
    centre = ((x1 + x2) / 2, (y1 + y2) / 2)
    onto = cv2.getRotationMatrix2D(centre, face.roll, 1.0)
    onto[:, 2] += side / 2 - np.array(centre)
    onto[1, 2] -= shift_y
    part = cv2.warpAffine(frame, onto, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8)


def _grey(part: Frame) -> Crop:
    return np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)
