"""Pictures of every accepted kind with a few bytes changed, moved, doubled or cut off; for tests and benches."""

import io
import random
from pathlib import Path

import numpy as np
from PIL import Image

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
HEIC = Path(__file__).parent / "capture" / "turned_tiles.heic"
SIDE = 48
MOST_EDITS = 6
ODD_BYTES = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)


def pictures():
    """One small picture of each kind, with something to compress."""
    ramp = np.add.outer(np.arange(SIDE), np.arange(SIDE)).astype(np.uint8) * 2
    image = Image.fromarray(np.dstack([ramp, ramp.T[::-1], 255 - ramp]))
    return [_encoded(image, kind) for kind in KINDS]


def _encoded(image, kind):
    if kind == "HEIF":  # which nothing here writes
        return HEIC.read_bytes()
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def mutated(picture, seed):
    """``picture`` with a few edits; the same for the same seed."""
    chance, data = random.Random(seed), bytearray(picture)
    for _ in range(chance.randint(1, MOST_EDITS)):
        chance.choice(EDITS)(data, chance)
    return bytes(data)


def _flip(data, chance):
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data, chance):
    start = chance.randrange(len(data) + 1)
    data[start : start + chance.randint(1, 4)] = bytes(chance.choices(ODD_BYTES, k=chance.randint(1, 4)))


def _cut(data, chance):
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 8, 64, len(data)))]


def _double(data, chance):
    start = chance.randrange(len(data) + 1)
    data[start:start] = data[start : start + chance.choice((1, 16, 256))]


def _move(data, chance):
    start, length = chance.randrange(len(data) + 1), chance.choice((2, 16, 128))
    piece = data[start : start + length]
    del data[start : start + length]
    place = chance.randrange(len(data) + 1)
    data[place:place] = piece


EDITS = (_flip, _flip, _overwrite, _cut, _double, _move)
