"""The picture that viewers get while the camera is unavailable."""

import cv2
import numpy as np

from moviefy.expression.faces.face import Frame

FONT = cv2.FONT_HERSHEY_SIMPLEX
WHITE = (245, 245, 245)
SMALLEST = 160
BLANK_SIZE = (480, 640)
MARGIN = 0.05


def draw_notice(last: Frame, message: str) -> Frame:
    """The last frame, dimmed, with the message across its middle; a dark card if the frame is too small to read."""
    readable = min(last.shape[:2]) >= SMALLEST
    card = np.asarray(last // 4, np.uint8) if readable else np.full((*BLANK_SIZE, 3), 40, np.uint8)
    height, width = card.shape[:2]
    scale = width / 900
    lines = _wrapped(message, scale, int(width * (1 - 2 * MARGIN)))
    step = round(40 * scale)
    for number, line in enumerate(lines):
        at = round(width * MARGIN), height // 2 + round((number - (len(lines) - 1) / 2) * step)
        cv2.putText(card, line, at, FONT, scale, WHITE, max(1, round(2 * scale)), cv2.LINE_AA)
    return card


def _wrapped(message: str, scale: float, width: int) -> list[str]:
    lines = [""]
    for word in message.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and cv2.getTextSize(longer, FONT, scale, 1)[0][0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
