"""``moviefy models``: list model files, and fetch the one that no package carries."""

from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from moviefy.config import Config
from moviefy.expression.network.model_card import sha256
from moviefy.expression.network.model_files import YUNET, fetch

MODEL_SUFFIXES = (".onnx", ".h5", ".json")


@click.group()
def models() -> None:
    """List and fetch model files."""


@models.command("fetch")
@click.option("--url", default=YUNET.url, help="Another address of the same file.")
def fetch_models(url: str) -> None:
    """Download the face detector YuNet into the model folder and check it."""
    with tqdm(total=YUNET.size, desc=YUNET.name, unit="B", unit_scale=True, disable=None) as bar:
        path = fetch(replace(YUNET, url=url), _folder(), bar.update)
    click.echo(f"{path}: {YUNET.size} bytes, checksum as expected. It is now the default face detector.")


@models.command("list")
def list_models() -> None:
    """Print every model file with its size in bytes and its SHA-256."""
    for path in sorted(_folder().iterdir()):
        if path.suffix in MODEL_SUFFIXES:
            click.echo(f"{sha256(path)}  {path.stat().st_size:>10}  {path.name}")


def _folder() -> Path:
    return Config.from_environment().model_dir
