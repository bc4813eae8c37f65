"""What passes between the web part and a replica on Ray Serve: a picture one way, its reading or a named error back.

A picture goes as it was sent, a decoded frame as a ``.npy`` file; the boxes of earlier faces go in a header. What comes
back is JSON with the values as they are, not rounded as :meth:`Reading.to_json` rounds them for people. Nothing is
pickled: whoever answers in a replica's place can at most give a wrong reading, never run code here.
"""

import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from moviefy import errors
from moviefy.errors import MoviefyError

if TYPE_CHECKING:
    from moviefy.expression.face_detection import Box, Frame
    from moviefy.expression.mood import Mood
    from moviefy.expression.reading import FaceReading, Reading
    from moviefy.inference.interface import Picture

AS_SENT = "application/octet-stream"
DECODED = "application/x-npy"
NEAR = "X-Moviefy-Near"
"""Header with the boxes of earlier faces, JSON ``[[x1, y1, x2, y2], ...]`` in pixels."""

JSON_TYPE = "application/vnd.moviefy.reading+json"
"""Only answers with this content type come from a replica; others are Ray's own, or a stranger's."""

BUG = "Exception"
"""Name under which an error goes that nobody named: a mistake in the replica's code."""


def pack_picture(picture: "Picture", near: "Sequence[Box]") -> tuple[bytes, dict[str, str]]:
    """Body and headers of the request for one picture."""
    headers = {NEAR: json.dumps(near)} if near else {}
    if isinstance(picture, bytes):
        return picture, {"Content-Type": AS_SENT, **headers}
    file = io.BytesIO()
    np.save(file, picture, allow_pickle=False)
    return file.getvalue(), {"Content-Type": DECODED, **headers}


def unpack_picture(body: bytes, headers: Mapping[str, str]) -> "tuple[Picture, list[Box]]":
    """What :func:`pack_picture` packed; ``headers`` finds names in any case. Raises ValueError for anything else."""
    near: list[Box] = [(x1, y1, x2, y2) for x1, y1, x2, y2 in json.loads(headers.get(NEAR, "[]"))]
    return _frame(body) if headers.get("Content-Type") == DECODED else body, near


def pack_reading(reading: "Reading") -> bytes:
    """A reading as the body of an answer."""
    faces = [_packed_face(face) for face in reading.faces]
    size = {"width": reading.width, "height": reading.height}
    return json.dumps({"reading": {**size, "faces": faces, "mood": _packed_mood(reading.mood)}}).encode()


def pack_error(error: Exception) -> bytes:
    """An error as the body of an answer; of one that nobody named only its kind, its text may hold anything."""
    if isinstance(error, MoviefyError):
        return json.dumps({"error": {"name": type(error).__name__, "message": str(error)}}).encode()
    return json.dumps({"error": {"name": BUG, "message": type(error).__name__}}).encode()


def unpack_answer(body: bytes) -> "Reading":
    """The reading in an answer.

    Raises:
        MoviefyError: the named error that the replica raised.
        RuntimeError: the replica met an error that nobody named, or the body is no answer.
    """
    try:
        answer = json.loads(body)
        if "error" not in answer:
            return _reading(answer["reading"])
        problem = _error(answer["error"])
    except (ValueError, KeyError, TypeError) as error:
        raise RuntimeError("A replica's answer could not be understood.") from error
    raise problem


def _frame(body: bytes) -> "Frame":
    frame = np.load(io.BytesIO(body), allow_pickle=False)
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3:
        raise ValueError(f"expected a uint8 frame of shape (H, W, 3), received {frame.dtype} {frame.shape}")
    return np.asarray(frame, np.uint8)


def _packed_face(reading: "FaceReading") -> dict[str, Any]:
    face = reading.face
    scores = [float(value) for value in reading.expressions.values]
    where = {"box": face.box, "confidence": face.confidence, "turn": face.turn}
    return {**where, "scores": scores, "mood": _packed_mood(reading.mood)}


def _packed_mood(mood: "Mood") -> dict[str, Any]:
    return {"label": mood.label, "scores": dict(mood.scores), "certainty": mood.certainty, "reason": mood.reason}


def _reading(packed: Mapping[str, Any]) -> "Reading":
    from moviefy.expression.reading import Reading

    faces = tuple(_face(face) for face in packed["faces"])
    return Reading(packed["width"], packed["height"], faces, _mood(packed["mood"]))


def _face(packed: Mapping[str, Any]) -> "FaceReading":
    from moviefy.expression.face_detection import Face
    from moviefy.expression.reading import FaceReading
    from moviefy.expression.scores import ExpressionScores

    x1, y1, x2, y2 = packed["box"]
    face = Face((x1, y1, x2, y2), packed["confidence"], packed["turn"])
    return FaceReading(face, ExpressionScores(np.asarray(packed["scores"], np.float32)), _mood(packed["mood"]))


def _mood(packed: Mapping[str, Any]) -> "Mood":
    from moviefy.expression.mood import Mood, NoMood

    reason = None if packed["reason"] is None else NoMood(packed["reason"])
    return Mood(packed["label"], packed["scores"], packed["certainty"], reason)


def _error(packed: Mapping[str, str]) -> Exception:
    """The error of that name, if it is one of :mod:`moviefy.errors`."""
    kind = getattr(errors, packed["name"], None)
    if isinstance(kind, type) and issubclass(kind, MoviefyError):
        return kind(packed["message"])
    return RuntimeError(f"A replica failed ({packed['message']}); its log says why.")
