"""Draws a reading on its frame: a box around every face and, on the box, the mood and how certain it is."""

import cv2
import numpy as np

from moviefy.expression.colours import ON_PICTURES, Colour
from moviefy.expression.faces.face import Frame
from moviefy.expression.mood import Mood, NoMood
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.words import LOOKS

WORDS = {NoMood.UNSURE: "not sure", NoMood.NO_FACE: "no face"}
TEXT_COLOUR: Colour = (25, 25, 25)
FONT = cv2.FONT_HERSHEY_SIMPLEX
PADDING = 4


def annotate(frame: Frame, reading: Reading) -> Frame:
    """A copy of the frame with every face marked; the frame stays as it is."""
    picture = frame.copy()
    for face in reading.faces:
        _mark(picture, face)
    return picture


def mood_words(mood: Mood) -> str:
    """What a face shows in two words, such as "happy 93%", "surprised 80%" or "not sure"."""
    if mood.label is None and mood.reason in WORDS:
        return WORDS[mood.reason]
    return f"{LOOKS[mood.label or mood.expression or 'neutral']} {mood.certainty:.0%}"


def _mark(picture: Frame, face: FaceReading) -> None:
    scale = max(0.5, max(picture.shape[:2]) / 1280)
    colour = ON_PICTURES[face.mood.label]
    x1, y1, x2, y2 = face.face.box
    cv2.rectangle(picture, (x1, y1), (x2, y2), colour, max(2, round(2 * scale)), cv2.LINE_AA)
    _label(picture, mood_words(face.mood), (x1, y1), colour, scale)


def _label(picture: Frame, text: str, corner: tuple[int, int], colour: Colour, scale: float) -> None:
    (width, height), baseline = cv2.getTextSize(text, FONT, scale, 1)
    box_width, box_height = width + 2 * PADDING, height + baseline + 2 * PADDING
    left = int(np.clip(corner[0], 0, max(0, picture.shape[1] - box_width)))
    top = int(np.clip(corner[1] - box_height, 0, max(0, picture.shape[0] - box_height)))
    cv2.rectangle(picture, (left, top), (left + box_width, top + box_height), colour, cv2.FILLED)
    origin = (left + PADDING, top + PADDING + height)
    cv2.putText(picture, text, origin, FONT, scale, TEXT_COLOUR, 1, cv2.LINE_AA)
