"""Writes files in the format of IMDb's daily ones, of any size, with a known number of films in them."""

import gzip
from pathlib import Path

BASICS = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres"
RATINGS = "tconst\taverageRating\tnumVotes"
KINDS = ("movie", "tvEpisode", "short", "tvEpisode", "tvSeries", "tvEpisode", "video", "tvEpisode")
GENRES = ("Comedy", "Drama", "Action,Crime,Thriller", "Family,Music", r"\N", "Drama,Romance", "Horror", "Documentary")


def write_imdb_files(folder: Path, n: int, rated_every: int = 8) -> tuple[Path, Path]:
    """n titles, every eighth a film; every ``rated_every``-th title has a rating and at least 100 votes."""
    basics, ratings = folder / "title.basics.tsv.gz", folder / "title.ratings.tsv.gz"
    with gzip.open(basics, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(BASICS + "\n")
        file.writelines(_basics_row(i) for i in range(n))
    with gzip.open(ratings, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(RATINGS + "\n")
        file.writelines(f"tt{i:07d}\t{1 + i % 90 / 10:.1f}\t{100 + i % 5000}\n" for i in range(0, n, rated_every))
    return basics, ratings


def _basics_row(i: int) -> str:
    title = f'Film "number {i}' if i % 16 == 0 else f"Title {i}"
    genres = GENRES[i // 8 % len(GENRES)]
    runtime = r"\N" if i % 24 == 0 else 60 + i % 100
    return f"tt{i:07d}\t{KINDS[i % 8]}\t{title}\t{title}\t0\t{1920 + i % 100}\t\\N\t{runtime}\t{genres}\n"
