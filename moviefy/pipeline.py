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
from moviefy.expression.faces.crop import face_crop
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.detectors import detector_factory
from moviefy.expression.faces.face import Box, Face, Frame, scaled
from moviefy.expression.mood import NO_FACE, mood_from_scores
from moviefy.expression.network.classifier import ExpressionClassifier, OnnxClassifier
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.network.preprocessing import Crop
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import ExpressionScores


@dataclass(frozen=True)
class Detections:
    """The result of the first stage: a frame's size in pixels, its faces, and a grey crop of each."""

    width: int
    height: int
    faces: tuple[Face, ...]
    crops: tuple[Crop, ...]

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

    def analyze(self, picture: Frame | Photo, near: Sequence[Box] = ()) -> Reading:
        """Detect the faces of a BGR frame or a photo and score each; the reading's mood is that of the largest.

        Boxes of the frame before are searched first, which is faster.
        """
        return self.score([self.find(picture, near)])[0]

    def find(self, picture: Frame | Photo, near: Sequence[Box] = ()) -> Detections:
        """The first stage: the faces of one picture and their crops. The picture is not needed afterwards.

        A photo's faces are in pixels of the full picture.
        """
        if isinstance(picture, Photo):
            return self.find(picture.frame, near).at_size(picture.width, picture.height)
        frame = picture
        detector = self._detector()
        faces = detector.detect_near(frame, near) if near else detector.detect(frame)
        crops = tuple(face_crop(frame, face, detector.margin) for face in faces)
        height, width = frame.shape[:2]
        return Detections(width, height, tuple(faces), crops)

    def score(self, found: Sequence[Detections]) -> list[Reading]:
        """The second stage: the readings of several frames, with all their faces in one batch."""
        scores = iter(self._classifier.classify([crop for one in found for crop in one.crops]))
        return [self._reading(one, list(islice(scores, len(one.faces)))) for one in found]

    def _reading(self, found: Detections, scores: Sequence[ExpressionScores]) -> Reading:
        readings = tuple(
            FaceReading(face, expressions, mood_from_scores(expressions, self.thresholds))
            for face, expressions in zip(found.faces, scores, strict=True)
        )
        return Reading(found.width, found.height, readings, readings[0].mood if readings else NO_FACE)

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
