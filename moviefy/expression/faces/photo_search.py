"""Faces in photographs, which come in any size and position.

    photo -> working picture -> searched picture (one size for all) -> nobody? turned, brightened -> upright picture

Nobody waits for the next frame, so that much more is tried than in video. All sizes in pixels are those of these
pictures: the same photo, saved small or large, is read alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np

from moviefy.expression.faces import lighting
from moviefy.expression.faces.crop import face_crop
from moviefy.expression.faces.detection import CropMargin, FaceDetector
from moviefy.expression.faces.face import Box, Face, Frame, largest_first, moved, overlap, scaled, turned_upright
from moviefy.expression.faces.levelling import confirmed_faces, with_roll
from moviefy.expression.faces.second_look import found_turned, quarters_of
from moviefy.expression.network.preprocessing import Crop

LONG_SIDE, SHORT_SIDE = 1280, 720
"""The working picture has one of these sides, and the other is at least as long: a face of 6 % of its height then has
the 48 px of the faces that the classifier knows."""

CLOSE = 0.75
"""Photos that are little larger stay as they are: each resampling changes them a little."""

MAX_SIDE = 8192
"""Longest side of the working picture; a panorama that is longer still is lower."""

MIN_SIDE = 640
"""Smaller photos are enlarged to this longer side, at most by :data:`MAX_FACTOR`."""

MAX_FACTOR = 4.0

SEEN_LONG, SEEN_SHORT = 640, 360
"""The same sides of the picture that is searched. Boxes are told in whole pixels of it, whatever the photo's size."""

DETAILED_BELOW = 96
"""Faces of this side in the searched picture are cropped from it: twice what the classifier sees. Smaller ones are
cropped from the working picture."""

SEARCH_LONG, SEARCH_SHORT = 480, 360
"""The same sides of the picture that is searched for small faces: one of 6 % has 22 px or more. YuNet finds 67 of 69 of
those at 480 px and at 640 px, 58 at 400 px and 27 at 320 px."""

COARSE = 2 / 3
"""Large faces are searched at this share of that size, where detectors miss fewer of them and are trusted first."""

LARGE_FACE = 24
"""Side in pixels of the smallest face that is large there."""

NEAR_FACE = 54
"""Side in pixels of a face that is near, 15 % of a picture's height, in the picture that is searched for small faces.
One search is enough then: quick detectors make the fine one, which sees small faces, too, and have a second look at
large ones only where something else may be a face. Others make the coarse one: those who pass by behind somebody, at
less than 10 % of the height, may stay unseen."""

PANORAMA = 2.0
"""A picture that is so many times as wide as high, or more, is searched in parts of 4:3, too."""

SAME_FACE = 0.3
PART_OF_FACE = 0.6
"""A box that lies with more than this share in another is the same face, cut off by the edge of a part."""

TILTS = (30, -30)
MAX_LEVELLED = 16
"""The largest faces of a crowd, whose tilt is looked at."""


@dataclass(frozen=True)
class PhotoFaces:
    """What was found in a photo.

    Attributes:
        picture: the picture that was searched: turned upright, brighter if the photo is dark.
        faces: in pixels of ``picture``, largest first.
        quarters: quarter turns clockwise that make the photo upright, 0 to 3.
        detailed: the same picture at the size of the working picture.
    """

    picture: Frame
    faces: tuple[Face, ...]
    quarters: int
    detailed: Frame

    def crops(self, margin: CropMargin) -> tuple[Crop, ...]:
        """A crop of each face: of small ones from the detailed picture, of others from the one that all sizes have."""
        factor = self.detailed.shape[1] / self.picture.shape[1]
        return tuple(
            face_crop(self.picture, face, margin)
            if face.area >= DETAILED_BELOW**2
            else face_crop(self.detailed, scaled(face, factor, factor), margin)
            for face in self.faces
        )


def search_photo(detector: FaceDetector, photo: Frame) -> PhotoFaces:
    """The faces of a BGR photo of any size, also if it lies on its side or is dark."""
    detailed = lighting.for_search(working_picture(photo))
    seen = _resized(detailed, _reduction(detailed, SEEN_LONG, SEEN_SHORT))
    faces = _levelled(detector, seen, everywhere(detector, seen))
    quarters = quarters_of(faces)
    if quarters or not faces:
        quarters, faces = _turned(detector, seen, (quarters,) if quarters else (1, 3, 2)) or (0, faces)
    upright = turned_upright(seen, quarters)
    faces = faces or _harder(detector, upright)
    return PhotoFaces(upright, tuple(largest_first(faces)), quarters, turned_upright(detailed, quarters))


def working_picture(photo: Frame) -> Frame:
    """The photo at the one size at which photos are read."""
    height, width = photo.shape[:2]
    long, short = max(height, width), min(height, width)
    factor = min(max(LONG_SIDE / long, SHORT_SIDE / short), MAX_SIDE / long)
    if factor > CLOSE:
        factor = min(max(1.0, MIN_SIDE / long), MAX_FACTOR)
    return _resized(photo, factor)


