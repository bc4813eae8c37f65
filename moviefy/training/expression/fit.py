"""The training loop: Keras 3 on any backend, resumable after a kill at any moment, and reproducible.

Every random choice of step ``s`` comes from a generator seeded with (seed, s), and a checkpoint holds weights,
optimiser and step in one file that is replaced atomically; so a resumed run continues from the last checkpoint.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from moviefy.errors import DatasetError
from moviefy.expression.network.preprocessing import Batch, vgg16_grey
from moviefy.training.expression.mood_loss import MoodLoss
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.targets import Targets


class Batches:
    """Step number -> one augmented batch; the faces are reshuffled every epoch."""

    def __init__(self, images: npt.NDArray[np.uint8], targets: Targets, recipe: Recipe) -> None:
        self._images, self._targets, self._recipe = images, targets, recipe
        self.per_epoch = len(images) // recipe.batch_size
        self.steps = round(self.per_epoch * recipe.epochs)

    def __getitem__(self, step: int) -> tuple[Batch, Targets]:
        rng = np.random.default_rng([self._recipe.seed, step])
        faces = self._faces(step)
        images = [self._recipe.augmentation.apply(self._images[i], rng) for i in faces]
        return _mixup(vgg16_grey(images, self._recipe.input_size), self._targets[faces], self._recipe.mixup, rng)

    def _faces(self, step: int) -> npt.NDArray[np.int64]:
        epoch, position = divmod(step, self.per_epoch)
        order = np.random.default_rng([self._recipe.seed, epoch, 1]).permutation(len(self._images))
        size = self._recipe.batch_size
        return np.asarray(order[position * size : (position + 1) * size], np.int64)


def _mixup(images: Batch, targets: Targets, alpha: float, rng: np.random.Generator) -> tuple[Batch, Targets]:
    if alpha == 0.0:
        return images, targets
    share = np.float32(rng.beta(alpha, alpha))
    other = rng.permutation(len(images))
    return images * share + images[other] * (1 - share), targets * share + targets[other] * (1 - share)


def compile_network(network: keras.Model, recipe: Recipe, steps: int) -> None:
    """Give the network its loss, optimiser and learning-rate schedule, and freeze the recipe's first blocks."""
    frozen = tuple(f"block{block}_" for block in range(1, recipe.frozen_blocks + 1))
    for layer in network.layers:
        layer.trainable = not layer.name.startswith(frozen) if frozen else True
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=recipe.rate / 20,
        warmup_target=recipe.rate,
        warmup_steps=recipe.warmup_steps,
        decay_steps=max(1, steps - recipe.warmup_steps),
    )
    optimizer = keras.optimizers.AdamW(
        schedule,
        weight_decay=recipe.weight_decay,
        global_clipnorm=recipe.clip_norm,
        use_ema=recipe.ema > 0,
        ema_momentum=recipe.ema or 0.99,
    )
    seven = keras.losses.CategoricalCrossentropy(from_logits=True)
    network.compile(optimizer, MoodLoss(recipe.mood_weight) if recipe.mood_weight else seven, jit_compile=False)


class Checkpoint:
    """The state of a run in one folder: ``recipe.json``, ``state.keras`` (weights, optimiser, step) and ``log.csv``."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._folder, self._recipe = folder, json.loads(json.dumps(asdict(recipe)))

    def open(self) -> None:
        """Make the folder, or check that it belongs to this recipe.

        Raises:
            DatasetError: the folder holds a run of another recipe; it is left as it is.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / "recipe.json"
        if path.exists() and json.loads(path.read_text()) != self._recipe:
            raise DatasetError(f"{self._folder} holds a run of another recipe; choose another folder or remove it.")
        path.write_text(json.dumps(self._recipe, indent=2) + "\n")

    def restore(self, network: keras.Model) -> keras.Model:
        """The network of the last checkpoint, or the given one if there is none."""
        state = self._folder / "state.keras"
        return keras.models.load_model(state) if state.exists() else network

    def save(self, network: keras.Model) -> None:
        """Replace the last checkpoint atomically: a kill or a full disk leaves the last one whole.

        Raises:
            DatasetError: the file cannot be written.
        """
        part = self._folder / "part.keras"
        try:
            network.save(part)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DatasetError(f"{self._folder}: no room for a checkpoint ({error}); the last one is whole.") from error
        part.replace(self._folder / "state.keras")

    def log(self, step: int, epoch: float, loss: float) -> None:
        """Append one row to ``log.csv``."""
        path = self._folder / "log.csv"
        new = not path.exists()
        with path.open("a", newline="") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(["step", "epoch", "loss"])
            writer.writerow([step, f"{epoch:.3f}", f"{loss:.4f}"])


def fit(network: keras.Model, batches: Batches, recipe: Recipe, folder: Path, save_every: int = 100) -> keras.Model:
    """Train to the end of the recipe, resuming from the folder's last checkpoint, and return the averaged network.

    Raises:
        DatasetError: the folder holds a run of another recipe.
    """
    checkpoint = Checkpoint(folder, recipe)
    checkpoint.open()
    keras.utils.set_random_seed(recipe.seed)
    compile_network(network, recipe, batches.steps)
    network = checkpoint.restore(network)
    for step, loss in _steps(network, batches):
        if step % save_every == 0 or step == batches.steps:
            checkpoint.save(network)
            checkpoint.log(step, step / batches.per_epoch, loss)
    if recipe.ema:
        network.optimizer.finalize_variable_values(network.trainable_variables)
    return network


def _steps(network: keras.Model, batches: Batches) -> Iterator[tuple[int, float]]:
    first = int(network.optimizer.iterations)
    bar = tqdm(range(first, batches.steps), initial=first, total=batches.steps, desc="training", unit="batch")
    mean = 0.0
    for step in bar:
        loss = float(network.train_on_batch(*batches[step]))
        mean = loss if step == first else 0.98 * mean + 0.02 * loss
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
        yield step + 1, mean
