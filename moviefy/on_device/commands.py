"""``moviefy browser-files``: make what browsers download to read faces themselves."""

import click

from moviefy.config import Config
from moviefy.errors import ModelError
from moviefy.on_device.making import make_browser_files


@click.command("browser-files")
@click.option("--best-effort", is_flag=True, help="Say what failed and exit with 0; for installing without a network.")
def browser_files(best_effort: bool) -> None:
    """Make the files with which browsers read faces themselves, so that no picture is sent.

    onnxruntime-web comes from npm with checksums; the network is the shipped one with coarser weights. Takes about a
    minute. Files that are made of the same are not made again.
    """
    config = Config.from_environment()
    try:
        made = make_browser_files(config.model_dir, config.browser_files)
    except ModelError as error:
        if not best_effort:
            raise
        click.echo(f"{error} Pictures are read on the server.", err=True)
        return
    click.echo(f"{config.browser_files}: {'made' if made else 'as they should be'}. Browsers read faces themselves.")
