"""Both face detectors on photographs with known faces: how many they find, how many are false, how long they take.

A found box overlaps a true one by at least 0.4 (intersection over union); what overlaps an ``ignore`` box is neither.

    python -m bench.detectors ../shared/photos [--models ../shared/models] [--varied]

``--varied``: every picture ten times, as it is and mirrored, at five sizes: what a search that goes in steps finds
between them.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.detectors import create_detector
from moviefy.expression.faces.face import Box, Frame, overlap

FOUND_OVERLAP, IGNORED_OVERLAP = 0.4, 0.2
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
    """(found, false, median milliseconds) over all pictures of ``truth.json``, in all these ways."""
    found = false = 0
    taken = []
    for name, boxes in json.loads((photos / "truth.json").read_text()).items():
        photo = cv2.imread(str(photos / name))
        for frame, truth in (varied(photo, boxes, *way) for way in ways):
            start = time.perf_counter()
            faces = detector.detect(frame)
            taken.append((time.perf_counter() - start) * 1000)
            hits, misses = count([face.box for face in faces], truth)
            found, false = found + hits, false + misses
    return found, false, float(np.median(taken))


def main() -> None:
    """Print a line for each detector."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--models", type=Path, default=Path("../shared/models"))
    parser.add_argument("--varied", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    for name in ("haar", "yunet"):
        found, false, median = score(
            create_detector(name, arguments.models), arguments.photos, VARIED if arguments.varied else AS_IT_IS
        )
        print(f"{name:6} found {found}, false {false}, median {median:.1f} ms, 1 thread")


if __name__ == "__main__":
    main()
