"""What every frame source must do."""

import time

import cv2
import numpy as np
import pytest

from moviefy.capture import cameras, frame_source
from moviefy.capture.cameras import CameraSource, StreamSource
from moviefy.capture.frame_source import FakeSource, FrameSource, Pace, VideoFileSource
from moviefy.capture.video_frames import open_video_file
from moviefy.errors import CameraUnavailable

SIZE = (48, 64, 3)


def write_clip(path, fps=50, frames=5):
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), fps, (SIZE[1], SIZE[0]))
    for number in range(frames):
        writer.write(np.full(SIZE, 4 * number, np.uint8))
    writer.release()
    return path


def camera(tmp_path, monkeypatch):
    """A CameraSource on a clip: OpenCV reads both through one class, and there is no camera where tests run."""
    clip = write_clip(tmp_path / "camera.avi", frames=60)
    video = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    with monkeypatch.context() as patch:
        patch.setattr(cameras.cv2, "VideoCapture", lambda *_: video)
        patch.setattr(cameras.Path, "exists", lambda _: True)
        return CameraSource(0)


SOURCES = {
    "camera": camera,
    "video": lambda tmp_path, _: VideoFileSource(write_clip(tmp_path / "clip.avi")),
    "stream": lambda tmp_path, _: StreamSource(
        "rtsp://host/door", open_video_file(write_clip(tmp_path / "stream.avi", frames=60))
    ),
    "fake": lambda *_: FakeSource(SIZE[1], SIZE[0], fps=50),
}


@pytest.fixture(params=SOURCES)
def source(request, tmp_path, monkeypatch):
    with SOURCES[request.param](tmp_path, monkeypatch) as opened:
        yield opened


def test_frames_are_bgr_of_one_size(source):
    for _ in range(7):
        frame = source.read()
        assert frame.shape == SIZE
        assert frame.dtype == np.uint8


def test_a_frame_stays_as_it_is_while_the_next_is_read(source):
    first = source.read()
    kept = first.copy()
    for _ in range(3):
        source.read()
    np.testing.assert_array_equal(first, kept)


def test_it_says_its_name_and_its_rate(source):
    assert source.name
    assert 1.0 <= source.fps <= 240.0


def test_it_is_a_context_manager_of_itself(source):
    assert isinstance(source, FrameSource)
    assert source.__enter__() is source


def test_a_closed_source_says_so_and_may_be_closed_again(source):
    source.read()
    source.close()
    source.close()
    with pytest.raises(CameraUnavailable, match=r"\.$"):
        source.read()


@pytest.mark.parametrize("kind", ["video", "fake"])
def test_files_and_drawings_keep_to_their_rate(kind, tmp_path, monkeypatch):
    with SOURCES[kind](tmp_path, monkeypatch) as source:
        start = time.monotonic()
        for _ in range(11):
            source.read()
        assert time.monotonic() - start >= 10 / 50 - 0.02


@pytest.mark.parametrize("kind", ["video", "fake"])
def test_a_woken_source_waits_no_more(kind, tmp_path, monkeypatch):
    waits = Pace.wait  # the next frame would be due in eleven days
    monkeypatch.setattr(frame_source.Pace, "wait", lambda pace, after_s, *longest_s: waits(pace, 1e6, *longest_s))
    with SOURCES[kind](tmp_path, monkeypatch) as source:
        source.read()
        source.wake()
        for _ in range(3):
            assert source.read().shape == SIZE
