"""What passes between the web part and a replica on Ray Serve: pictures one way, a reading or named error of each back.

A request begins with one line of JSON, ``[{"type": ..., "length": bytes, "near": [[x1, y1, x2, y2], ...],
"search": ...}, ...]``; the pictures follow, one after the other. A picture goes as it was sent, a decoded frame as a
``.npy`` file; ``near`` are the boxes of earlier faces in pixels, ``search`` is one of :class:`Search`. What comes back
is a JSON list in the same order, with the values as they are, not rounded as :meth:`Reading.to_json` rounds them for
people. Nothing is pickled: whoever answers in a replica's place can at most give a wrong reading, never run code here.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from moviefy import errors
from moviefy.errors import MoviefyError
from moviefy.expression.faces.face import Box, Face, Frame, Search
from moviefy.expression.mood import Mood, NoMood
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import ExpressionScores
from moviefy.inference.interface import Picture

AS_SENT = "application/octet-stream"
DECODED = "application/x-npy"
MAX_PICTURES_PER_REQUEST = 16
"""Pictures that one request carries at most. A request costs Ray Serve more processor time than the reading of one
picture, so they share it; with more than these, little would be left to share and the first would wait longer for the
last."""

NOTHING = b"[]\n"
"""A request without pictures: whoever answers it is there."""

JSON_TYPE = "application/vnd.moviefy.reading+json"
"""Only answers with this content type come from a replica; others are Ray's own, or a stranger's."""

BUG = "Exception"
"""Name under which an error goes that nobody named: a mistake in the replica's code."""


@dataclass(frozen=True)
class Part:
    """One picture of a request as it came: its content type, its bytes, and how its faces are searched."""

    kind: str
    body: bytes
    near: list[Box]
    search: Search = Search.FRAME

    def picture(self) -> Picture:
        """The picture. Raises ValueError where the bytes were to be a frame and are none."""
        return _frame(self.body) if self.kind == DECODED else self.body


def pack_pictures(pictures: Sequence[tuple[Picture, Sequence[Box], Search]]) -> bytes:
    """The body of the request for some pictures, each with the boxes of earlier faces in it and how it is searched."""
    parts = [_part(*picture) for picture in pictures]
    rows = [{"type": p.kind, "length": len(p.body), "near": p.near, "search": p.search} for p in parts]
    return b"".join([json.dumps(rows).encode(), b"\n", *(part.body for part in parts)])


def unpack_pictures(body: bytes) -> list[Part]:
    """What :func:`pack_pictures` packed. Raises ValueError for anything else."""
    end = body.index(b"\n") + 1  # the line cannot hold another: JSON escapes them
    rows = json.loads(body[: end - 1])
    if not isinstance(rows, list) or not 0 < len(rows) <= MAX_PICTURES_PER_REQUEST:
        raise ValueError(f"expected a list of 1 to {MAX_PICTURES_PER_REQUEST} pictures")
    parts = []
    for kind, length, near, search in map(_checked_row, rows):
        parts.append(Part(kind, body[end : end + length], near, search))
        end += length
    if end != len(body):
        raise ValueError(f"expected {end} bytes, received {len(body)}")
    return parts


def pack_reading(reading: Reading) -> bytes:
    """A reading as an answer."""
    faces = [_packed_face(face) for face in reading.faces]
    size = {"width": reading.width, "height": reading.height, "turned": reading.turned}
    return json.dumps({"reading": {**size, "faces": faces, "mood": _packed_mood(reading.mood)}}).encode()


def pack_error(error: Exception) -> bytes:
    """An error as an answer; of one that nobody named only its kind, its text may hold anything."""
    if isinstance(error, MoviefyError):
        return json.dumps({"error": {"name": type(error).__name__, "message": str(error)}}).encode()
    return json.dumps({"error": {"name": BUG, "message": type(error).__name__}}).encode()


def pack_answers(answers: Sequence[bytes]) -> bytes:
    """The body of an answer, from what :func:`pack_reading` or :func:`pack_error` made of each picture."""
    return b"[" + b",".join(answers) + b"]"


def unpack_answers(body: bytes, count: int) -> list[Reading | Exception]:
    """The answers to a request of so many pictures: for each its reading, the named error that the replica raised, or a
    RuntimeError where that was an error that nobody named. An error instead of the list goes to each of them.

    Raises:
        RuntimeError: the body is no answer to it.
    """
    try:
        answers = json.loads(body)
        if isinstance(answers, dict):
            return [_error(answers["error"])] * count
        if len(answers) != count:
            raise ValueError(f"expected {count} answers, received {len(answers)}")
        return [_error(one["error"]) if "error" in one else _reading(one["reading"]) for one in answers]
    except (ValueError, KeyError, TypeError) as error:
        raise RuntimeError("A replica's answer could not be understood.") from error


def _part(picture: Picture, near: Sequence[Box], search: Search) -> Part:
    if isinstance(picture, bytes):
        return Part(AS_SENT, picture, list(near), search)
    file = io.BytesIO()
    np.save(file, picture, allow_pickle=False)
    return Part(DECODED, file.getvalue(), list(near), search)


def _checked_row(row: Any) -> tuple[str, int, list[Box], Search]:
    """Content type, length in bytes, earlier boxes and search of one picture. Raises ValueError for anything else."""
    match row:
        case {"type": str(kind), "length": int(length), "near": list(near), "search": str(search)}:
            if kind in (AS_SENT, DECODED) and length >= 0 and all(map(_is_box, near)):
                return kind, length, [(x1, y1, x2, y2) for x1, y1, x2, y2 in near], Search(search)
    raise ValueError("expected the type, length, earlier boxes and search of a picture")


def _is_box(box: Any) -> bool:
    return isinstance(box, list) and len(box) == 4 and all(type(value) is int for value in box)


def _frame(body: bytes) -> Frame:
    frame = np.load(io.BytesIO(body), allow_pickle=False)
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3:
        raise ValueError(f"expected a uint8 frame of shape (H, W, 3), received {frame.dtype} {frame.shape}")
    return np.asarray(frame, np.uint8)


def _packed_face(reading: FaceReading) -> dict[str, Any]:
    face = reading.face
    scores = [float(value) for value in reading.expressions.values]
    where = {"box": face.box, "confidence": face.confidence, "turn": face.turn}
    return {**where, "scores": scores, "mood": _packed_mood(reading.mood)}


def _packed_mood(mood: Mood) -> dict[str, Any]:
    return {**vars(mood), "scores": dict(mood.scores)}


def _reading(packed: Mapping[str, Any]) -> Reading:
    faces = tuple(_face(face) for face in packed["faces"])
    return Reading(packed["width"], packed["height"], faces, _mood(packed["mood"]), packed["turned"])


def _face(packed: Mapping[str, Any]) -> FaceReading:
    x1, y1, x2, y2 = packed["box"]
    face = Face((x1, y1, x2, y2), packed["confidence"], packed["turn"])
    return FaceReading(face, ExpressionScores(np.asarray(packed["scores"], np.float32)), _mood(packed["mood"]))


def _mood(packed: Mapping[str, Any]) -> Mood:
    reason = None if packed["reason"] is None else NoMood(packed["reason"])
    return Mood(**{**packed, "reason": reason})


def _error(packed: Mapping[str, str]) -> Exception:
    """The error of that name, if it is one of :mod:`moviefy.errors`."""
    kind = getattr(errors, packed["name"], None)
    if isinstance(kind, type) and issubclass(kind, MoviefyError):
        return kind(packed["message"])
    return RuntimeError(f"A replica failed ({packed['message']}); its log says why.")
