"""Carries the top-level folders into a wheel; all else about the package is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
CARRIED = ("templates", "static", "models", "data", "bin/browser-runtime", "app_1.py", "gunicorn.conf.py")
LEFT_OUT = shutil.ignore_patterns("*.h5", "__pycache__", "vendor")
"""Keras's weights, as large as all the rest, and what `moviefy browser-files` makes where the wheel is installed."""


class BuildWithFolders(build_py):
    """Copies what the app reads beside its code into ``moviefy/_root``, where ``moviefy.config`` looks for it."""

    def run(self) -> None:
        """Build as usual; an editable install goes on reading the folders where they are."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "moviefy" / "_root"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in CARRIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, target / name, ignore=LEFT_OUT)
            else:
                shutil.copy(source, target / name)


setup(cmdclass={"build_py": BuildWithFolders})