def everywhere(detector: FaceDetector, picture: Frame) -> list[Face]:
    """Faces of every size in a working picture as it stands, each once, in any order."""
    height, width = picture.shape[:2]
    fine = _reduction(picture, SEARCH_LONG, SEARCH_SHORT)
    if width < PANORAMA * height:
        return _large_and_small(detector, picture, fine)
    whole = min(1.0, SEARCH_LONG / width)
    parts = [
        moved(face, left, 0)
        for left, right in _parts(width, height)
        for face in _at(detector, picture[:, left:right], fine)
    ]
    return _merged(parts, _at(detector, picture, min(1.0, 2 * whole)), _at(detector, picture, whole))


def _large_and_small(detector: FaceDetector, picture: Frame, fine: float) -> list[Face]:
    """Faces of every size; in one search if somebody is near and, for a quick detector, nothing is in doubt."""
    if not detector.quick:
        coarse = _at(detector, picture, COARSE * fine)
        if _anybody_near(coarse, fine):
            return coarse
        return _merged(_large(coarse, fine), _at(detector, picture, fine), coarse)
    candidates = detector.candidates(picture, _side(picture, fine))
    faces = _merged([face for face in candidates if face.confidence >= detector.certain])
    if _anybody_near(faces, fine) and all(any(_same(one.box, face.box) for face in faces) for one in candidates):
        return faces
    coarse = _at(detector, picture, COARSE * fine)
    return _merged(_large(coarse, fine), faces, coarse)


def _anybody_near(faces: list[Face], fine: float) -> bool:
    return any(face.area >= (NEAR_FACE / fine) ** 2 for face in faces)


def _large(coarse: list[Face], fine: float) -> list[Face]:
    return [face for face in coarse if face.area >= (LARGE_FACE / (COARSE * fine)) ** 2]


def _reduction(picture: Frame, long: int, short: int) -> float:
    """The factor that gives a picture one of these sides and the other at least as long; 1 if it is smaller."""
    height, width = picture.shape[:2]
    return float(min(1.0, max(long / max(height, width), short / min(height, width))))


def _at(detector: FaceDetector, picture: Frame, factor: float) -> list[Face]:
    return detector.search(picture, _side(picture, factor))


def _side(picture: Frame, factor: float) -> int:
    return int(max(1, round(max(picture.shape[:2]) * factor)))


def _parts(width: int, height: int) -> list[tuple[int, int]]:
    """Left and right edge of overlapping parts of 4:3, which cover a wide picture."""
    part = ceil(height * 4 / 3)
    count = ceil((width - part) / (0.75 * part)) + 1
    return [(left, left + part) for left in (round(i * (width - part) / (count - 1)) for i in range(count))]


def _turned(detector: FaceDetector, seen: Frame, candidates: Iterable[int]) -> tuple[int, list[Face]] | None:
    """The quarter turn in which the faces are most certain, and its faces; None if nobody is found in any."""
    found = [(quarters, everywhere(detector, turned_upright(seen, quarters))) for quarters in candidates]
    for quarters, faces in sorted(found, key=lambda one: _certainty(one[1]), reverse=True):
        if faces := _confirmed(detector, turned_upright(seen, quarters), faces):
            return quarters, faces
    return None


def _harder(detector: FaceDetector, seen: Frame) -> list[Face]:
    """The faces of the first of these in which there are any: turned by some degrees, and brightened."""
    for degrees in TILTS:
        faces = found_turned(seen, degrees, lambda turned: everywhere(detector, turned))
        if faces := _confirmed(detector, seen, faces):
            return faces
    bright = lighting.brightened(seen)
    return _confirmed(detector, bright, everywhere(detector, bright))


def _levelled(detector: FaceDetector, seen: Frame, faces: list[Face]) -> list[Face]:
    """The faces with their roll; of those that are surely upright it need not be looked for."""
    doubtful = [face for face in largest_first(faces) if face.confidence < detector.surely_upright_in_photos][
        :MAX_LEVELLED
    ]
    return [with_roll(detector, seen, face) if face in doubtful else face for face in faces]


def _confirmed(detector: FaceDetector, seen: Frame, faces: list[Face]) -> list[Face]:
    return confirmed_faces(detector, seen, largest_first(faces)[:MAX_LEVELLED])


def _merged(*searches: list[Face]) -> list[Face]:
    """Each face once: its box of the first search that found it, the most certain one."""
    kept: list[Face] = []
    for found in searches:
        for face in sorted(found, key=lambda face: face.confidence, reverse=True):
            if not any(_same(face.box, other.box) for other in kept):
                kept.append(face)
    return kept


def _same(one: Box, other: Box) -> bool:
    if overlap(one, other) > SAME_FACE:
        return True
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (one, other))
    return width > 0 and height > 0 and width * height > PART_OF_FACE * smaller


def _certainty(faces: list[Face]) -> float:
    return sum(face.confidence for face in faces)


def _resized(photo: Frame, factor: float) -> Frame:
    """The photo at another size; above a half it is interpolated, as averaging takes seven times as long."""
    if factor == 1.0:
        return photo
    height, width = photo.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    way = cv2.INTER_AREA if factor <= 0.5 else cv2.INTER_LINEAR if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(photo, size, interpolation=way), np.uint8)
