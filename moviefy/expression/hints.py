"""What a person can do where no mood can be told: measured in the frame, said in one short sentence."""

import numpy as np

from moviefy.expression.faces.face import Face, Frame
from moviefy.expression.mood import Mood, NoMood
from moviefy.wording import _

TOO_DARK = 40
"""Median grey level (0-255) below which a face, or a frame without one, is too dark; photographs have 85 and more."""

TOO_SMALL = 40
"""Sides of a face box in pixels below which little of an expression is left: the training faces have 48."""

TURNED = 0.6
"""How far to a side the nose may lie (:attr:`Face.turn`); photographs looked at reach 0.42, 0.6 is about 30 degrees."""

STEP = 4
"""A whole frame's light is measured on every fourth pixel of every fourth row."""

GREY = np.array([0.114, 0.587, 0.299], np.float32)
"""Shares of blue, green and red in a grey level (ITU-R BT.601)."""

DARK_HINT = _("It is too dark: let some light fall on your face.")
SMALL_HINT = _("Move closer to the camera.")
TURNED_HINT = _("Turn towards the camera.")


def hint(frame: Frame, faces: tuple[Face, ...], mood: Mood) -> str | None:
    """The sentence for a frame; None where there is a mood or a face at rest, or nothing measurable is in the way.

    Args:
        frame: BGR, shape (H, W, 3).
        faces: the frame's faces, the one that counts first.
        mood: the mood that is shown, or none and why.
    """
    if mood.label is not None or mood.reason in (NoMood.NEUTRAL, NoMood.OTHER):
        return None
    seen = _inside(frame, faces[0]) if faces else frame[::STEP, ::STEP]
    if seen.size and np.median(seen @ GREY) < TOO_DARK:
        return DARK_HINT
    return _hint_for(faces[0]) if faces else None


def _hint_for(face: Face) -> str | None:
    x1, y1, x2, y2 = face.box
    if min(x2 - x1, y2 - y1) < TOO_SMALL:
        return SMALL_HINT
    return TURNED_HINT if face.turn is not None and abs(face.turn) > TURNED else None


def _inside(frame: Frame, face: Face) -> Frame:
    x1, y1, x2, y2 = face.box
    return frame[max(0, y1) : max(0, y2), max(0, x1) : max(0, x2)]


class SteadyHint:
    """One viewer's hint, which changes only when another has stood for ``hold_s`` seconds: screen readers say each."""

    def __init__(self, hold_s: float = 0.6) -> None:
        self._hold_s = hold_s
        self._shown: str | None = None
        self._next: str | None = None
        self._since_s = 0.0

    def update(self, hint: str | None, time_s: float) -> str | None:
        """Take one frame's hint and return the one to show."""
        if hint != self._next:
            self._next, self._since_s = hint, time_s
        if time_s - self._since_s >= self._hold_s:
            self._shown = self._next
        return self._shown
