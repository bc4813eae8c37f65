"""Faces over time: track numbers, where to search next, and smoothed boxes and scores."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from moviefy.errors import BadParameter
from moviefy.expression.faces.face import Box, overlap
from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, mood_from_scores
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import ExpressionScores
from moviefy.wording import _

Vector = npt.NDArray[np.float64]
SAME_SHAPE = 0.05
"""How far width / height may differ between a frame and the same one scaled: browsers round to whole pixels."""


@dataclass(frozen=True)
class FaceTrackerSettings:
    """How faces are tracked.

    Attributes:
        overlap: minimum intersection over union with the track's last box.
        forget_s: seconds after which a face that frames no longer show loses its number.
        pause_s: seconds without any frame after which every face loses its number; slow links send one in two seconds.
        full_every: every so many frames the whole frame is searched, so that new faces are found.
        full_gap_s: the whole frame is also searched after so many seconds without a frame.
        confirm: frames in which the full search must find a new face before the search narrows to it.
        switch_ratio: how many times larger than the primary face another must be to become the primary face.
    """

    overlap: float = 0.2
    forget_s: float = 1.0
    pause_s: float = 5.0
    full_every: int = 8
    full_gap_s: float = 0.5
    confirm: int = 3
    switch_ratio: float = 1.3


@dataclass
class _Track:
    number: int
    box: Box
    seen_s: float
    hits: int = 1


class FaceTracker:
    """Numbers the faces of one camera or video. Not thread-safe.

    Attributes:
        chosen: number of the face that was chosen as the primary face; None if the largest face is.
    """

    def __init__(self, settings: FaceTrackerSettings | None = None) -> None:
        self.chosen: int | None = None
        self._settings = settings or FaceTrackerSettings()
        self._tracks: list[_Track] = []
        self._next = 1
        self._primary: int | None = None
        self._size = (0, 0)
        self._last_s = -math.inf
        self._since_full = 0

    def search_near(self, width: int, height: int, time_s: float) -> tuple[Box, ...]:
        """Boxes around which the next frame is searched; none if the whole frame must be."""
        narrow = (
            (width, height) == self._size
            and time_s - self._last_s <= self._settings.full_gap_s
            and self._since_full < self._settings.full_every - 1
            and all(t.seen_s == self._last_s and t.hits >= self._settings.confirm for t in self._tracks)
        )
        self._since_full = self._since_full + 1 if narrow and self._tracks else 0
        return tuple(track.box for track in self._tracks) if narrow else ()

    def update(self, reading: Reading, time_s: float) -> Reading:
        """The reading with a number on every face, the primary face first, and that face's mood.

        Args:
            reading: of the next frame.
            time_s: when it was taken, in seconds; must not decrease.

        Returns:
            The mood is ``NO_FACE`` while the chosen face is out of sight.
        """
        self._start(reading, time_s)
        numbers = self._matched(reading.faces, time_s)
        faces = tuple(replace(face, track=numbers[index]) for index, face in enumerate(reading.faces))
        ordered = sorted(faces, key=self._rank, reverse=True)
        self._primary = self.chosen or (ordered[0].track if ordered else self._primary)
        return replace(reading, faces=tuple(ordered), mood=self._mood(ordered))

    def choose(self, number: int | None) -> None:
        """Make a face the primary face, whatever its size, until it leaves; None returns to the largest.

        Raises:
            BadParameter: no face has that number now.
        """
        if number is not None and all(track.number != number for track in self._tracks):
            raise BadParameter(_("That face is not in the picture any more."))
        self.chosen = number
        self._primary = number  # after an undone choice the largest face is next, whatever the ratio

    def _start(self, reading: Reading, time_s: float) -> None:
        size = reading.width, reading.height
        if size != self._size:
            self._tracks = self._at_size(*size)
        self._tracks = [track for track in self._tracks if time_s - track.seen_s <= self._patience_s(track)]
        self._size, self._last_s = size, time_s
        if self.chosen is not None and all(track.number != self.chosen for track in self._tracks):
            self.choose(None)

    def _patience_s(self, track: _Track) -> float:
        """How long a face may be unseen: longer if no frame has come since that could have shown it."""
        return self._settings.pause_s if track.seen_s == self._last_s else self._settings.forget_s

    def _at_size(self, width: int, height: int) -> list[_Track]:
        """The tracks scaled to another frame size; none if the picture has another shape."""
        before_width, before_height = self._size
        if not before_height or abs(width / height - before_width / before_height) > SAME_SHAPE:
            return []
        factor = width / before_width
        return [replace(track, box=_scaled(track.box, factor)) for track in self._tracks]

    def _mood(self, ordered: Sequence[FaceReading]) -> Mood:
        """The mood of the primary face."""
        return ordered[0].mood if ordered and ordered[0].track == self._primary else NO_FACE

    def _matched(self, faces: Sequence[FaceReading], time_s: float) -> dict[int, int]:
        """The number of each face by its index: best overlaps first, new numbers for the rest."""
        free, numbers = list(self._tracks), dict[int, int]()
        for score, index, track in self._pairs(faces):
            if score > self._settings.overlap and index not in numbers and track in free:
                free.remove(track)
                numbers[index] = track.number
                track.box, track.seen_s, track.hits = faces[index].face.box, time_s, track.hits + 1
        for index in set(range(len(faces))) - set(numbers):
            numbers[index] = self._new_track(faces[index].face.box, time_s)
        return numbers

    def _pairs(self, faces: Sequence[FaceReading]) -> list[tuple[float, int, _Track]]:
        pairs = [(overlap(face.face.box, t.box), i, t) for i, face in enumerate(faces) for t in self._tracks]
        return sorted(pairs, key=lambda pair: pair[0], reverse=True)

    def _new_track(self, box: Box, time_s: float) -> int:
        number, self._next = self._next, self._next + 1
        self._tracks.append(_Track(number, box, time_s))
        return number

    def _rank(self, face: FaceReading) -> float:
        if face.track == self.chosen:
            return math.inf
        return face.face.area * (self._settings.switch_ratio if face.track == self._primary else 1.0)


def _scaled(box: Box, factor: float) -> Box:
    x1, y1, x2, y2 = (round(value * factor) for value in box)
    return x1, y1, x2, y2


@dataclass
class _Smooth:
    box: Vector  # in widths and heights of the frame, so that its size may change
    scores: Vector
    time_s: float


class FaceSmoother:
    """Exponential averages over time of each numbered face's box and scores. Not thread-safe.

    Args:
        thresholds: the certainty at which a face's smoothed scores are a mood.
        box_s: time constant of boxes in seconds, short so that a box keeps up with its face.
        scores_s: time constant of scores in seconds.
        forget_s: seconds unseen after which a face's averages start afresh.
    """

    def __init__(
        self, thresholds: MoodThresholds, box_s: float = 0.06, scores_s: float = 0.3, forget_s: float = 1.0
    ) -> None:
        self._thresholds, self._box_s, self._scores_s, self._forget_s = thresholds, box_s, scores_s, forget_s
        self._faces: dict[int, _Smooth] = {}

    def update(self, reading: Reading, time_s: float) -> Reading:
        """A tracker's reading with smoothed faces; the reading's own mood stays that of the single frame."""
        self._faces = {n: face for n, face in self._faces.items() if time_s - face.time_s <= self._forget_s}
        sides = np.tile(np.asarray([reading.width, reading.height], np.float64), 2)
        return replace(reading, faces=tuple(self._smoothed(face, sides, time_s) for face in reading.faces))

    def _smoothed(self, face: FaceReading, sides: Vector, time_s: float) -> FaceReading:
        if face.track is None:
            return face
        box = np.asarray(face.face.box, np.float64) / sides
        scores = np.asarray(face.expressions.values, np.float64)
        if (state := self._faces.get(face.track)) is None:
            self._faces[face.track] = _Smooth(box, scores, time_s)
            return face
        weight = _weight_of_new(max(0.0, time_s - state.time_s))
        state.box = state.box + weight(self._box_s) * (box - state.box)
        state.scores = state.scores + weight(self._scores_s) * (scores - state.scores)
        state.time_s = time_s
        return self._as_reading(face, state, sides)

    def _as_reading(self, face: FaceReading, state: _Smooth, sides: Vector) -> FaceReading:
        x1, y1, x2, y2 = (round(value) for value in (state.box * sides).tolist())
        expressions = ExpressionScores(state.scores.astype(np.float32))
        mood = mood_from_scores(expressions, self._thresholds)
        return replace(face, face=replace(face.face, box=(x1, y1, x2, y2)), expressions=expressions, mood=mood)


def _weight_of_new(passed_s: float) -> Callable[[float], float]:
    """Time constant in seconds -> weight of the new value, in [0, 1), whatever the frame rate."""
    return lambda constant_s: 1.0 - math.exp(-passed_s / constant_s)
