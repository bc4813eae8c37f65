"""The whole flow from a frame to a reading:  frame -> faces -> crops -> expression scores -> mood.

What comes before (camera, video, upload) is :mod:`moviefy.capture`; what comes after (films) is :mod:`moviefy.movies`.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np

from moviefy.capture.decoding.photo import Photo
from moviefy.config import Config
from moviefy.errors import ModelError
from moviefy.expression.faces import lighting
from moviefy.expression.faces.crop import face_crop
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.detectors import detector_factory
from moviefy.expression.faces.face import Box, Face, Frame, Search, scaled
from moviefy.expression.faces.levelling import with_roll
from moviefy.expression.faces.photo_search import search_photo
from moviefy.expression.faces.second_look import look_again
from moviefy.expression.mood import NO_FACE, mood_from_scores
from moviefy.expression.network.classifier import ExpressionClassifier, OnnxClassifier
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.network.preprocessing import Crop
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import ExpressionScores


@dataclass(frozen=True)
class Detections:
    """The result of the first stage: a frame's size in pixels, its faces, and a grey crop of each.

    Size and boxes of a photo are those of the photo turned upright by ``turned`` degrees clockwise, a multiple of 90.
    """

    width: int
    height: int
    faces: tuple[Face, ...]
    crops: tuple[Crop, ...]
    turned: int | None = None

    def at_size(self, width: int, height: int) -> "Detections":
        """The faces in pixels of the same picture at another size."""
        if (width, height) == (self.width, self.height):
            return self
        across, down = width / self.width, height / self.height
        return replace(self, width=width, height=height, faces=tuple(scaled(face, across, down) for face in self.faces))


class Pipeline:
    """Frame in, :class:`Reading` out. Safe to use from several threads: each asks for its own detector."""

    def __init__(self, new_detector: Callable[[], FaceDetector], classifier: ExpressionClassifier) -> None:
        self._new_detector = new_detector
        self._classifier = classifier
        self._thread_local = threading.local()
        self.detector_name = self._detector().name
        self.card = classifier.card
        self.thresholds = classifier.card.thresholds

    def analyze(self, picture: Frame | Photo, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """Detect the faces of a BGR video frame and score each; the reading's mood is that of the largest.

        Boxes of the frame before are searched first, which is faster. ``search`` says how to look if nobody is found.
        """
        return self.score([self.find(picture, near, search)])[0]

    def analyze_photo(self, photo: Frame | Photo) -> Reading:
        """The same for a photograph of any size, which may lie on its side.

        The reading's size and boxes are those of the photo turned upright by the reading's ``turned``.
        """
        return self.analyze(photo, search=Search.PHOTO)

    def find(self, picture: Frame | Photo, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Detections:
        """The first stage: the faces of one picture and their crops. The picture is not needed afterwards.

        The faces of a :class:`Photo` are in pixels of the full picture.
        """
        if isinstance(picture, Photo):
            found = self.find(picture.frame, near, search)
            lies = found.turned in (90, 270)
            return found.at_size(*((picture.height, picture.width) if lies else (picture.width, picture.height)))
        if search is Search.PHOTO:
            return self._find_in_photo(picture)
        return self._find_in_video(picture, near, search)

    def _find_in_photo(self, photo: Frame) -> Detections:
        detector = self._detector()
        found = search_photo(detector, photo)
        crops = found.crops(detector.margin)
        height, width = photo.shape[:2] if found.quarters % 2 == 0 else photo.shape[1::-1]
        at_work = Detections(found.picture.shape[1], found.picture.shape[0], found.faces, crops, 90 * found.quarters)
        return at_work.at_size(width, height)

    def _find_in_video(self, frame: Frame, near: Sequence[Box], search: Search) -> Detections:
        detector = self._detector()
        seen = lighting.for_search(frame)
        faces = detector.detect_near(seen, near) if near else detector.detect(seen)
        faces = [self._levelled(seen, faces[0]), *faces[1:]] if faces else look_again(detector, seen, search)
        crops = tuple(face_crop(seen, face, detector.margin) for face in faces)
        height, width = frame.shape[:2]
        return Detections(width, height, tuple(faces), crops)

    def _levelled(self, seen: Frame, face: Face) -> Face:
        """The largest face of a video frame with its roll, which is only looked for if the detector is in doubt."""
        detector = self._detector()
        return face if face.confidence >= detector.surely_upright else with_roll(detector, seen, face)

    def score(self, found: Sequence[Detections]) -> list[Reading]:
        """The second stage: the readings of several frames, with all their faces in one batch."""
        scores = iter(self._classifier.classify([crop for one in found for crop in one.crops]))
        return [self._reading(one, list(islice(scores, len(one.faces)))) for one in found]

    def _reading(self, found: Detections, scores: Sequence[ExpressionScores]) -> Reading:
        readings = tuple(
            FaceReading(face, expressions, mood_from_scores(expressions, self.thresholds))
            for face, expressions in zip(found.faces, scores, strict=True)
        )
        return Reading(found.width, found.height, readings, readings[0].mood if readings else NO_FACE, found.turned)

    def _detector(self) -> FaceDetector:
        if not hasattr(self._thread_local, "detector"):
            self._thread_local.detector = self._new_detector()
        detector: FaceDetector = self._thread_local.detector
        return detector


def load_pipeline(config: Config) -> Pipeline:
    """The pipeline that the settings ask for.

    Raises:
        ModelError: a model file is missing, damaged or does not match its card.
    """
    cv2.setNumThreads(config.threads)
    classifier = load_classifier(config)
    classifier.classify([np.zeros((1, 1), np.uint8)])  # warm up before the first request
    return Pipeline(detector_factory(config.detector, config.model_dir, config.threads), classifier)


def load_classifier(config: Config) -> ExpressionClassifier:
    """The expression classifier on the engine that the settings ask for.

    Raises:
        ModelError: the card or the model file is missing, damaged, or they do not match; or Keras is not installed.
    """
    card = ModelCard.load(config.model_dir)
    if config.engine == "keras":
        try:
            from moviefy.expression.network.keras_classifier import KerasClassifier
        except ModuleNotFoundError as error:
            raise ModelError(f"MOVIEFY_ENGINE=keras needs the package {error.name}, of the extra 'train'.") from error

        return KerasClassifier(card)
    return OnnxClassifier(card, config.threads)
