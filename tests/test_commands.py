import importlib.metadata
import json
import shutil

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

import moviefy.bench
from moviefy.bench_peer import Peer, installed_peer
from moviefy.capture.cameras import open_source
from moviefy.cli import COMMANDS, EXTRA_OF, cli, main
from moviefy.commands import analyze, bench
from tests.mutations import HEIC
from tests.video_files import UNEVEN_TIMES, write_video


@pytest.fixture
def portrait(tmp_path):
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    path = tmp_path / "portrait.jpg"
    cv2.imwrite(str(path), data.astronaut()[..., ::-1])
    return path


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "empty.png"
    cv2.imwrite(str(path), np.zeros((48, 64, 3), np.uint8))
    return path


@pytest.fixture
def clip(tmp_path, portrait):
    frame = cv2.resize(cv2.imread(str(portrait)), (256, 256))
    path = tmp_path / "clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (256, 256))
    for _ in range(5):
        video.write(frame)
    video.release()
    return path


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_smile_and_an_empty_picture(portrait, empty):
    result = CliRunner().invoke(analyze, [str(portrait), str(empty), "--json"], catch_exceptions=False)
    smile, nobody = lines(result)
    assert set(smile) == {"source", "width", "height", "turned", "faces", "mood", "said"}
    assert set(smile["faces"][0]) == {"box", "confidence", "expressions", "mood"}
    assert smile["mood"]["label"] == "happy"
    assert (nobody["mood"]["label"], nobody["mood"]["reason"]) == (None, "no_face")


def test_a_heic_photo_is_a_picture_whatever_its_name(tmp_path):
    path = tmp_path / "photo.mp4"
    path.write_bytes(HEIC.read_bytes())
    (photo,) = lines(CliRunner().invoke(analyze, [str(path), "--json"], catch_exceptions=False))
    assert (photo["width"], photo["height"], photo["mood"]["label"]) == (200, 256, "happy")
    assert len(photo["faces"]) == 1
    assert "time_s" not in photo


@pytest.mark.shared
@pytest.mark.parametrize(("name", "size"), [("tiled_1024.heic", (1024, 1024)), ("face.avif", (640, 480))])
def test_the_shared_phone_pictures_are_happy(shared, name, size):
    result = CliRunner().invoke(analyze, [str(shared / "cases" / name), "--json"], catch_exceptions=False)
    (photo,) = lines(result)
    assert (photo["width"], photo["height"]) == size
    assert [face["mood"]["label"] for face in photo["faces"]] == ["happy"]


