"""Small catalogs whose right answers are known by construction."""

import pandas as pd

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import COLUMNS, OPTIONAL_COLUMNS, Catalog, catalog_from_frame
from moviefy.movies.catalog.check import check_catalog
from moviefy.movies.catalog.fingerprint import QUALITIES

MOOD_SCORES = {"happy": ("0.9", "0.06", "0.04"), "sad": ("0.05", "0.9", "0.05"), "angry": ("0.02", "0.08", "0.9")}


def film(number: int, mood: str = "happy", **facts) -> dict[str, str]:
    happy, sad, angry = MOOD_SCORES[mood]
    row = {
        "id": f"f-{number}", "title": f"Film {number}", "year": "2000", "genres": "Comedy", "runtime_minutes": "100",
        "rating": "7.0", "votes": "5000", "facts_source": "import", "mood": mood,
        "mood_happy": happy, "mood_sad": sad, "mood_angry": angry, "label_source": "hand",
    }  # fmt: skip
    return {**row, **{name: str(value) for name, value in facts.items()}}


def graded(number: int, mood: str = "happy", **facts) -> dict[str, str]:
    """A film of which everything is known: its mood graded 3, every quality 0, nobody and nothing in common."""
    known = {
        **{name: 3 if name == mood else 0 for name in MOODS}, **dict.fromkeys(QUALITIES, 0),
        "directors": f"Director {number}", "cast": f"Actor {number}|Actress {number}", "countries": "US",
        "language": "en", "keywords": f"theme {number}", "audience": "all", "ending": "open",
        "logline": f"What happens in story number {number}.", "fingerprint_source": "hand",
    }  # fmt: skip
    return film(number, mood, **{**known, **facts})


def frame_of(*films: dict[str, str]) -> pd.DataFrame:
    more = [name for name in OPTIONAL_COLUMNS if any(name in one for one in films)]
    return pd.DataFrame(list(films), columns=[*COLUMNS, *more], dtype=str).fillna("")


def catalog_of(*films: dict[str, str]) -> Catalog:
    return catalog_from_frame(check_catalog(frame_of(*films), COLUMNS, OPTIONAL_COLUMNS))


def three_moods(n: int = 30) -> Catalog:
    """n films, moods and genres in turn, better ones later."""
    genres = ("Comedy", "Drama", "Action|Thriller")
    return catalog_of(*(
        film(i, ("happy", "sad", "angry")[i % 3], genres=genres[i % 3], rating=round(5 + 4 * i / n, 2), year=1950 + i)
        for i in range(n)
    ))  # fmt: skip
