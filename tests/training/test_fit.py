import json
import resource
import signal

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="training needs the train extra")

from moviefy.errors import DatasetError
from moviefy.training.expression.augmentation import Augmentation
from moviefy.training.expression.fit import Batches, Checkpoint, fit
from moviefy.training.expression.mood_loss import MoodLoss
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.targets import label_targets, with_moods
from tests.fer_zip import drawn_face

NAMES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
RECIPE = Recipe(
    labels="fer2013", start="random", input_size=48, epochs=2.0, batch_size=7, warmup_steps=2, rate=3e-3, ema=0.9
)
LABELS = np.arange(28) % 7
IMAGES = np.stack([drawn_face(name, number) for number, name in enumerate(NAMES * 4)])


STILL = Augmentation(rotation=0.0, scale=0.0, shift=0.0, light=0.0, degrade=0.0, erase=0.0)


def batches(recipe=RECIPE):
    return Batches(IMAGES, label_targets(LABELS, 0.0), recipe)


def small_network():
    keras.utils.set_random_seed(1)
    layers = keras.layers
    pixels = [layers.Input((48, 48, 3)), layers.Rescaling(1 / 64), layers.AveragePooling2D(8), layers.Flatten()]
    return keras.Sequential([*pixels, layers.Dense(16, "relu"), layers.Dense(7)])


class Killed(BaseException):
    """Stands for a kill: nothing in the loop may catch it."""


def test_batches_cover_an_epoch_once_and_repeat_exactly():
    one, two = batches(), batches()
    seen = np.concatenate([one._faces(step) for step in range(one.per_epoch)])
    assert sorted(seen) == list(range(28))
    np.testing.assert_array_equal(one[5][0], two[5][0])
    assert (one[0][0] != one[4][0]).any()


def test_mixup_keeps_distributions():
    _, targets = batches(Recipe(labels="fer2013", start="random", batch_size=7, mixup=0.4))[0]
    np.testing.assert_allclose(targets.sum(axis=1), 1.0, rtol=1e-5)
    assert (targets.max(axis=1) < 1.0).any()


def test_training_learns(tmp_path):
    recipe = Recipe(**{**vars(RECIPE), "epochs": 60.0, "rate": 0.02, "augmentation": STILL})
    network = fit(small_network(), batches(recipe), recipe, tmp_path, save_every=1000)
    right = batches(recipe)[0]
    said = np.asarray(network.predict(right[0], verbose=0)).argmax(axis=1)
    assert (said == right[1].argmax(axis=1)).mean() >= 0.7


def test_the_loss_of_moods_adds_what_seven_leave_open_and_nothing_for_other_faces():
    targets = with_moods(label_targets(np.array([3, 6]), 0.0), np.array([3, 6]), 0.0)
    logits = np.array([[2, 0, 0, 1, 0, 0, 3], [2, 0, 0, 1, 0, 0, 3]], np.float32)
    plain, more = (np.asarray(MoodLoss(weight, reduction=None)(targets, logits)) for weight in (0.0, 0.5))
    among = -np.log(np.exp(1) / np.exp([1, 0, 2]).sum())  # happy beside sad and angry
    np.testing.assert_allclose(more - plain, [0.5 * among, 0.0], rtol=1e-5)


def test_a_run_with_moods_goes_on_from_its_checkpoint(tmp_path):
    recipe = Recipe(**{**vars(RECIPE), "mood_weight": 0.5})
    targets = with_moods(label_targets(LABELS, 0.0), LABELS, 0.0)
    fit(small_network(), Batches(IMAGES, targets, recipe), recipe, tmp_path, save_every=4)
    resumed = fit(small_network(), Batches(IMAGES, targets, recipe), recipe, tmp_path, save_every=4)
    assert int(resumed.optimizer.iterations) == 8


def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_happened(tmp_path, monkeypatch):
    straight = fit(small_network(), batches(), RECIPE, tmp_path / "straight", save_every=2)

    save = Checkpoint.save

    def save_and_die(self, network):
        save(self, network)
        raise Killed

    monkeypatch.setattr(Checkpoint, "save", save_and_die)
    with pytest.raises(Killed):
        fit(small_network(), batches(), RECIPE, tmp_path / "broken", save_every=2)
    monkeypatch.setattr(Checkpoint, "save", save)
    resumed = fit(small_network(), batches(), RECIPE, tmp_path / "broken", save_every=2)
    for one, other in zip(straight.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    assert int(resumed.optimizer.iterations) == batches().steps == 8


def test_a_kill_while_writing_leaves_the_last_checkpoint_whole(tmp_path):
    checkpoint = Checkpoint(tmp_path, RECIPE)
    checkpoint.open()
    network = fit(small_network(), batches(), RECIPE, tmp_path, save_every=4)
    whole = (tmp_path / "state.keras").read_bytes()
    (tmp_path / "part.keras").write_bytes(whole[:1000])
    restored = checkpoint.restore(small_network())
    assert int(restored.optimizer.iterations) == int(network.optimizer.iterations)


def test_a_full_disk_is_named_and_leaves_the_last_checkpoint_whole(tmp_path):
    checkpoint = Checkpoint(tmp_path, RECIPE)
    network = fit(small_network(), batches(), RECIPE, tmp_path, save_every=4)
    whole = (tmp_path / "state.keras").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, limits[1]))
    try:
        with pytest.raises(DatasetError, match="no room for a checkpoint"):
            checkpoint.save(network)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (tmp_path / "state.keras").read_bytes() == whole
    assert not (tmp_path / "part.keras").exists()


def test_a_folder_of_another_recipe_is_refused_and_left_alone(tmp_path):
    Checkpoint(tmp_path, RECIPE).open()
    other = Recipe(labels="ferplus", start="random")
    with pytest.raises(DatasetError, match="another recipe"):
        Checkpoint(tmp_path, other).open()
    assert json.loads((tmp_path / "recipe.json").read_text())["labels"] == "fer2013"


def test_the_log_has_a_row_for_every_checkpoint(tmp_path):
    fit(small_network(), batches(), RECIPE, tmp_path, save_every=4)
    rows = (tmp_path / "log.csv").read_text().splitlines()
    assert rows[0] == "step,epoch,loss"
    assert [row.split(",")[0] for row in rows[1:]] == ["4", "8"]
