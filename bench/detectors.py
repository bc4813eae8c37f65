"""Both face detectors on photographs with known faces: how many they find, how many are false, how long they take.

A found box overlaps a true one by at least 0.4 (intersection over union); what overlaps an ``ignore`` box is neither.

    python bench/detectors.py ../shared/photos [--models ../shared/models]
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from moviefy.expression.face_detection import Box, FaceDetector, create_detector, overlap

FOUND_OVERLAP, IGNORED_OVERLAP = 0.4, 0.2


def count(boxes: list[Box], truth: dict[str, list[Box]]) -> tuple[int, int]:
    """(true faces found, false boxes) in one picture."""
    left = list(boxes)
    for face in truth["faces"]:
        best = max(left, key=lambda box: overlap(box, face), default=None)
        if best is not None and overlap(best, face) >= FOUND_OVERLAP:
            left.remove(best)
    found = len(boxes) - len(left)
    return found, sum(all(overlap(box, other) < IGNORED_OVERLAP for other in truth["ignore"]) for box in left)


def score(detector: FaceDetector, photos: Path) -> tuple[int, int, float]:
    """(found, false, median milliseconds) over all pictures of ``truth.json``."""
    found = false = 0
    taken = []
    for name, truth in json.loads((photos / "truth.json").read_text()).items():
        frame = cv2.imread(str(photos / name))
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
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    for name in ("haar", "yunet"):
        found, false, median = score(create_detector(name, arguments.models), arguments.photos)
        print(f"{name:6} found {found}, false {false}, median {median:.1f} ms, 1 thread")


if __name__ == "__main__":
    main()
