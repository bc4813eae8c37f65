"""The picture of the fake camera: a schematic face that moves, with the words "fake camera"."""

import math

import cv2
import numpy as np

from moviefy.expression.faces.face import Frame

Colour = tuple[float, float, float]
BACKGROUND: Colour = (96, 84, 72)
SKIN: Colour = (150, 180, 225)
SHADE: Colour = (105, 135, 185)
HAIR: Colour = (35, 45, 60)
WHITE: Colour = (245, 245, 245)
LIPS: Colour = (90, 90, 190)
SWAY_S, SMILE_S = 4.0, 10.0
"""Periods of the face's sway and of its smile, in seconds."""


def draw_test_card(width: int, height: int, number: int, fps: float) -> Frame:
    """Frame ``number`` of the fake camera, shape (height, width, 3)."""
    card = np.full((height, width, 3), BACKGROUND, np.uint8)
    seconds = number / fps
    radius = min(width, height) / 5
    sway = math.sin(2 * math.pi * seconds / SWAY_S)
    centre = (width / 2 + sway * width / 8, height / 2)
    _head(card, centre, radius)
    _eyes(card, centre, radius)
    _mouth(card, centre, radius, math.sin(2 * math.pi * seconds / SMILE_S))
    _caption(card, f"fake camera  {seconds:05.1f} s")
    return card


def _at(centre: tuple[float, float], radius: float, x: float, y: float) -> tuple[int, int]:
    return round(centre[0] + x * radius), round(centre[1] + y * radius)


def _head(card: Frame, centre: tuple[float, float], radius: float) -> None:
    _oval(card, _at(centre, radius, 0, -0.25), radius, (1.0, 1.25), HAIR)
    _oval(card, _at(centre, radius, 0, 0.05), radius, (0.85, 1.2), SKIN)


def _eyes(card: Frame, centre: tuple[float, float], radius: float) -> None:
    thickness = max(1, round(radius / 12))
    for side in (-1, 1):
        _oval(card, _at(centre, radius, side * 0.36, -0.2), radius, (0.24, 0.16), SHADE)
        _oval(card, _at(centre, radius, side * 0.36, -0.18), radius, (0.17, 0.09), WHITE)
        _oval(card, _at(centre, radius, side * 0.36, -0.18), radius, (0.09, 0.09), HAIR)
        brow = _at(centre, radius, side * 0.16, -0.38), _at(centre, radius, side * 0.58, -0.4)
        cv2.line(card, *brow, HAIR, thickness, cv2.LINE_AA)
    _oval(card, _at(centre, radius, 0, 0.25), radius, (0.16, 0.08), SHADE)
    cv2.line(card, _at(centre, radius, -0.08, -0.15), _at(centre, radius, -0.12, 0.22), SHADE, thickness, cv2.LINE_AA)


def _mouth(card: Frame, centre: tuple[float, float], radius: float, smile: float) -> None:
    """``smile`` from -1, a straight mouth, to 1, a wide smile."""
    open_by = 0.05 + 0.1 * (smile + 1) / 2
    _oval(card, _at(centre, radius, 0, 0.62), radius, (0.34, open_by), LIPS)
    _oval(card, _at(centre, radius, 0, 0.6), radius, (0.26, open_by / 2), WHITE)


def _oval(card: Frame, centre: tuple[int, int], radius: float, half_axes: tuple[float, float], colour: Colour) -> None:
    axes = max(0, round(half_axes[0] * radius)), max(0, round(half_axes[1] * radius))
    cv2.ellipse(card, centre, axes, 0, 0, 360, colour, cv2.FILLED)


def _caption(card: Frame, text: str) -> None:
    scale = card.shape[1] / 800
    cv2.putText(
        card, text, (round(16 * scale), round(36 * scale)), cv2.FONT_HERSHEY_SIMPLEX, scale, WHITE, 1, cv2.LINE_AA
    )
