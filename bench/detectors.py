"""All face detectors on photographs with known faces: how many they find, how many are false, how long they take
(processor time, which other programs on the machine disturb little).

A found box overlaps a true one by at least 0.4 (intersection over union); what overlaps an ``ignore`` box is neither.

    python -m bench.detectors ../shared/photos [--models models ../shared/models] [--varied] [--spoilt]

Each detector's file is taken from the first of these folders that has it; detectors without a file are left out.

``--varied``: every picture ten times, as it is and mirrored, at five sizes: what a search that goes in steps finds
between them. ``--spoilt``: the largest face of each picture, tilted, masked, small or dark (bench/spoilt.py).
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.spoilt import WAYS, spoilt_faces
from moviefy.errors import ModelError
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.detectors import DETECTORS, create_detector
from moviefy.expression.faces.face import Box, Frame, overlap

FOUND_OVERLAP, IGNORED_OVERLAP = 0.4, 0.2
MODELS = (Path("models"), Path("../shared/models"))
AS_IT_IS = ((1.0, False),)
VARIED = tuple((scale, mirrored) for scale in (0.8, 0.93, 1.0, 1.07, 1.3) for mirrored in (False, True))

Truth = dict[str, list[Box]]
"""Boxes of ``faces``, which count, and of what may be found or not, ``ignore``."""


def count(boxes: list[Box], truth: Truth) -> tuple[int, int]:
    """(true faces found, false boxes) in one picture."""
    left = list(boxes)
    for face in truth["faces"]:
        best = max(left, key=lambda box: overlap(box, face), default=None)
        if best is not None and overlap(best, face) >= FOUND_OVERLAP:
            left.remove(best)
    found = len(boxes) - len(left)
    return found, sum(all(overlap(box, other) < IGNORED_OVERLAP for other in truth["ignore"]) for box in left)


def varied(frame: Frame, truth: Truth, scale: float, mirrored: bool) -> tuple[Frame, Truth]:
    """A picture and its boxes, scaled and perhaps mirrored."""
    resized = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    width = resized.shape[1]

    def moved(box: Box) -> Box:
        x1, y1, x2, y2 = (round(value * scale) for value in box)
        return (width - x2, y1, width - x1, y2) if mirrored else (x1, y1, x2, y2)

    picture = cv2.flip(resized, 1) if mirrored else resized
    return np.asarray(picture, np.uint8), {kind: [moved(box) for box in boxes] for kind, boxes in truth.items()}


def score(
    detector: FaceDetector, photos: Path, ways: tuple[tuple[float, bool], ...] = AS_IT_IS
) -> tuple[int, int, float]:
    """(found, false, median milliseconds of processor time) over all pictures of ``truth.json``, in all these ways."""
    found = false = 0
    taken = []
    for name, boxes in json.loads((photos / "truth.json").read_text()).items():
        photo = cv2.imread(str(photos / name))
        for frame, truth in (varied(photo, boxes, *way) for way in ways):
            start = time.process_time()
            faces = detector.detect(frame)
            taken.append((time.process_time() - start) * 1000)
            hits, misses = count([face.box for face in faces], truth)
            found, false = found + hits, false + misses
    return found, false, float(np.median(taken))


def count_spoilt(detector: FaceDetector, photos: Path, way: str) -> int:
    """How many of the largest faces it finds, in one of :data:`bench.spoilt.WAYS`."""
    return sum(
        any(overlap(face.box, truth) >= FOUND_OVERLAP for face in detector.detect(frame))
        for frame, truth in spoilt_faces(photos, way)
    )


def available(folders: Sequence[Path]) -> Iterator[FaceDetector]:
    """Each detector whose file is in one of the folders."""
    for name in DETECTORS:
        for folder in folders:
            try:
                yield create_detector(name, folder)
            except ModelError:
                continue
            break


def main() -> None:
    """Print a line, or with ``--spoilt`` two, for each detector."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--models", type=Path, nargs="+", default=MODELS)
    parser.add_argument("--varied", action="store_true")
    parser.add_argument("--spoilt", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    for detector in available(arguments.models):
        found, false, median = score(detector, arguments.photos, VARIED if arguments.varied else AS_IT_IS)
        print(f"{detector.name:9} found {found}, false {false}, median {median:.1f} ms of processor time, 1 thread")
        if arguments.spoilt:
            print(" " * 9, ", ".join(f"{way} {count_spoilt(detector, arguments.photos, way)}" for way in WAYS))


if __name__ == "__main__":
    main()
