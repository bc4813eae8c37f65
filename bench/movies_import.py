"""Times an import in IMDb's format: `python -m bench.movies_import --rows 12000000`; seconds and peak memory."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.imdb_files import write_imdb_files


@click.command()
@click.option("--rows", default=12_000_000, show_default=True)
def main(rows: int) -> None:
    """Write files of that many titles, import them in a process of its own, and print what that took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        basics, ratings = write_imdb_files(folder, rows)
        arguments = [
            "catalog",
            "import",
            "--imdb",
            str(basics),
            str(ratings),
            "--to",
            str(folder / "movies.csv"),
            "--json",
        ]
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "moviefy", *arguments], check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    click.echo(json.dumps({"seconds": round(seconds, 1), "peak_mb": round(peak), **json.loads(done.stdout)}))


if __name__ == "__main__":
    main()
