"""The live camera with scripted frames and readings; no timing is asserted, only order and what is there."""

import threading
import time

import cv2
import numpy as np
import pytest

from moviefy.capture.frame_source import FakeSource
from moviefy.errors import CameraUnavailable, TooManyViewers
from moviefy.expression.faces.face import Face
from moviefy.expression.mood import NO_FACE, Mood, MoodThresholds, NoMood, mood_from_scores
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import LABELS, ExpressionScores
from moviefy.live import camera as live_module
from moviefy.live import worker as worker_module
from moviefy.live.camera import LiveCamera
from moviefy.live.seats import Seats
from moviefy.live.status import LiveStatus
from moviefy.video_pipeline import VideoReading
from tests.frame_sources import PATIENCE_S, Studio, short_stall, threads_named, wait_until

SIZE = (240, 320)
BOX = (60, 60, 160, 180)
THREADS = ("moviefy-source", "moviefy-analyser", "moviefy-encoder")


class Reader:
    """A pipeline that sees one face with the expression that the test sets; it can hang and fail."""

    thresholds = MoodThresholds()

    def __init__(self):
        self.label, self.problem = "happy", None
        self.go_on = threading.Event()
        self.go_on.set()
        self.read_values, self.threads = [], set()

    def analyze(self, frame, near=(), search=None):
        self.threads.add(threading.current_thread().name)
        self.read_values.append(int(frame[0, 0, 0]))
        assert self.go_on.wait(PATIENCE_S)
        if self.problem:
            raise self.problem
        height, width = frame.shape[:2]
        if self.label is None:
            return Reading(width, height, (), NO_FACE)
        values = np.full(len(LABELS), 0.03, np.float32)
        values[LABELS.index(self.label)] = 0.82
        scores = ExpressionScores(values)
        mood = mood_from_scores(scores, self.thresholds)
        return Reading(width, height, (FaceReading(Face(BOX, 0.9), scores, mood),), mood)


@pytest.fixture
def studio():
    scripted = Studio()
    scripted.size = SIZE
    yield scripted
    scripted.release()


@pytest.fixture
def reader():
    scripted = Reader()
    yield scripted
    scripted.go_on.set()


@pytest.fixture
def stall_s():
    """Longer than any test lasts: on a busy machine a camera may be silent for a while without a stall."""
    return 10 * PATIENCE_S


@pytest.fixture
def live(studio, reader, stall_s, monkeypatch):
    monkeypatch.setattr(live_module, "REPEAT_S", 0.1)
    monkeypatch.setattr(live_module, "TICK_S", 0.05)
    monkeypatch.setattr(worker_module, "PAUSE_S", 0.05)
    camera = LiveCamera(studio, reader, Seats(3), stall_s=stall_s, retry_s=0.02)
    yield camera
    studio.release()
    reader.go_on.set()
    camera.close()
    wait_until(lambda: not any(threads_named(name) for name in THREADS))


def picture(jpeg):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def next_of(happenings, kind, fits=lambda happening: True):
    deadline = time.monotonic() + PATIENCE_S
    for happening in happenings:
        if isinstance(happening, kind) and fits(happening):
            return happening
        assert time.monotonic() < deadline, "it did not happen in time"
    return pytest.fail("the stream ended")


def in_state(state):
    return lambda status: status.state == state


def box_is_drawn(jpeg):
    edge = picture(jpeg)[BOX[1] + 20 : BOX[3] - 20, BOX[0]]
    return bool((edge.astype(int).max(axis=1) > 150).all())


def next_picture(pictures, fits):
    deadline = time.monotonic() + PATIENCE_S
    for jpeg in pictures:
        if fits(jpeg):
            return jpeg
        assert time.monotonic() < deadline, "it did not come in time"
    return pytest.fail("the stream ended")


def test_pictures_are_jpegs_of_the_camera(studio, live):
    with live.jpegs() as pictures:
        for _ in range(5):
            assert picture(next(pictures)).shape == (*SIZE, 3)
    wait_until(lambda: studio.open_now == 0)


def test_the_box_of_the_newest_reading_is_drawn(live):
    with live.jpegs() as pictures:
        next_picture(pictures, box_is_drawn)


def test_plain_pictures_have_no_box_beside_annotated_ones_that_do(live):
    with live.jpegs() as annotated, live.jpegs(plain=True) as plain:
        next_picture(annotated, box_is_drawn)
        for _ in range(3):
            assert not box_is_drawn(next(plain))
            next_picture(annotated, box_is_drawn)


def test_pictures_do_not_wait_for_the_analysis(studio, reader, live):
    reader.go_on.clear()
    with live.jpegs() as pictures:
        for value in (50, 100, 150):
            studio.value = value
            next_picture(pictures, lambda jpeg, value=value: abs(picture(jpeg).mean() - value) < 3)
    assert len(reader.read_values) == 1


def test_an_old_reading_is_not_drawn(reader, live):
    with live.jpegs() as pictures:
        next_picture(pictures, box_is_drawn)
        reader.go_on.clear()
        next_picture(pictures, lambda jpeg: not box_is_drawn(jpeg))


