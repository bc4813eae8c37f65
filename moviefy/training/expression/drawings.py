"""Glasses, hats and hands drawn onto faces, for training and for measuring what they spoil.

They are placed for FER2013's crops, whose eyes lie near two fifths of the height. No foreign picture is needed.
"""

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.float32]

DETAIL = 4
"""Shapes are drawn this many times larger and shrunk, so that thin rims of a 48-px face keep soft edges."""


def draw_glasses(image: Image, rng: np.random.Generator) -> Image:
    """Dark or light rims with clear, tinted or dark glass over both eyes of a grey ``uint8`` face."""
    side = image.shape[0] * DETAIL
    rims, panes = np.zeros((2, side, side), np.float32)
    width = rng.uniform(0.12, 0.16)
    height = width * rng.uniform(0.65, 1.0)
    level, middle, apart = rng.uniform(0.37, 0.43), rng.uniform(0.48, 0.52), rng.uniform(0.18, 0.21)
    thickness = max(1, round(side * rng.uniform(0.015, 0.04)))
    for direction in (-1, 1):
        eye = middle + direction * apart
        _ellipse(panes, (eye, level), (width, height), -1)
        _ellipse(rims, (eye, level), (width, height), thickness)
        temple = eye + direction * width
        _line(rims, (temple, level - height / 3), (temple + direction * 0.3, level - height / 2), thickness)
    _line(rims, (middle - apart + width, level), (middle + apart - width, level), thickness)
    tint = rng.choice((0.0, rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.9)), p=(0.6, 0.25, 0.15))
    glazed = _painted(image, panes * tint, rng.uniform(0, 60))
    return _painted(glazed, rims, rng.uniform(0, 110))


def draw_hat(image: Image, rng: np.random.Generator) -> Image:
    """A plain hat or fringe from the top edge down to the forehead."""
    hat = np.zeros((image.shape[0] * DETAIL,) * 2, np.float32)
    _ellipse(hat, (rng.uniform(0.4, 0.6), 0.0), (rng.uniform(0.45, 0.7), rng.uniform(0.12, 0.26)), -1)
    return _painted(image, hat, rng.uniform(0, 255))


def draw_hand(image: Image, rng: np.random.Generator) -> Image:
    """A hand, as bright as the face or nearly, from below over a cheek or the chin."""
    hand = np.zeros((image.shape[0] * DETAIL,) * 2, np.float32)
    palm = (rng.uniform(0.1, 0.9), rng.uniform(0.85, 1.05))
    _ellipse(hand, palm, (rng.uniform(0.1, 0.2), rng.uniform(0.15, 0.3)), -1, turn=rng.uniform(-40, 40))
    return _painted(image, hand, float(image.mean()) * rng.uniform(0.7, 1.3))


def _ellipse(
    mask: Mask, centre: tuple[float, float], axes: tuple[float, float], thickness: int, turn: float = 0.0
) -> None:
    """Draw with sizes as shares of the side; a thickness of -1 fills it."""
    cv2.ellipse(mask, _pixels(mask, centre), _pixels(mask, axes), turn, 0, 360, 1.0, thickness, cv2.LINE_AA)


def _line(mask: Mask, start: tuple[float, float], end: tuple[float, float], thickness: int) -> None:
    cv2.line(mask, _pixels(mask, start), _pixels(mask, end), 1.0, thickness, cv2.LINE_AA)


def _pixels(mask: Mask, shares: tuple[float, float]) -> tuple[int, int]:
    return round(shares[0] * mask.shape[1]), round(shares[1] * mask.shape[0])


def _painted(image: Image, mask: Mask, shade: float) -> Image:
    """The image with a shade where the mask, DETAIL times its size and in [0, 1], covers it."""
    cover = cv2.resize(mask, image.shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray((image * (1 - cover) + shade * cover).clip(0, 255), np.uint8)
