"""``moviefy run``: the live or the hosted version from the command line."""

import os
import sys

import click

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.errors import SettingError
from moviefy.web.server import build_or_exit, serve


@click.command()
@click.option("--hosted", is_flag=True, help="The version for strangers: gunicorn, no server camera.")
@click.option("--camera", help="Camera of the live version: a device, an RTSP or HTTP address, a video file or 'fake'.")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.")
def run(hosted: bool, camera: str | None, host: str | None, port: int | None) -> None:
    """Serve Moviefy; the live version unless --hosted is given."""
    if hosted and camera is not None:
        raise click.UsageError("The hosted version has no server camera; leave --camera or --hosted out.")
    given = {"MOVIEFY_CAMERA": camera, "HOST": host, "PORT": None if port is None else str(port)}
    os.environ.update({name: value for name, value in given.items() if value is not None})
    if hosted:
        _run_gunicorn()
    serve(build_or_exit(LiveConfig))


def _run_gunicorn() -> None:
    """Replace this process with gunicorn, with this project's settings."""
    if sys.platform == "win32":
        raise SettingError("The hosted version needs gunicorn, which does not run on Windows.")
    settings, folder = str(PROJECT_ROOT / "gunicorn.conf.py"), str(PROJECT_ROOT)
    command = [sys.executable, "-m", "gunicorn", "-c", settings, "--pythonpath", folder, "app_1:app"]
    os.execv(sys.executable, command)  # nosec B606
