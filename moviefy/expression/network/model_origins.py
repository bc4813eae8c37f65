"""Where each file of the model folder comes from, and under which licence."""

from dataclasses import dataclass

from moviefy.expression.network.model_files import BLAZEFACE, YUNET


@dataclass(frozen=True)
class Origin:
    """A file's source and licence, for people; ``sha256`` is the expected checksum, None where the card holds it."""

    source: str
    licence: str
    sha256: str | None = None


UNKNOWN = Origin("unknown: neither made nor fetched by this version of Moviefy", "unknown")

FETCHED = {file.name: Origin(file.source, file.licence, file.sha256) for file in (YUNET, BLAZEFACE)}

OUR_OWN = {
    "expression": Origin("trained by this project, see docs/training.md", "MIT"),
    "movie_mood": Origin("trained by this project on data/films, see docs/movies.md", "MIT"),
    "movie_fingerprint": Origin("trained by this project on data/films, see docs/movies.md", "MIT"),
    "movie_neighbours": Origin(
        "made by this project from MovieLens, see data/README.md",
        "GroupLens' conditions for MovieLens: for research, no commercial use without their permission",
    ),
}
"""By the part of the name before the first dot."""


def origin_of(name: str) -> Origin:
    """The origin of a file of the model folder, by its name."""
    return FETCHED.get(name) or OUR_OWN.get(name.split(".")[0], UNKNOWN)