def test_the_analysis_takes_only_the_newest_frame(studio, reader, live):
    with live.readings() as happenings:
        next_of(happenings, VideoReading)
        reader.go_on.clear()
        count = len(reader.read_values)
        wait_until(lambda: len(reader.read_values) >= count)
        before = studio.reads
        wait_until(lambda: studio.reads > before + 20)
        studio.value = 77
        before = studio.reads
        wait_until(lambda: studio.reads > before + 5)
        reader.go_on.set()
        wait_until(lambda: reader.read_values[-1] == 77)
        assert len(reader.read_values) <= count + 4
        assert live.status().skipped >= 20
    assert reader.threads == {"moviefy-analyser"}


def test_readings_carry_the_steady_mood(reader, live):
    with live.readings() as happenings:
        event = next_of(happenings, VideoReading)
        assert event.mood.label == "happy"
        sent = event.to_json()
        assert sent["mood"]["label"] == sent["frame_mood"]["label"] == "happy"
        assert {"width", "height", "faces"} <= set(sent)
        reader.label = "sad"
        assert next_of(happenings, VideoReading, lambda e: e.reading.mood.label == "sad").mood.label == "happy"
        next_of(happenings, VideoReading, lambda e: e.mood.label == "sad")


def test_the_steady_mood_is_what_is_drawn():
    face = Reader().analyze(np.zeros((*SIZE, 3), np.uint8))
    steady = Mood(None, dict.fromkeys(("happy", "sad", "angry"), 0.3), 0.3, NoMood.UNSURE, lean="sad", expression="sad")
    drawn = VideoReading(face, steady, 0.0).to_draw()
    assert drawn.faces[0].mood == steady
    nobody = Reading(4, 4, (), NO_FACE)
    assert VideoReading(nobody, NO_FACE, 0.0).to_draw() == nobody


def test_the_status_comes_first_and_again_when_it_changes(studio, live):
    studio.hang.clear()
    with live.readings() as happenings:
        assert isinstance(first := next(happenings), LiveStatus)
        assert first.state == "starting"
        studio.hang.set()
        running = next_of(happenings, LiveStatus, in_state("running"))
        assert running.message.endswith(".")
        assert set(running.to_json()) == {"state", "message", "fps", "drops", "viewers", "analysed_fps", "skipped"}


def test_a_reading_that_is_still_on_its_way_when_the_camera_dies_is_not_sent_after_the_status(studio, reader, live):
    with live.readings() as happenings:
        next_of(happenings, VideoReading)
        reader.go_on.clear()
        before = studio.reads
        wait_until(lambda: studio.reads > before + 5)  # the analyser holds a frame
        studio.dies = "Unplugged."
        next_of(happenings, LiveStatus, in_state("camera_unavailable"))
        reader.go_on.set()
        assert [next(happenings) for _ in range(4)] == [None] * 4
        studio.dies = None
        next_of(happenings, LiveStatus, in_state("running"))
        next_of(happenings, VideoReading)


def test_where_nothing_happens_a_tick_comes(studio, live):
    studio.hang.clear()
    with live.readings() as happenings:
        assert next_of(happenings, type(None)) is None


def test_an_absent_camera_is_an_error_for_every_picture_viewer(studio, live):
    studio.absent = "There is no camera 0 on this machine."
    for _ in range(3):
        with pytest.raises(CameraUnavailable, match="no camera 0"), live.jpegs():
            pass
    assert live.status().viewers == 0
    with live.readings() as happenings:
        assert next_of(happenings, LiveStatus, in_state("camera_unavailable")).message == studio.absent
        with pytest.raises(CameraUnavailable, match="no camera 0"), live.jpegs():
            pass
        studio.absent = None
        next_of(happenings, VideoReading)
        with live.jpegs() as pictures:
            assert next(pictures)


@short_stall
def test_a_camera_that_gives_no_first_picture(studio, live):
    studio.hang.clear()
    with pytest.raises(CameraUnavailable, match="does not answer"), live.jpegs():
        pass
    assert live.status().viewers == 0


def test_a_camera_lost_in_the_middle_is_said_and_comes_back(studio, live):
    studio.value = 200
    with live.readings() as happenings, live.jpegs() as pictures:
        next_picture(pictures, lambda jpeg: picture(jpeg).mean() > 150)
        studio.dies = "The camera was unplugged."
        assert next_of(happenings, LiveStatus, in_state("camera_unavailable")).message == studio.dies
        dimmed = next_picture(pictures, lambda jpeg: picture(jpeg).mean() < 100)
        assert picture(dimmed).max() > 200  # the words
        studio.dies = None
        next_of(happenings, LiveStatus, in_state("running"))
        next_picture(pictures, lambda jpeg: picture(jpeg).mean() > 150)


def test_while_the_camera_hangs_the_last_picture_is_sent_again(studio, live):
    with live.jpegs() as pictures:
        next(pictures)
        studio.hang.clear()
        for _ in range(5):
            assert next(pictures)


