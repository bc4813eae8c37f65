"""Genre rules written by hand: what a film list without a model would do, and what the model must beat.

Three ways to read a film with several genres, so that the comparison does not hang on one choice:

- ``guideline``: the guideline's own order (data/README.md): threat and fights, comedy and family, drama.
- ``comedy_first``: a comedy stays a comedy whatever else it is.
- ``counted``: the mood with most genres; ties go to happy, then angry, then sad.
"""

from collections.abc import Callable

GENRES_OF = {
    "angry": {"Action", "Thriller", "Horror", "Crime", "War", "Western", "Film-Noir"},
    "happy": {"Comedy", "Musical", "Children", "Animation"},
    "sad": {"Drama", "Romance", "Documentary"},
}
WITHOUT_ANY = "happy"
"""Adventure, fantasy and science fiction alone are mostly play."""


def _first_of(*moods: str) -> Callable[[str], str]:
    def rule(genres: str) -> str:
        have = set(genres.split("|"))
        return next((mood for mood in moods if have & GENRES_OF[mood]), WITHOUT_ANY)

    return rule


def _counted(genres: str) -> str:
    have = set(genres.split("|"))
    return max(("happy", "angry", "sad"), key=lambda mood: len(have & GENRES_OF[mood]))


RULES: dict[str, Callable[[str], str]] = {
    "guideline": _first_of("angry", "happy", "sad"),
    "comedy_first": _first_of("happy", "angry", "sad"),
    "counted": _counted,
}
"""Name -> rule from genres joined by "|" to a mood."""
