import os
import shutil
import struct
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from moviefy.capture.video_frames import FrameClock, frame_count, open_video_file, video_frames
from moviefy.errors import CameraUnavailable
from tests.video_files import UNEVEN_TIMES, packet_times, write_video

EVEN_TIMES = tuple(number / 25 for number in range(20))


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 20, (64, 48))
    for level in (40, 90, 140, 190):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def times(path):
    return [timed.time_s for timed in video_frames(path)]


@pytest.mark.parametrize("start_s", [0.0, 5.0])
@pytest.mark.parametrize(
    ("name", "codec", "options", "muxer_options"),
    [
        ("phone.mp4", "libx264", {"bf": "3"}, {}),
        ("fragmented.mp4", "libx264", {"bf": "2"}, {"movflags": "frag_keyframe+empty_moov"}),
        ("without-edit-list.mov", "libx264", {"bf": "3"}, {"use_editlist": "0"}),
        ("screen.mkv", "libx264", {"bf": "2"}, {}),
        ("browser.webm", "libvpx", {}, {}),
        ("browser9.webm", "libvpx-vp9", {}, {}),
        ("recorder.ts", "libx264", {"bf": "2"}, {}),
        ("old.flv", "libx264", {}, {}),
        ("windows.wmv", "wmv2", {}, {}),
    ],
)
def test_uneven_times_are_those_of_the_packets(tmp_path, name, codec, options, muxer_options, start_s):
    pytest.importorskip("av")
    written = [start_s + time_s for time_s in UNEVEN_TIMES]
    path = write_video(tmp_path / name, written, codec, options=options, muxer_options=muxer_options)
    assert packet_times(path) == pytest.approx(UNEVEN_TIMES, abs=0.001)
    assert times(path) == pytest.approx(UNEVEN_TIMES, abs=0.002)


@pytest.mark.parametrize(
    ("name", "codec", "muxer", "options"),
    [
        ("no-times.h264", "libx264", "h264", {"bf": "3"}),
        ("no-last-time.mpg", "mpeg1video", None, {"bf": "2"}),
        ("late.avi", "mpeg4", None, {"bf": "2"}),
        ("camera.mjpeg", "mjpeg", None, {}),
        ("camera.mjpg", "mjpeg", "mjpeg", {}),
        ("old-phone.3gp", "mpeg4", None, {}),
    ],
)
def test_containers_without_all_their_times_are_even(tmp_path, name, codec, muxer, options):
    pytest.importorskip("av")
    path = write_video(tmp_path / name, EVEN_TIMES, codec, muxer=muxer, options=options)
    found = times(path)
    assert len(found) == len(EVEN_TIMES)
    assert found[0] == pytest.approx(0.0, abs=0.05)
    assert np.diff(found) == pytest.approx(np.full(len(EVEN_TIMES) - 1, 0.04), abs=0.005)


def test_a_video_that_a_phone_held_upright_made_is_upright(tmp_path):
    pytest.importorskip("av")
    path = write_video(tmp_path / "phone.mp4", (0.0, 0.1), size=(64, 48))
    content = path.read_bytes()
    lying = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)  # the matrix of the header `tkhd`
    upright = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    place = content.index(lying, content.index(b"tkhd"))
    path.write_bytes(content[:place] + upright + content[place + len(upright) :])
    assert [timed.frame.shape for timed in video_frames(path)] == [(64, 48, 3)] * 2


def test_joined_recordings_go_on(tmp_path):
    pytest.importorskip("av")
    part = write_video(tmp_path / "part.ts", EVEN_TIMES).read_bytes()
    (tmp_path / "joined.ts").write_bytes(part + part)
    assert np.diff(times(tmp_path / "joined.ts")) == pytest.approx(np.full(39, 0.04), abs=0.005)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ([0.0], [0.0]),
        ([0.0, 0.1, 0.3], [0.0, 0.1, 0.3]),
        ([0.2, 0.3], [0.2, 0.3]),
        ([-0.08, -0.04, 0.0, 0.04], [0.0, 0.04, 0.08, 0.12]),
        ([0.0, 0.0, 0.0], [0.0, 0.04, 0.08]),
        ([0.0, 0.5, 0.0], [0.0, 0.5, 0.54]),
        ([0.0, 0.5, 0.5, 0.6], [0.0, 0.5, 0.5, 0.6]),
        ([0.0, 0.5, 0.46, 0.6], [0.0, 0.5, 0.5, 0.6]),
        ([0.0, 0.02, 0.0, 0.05, 0.07], [0.0, 0.02, 0.06, 0.06, 0.07]),
        ([0.0, 9.0, 0.04, 0.08], [0.0, 9.0, 9.04, 9.08]),
        ([0.0, 0.1, 95346.0, 95346.1], [0.0, 0.1, 0.14, 0.24]),
        ([0.0, 3600.0], [0.0, 3600.0]),
    ],
)
def test_times_never_decrease(reported, expected):
    clock = FrameClock(25.0)
    assert [clock.time_of(time_s) for time_s in reported] == pytest.approx(expected)


BY_NUMBER = pytest.mark.skipif(sys.platform != "linux", reason="files are opened by number on Linux alone")


@pytest.mark.parametrize(
    "name",
    [
        "VID-20240101-12:30:45.mp4",
        "50%.mp4",
        "a%20b.mp4",
        "%03d.mp4",
        "-i.mp4",
        "a b#c?.mp4",
        "http:x.mp4",
        "Müller 🎬.mp4",
        pytest.param("still%02d.png", marks=BY_NUMBER),
        pytest.param(os.fsdecode(b"M\xfcller.mp4"), marks=BY_NUMBER),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_any_name_is_read(tmp_path, clip, monkeypatch, name, inside):
    try:
        shutil.copy(clip, tmp_path / name)
    except OSError:
        pytest.skip("this file system does not allow the name")
    monkeypatch.chdir(tmp_path)
    path = Path(name) if inside else tmp_path / name
    assert times(path) == pytest.approx([0.0, 0.05, 0.1, 0.15])
    assert frame_count(path) == 4


def test_a_name_with_a_pattern_does_not_read_other_files(tmp_path):
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"photo{number}.jpg"), np.zeros((48, 64, 3), np.uint8))
    with pytest.raises(CameraUnavailable, match="no video file"):
        times(tmp_path / "photo%d.jpg")


@pytest.mark.parametrize("content", [b"", b"no video\n" * 1000, b"\0" * 5000, b"#EXTM3U\nhttp://example.org/a.ts\n"])
def test_what_is_no_video_says_so(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(CameraUnavailable, match=r"film\.mp4 is neither a picture nor a video"):
        times(path)
    assert frame_count(path) is None


def test_nothing_is_written_about_a_broken_video(tmp_path, clip, capfd):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(2000))
    with pytest.raises(CameraUnavailable):
        times(broken)
    unknown = tmp_path / "unknown.avi"
    unknown.write_bytes(clip.read_bytes().replace(b"MJPG", b"????"))
    with pytest.raises(CameraUnavailable):
        times(unknown)
    cut = tmp_path / "cut.avi"
    cut.write_bytes(clip.read_bytes()[:-300])
    assert len(times(cut)) >= 2
    assert capfd.readouterr() == ("", "")


def test_the_file_is_released_if_the_reader_stops_early(clip):
    frames = video_frames(clip)
    assert next(frames).time_s == 0.0
    frames.close()
    reader = open_video_file(clip)
    reader.close()
    reader.close()
    assert reader.next() is None
