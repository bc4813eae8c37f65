"""Random changes to training faces, all from one seeded generator, so that a resumed run repeats them exactly.

Each change stands for something in real frames: faces turned or framed a little differently, dark or bright rooms,
blur, noise, small faces and JPEG blocks, something in front of the face.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt
from pydantic import ConfigDict, Field

from moviefy.training.expression.drawings import draw_glasses, draw_hand, draw_hat

Image = npt.NDArray[np.uint8]
Probability = Annotated[float, Field(ge=0, le=1)]
Below1 = Annotated[float, Field(ge=0, lt=1)]
Change = Callable[[Image, np.random.Generator, "Augmentation"], Image]


@dataclass(frozen=True)
class Augmentation:
    """How far each change goes and how often it happens.

    Attributes:
        rotation: greatest rotation in degrees, either way.
        scale: greatest change of size, as a share.
        shift: greatest shift, as a share of the side.
        light: greatest change of contrast; the logarithm of exposure changes by up to 1.5 times as much.
        blur: greatest standard deviation of the blur in pixels, at least 0.4.
        degrade: probability of each of: blur, noise, low resolution, JPEG blocks, in [0, 1].
        erase: probability of one erased rectangle (Zhong et al. 2020, arXiv 1708.04896), in [0, 1].
        glasses: probability of drawn glasses, in [0, 1].
        cover: probability of each of: a drawn hat, a drawn hand, in [0, 1].
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    rotation: Annotated[float, Field(ge=0, le=180)] = 15.0
    scale: Below1 = 0.12
    shift: Below1 = 0.10
    light: Below1 = 0.3
    blur: Annotated[float, Field(ge=0.4)] = 1.8
    degrade: Probability = 0.12
    erase: Probability = 0.25
    glasses: Probability = 0.0
    cover: Probability = 0.0

    def apply(self, image: Image, rng: np.random.Generator) -> Image:
        """One changed copy of a grey ``uint8`` image, of the same shape."""
        for draw, probability in ((draw_glasses, self.glasses), (draw_hat, self.cover), (draw_hand, self.cover)):
            if probability and rng.random() < probability:  # no random number is drawn for what does not happen
                image = draw(image, rng)
        for change in (_flip, _affine, _light):
            image = change(image, rng, self)
        for change in (_blur, _low_resolution, _noise, _jpeg):
            if rng.random() < self.degrade:
                image = change(image, rng, self)
        return _erase(image, rng, self) if rng.random() < self.erase else image


def _flip(image: Image, rng: np.random.Generator, _: Augmentation) -> Image:
    return np.ascontiguousarray(image[:, ::-1]) if rng.random() < 0.5 else image


def _affine(image: Image, rng: np.random.Generator, how: Augmentation) -> Image:
    side = image.shape[0]
    angle = rng.uniform(-how.rotation, how.rotation)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1.0 + rng.uniform(-how.scale, how.scale))
    matrix[:, 2] += rng.uniform(-how.shift, how.shift, 2) * side
    return np.asarray(cv2.warpAffine(image, matrix, (side, side), borderMode=cv2.BORDER_REFLECT_101), np.uint8)


def _light(image: Image, rng: np.random.Generator, how: Augmentation) -> Image:
    contrast = 1.0 + rng.uniform(-how.light, how.light)
    exposure = np.exp(1.5 * rng.uniform(-how.light, how.light))
    changed = (image.astype(np.float32) - image.mean()) * contrast + image.mean()
    return np.asarray((changed * exposure).clip(0, 255), np.uint8)


def _blur(image: Image, rng: np.random.Generator, how: Augmentation) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, how.blur)), np.uint8)


def _low_resolution(image: Image, rng: np.random.Generator, _: Augmentation) -> Image:
    side = image.shape[0]
    small = cv2.resize(image, (int(rng.integers(side // 2, side)),) * 2, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)


def _noise(image: Image, rng: np.random.Generator, _: Augmentation) -> Image:
    noisy = image + rng.normal(0.0, rng.uniform(2.0, 12.0), image.shape)
    return np.asarray(noisy.clip(0, 255), np.uint8)


def _jpeg(image: Image, rng: np.random.Generator, _: Augmentation) -> Image:
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 80))])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _erase(image: Image, rng: np.random.Generator, _: Augmentation) -> Image:
    side = image.shape[0]
    height, width = rng.integers(side // 8, side // 3, 2)
    top, left = rng.integers(0, side - height), rng.integers(0, side - width)
    erased = image.copy()
    erased[top : top + height, left : left + width] = rng.integers(0, 256)
    return erased
