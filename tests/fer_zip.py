"""Small zips in FER2013's layout, made of drawn faces whose expression is known by construction."""

import zipfile

import cv2
import numpy as np

from moviefy.expression.scores import LABELS

PREFIXES = {"Training": "train", "PublicTest": "test", "PrivateTest": "test"}
VOTE_HEADER = "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
VOTE_ORDER = ("neutral", "happy", "surprise", "sad", "angry", "disgust", "fear")


def drawn_face(label, number):
    """A 48x48 picture that differs clearly between labels and a little between numbers."""
    rng = np.random.default_rng([LABELS.index(label), number])
    image = rng.integers(0, 30, (48, 48), np.uint8)
    cv2.circle(image, (24, 24), 6 + 2 * LABELS.index(label), 220, -1)
    return image


def jpeg(image):
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def write_zip(path, each=3, leave_out=(), replace=None):
    """``each`` faces a class and split; returns the paths of all faces."""
    files = []
    with zipfile.ZipFile(path, "w") as archive:
        for prefix, folder in PREFIXES.items():
            for label in set(LABELS) - set(leave_out):
                for number in range(each):
                    name = f"{folder}/{label}/{prefix}_{number}.jpg"
                    data = (replace or {}).get(name, jpeg(drawn_face(label, number)))
                    archive.writestr(name, data)
                    files.append(name)
    return files


def write_votes(path, files, votes_for_label=8):
    """Ten votes a face: ``votes_for_label`` for its own label, the rest for neutral (or happy)."""
    rows = [VOTE_HEADER]
    for file in files:
        label = file.split("/")[1]
        other = "happy" if label == "neutral" else "neutral"
        counts = {label: votes_for_label, other: 10 - votes_for_label}
        rows.append(",".join([file, *(str(counts.get(name, 0)) for name in VOTE_ORDER), "0", "0", "0"]))
    path.write_text("\n".join(rows) + "\n")
