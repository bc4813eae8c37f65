"""``moviefy train`` and ``moviefy evaluate``."""

from pathlib import Path

import click

from moviefy.training.recipe import LABEL_KINDS, Recipe

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def train() -> None:
    """Train the models that the app loads."""


@train.command("expression")
@click.option("--data", type=FILE, required=True, help="FER2013's zip (Kaggle: msambare/fer2013).")
@click.option("--votes", type=FILE, help="FER+'s votes; needed for --labels ferplus and blend.")
@click.option("--labels", type=click.Choice(LABEL_KINDS), default="blend", show_default=True)
@click.option("--start", default="imagenet", show_default=True, help="imagenet, or a weights file to go on from.")
@click.option("--run", "folder", type=FOLDER, default=Path("runs/expression"), show_default=True)
@click.option("--epochs", type=float, default=Recipe.epochs, show_default=True)
@click.option("--rate", type=float, default=Recipe.rate, show_default=True)
@click.option("--input-size", type=click.IntRange(32), default=Recipe.input_size, show_default=True)
@click.option("--vote-share", type=click.FloatRange(0, 1), default=Recipe.vote_share, show_default=True)
@click.option("--dropout", type=click.FloatRange(0, 0.9), default=Recipe.dropout, show_default=True)
@click.option("--frozen-blocks", type=click.IntRange(0, 5), default=Recipe.frozen_blocks, show_default=True)
@click.option("--seed", type=int, default=Recipe.seed, show_default=True)
def expression(data: Path, votes: Path | None, folder: Path, start: str, **choices: str | float) -> None:
    """Fine-tune VGG16 on FER2013; a run that was killed goes on from its last checkpoint."""
    from moviefy.training.expression_run import train_expression

    train_expression(data, votes, folder, Recipe(start=start, **choices))  # type: ignore[arg-type]
