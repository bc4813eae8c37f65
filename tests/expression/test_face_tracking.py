"""Faces over time, on scripted boxes and scores."""

import numpy as np
import pytest

from moviefy.errors import BadParameter
from moviefy.expression.faces.face import Face
from moviefy.expression.faces.tracking import FaceSmoother, FaceTracker
from moviefy.expression.mood import NO_FACE, MoodThresholds, mood_from_scores
from moviefy.expression.reading import FaceReading, Reading
from tests.expression.test_scores import scores

THRESHOLDS = MoodThresholds()
HAPPY, SAD = scores(happy=0.8, neutral=0.2), scores(sad=0.8, neutral=0.2)
LEFT, RIGHT = (50, 100, 150, 200), (400, 100, 520, 220)


def face(box, expressions=HAPPY):
    return FaceReading(Face(box, 0.9), expressions, mood_from_scores(expressions, THRESHOLDS))


def reading(*faces, size=(640, 480)):
    ordered = tuple(sorted(faces, key=lambda f: f.face.area, reverse=True))
    return Reading(*size, ordered, ordered[0].mood if ordered else NO_FACE)


def moved(box, dx, dy=0):
    return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)


def numbers(tracked):
    return {f.face.box: f.track for f in tracked.faces}


def test_faces_keep_their_numbers_while_they_move():
    tracker = FaceTracker()
    first = numbers(tracker.update(reading(face(LEFT), face(RIGHT)), 0.0))
    assert set(first.values()) == {1, 2}
    for step in range(1, 10):
        left, right = moved(LEFT, 12 * step), moved(RIGHT, -8 * step)
        now = numbers(tracker.update(reading(face(left), face(right)), step / 30))
        assert (now[left], now[right]) == (first[LEFT], first[RIGHT])


def test_each_track_takes_its_best_overlap_and_a_third_face_is_new():
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT)), 0.0)
    close, closer = moved(LEFT, 40), moved(LEFT, 5)
    now = numbers(tracker.update(reading(face(close), face(closer)), 0.1))
    assert (now[closer], now[close]) == (1, 2)


@pytest.mark.parametrize(("gap_s", "number"), [(0.6, 1), (1.4, 2)])
def test_a_face_is_remembered_over_a_short_gap_only(gap_s, number):
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT)), 0.0)
    tracker.update(reading(), 0.1)
    assert tracker.update(reading(face(LEFT)), gap_s).faces[0].track == number


@pytest.mark.parametrize(("gap_s", "number"), [(2.0, 1), (6.0, 2)])
def test_on_a_slow_link_faces_keep_their_numbers_between_frames_but_not_over_a_pause(gap_s, number):
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT)), 0.0)
    assert tracker.update(reading(face(moved(LEFT, 10))), gap_s).faces[0].track == number


def test_another_frame_size_starts_anew():
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT)), 0.0)
    assert tracker.update(reading(face(LEFT), size=(320, 240)), 0.1).faces[0].track == 2


def test_the_face_that_counts_gives_way_only_to_a_clearly_larger_one():
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT, SAD)), 0.0)
    similar, larger = (400, 100, 505, 205), (400, 100, 540, 240)
    assert tracker.update(reading(face(LEFT, SAD), face(similar)), 0.1).mood.label == "sad"
    assert tracker.update(reading(face(LEFT, SAD), face(larger)), 0.2).mood.label == "happy"
    assert tracker.update(reading(face(LEFT, SAD), face(similar)), 0.3).faces[0].track == 2


def test_a_chosen_face_counts_however_small_until_the_choice_is_undone():
    tracker = FaceTracker()
    both = reading(face(RIGHT, HAPPY), face(LEFT, SAD))
    small = numbers(tracker.update(both, 0.0))[LEFT]
    tracker.choose(small)
    tracked = tracker.update(both, 0.1)
    assert (tracked.faces[0].track, tracked.mood.label) == (small, "sad")
    assert [f.face.box for f in tracked.faces] == [LEFT, RIGHT]
    tracker.choose(None)
    assert tracker.update(both, 0.2).mood.label == "happy"


def test_after_an_undone_choice_the_face_has_no_lead_of_its_own():
    tracker = FaceTracker()
    similar = (400, 100, 505, 205)
    both = reading(face(similar, HAPPY), face(LEFT, SAD))
    tracker.choose(numbers(tracker.update(both, 0.0))[LEFT])
    tracker.update(both, 0.1)
    tracker.choose(None)
    assert tracker.update(both, 0.2).mood.label == "happy"


