"""What the web tests share and import by name: scripted readings, the scripted pipeline, pictures, the error shape."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np

from moviefy.capture.decoding.photo import Photo
from moviefy.expression.faces.face import Face, Search
from moviefy.expression.mood import NO_FACE, MoodThresholds, mood_from_scores
from moviefy.expression.network.model_card import NO_CALIBRATION, ModelCard
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import LABELS, ExpressionScores
from moviefy.web.error_pages import STATUS


def reading_of(label, width=320, height=240, faces=1, others=None):
    """A reading whose first face shows ``label`` and whose others show ``others`` (or the same) with probability 0.82;
    None for a picture without faces."""
    if label is None:
        return Reading(width, height, (), NO_FACE)
    scale = max(width, 32) / 320  # the same faces in a picture of another size: slow links send smaller ones
    boxes = [tuple(round(scale * x) for x in (10 + 60 * i, 20, 60 + 60 * i, 80)) for i in range(faces)]
    found = tuple(face_of(others if i and others else label, box) for i, box in enumerate(boxes))
    return Reading(width, height, found, found[0].mood)


def face_of(label, box):
    values = np.full(len(LABELS), 0.03, np.float32)
    values[LABELS.index(label)] = 0.82
    scores = ExpressionScores(values)
    return FaceReading(Face(box, 0.9), scores, mood_from_scores(scores, MoodThresholds()))


class ScriptedPipeline:
    """Answers every frame with what the test set: a label, None for no face, or an error to raise."""

    thresholds = MoodThresholds()
    card = ModelCard(
        folder=Path(),
        onnx="expression.int8.onnx",
        preprocessing="vgg16-grey",
        input_size=48,
        calibration=NO_CALIBRATION,
        thresholds=thresholds,
        content={"test": {"accuracy_3": 0.85, "accuracy_7": 0.7}},
    )

    def __init__(self):
        self.label = "happy"
        self.faces, self.others = 1, None
        self.problem = None
        self.frames = []

    def warm_up(self):
        if self.problem:
            raise self.problem

    def find(self, picture, near=(), search=None):
        if isinstance(picture, Photo):
            return self.analyze(picture.frame, near, search).at_size(picture.width, picture.height)
        return self.analyze(picture, near, search)

    def score(self, found):
        return list(found)

    def analyze(self, frame, near=(), search=None):
        self.frames.append(frame.shape)
        if self.problem:
            raise self.problem
        reading = reading_of(self.label, frame.shape[1], frame.shape[0], self.faces, self.others)
        return replace(reading, turned=0 if search is Search.PHOTO else None)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def assert_error_shape(answer, code=None, status=None):
    assert answer.is_json, answer.data[:200]
    assert set(answer.json) == {"error"}
    error = answer.json["error"]
    assert set(error) == {"code", "message", "status"}
    assert error["code"] in STATUS
    assert error["status"] == answer.status_code == (status or answer.status_code)
    assert error["message"].endswith(".")
    assert "Traceback" not in answer.text
    assert code is None or error["code"] == code


def multipart(parts):
    """Parts (field, file name or None, content) as a body with the boundary ``frontier``; the test client's own way
    of making one writes large bodies to a temporary file."""
    pieces = []
    for field, name, content in parts:
        file = "" if name is None else f'; filename="{name}"'
        pieces.append(f'--frontier\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n'.encode() + content)
    return b"\r\n".join(pieces) + b"\r\n--frontier--\r\n"
