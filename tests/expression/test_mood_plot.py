"""The picture of a video's mood over time."""

import builtins
import sys

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from moviefy.cli import main
from moviefy.commands import analyze
from moviefy.expression.mood_plot import MoodPoint, bands, draw

pytest.importorskip("matplotlib", reason="pictures need the train extra")
HAPPY, SAD = {"happy": 0.8, "sad": 0.1, "angry": 0.0}, {"happy": 0.1, "sad": 0.7, "angry": 0.1}


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(4):
        video.write(np.full((48, 64, 3), 90, np.uint8))
    video.release()
    return path


def points():
    labels = ["happy", "happy", None, "sad", "sad"]
    scores = [HAPPY, HAPPY, None, SAD, SAD]
    return [MoodPoint(n / 10, label, score) for n, (label, score) in enumerate(zip(labels, scores, strict=True))]


def test_bands_are_the_stretches_with_a_mood():
    (first, start, end), (second, *_) = bands(points())
    assert (first, start, end, second) == ("happy", 0.0, 0.2, "sad")
    assert bands([]) == []


def test_the_lines_are_the_scores_and_break_where_there_is_no_face():
    (axis,) = draw(points(), "clip.mp4").axes
    happy, sad, angry = (line.get_ydata() for line in axis.lines)
    assert [line.get_label() for line in axis.lines] == ["happy", "sad", "angry"]
    np.testing.assert_array_equal(happy, [0.8, 0.8, np.nan, 0.1, 0.1])
    assert np.isnan(sad[2])
    assert angry[4] == 0.1
    assert axis.get_title(loc="left") == "clip.mp4"


def test_analyze_writes_the_picture(clip, tmp_path):
    target = tmp_path / "mood.png"
    done = CliRunner().invoke(analyze, [str(clip), "--json", "--plot", str(target)], catch_exceptions=False)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 4
    assert min(cv2.imread(str(target)).shape[:2]) > 200


def failing(monkeypatch, capsys, *arguments):
    """The one line on stderr of a run that fails."""
    monkeypatch.setattr("sys.argv", ["moviefy", "analyze", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    return capsys.readouterr().err.strip().splitlines()[-1]


def test_without_matplotlib_it_says_what_to_install(clip, tmp_path, monkeypatch, capsys):
    real = builtins.__import__

    def without(name, *arguments, **keywords):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *arguments, **keywords)

    monkeypatch.delitem(sys.modules, "matplotlib.figure", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    assert "pip install 'moviefy[train]'" in failing(monkeypatch, capsys, clip, "--plot", tmp_path / "a.png")


@pytest.mark.parametrize(("name", "said"), [("mood.xyz", "must end in"), ("nowhere/mood.png", "no such folder")])
def test_a_place_that_cannot_be_written_is_said_before_the_analysis(clip, tmp_path, monkeypatch, capsys, name, said):
    assert said in failing(monkeypatch, capsys, clip, "--plot", tmp_path / name)
    assert capsys.readouterr().out == ""


def test_a_photo_has_no_mood_over_time(tmp_path, monkeypatch, capsys):
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), np.zeros((48, 64, 3), np.uint8))
    assert "this is a picture" in failing(monkeypatch, capsys, photo, "--plot", tmp_path / "mood.png")


def test_two_videos_are_wrong_usage(clip, tmp_path):
    assert CliRunner().invoke(analyze, [str(clip), str(clip), "--plot", str(tmp_path / "a.png")]).exit_code == 2
