"""A folder of labelled face crops, one sub-folder a label, to measure the model on other data."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.capture.image_codec import decode_image
from moviefy.errors import DatasetError, ImageError
from moviefy.expression.scores import LABELS

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 40_000_000


def load_crops(folder: Path, size: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Grey crops, shape (N, size, size), and their labels, shape (N,), sorted by path.

    Raises:
        DatasetError: no sub-folder is named after a label, none holds a picture, or a file is not a picture.
    """
    files = [(path, LABELS.index(path.parent.name)) for path in sorted(folder.glob("*/*")) if _is_crop(path)]
    if not files:
        raise DatasetError(f"{folder} has no sub-folder with pictures named after a label ({', '.join(LABELS)}).")
    images = np.stack([_read(path, size) for path, _ in files])
    return images, np.array([label for _, label in files], np.int64)


def _is_crop(path: Path) -> bool:
    return path.is_file() and path.parent.name in LABELS and not path.name.startswith(".")


def _read(path: Path, size: int) -> npt.NDArray[np.uint8]:
    try:
        frame = decode_image(path.read_bytes(), max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)
    except ImageError as error:
        raise DatasetError(f"{path}: {error}") from error
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
