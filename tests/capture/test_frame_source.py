import threading
import time

import cv2
import numpy as np
import pytest

from moviefy.capture import frame_source
from moviefy.capture.frame_source import FakeSource, Pace, VideoFileSource
from moviefy.errors import CameraUnavailable
from tests.video_files import UNEVEN_TIMES, write_video

LEVELS = (40, 90, 140, 190)


@pytest.fixture
def clip(tmp_path):
    """Four frames a twentieth of a second apart, each of one grey level."""
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 20, (64, 48))
    for level in LEVELS:
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def level(frame):
    return min(LEVELS, key=lambda known: abs(known - frame.mean()))


def test_a_video_begins_again_after_its_end(clip):
    with VideoFileSource(clip) as source:
        assert [level(source.read()) for _ in range(10)] == [*LEVELS, *LEVELS, *LEVELS[:2]]


def test_without_a_loop_the_end_is_the_end(clip):
    with VideoFileSource(clip, loop=False) as source:
        for _ in LEVELS:
            source.read()
        with pytest.raises(CameraUnavailable, match="has ended"):
            source.read()


def test_a_video_says_its_own_rate(clip):
    with VideoFileSource(clip) as source:
        assert source.fps == pytest.approx(20)
        assert source.name == "video clip.avi"


def test_a_video_file_that_is_not_there(tmp_path):
    with pytest.raises(CameraUnavailable, match=r"no video file absent\.avi"):
        VideoFileSource(tmp_path / "absent.avi")


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(CameraUnavailable, match="no video file"):
        VideoFileSource(tmp_path)


@pytest.mark.parametrize("name", ["text.txt", "text.avi"])
def test_text_is_no_video(tmp_path, name):
    (tmp_path / name).write_text("not a video\n" * 500)
    with pytest.raises(CameraUnavailable, match="is not a video that can be played"):
        VideoFileSource(tmp_path / name)


def test_a_picture_is_no_video(tmp_path):
    cv2.imwrite(str(tmp_path / "still.jpg"), np.zeros((48, 64, 3), np.uint8))
    with pytest.raises(CameraUnavailable, match="is not a video"):
        VideoFileSource(tmp_path / "still.jpg")


def test_zero_bytes_and_a_cut_header_are_no_video(tmp_path, clip):
    (tmp_path / "empty.avi").touch()
    (tmp_path / "cut.avi").write_bytes(clip.read_bytes()[:100])
    for name in ("empty.avi", "cut.avi"):
        with pytest.raises(CameraUnavailable, match="is not a video"):
            VideoFileSource(tmp_path / name)


@pytest.fixture
def clock(monkeypatch):
    """A pace, what it waited, and a clock that a test sets."""
    waits, now = [], [100.0]
    monkeypatch.setattr(frame_source.time, "monotonic", lambda: now[0])
    pace = Pace()
    pace._stopped.wait = waits.append
    return pace, waits, now


def test_the_pace_waits_between_frames_and_not_before_the_first(clock):
    pace, waits, now = clock
    for moment in (100.0, 100.02, 100.15, 100.35):
        now[0] = moment
        assert pace.wait(0.1)
    assert waits == pytest.approx([0.0, 0.08, 0.05, 0.0])


def test_the_pace_does_not_hurry_after_a_long_break(clock):
    pace, waits, now = clock
    pace.wait(0.1)
    waits.clear()
    now[0] = 200.0
    for _ in range(8):
        pace.wait(0.1)
    assert waits[:5] == [0.0] * 5
    assert waits[-1] > 0.0


def test_the_pace_is_asked_again_where_a_frame_is_far_away(clock):
    pace, waits, now = clock
    pace.wait(0.0)
    for moment, due in ((100.0, False), (101.0, False), (102.0, True)):
        now[0] = moment
        assert pace.wait(2.5, 1.0) is due
    assert waits == pytest.approx([0.0, 1.0, 1.0, 0.5])


def test_frames_come_at_their_own_times(tmp_path, clock, monkeypatch):
    pytest.importorskip("av")
    pace, _, now = clock
    waited = pace._stopped.wait
    pace._stopped.wait = lambda seconds: (waited(seconds), now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr(frame_source, "Pace", lambda: pace)
    shown = []
    with VideoFileSource(write_video(tmp_path / "phone.mp4", UNEVEN_TIMES)) as source:
        while len(shown) < len(UNEVEN_TIMES) + 2:
            frame = source.read()
            if not shown or frame is not shown[-1][1]:
                shown.append((now[0] - 100.0, frame))
    assert [moment for moment, _ in shown[: len(UNEVEN_TIMES)]] == pytest.approx(UNEVEN_TIMES, abs=0.002)
    one_frame_s = 1 / source.fps
    assert shown[len(UNEVEN_TIMES)][0] == pytest.approx(UNEVEN_TIMES[-1] + one_frame_s, abs=0.002)
    assert shown[len(UNEVEN_TIMES) + 1][0] == pytest.approx(UNEVEN_TIMES[-1] + one_frame_s + UNEVEN_TIMES[1], abs=0.002)


def test_a_long_pause_repeats_its_frame(tmp_path, monkeypatch):
    pytest.importorskip("av")
    monkeypatch.setattr(frame_source, "REPEAT_S", 0.05)
    with VideoFileSource(write_video(tmp_path / "slow.mp4", (0.0, 0.3, 0.6))) as source:
        first = source.read()
        began = time.monotonic()
        repeats = 0
        while (frame := source.read()) is first:
            repeats += 1
        assert time.monotonic() - began >= 0.28
    assert repeats >= 2
    assert frame.mean() > first.mean()


def test_closing_ends_a_wait():
    source = FakeSource(64, 48, fps=0.01)
    source.read()
    failed = []

    def read():
        try:
            source.read()
        except CameraUnavailable as error:
            failed.append(str(error))

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    time.sleep(0.05)
    source.close()
    reading.join(10)
    assert failed == ["The fake camera is closed."]
