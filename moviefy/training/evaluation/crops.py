"""A folder of labelled face crops, one sub-folder a label, to measure the model on other data."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviefy.capture.image_codec import decode_image
from moviefy.errors import DatasetError, ImageError
from moviefy.expression.network.preprocessing import Crop
from moviefy.expression.scores import LABELS

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 40_000_000


def labelled_crops(folder: Path) -> tuple[list[Path], npt.NDArray[np.int64]]:
    """The files of the crops, sorted by path, and their labels, shape (N,).

    Raises:
        DatasetError: no sub-folder is named after a label, or none holds a file.
    """
    files = [path for path in sorted(folder.glob("*/*")) if _is_crop(path)]
    if not files:
        raise DatasetError(f"{folder} has no sub-folder with pictures named after a label ({', '.join(LABELS)}).")
    return files, np.array([LABELS.index(path.parent.name) for path in files], np.int64)


def read_crops(files: Sequence[Path]) -> list[Crop]:
    """Grey crops as large as they are in their files: the classifier alone resizes them, as it does in the app.

    Raises:
        DatasetError: a file is not a picture.
    """
    return [_read(path) for path in files]


def _is_crop(path: Path) -> bool:
    return path.is_file() and path.parent.name in LABELS and not path.name.startswith(".")


def _read(path: Path) -> Crop:
    try:
        frame = decode_image(path.read_bytes(), max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)
    except ImageError as error:
        raise DatasetError(f"{path}: {error}") from error
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
