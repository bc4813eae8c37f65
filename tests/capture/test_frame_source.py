import sys
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from moviefy.capture import frame_source
from moviefy.capture.frame_source import CameraSource, FakeSource, Pace, VideoFileSource, open_source
from moviefy.errors import CameraUnavailable

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


def test_a_video_that_cannot_be_wound_back_is_opened_again(clip, monkeypatch):
    with VideoFileSource(clip) as source:
        for _ in LEVELS:
            source.read()

        class Unwindable:
            def __init__(self, video):
                self._video, self.open = video, video.open
                self.read, self.release, self.isOpened = video.read, video.release, video.isOpened

            def set(self, *_):
                return False

        monkeypatch.setattr(source, "_video", Unwindable(source._video))
        assert level(source.read()) == LEVELS[0]


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


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files only on Linux")
def test_an_absent_camera_is_said_at_once():
    with pytest.raises(CameraUnavailable, match="There is no camera 987 on this machine"):
        CameraSource(987)


class Device:
    """Stands for cv2.VideoCapture of a camera: so many frames, then nothing."""

    def __init__(self, frames, opened=True, fps=25.0):
        self.frames, self.opened, self.fps, self.released = list(frames), opened, fps, False

    def isOpened(self):  # noqa: N802
        return self.opened

    def set(self, *_):
        return True

    def get(self, _):
        return self.fps

    def read(self):
        return (True, self.frames.pop(0)) if self.frames else (False, None)

    def release(self):
        self.released = True


@pytest.fixture
def plug_in(monkeypatch):
    def plug(device):
        monkeypatch.setattr(frame_source.cv2, "VideoCapture", lambda *_: device)
        monkeypatch.setattr(Path, "exists", lambda _: True)
        return device

    return plug


def test_a_camera_that_dies_says_so(plug_in):
    device = plug_in(Device([np.zeros((4, 6, 3), np.uint8)]))
    with CameraSource(0) as source:
        assert source.read().shape == (4, 6, 3)
        with pytest.raises(CameraUnavailable, match="camera 0 stopped giving pictures"):
            source.read()
    assert device.released


def test_a_camera_that_another_program_holds(plug_in):
    device = plug_in(Device([], opened=False))
    with pytest.raises(CameraUnavailable, match="another program"):
        CameraSource(0)
    assert device.released


def test_a_grey_camera_gives_three_channels(plug_in):
    plug_in(Device([np.full((4, 6), 9, np.uint8)]))
    with CameraSource(0) as source:
        frame = source.read()
    assert frame.shape == (4, 6, 3)
    assert (frame == 9).all()


@pytest.mark.parametrize("fps", [0.0, -1.0, 1e6, float("nan"), float("inf")])
def test_an_impossible_rate_becomes_the_usual_one(plug_in, fps):
    plug_in(Device([], fps=fps))
    with CameraSource(0) as source:
        assert source.fps == frame_source.USUAL_FPS


def test_names(clip):
    with open_source("fake") as fake, open_source(str(clip)) as video:
        assert isinstance(fake, FakeSource)
        assert isinstance(video, VideoFileSource)
    with pytest.raises(CameraUnavailable, match="camera 987"):
        open_source("987")
    with pytest.raises(CameraUnavailable, match="no video file"):
        open_source("-1")


def test_the_pace_waits_between_frames_and_not_before_the_first(monkeypatch):
    waits, now = [], [100.0]
    monkeypatch.setattr(frame_source.time, "monotonic", lambda: now[0])
    pace = Pace(10.0)
    pace._stopped.wait = waits.append
    for moment in (100.0, 100.02, 100.15, 100.35):
        now[0] = moment
        pace.wait()
    assert waits == pytest.approx([0.0, 0.08, 0.05, 0.0])


def test_the_pace_does_not_hurry_after_a_long_break(monkeypatch):
    waits, now = [], [100.0]
    monkeypatch.setattr(frame_source.time, "monotonic", lambda: now[0])
    pace = Pace(10.0)
    pace._stopped.wait = waits.append
    now[0] = 200.0
    for _ in range(8):
        pace.wait()
    assert waits[:5] == [0.0] * 5
    assert waits[-1] > 0.0


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