def test_while_the_chosen_face_is_out_of_sight_no_other_counts_and_then_the_largest_does():
    tracker = FaceTracker()
    both, one = reading(face(RIGHT, HAPPY), face(LEFT, SAD)), reading(face(RIGHT, HAPPY))
    tracker.choose(numbers(tracker.update(both, 0.0))[LEFT])
    missing = tracker.update(one, 0.5)
    assert (missing.mood, [f.face.box for f in missing.faces]) == (NO_FACE, [RIGHT])
    assert tracker.update(both, 0.9).mood.label == "sad"
    assert tracker.update(one, 1.5).mood is NO_FACE
    assert tracker.update(one, 2.0).mood.label == "happy"
    assert tracker.chosen is None


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_face_that_is_not_there_cannot_be_chosen(number):
    tracker = FaceTracker()
    tracker.update(reading(face(LEFT)), 0.0)
    with pytest.raises(BadParameter, match="not in the picture"):
        tracker.choose(number)
    assert tracker.chosen is None


def test_a_chosen_face_stays_so_when_the_same_picture_comes_smaller():
    tracker = FaceTracker()
    tracker.choose(numbers(tracker.update(reading(face(RIGHT, HAPPY), face(LEFT, SAD)), 0.0))[LEFT])
    half_right, half_left = (tuple(side // 2 for side in box) for box in (RIGHT, LEFT))
    smaller = tracker.update(reading(face(half_right, HAPPY), face(half_left, SAD), size=(320, 240)), 0.1)
    assert smaller.mood.label == "sad"
    turned = tracker.update(reading(face(half_right, HAPPY), face(half_left, SAD), size=(240, 320)), 0.2)
    assert (turned.mood.label, tracker.chosen) == ("happy", None)


def searched(tracker, frames, fps=30, seen=None):
    """For each of so many frames: whether only the surroundings of known faces are searched."""
    narrow = []
    for number in range(frames):
        narrow.append(bool(tracker.search_near(640, 480, number / fps)))
        tracker.update(seen(number) if seen else reading(face(LEFT)), number / fps)
    return narrow


def test_the_search_narrows_to_a_confirmed_face_and_widens_every_few_frames():
    narrow = searched(FaceTracker(), 40)
    assert narrow[:3] == [False] * 3
    assert narrow[3:11] == [True] * 7 + [False]
    assert narrow[11:].count(False) == 29 // 8


def test_the_search_is_around_the_last_box_as_it_was_found():
    tracker = FaceTracker()
    for number in range(4):
        tracker.update(reading(face(moved(LEFT, 20 * number))), number / 30)
    assert tracker.search_near(640, 480, 4 / 30) == (moved(LEFT, 60),)


def test_without_a_face_or_with_one_missing_the_whole_frame_is_searched():
    assert not any(searched(FaceTracker(), 20, seen=lambda _: reading()))
    gone = searched(FaceTracker(), 12, seen=lambda n: reading(face(LEFT)) if n < 5 else reading())
    assert gone[3:6] == [True] * 3
    assert not any(gone[6:])


def test_after_a_pause_or_at_another_size_the_whole_frame_is_searched():
    tracker = FaceTracker()
    searched(tracker, 6)
    assert tracker.search_near(640, 480, 6 / 30)
    assert not tracker.search_near(320, 240, 6 / 30)
    assert not tracker.search_near(640, 480, 5 / 30 + 0.6)


def test_boxes_follow_at_once_when_the_same_picture_comes_smaller():
    tracker, smoother = FaceTracker(), FaceSmoother(THRESHOLDS)
    smoother.update(tracker.update(reading(face(LEFT)), 0.0), 0.0)
    half = tuple(side // 2 for side in LEFT)
    smaller = smoother.update(tracker.update(reading(face(half), size=(320, 240)), 0.01), 0.01)
    assert (smaller.faces[0].track, smaller.faces[0].face.box) == (1, half)


def smoothed(frames, fps=30):
    tracker, smoother = FaceTracker(), FaceSmoother(THRESHOLDS)
    return [smoother.update(tracker.update(frame, n / fps), n / fps).faces[0] for n, frame in enumerate(frames)]


def test_the_first_frame_and_unchanged_frames_stay_as_they_are():
    first, *others = smoothed([reading(face(LEFT))] * 5)
    assert first.face.box == LEFT
    np.testing.assert_array_equal(first.expressions.values, HAPPY.values)
    assert all(other.to_json() == first.to_json() for other in others)


def test_trembling_boxes_and_scores_are_calmed():
    shaking = [reading(face(moved(LEFT, (-6, 6)[n % 2]), (HAPPY, SAD)[n % 5 == 4])) for n in range(60)]
    calm = smoothed(shaking)[20:]
    assert np.ptp([f.face.box[0] for f in calm]) < 6
    assert {f.mood.label for f in calm} == {"happy"}


@pytest.mark.parametrize("fps", [5, 30])
def test_a_change_arrives_after_the_same_time_at_any_frame_rate(fps):
    frames = [reading(face(LEFT, HAPPY))] * fps + [reading(face(LEFT, SAD))] * fps
    sad = [f.expressions["sad"] for f in smoothed(frames, fps)]
    assert sad[-1] > 0.75
    assert sad[fps - 1] == 0
