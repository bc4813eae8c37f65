"""FER2013 and the votes of ten raters (FER+), read as arrays and checked before anything starts.

FER2013 comes in the layout of Kaggle's ``msambare/fer2013``: a zip with ``train/<class>/Training_*.jpg`` and
``test/<class>/{PublicTest,PrivateTest}_*.jpg``, 48x48 grey. FER+ is the table of votes that Barsoum et al. (arXiv
1608.01041) published, here one row a file of the zip.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pandas as pd

from moviefy.errors import DatasetError
from moviefy.expression.scores import LABELS

SPLITS = {"train": "Training", "val": "PublicTest", "test": "PrivateTest"}
"""Our names of the official splits -> the prefix of their file names."""

VOTE_COLUMNS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
"""FER+'s names of the seven expressions, in :data:`LABELS`' order."""

MEMBER = re.compile(r"^(?:.*/)?(?P<path>(?:train|test)/(?P<label>[a-z]+)/(?P<prefix>[A-Za-z]+)_\d+\.jpg)$")
IMAGE_SIDE = 48


@dataclass(frozen=True)
class FaceSet:
    """Labelled faces.

    Attributes:
        images: ``uint8``, shape (N, 48, 48), grey.
        labels: ``int64``, shape (N,), index into :data:`LABELS`.
        files: path of every face in the zip, such as ``test/angry/PrivateTest_10131363.jpg``.
    """

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]
    files: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.files)

    def take(self, index: npt.NDArray[np.int64]) -> "FaceSet":
        """The faces at these positions."""
        return FaceSet(self.images[index], self.labels[index], tuple(self.files[i] for i in index))


def load_fer2013(path: Path, split: str) -> FaceSet:
    """Read one official split, sorted by path.

    Raises:
        DatasetError: no such file, not a zip, a class folder is missing, or an image cannot be read; it is named.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = dict(sorted(_members(archive, SPLITS[split])))
            _check_classes(members, split)
            images = [_read_image(archive, member) for member, _ in members.values()]
    except (OSError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} cannot be read as a zip of FER2013: {error}.") from error
    labels = np.array([label for _, label in members.values()], np.int64)
    return FaceSet(np.stack(images), labels, tuple(members))


def _members(archive: zipfile.ZipFile, prefix: str) -> Iterator[tuple[str, tuple[str, int]]]:
    for name in archive.namelist():
        match = MEMBER.match(name)
        if match and match["prefix"] == prefix and match["label"] in LABELS:
            yield match["path"], (name, LABELS.index(match["label"]))


def _check_classes(members: dict[str, tuple[str, int]], split: str) -> None:
    missing = set(LABELS) - {LABELS[label] for _, label in members.values()}
    if missing:
        raise DatasetError(f"FER2013's {split} split has no images of: {', '.join(sorted(missing))}.")


def _read_image(archive: zipfile.ZipFile, member: str) -> npt.NDArray[np.uint8]:
    try:
        image = cv2.imdecode(np.frombuffer(archive.read(member), np.uint8), cv2.IMREAD_GRAYSCALE)
    except (cv2.error, zipfile.BadZipFile) as error:
        raise DatasetError(f"The image {member} cannot be read.") from error
    if image is None or image.shape != (IMAGE_SIDE, IMAGE_SIDE):
        raise DatasetError(f"The image {member} is not a readable {IMAGE_SIDE}x{IMAGE_SIDE} picture.")
    return np.asarray(image, np.uint8)


def load_votes(path: Path, faces: FaceSet) -> npt.NDArray[np.float32]:
    """FER+'s votes for the seven expressions, shape (N, 7), a row of zeros for a face without votes.

    Raises:
        DatasetError: the table cannot be read, lacks a column, or names a file that is not FER2013's.
    """
    table = _read_votes(path)
    strange = [str(file) for file in table.index if not MEMBER.match(str(file))]
    if strange or not table.index.is_unique:
        what = f"names unknown files, the first is {strange[0]}" if strange else "names a file twice"
        raise DatasetError(f"The votes in {path.name} {what}.")
    votes = table.reindex(list(faces.files)).fillna(0.0)
    if not votes.to_numpy().any():
        raise DatasetError(f"The votes in {path.name} name none of these faces.")
    return votes.to_numpy(np.float32)


def _read_votes(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, usecols=["file", *VOTE_COLUMNS], index_col="file")
        return table[list(VOTE_COLUMNS)].astype(np.float32)
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read as FER+'s votes: {error}.") from error


def raters_choice(votes: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """What more than five of the ten raters chose, as an index into :data:`LABELS`; -1 if they did not agree."""
    agreed = votes.max(axis=1) > 5
    return np.where(agreed, votes.argmax(axis=1), -1).astype(np.int64)
