import numpy as np
import pytest

from moviefy.errors import DatasetError
from moviefy.expression.scores import LABELS
from moviefy.training.expression.dataset import load_fer2013, load_votes, raters_choice
from tests.fer_zip import drawn_face, write_votes, write_zip


@pytest.fixture
def zipped(tmp_path):
    path = tmp_path / "fer.zip"
    write_zip(path)
    return path


@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_every_split_has_its_own_faces(zipped, split):
    faces = load_fer2013(zipped, split)
    prefix = {"train": "Training", "val": "PublicTest", "test": "PrivateTest"}[split]
    assert len(faces) == 3 * len(LABELS)
    assert faces.images.shape == (21, 48, 48)
    assert all(f"/{prefix}_" in file for file in faces.files)
    assert [LABELS[label] for label in faces.labels] == [file.split("/")[1] for file in faces.files]


def test_pixels_are_those_of_the_named_file(zipped):
    faces = load_fer2013(zipped, "val")
    at = faces.files.index("test/sad/PublicTest_2.jpg")
    assert np.abs(faces.images[at].astype(int) - drawn_face("sad", 2)).mean() < 6


def test_no_such_file(tmp_path):
    with pytest.raises(DatasetError, match=r"nothing\.zip"):
        load_fer2013(tmp_path / "nothing.zip", "train")


def test_not_a_zip(tmp_path):
    (tmp_path / "x.zip").write_text("hello")
    with pytest.raises(DatasetError, match="cannot be read as a zip"):
        load_fer2013(tmp_path / "x.zip", "train")


def test_a_missing_class_is_named(tmp_path):
    write_zip(tmp_path / "x.zip", leave_out=["disgust"])
    with pytest.raises(DatasetError, match="disgust"):
        load_fer2013(tmp_path / "x.zip", "train")


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_an_unreadable_image_is_named(tmp_path, data):
    write_zip(tmp_path / "x.zip", replace={"train/fear/Training_1.jpg": data})
    with pytest.raises(DatasetError, match=r"train/fear/Training_1\.jpg"):
        load_fer2013(tmp_path / "x.zip", "train")


def test_votes_stand_in_the_order_of_the_labels(zipped, tmp_path):
    faces = load_fer2013(zipped, "test")
    write_votes(tmp_path / "votes.csv", faces.files[:-1])
    votes = load_votes(tmp_path / "votes.csv", faces)
    assert votes.shape == (21, 7)
    assert (votes[:-1].argmax(axis=1) == faces.labels[:-1]).all()
    assert votes[-1].sum() == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,happiness\ntrain/sad/Training_1.jpg,3\n", "cannot be read as FER"),
        ("", "cannot be read as FER"),
        ("{header}\nmy/own/picture.jpg,1,1,1,1,1,1,1,1,1,1\n", r"my/own/picture\.jpg"),
        ("{header}\ntrain/sad/Training_99.jpg,1,1,1,1,1,1,1,1,1,1\n", "name none of these faces"),
        ("{header}\n" + "test/sad/PrivateTest_1.jpg,1,1,1,1,1,1,1,1,1,1\n" * 2, "twice"),
    ],
    ids=["missing column", "empty", "unknown file", "no face of this split", "twice"],
)
def test_votes_that_cannot_be_used(zipped, tmp_path, text, message):
    header = "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    (tmp_path / "votes.csv").write_text(text.replace("{header}", header))
    with pytest.raises(DatasetError, match=message):
        load_votes(tmp_path / "votes.csv", load_fer2013(zipped, "test"))


def test_raters_agree_from_six_votes_on():
    votes = np.array([[6, 0, 0, 4, 0, 0, 0], [5, 0, 0, 5, 0, 0, 0], [0, 0, 0, 0, 0, 0, 10]], np.float32)
    assert raters_choice(votes).tolist() == [0, -1, 6]


@pytest.mark.shared
def test_the_official_splits_have_their_official_sizes(shared):
    data = shared / "data"
    faces = load_fer2013(data / "fer2013.zip", "test")
    truth = raters_choice(load_votes(data / "ferplus_votes.csv", faces))
    moods = np.isin(truth, [LABELS.index(mood) for mood in ("happy", "sad", "angry")])
    assert (len(faces), int((truth >= 0).sum()), int(moods.sum())) == (3589, 2720, 1386)
