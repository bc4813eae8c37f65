"""How each detector frames FER2013's faces: from this come the crop margins in the detectors.

FER2013's pictures are tight face crops, so the whole picture is the framing that the classifier knows. Each is enlarged
and laid on a wider canvas, its edge repeated and blurred; the box is compared with the picture's square. Only
pictures on which all detectors find exactly one face count, so that all figures are about the same faces.

    python -m bench.framing ../shared/data/fer2013.zip [--models models ../shared/models]
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from bench.detectors import MODELS, available
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.face import Frame
from moviefy.training.expression.dataset import load_fer2013

SIDE, BORDER, SAMPLE = 144, 88, 1500


def canvas(image: np.ndarray) -> Frame:
    """The picture, 144 px wide, in the middle of a canvas of 320 px."""
    large = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    wide = cv2.GaussianBlur(cv2.copyMakeBorder(large, *[BORDER] * 4, cv2.BORDER_REPLICATE), (0, 0), 6)
    wide[BORDER : BORDER + SIDE, BORDER : BORDER + SIDE] = large
    return np.asarray(cv2.cvtColor(wide, cv2.COLOR_GRAY2BGR), np.uint8)


def framing(boxes: list[tuple[int, int, int, int]]) -> np.ndarray:
    """(scale, shift_x, shift_y) that lead from each box to the picture."""
    x1, y1, x2, y2 = np.array(boxes, float).T
    width, height, middle = x2 - x1, y2 - y1, BORDER + SIDE / 2
    return np.stack(
        [2 * SIDE / (width + height), (middle - (x1 + x2) / 2) / width, (middle - (y1 + y2) / 2) / height], axis=1
    )


def boxes_of_all(detectors: list[FaceDetector], images: np.ndarray) -> list[list[tuple[int, int, int, int]]]:
    """The boxes of each detector, for the pictures on which all of them find exactly one face."""
    found = [[detector.detect(canvas(image)) for detector in detectors] for image in images]
    agreed = [faces for faces in found if all(len(of_one) == 1 for of_one in faces)]
    return [[faces[number][0].box for faces in agreed] for number in range(len(detectors))]


def main() -> None:
    """Print the medians and quartiles of each detector."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--models", type=Path, nargs="+", default=MODELS)
    arguments = parser.parse_args()
    faces = load_fer2013(arguments.data, "train").images
    sample = faces[np.random.default_rng(0).choice(len(faces), SAMPLE, replace=False)]
    detectors = list(available(arguments.models))
    for detector, boxes in zip(detectors, boxes_of_all(detectors, sample), strict=True):
        low, median, high = np.percentile(framing(boxes), (25, 50, 75), axis=0)
        print(f"{detector.name}: {len(boxes)} of {SAMPLE} pictures")
        for what, a, b, c in zip(("scale", "shift_x", "shift_y"), low, median, high, strict=True):
            print(f"  {what:8} median {b:6.3f}, quartiles {a:6.3f} to {c:6.3f}")


if __name__ == "__main__":
    main()