def test_a_large_photo_has_its_size_and_its_box(tmp_path, portrait):
    large = tmp_path / "large.jpg"
    cv2.imwrite(str(large), cv2.resize(cv2.imread(str(portrait)), (4096, 4096), interpolation=cv2.INTER_CUBIC))
    small, full = lines(CliRunner().invoke(analyze, [str(portrait), str(large), "--json"], catch_exceptions=False))
    assert (full["width"], full["height"], full["mood"]["label"]) == (4096, 4096, "happy")
    box, expected = np.array(full["faces"][0]["box"]), 8 * np.array(small["faces"][0]["box"])
    assert np.abs(box - expected).max() < 0.15 * (expected[2] - expected[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (bytes(2000), "neither a picture nor a video"),
        (b"", "empty"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2mp41", "."),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(50), "a JPEG XL picture"),
    ],
)
def test_a_file_that_is_not_read_is_named(tmp_path, content, said):
    path = tmp_path / "file.jpg"
    path.write_bytes(content)
    result = CliRunner().invoke(cli, ["analyze", str(path)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"moviefy: {path}: ")
    assert said in result.stderr


def test_motion_jpeg_without_a_container_is_a_video(tmp_path, portrait):
    frame = cv2.imencode(".jpg", cv2.resize(cv2.imread(str(portrait)), (256, 256)))[1].tobytes()
    path = tmp_path / "clip.mjpeg"
    for count in (4, 1):  # a single frame is a video by its name
        path.write_bytes(frame * count)
        frames = lines(CliRunner().invoke(analyze, [str(path), "--json"], catch_exceptions=False))
        assert len(frames) == count
        assert all("time_s" in one for one in frames)


def test_a_video_gives_a_line_for_every_frame(clip):
    result = CliRunner().invoke(analyze, [str(clip), "--json"], catch_exceptions=False)
    frames = lines(result)
    assert [frame["time_s"] for frame in frames] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert {frame["mood"]["label"] for frame in frames} == {"happy"}
    assert [[face["track"] for face in frame["faces"]] for frame in frames] == [[1]] * 5


def test_without_json_it_is_a_sentence(portrait):
    result = CliRunner().invoke(analyze, [str(portrait)], catch_exceptions=False)
    assert "happy (" in result.output


@pytest.mark.parametrize(("name", "content"), [("a.jpg", b""), ("b.jpg", b"\xff\xd8\xff garbage"), ("c.txt", b"hello")])
def test_a_file_that_cannot_be_read_is_one_line_and_status_1(tmp_path, monkeypatch, capsys, name, content):
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr("sys.argv", ["moviefy", "analyze", str(tmp_path / name)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("moviefy: ")
    assert name in error


def test_one_bad_file_does_not_stop_the_others(tmp_path, portrait, empty, clip):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff garbage")
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(bytes(5000))
    sources = [portrait, bad, tmp_path / "absent.jpg", broken, tmp_path, clip, empty]
    result = CliRunner().invoke(cli, ["analyze", "--json", *map(str, sources)])
    assert result.exit_code == 1
    read = [line["source"] for line in lines(result)]
    assert read == [str(portrait), *[str(clip)] * 5, str(empty)]
    said = [line for line in result.stderr.splitlines() if line.startswith("moviefy: ")]
    assert len(said) == len(result.stderr.splitlines()) == 4
    for line, source in zip(said, (bad, tmp_path / "absent.jpg", broken, tmp_path), strict=True):
        assert line.startswith(f"moviefy: {source}: ")
        assert line.endswith(".")


def test_the_name_that_phones_give_a_video_and_its_own_times(tmp_path, portrait, monkeypatch):
    pytest.importorskip("av")
    plain = write_video(tmp_path / "plain.mp4", UNEVEN_TIMES)
    shutil.move(plain, tmp_path / "VID-20240101-12:30:45.mp4")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(analyze, ["VID-20240101-12:30:45.mp4", "--json"], catch_exceptions=False)
    assert [line["time_s"] for line in lines(result)] == pytest.approx(UNEVEN_TIMES, abs=0.002)


@pytest.mark.shared
def test_every_frame_of_the_shared_video_is_read(shared, tmp_path, monkeypatch):
    shutil.copy(shared / "cases" / "VID-20240101-12-30-45.mp4", tmp_path / "VID-20240101-12:30:45.mp4")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(analyze, ["VID-20240101-12:30:45.mp4", "--json"], catch_exceptions=False)
    frames = lines(result)
    assert [frame["time_s"] for frame in frames] == [number / 10 for number in range(20)]
    with open_source("VID-20240101-12:30:45.mp4") as camera:
        assert camera.read().shape == (frames[0]["height"], frames[0]["width"], 3)


def test_wrong_usage_is_status_2():
    assert CliRunner().invoke(cli, ["analyze"]).exit_code == 2
    assert CliRunner().invoke(cli, ["unknown"]).exit_code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(cli, [command, "--help"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_bench_prints_every_step_with_its_unit():
    result = CliRunner().invoke(bench, ["--frames", "10", "--json"], catch_exceptions=False)
    rows = json.loads(result.stdout)
    assert {row["unit"] for row in rows} == {"ms"}
    assert all(0 < row["median"] <= row["p95"] for row in rows)
    assert any("pipeline" in row["what"] for row in rows)


def test_bench_compares_with_the_peer_on_the_same_frame_where_it_is_installed(monkeypatch):
    seen = []
    monkeypatch.setattr(moviefy.bench, "installed_peer", lambda: Peer("fer 1.0", seen.append))
    rows = json.loads(CliRunner().invoke(bench, ["--frames", "10", "--json"], catch_exceptions=False).stdout)
    (theirs,) = [row for row in rows if "fer 1.0" in row["what"]]
    ours = [row for row in rows if row["what"].startswith("pipeline, single frames")][-1]
    assert theirs["times_ours"] == pytest.approx(theirs["median"] / ours["median"], abs=0.02)
    assert all((frame == moviefy.bench.bench_frame()).all() for frame in seen)
    assert [row for row in rows if "times_ours" in row] == [theirs]
    assert "times ours" in CliRunner().invoke(bench, ["--frames", "10"]).stdout


def test_a_peer_that_is_not_installed_is_none(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert installed_peer() is None


@pytest.mark.parametrize("package", ["sklearn", "some_other_package"])
def test_a_missing_package_of_an_extra_is_one_line(package, monkeypatch, capsys):
    def use():
        raise ModuleNotFoundError(f"No module named '{package}.part'", name=f"{package}.part")

    monkeypatch.setattr("moviefy.cli.cli", use)
    if package == "sklearn":
        with pytest.raises(SystemExit, match="1"):
            main()
        expected = "moviefy: This needs the package sklearn, which comes with Moviefy's extra 'evaluate'.\n"
        assert capsys.readouterr().err == expected
    else:
        with pytest.raises(ModuleNotFoundError):
            main()


def test_each_extra_brings_the_packages_that_are_said():
    needs = importlib.metadata.requires("moviefy")
    distributions = {"sklearn": "scikit-learn", "ray": "ray[serve]"}
    for package, extra in EXTRA_OF.items():
        start = distributions.get(package, package) + "=="
        assert any(need.startswith(start) and need.endswith(f'extra == "{extra}"') for need in needs), package
