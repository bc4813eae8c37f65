"""One face of each photograph as people's photographs have it: tilted, masked, small, dark, upside down, at six sizes.

    python -m bench.photo_kinds ../shared/photos [--models ../shared/models] [--detector yunet] [--sizes]

A face counts as found if a box overlaps the true one by 0.4 (intersection over union) or, where the head is tilted and
the true box with it, if its centre is within a quarter of the face. ``--sizes``: every photograph saved at six sizes
must have the same mood and as many faces. Noise is drawn with a fixed seed.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.expression.faces.face import Box, Frame, overlap
from moviefy.expression.reading import Reading
from moviefy.pipeline import Pipeline, load_pipeline

SIZES = (640, 1024, 1280, 1281, 2000, 4000)
FOUND_OVERLAP, FOUND_CENTRE = 0.4, 0.25
MASK = np.array([[0.05, 0.55], [0.5, 0.48], [0.95, 0.55], [0.88, 0.85], [0.5, 1.0], [0.12, 0.85]])
"""Corners of a drawn mask, in widths and heights of the face's box."""


@dataclass(frozen=True)
class Photo:
    """A picture, its largest face, and by how many degrees clockwise the head is tilted."""

    picture: Frame
    box: Box
    degrees: float = 0.0


def tilted(photo: Photo, degrees: float) -> Photo:
    """The whole picture turned clockwise, as large as it must be; the box keeps its size."""
    height, width = photo.picture.shape[:2]
    onto = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    cos, sin = abs(onto[0, 0]), abs(onto[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    onto[:, 2] += np.array(size) / 2 - (width / 2, height / 2)
    x1, y1, x2, y2 = photo.box
    x, y = onto @ ((x1 + x2) / 2, (y1 + y2) / 2, 1.0)
    left, top = round(x - (x2 - x1) / 2), round(y - (y2 - y1) / 2)
    turned = cv2.warpAffine(photo.picture, onto, size, borderMode=cv2.BORDER_REPLICATE)
    return Photo(np.asarray(turned, np.uint8), (left, top, left + x2 - x1, top + y2 - y1), degrees)


def masked(photo: Photo) -> Photo:
    """A mask drawn over mouth and nose."""
    x1, y1, x2, y2 = photo.box
    corners = (MASK * (x2 - x1, y2 - y1) + (x1, y1)).astype(np.int32)
    return Photo(cv2.fillPoly(photo.picture.copy(), [corners], (200, 160, 120)), photo.box)


def resized(photo: Photo, factor: float) -> Photo:
    """The photo as it is saved smaller or larger."""
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(photo.picture, None, fx=factor, fy=factor, interpolation=way)
    x1, y1, x2, y2 = (round(value * factor) for value in photo.box)
    return Photo(np.asarray(picture, np.uint8), (x1, y1, x2, y2))


def darkened(photo: Photo, light: float, noise: float = 3.0) -> Photo:
    """A share of the light, with a camera's noise in grey levels."""
    random = np.random.default_rng(0).normal(0, noise, photo.picture.shape)
    return Photo(np.clip(photo.picture * light + random, 0, 255).astype(np.uint8), photo.box)


KINDS: dict[str, Callable[[Photo], Photo]] = {
    "as it is": lambda photo: photo,
    "tilted by 20 degrees": lambda photo: tilted(photo, 20),
    "tilted by 40 degrees": lambda photo: tilted(photo, 40),
    "mask drawn": masked,
    "a third of the size": lambda photo: resized(photo, 1 / 3),
    "a quarter of the light": lambda photo: darkened(photo, 0.25),
    "a twentieth of the light": lambda photo: darkened(photo, 0.05),
    "on its side": lambda photo: tilted(photo, 90),
    "upside down": lambda photo: tilted(photo, 180),
}


def is_found(reading: Reading, photo: Photo) -> bool:
    """Whether the photo's face is among those that were read; a turned reading is compared where the face went."""
    if reading.turned:
        photo = tilted(photo, reading.turned)
        photo = Photo(photo.picture, photo.box, photo.degrees)
    x1, y1, x2, y2 = photo.box
    reach = FOUND_CENTRE * (x2 - x1 + y2 - y1) / 2
    for face in reading.faces:
        left, top, right, bottom = face.face.box
        near = max(abs(left + right - x1 - x2), abs(top + bottom - y1 - y2)) / 2 < reach
        if overlap(face.face.box, photo.box) >= FOUND_OVERLAP or (photo.degrees and near):
            return True
    return False


def photos_of(folder: Path) -> dict[str, Photo]:
    """Every photograph with a face, and its largest face."""
    truth = json.loads((folder / "truth.json").read_text())
    return {
        name: Photo(
            np.asarray(cv2.imread(str(folder / name)), np.uint8),
            max((tuple(box) for box in boxes["faces"]), key=lambda box: (box[2] - box[0]) * (box[3] - box[1])),
        )
        for name, boxes in truth.items()
        if boxes["faces"]
    }


@contextmanager
def pipeline_with(models: Path, detector: str) -> Iterator[Pipeline]:
    """A pipeline with the detectors of another folder."""
    with tempfile.TemporaryDirectory() as folder:
        for source in (PROJECT_ROOT / "models", models):
            shutil.copytree(source, folder, dirs_exist_ok=True)
        yield load_pipeline(LiveConfig(model_dir=Path(folder), detector=detector, threads=2))


def by_kind(pipeline: Pipeline, photos: dict[str, Photo]) -> None:
    """Print how many faces of each kind are found and have the mood that they have upright and bright."""
    moods = {name: pipeline.analyze_photo(photo.picture).mood.label for name, photo in photos.items()}
    for kind, made in KINDS.items():
        found = same = opposite = 0
        taken = []
        for name, photo in photos.items():
            changed = made(photo)
            start = time.perf_counter()
            reading = pipeline.analyze_photo(changed.picture)
            taken.append((time.perf_counter() - start) * 1000)
            found += is_found(reading, changed)
            same += reading.mood.label == moods[name]
            opposite += None not in (reading.mood.label, moods[name]) and reading.mood.label != moods[name]
        said = f"found {found} of {len(photos)}, same mood {same}, another mood {opposite}"
        print(f"{kind:26} {said}, median {np.median(taken):.0f} ms", flush=True)


def at_sizes(pipeline: Pipeline, folder: Path) -> None:
    """Print the photographs that do not read the same at all sizes."""
    names = sorted(path.name for path in folder.glob("*.jpg"))
    differing = []
    for name in names:
        photo = Photo(np.asarray(cv2.imread(str(folder / name)), np.uint8), (0, 0, 1, 1))
        longest = max(photo.picture.shape[:2])
        readings = [pipeline.analyze_photo(resized(photo, size / longest).picture) for size in SIZES]
        if len(told := {(reading.mood.label, len(reading.faces)) for reading in readings}) > 1:
            differing.append(name)
            print(name, [(reading.mood.label, len(reading.faces)) for reading in readings], len(told), flush=True)
    print(f"the same mood and faces at {len(SIZES)} sizes: {len(names) - len(differing)} of {len(names)} photographs")


def main() -> None:
    """Print a line for each kind, or what differs between sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--models", type=Path, default=Path("../shared/models"))
    parser.add_argument("--detector", default="yunet")
    parser.add_argument("--sizes", action="store_true")
    arguments = parser.parse_args()
    with pipeline_with(arguments.models, arguments.detector) as pipeline:
        if arguments.sizes:
            at_sizes(pipeline, arguments.photos)
        else:
            by_kind(pipeline, photos_of(arguments.photos))


if __name__ == "__main__":
    main()