def test_no_picture_of_an_earlier_session_is_shown(studio, live):
    studio.value = 30
    with live.jpegs() as pictures:
        next(pictures)
    studio.value = 200
    wait_until(lambda: studio.open_now == 0)
    with live.jpegs() as pictures:
        assert picture(next(pictures)).mean() > 150


def test_a_later_picture_viewer_gets_no_old_picture_while_events_go_on(studio, live):
    with live.readings() as happenings:
        next_of(happenings, VideoReading)
        studio.value = 30
        with live.jpegs() as pictures:
            next_picture(pictures, lambda jpeg: picture(jpeg).mean() < 60)
        studio.value = 200
        next_of(happenings, VideoReading)
        before = studio.reads
        wait_until(lambda: studio.reads > before + 3)
        with live.jpegs() as pictures:
            assert picture(next(pictures)).mean() > 150


def test_each_kind_of_viewer_has_its_cap(live):
    entered = [live.jpegs() for _ in range(3)] + [live.readings() for _ in range(3)]
    for place in entered:
        place.__enter__()
    assert live.status().viewers == 6
    for refused in (live.jpegs, live.readings):
        with pytest.raises(TooManyViewers), refused():
            pass
    assert live.status().viewers == 6
    for place in entered:
        place.__exit__(None, None, None)
    assert live.status().viewers == 0
    with live.jpegs() as pictures:
        assert next(pictures)


def test_every_viewer_gets_the_same_bytes(studio, live):
    with live.jpegs() as first, live.jpegs() as second:
        next(first)
        studio.hang.clear()
        wait_until(lambda: next(first) is next(second))


def test_a_failing_analysis_is_said_and_pictures_go_on(reader, live):
    reader.problem = RuntimeError("a secret path")
    with live.readings() as happenings, live.jpegs() as pictures:
        failed = next_of(happenings, LiveStatus, in_state("analysis_failed"))
        assert "secret" not in failed.message
        assert next(pictures)
        reader.problem = None
        next_of(happenings, VideoReading)
        next_of(happenings, LiveStatus, in_state("running"))


def test_sizes_may_change_and_be_tiny(studio, live):
    with live.jpegs() as pictures:
        for size in ((1, 1), (480, 640), (2, 300), SIZE):
            studio.size = size
            next_picture(pictures, lambda jpeg, size=size: picture(jpeg).shape == (*size, 3))


def test_drops_are_counted_over_sessions(studio, live, monkeypatch):
    import moviefy.live.session as session

    slow = session.encode_jpeg
    monkeypatch.setattr(session, "encode_jpeg", lambda frame: time.sleep(0.08) or slow(frame))
    for _ in range(2):
        before = live.status().drops
        with live.jpegs() as pictures:
            for _ in range(4):
                next(pictures)
        assert live.status().drops > before
    assert live.status().state == "idle"


def test_nobody_looks_at_pictures_none_are_encoded(studio, live, monkeypatch):
    import moviefy.live.session as session

    encoded = []
    monkeypatch.setattr(session, "encode_jpeg", lambda frame: encoded.append(1) or b"jpeg")
    with live.readings() as happenings:
        for _ in range(5):
            next_of(happenings, VideoReading)
    assert encoded == []


def test_closing_ends_every_stream_and_refuses_new_ones(studio, live):
    with live.jpegs() as pictures, live.readings() as happenings:
        next(pictures)
        live.close()
        assert list(pictures) == []
        assert [event for event in happenings if isinstance(event, VideoReading)] == []
    assert studio.open_now == 0
    for refused in (live.jpegs, live.readings):
        with pytest.raises(CameraUnavailable, match="switched off"), refused():
            pass


def test_closing_waits_for_the_last_frame_of_viewers_who_just_left(reader, live):
    with live.readings() as happenings:
        next_of(happenings, VideoReading)
        reader.go_on.clear()
        so_far = len(reader.read_values)
        wait_until(lambda: len(reader.read_values) > so_far)
    threading.Timer(0.2, reader.go_on.set).start()
    live.close()
    assert not any(threads_named(name) for name in THREADS)


def test_many_connects_and_losses_leave_no_thread(studio, live):
    for number in range(60):
        with live.readings() as happenings:
            if number % 10 == 0:
                next_of(happenings, VideoReading)
                studio.dies = "Unplugged."
                next_of(happenings, LiveStatus, in_state("camera_unavailable"))
                studio.dies = None
    wait_until(lambda: studio.open_now == 0 and not any(threads_named(name) for name in THREADS))
    assert studio.most_open == 1


def test_the_drawn_camera_works_through(reader):
    camera = LiveCamera(lambda: FakeSource(320, 240), reader, Seats(2))
    try:
        with camera.jpegs() as pictures, camera.readings() as happenings:
            assert picture(next(pictures)).shape == (240, 320, 3)
            assert next_of(happenings, VideoReading).reading.width == 320
    finally:
        camera.close()
