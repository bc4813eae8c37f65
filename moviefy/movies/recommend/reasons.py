"""Why this film: one short positive sentence, said only of what the catalog really holds."""

import zlib
from collections.abc import Callable, Iterator

from moviefy.movies.catalog.catalog import Movie
from moviefy.movies.catalog.fingerprint import QUALITIES, STRONG, words

FRANCHISE = " series"
TOP_RATING, MANY_VOTES = 8.2, 200_000

MOODS_MATCHED = {"happy": "keeps a good mood going", "sad": "gives a sad mood room", "angry": "lets off steam"}
GOAL_ENDS = {
    "match": "fits the mood",
    "lift": "leaves one brighter",
    "calm": "is easy on the nerves",
}
QUALITY_PHRASES = {
    "warmth": "People are kind to each other here",
    "humour": "It is out to make you laugh",
    "wonder": "Full of things never seen before",
    "romance": "Two people fall for each other",
    "energy": "Hardly stands still",
    "tension": "Keeps you guessing to the end",
    "fright": "Made to scare",
    "violence": "Hits hard",
    "grief": "Takes loss seriously",
    "melancholy": "Has a quiet ache to it",
    "outrage": "Stands up against a wrong",
    "thought": "Leaves something to think about",
    "strangeness": "Like nothing else",
}
"""What may be said of a film in which a quality is strong."""


class Reasons:
    """The reasons of one page: each true of its film, and no opening used again while another is left.

    Args:
        goal: "match", "lift" or "calm".
    """

    def __init__(self, goal: str) -> None:
        self._goal = goal
        self._used: dict[str, int] = {}

    def why(self, movie: Movie, liked: str | None = None) -> str:
        """One sentence on a film for the page's goal; ``liked`` is the title of a liked film that is like it."""
        if liked is not None:
            return self._pick(movie, [("liked", f"Because you liked {liked}"), ("like", f"In the vein of {liked}")])
        return self._pick(movie, list(self._openings(movie)))

    def alike(self, movie: Movie, other: Movie) -> str:
        """One sentence on what a film shares with another that somebody looks at."""
        return self._pick(movie, list(_shared(movie, other)) or list(self._openings(movie)))

    def _openings(self, movie: Movie) -> Iterator[tuple[str, str]]:
        for make in OPENINGS:
            if (made := make(movie, self._goal)) is not None:
                yield make.__name__, made

    def _pick(self, movie: Movie, choices: list[tuple[str, str]]) -> str:
        """The sentence whose opening was used least on this page; the film decides between equals."""
        start = zlib.crc32(movie.id.encode()) % len(choices)
        turned = choices[start:] + choices[:start]
        kind, sentence = min(turned, key=lambda choice: self._used.get(choice[0], 0))
        self._used[kind] = self._used.get(kind, 0) + 1
        return f"{sentence}."


def _by_director(movie: Movie, goal: str) -> str | None:
    """Who made it, and what kind of film it is."""
    told = _words(movie)
    return f"From {' and '.join(movie.directors[:2])}: {' and '.join(told[:2])}" if movie.directors and told else None


def _theme(movie: Movie, goal: str) -> str | None:
    """What it is about."""
    themes = [word for word in movie.keywords if not word.endswith(FRANCHISE)]
    return f"A film about {_listed(themes[:2])}" if themes else None


def _quality(movie: Movie, goal: str) -> str | None:
    """The quality that stands out most."""
    name = _strongest(movie)
    return QUALITY_PHRASES[name] if name else None


def _kind(movie: Movie, goal: str) -> str | None:
    """What people would call it, and its genre."""
    told = _words(movie)
    if not told or not movie.genres:
        return None
    article = "An" if told[0][0] in "aeiou" else "A"
    return f"{article} {told[0]} {_genre(movie)} that {_goal_end(movie, goal)}"


def _cast(movie: Movie, goal: str) -> str | None:
    """Who is in it."""
    if len(movie.cast) < 2 or "Documentary" in movie.genres:
        return None
    verb = "lend their voices to" if "Animation" in movie.genres else "star in"
    told = _words(movie)
    article = "an" if told and told[0][0] in "aeiou" else "a"
    return f"{movie.cast[0]} and {movie.cast[1]} {verb} {article} {told[0]} story" if told else None


def _mood(movie: Movie, goal: str) -> str | None:
    """What it does for the mood."""
    return _goal_end(movie, goal).capitalize()


def _ending(movie: Movie, goal: str) -> str | None:
    """How it leaves one."""
    return "Ends on a high" if movie.ending == "up" and goal != "calm" else None


def _acclaimed(movie: Movie, goal: str) -> str | None:
    """That many think highly of it; figures would need a date."""
    return "Few films are loved by so many" if movie.rating >= TOP_RATING and movie.votes >= MANY_VOTES else None


def _short(movie: Movie, goal: str) -> str | None:
    """That it takes little time."""
    runtime = movie.runtime_minutes
    return f"Over in {runtime} minutes" if runtime is not None and 40 <= runtime <= 85 else None


OPENINGS: tuple[Callable[[Movie, str], str | None], ...] = (
    _by_director, _theme, _quality, _kind, _cast, _mood, _ending, _acclaimed, _short,
)  # fmt: skip
"""Every way to open a sentence; each returns None if it would not be true of the film."""


def _shared(movie: Movie, other: Movie) -> Iterator[tuple[str, str]]:
    directors = [name for name in movie.directors if name in other.directors]
    if directors:
        yield "director", f"Also by {directors[0]}"
    themes = [word for word in movie.keywords if word in other.keywords]
    series = [word for word in themes if word.endswith(FRANCHISE)]
    if series:
        yield "series", f"From the same series as {other.title}"
    if plain := [word for word in themes if not word.endswith(FRANCHISE)]:
        yield "theme", f"Also about {_listed(plain[:2])}"
    if (name := _strongest(movie)) and other.fingerprint and other.fingerprint[name] >= STRONG:
        yield "quality", f"As {words(dict.fromkeys(QUALITIES, 0.0) | {name: 3.0})[-1]} as {other.title}"
    if genres := [name for name in movie.genres if name in other.genres]:
        yield "genre", f"Like {other.title}: {_listed([_plain(name) for name in genres[:3]])}"


def _goal_end(movie: Movie, goal: str) -> str:
    return MOODS_MATCHED[movie.mood] if goal == "match" else GOAL_ENDS[goal]


def _words(movie: Movie) -> tuple[str, ...]:
    return words(movie.fingerprint, movie.ending) if movie.fingerprint else ()


def _strongest(movie: Movie) -> str | None:
    if not movie.fingerprint:
        return None
    name = max(QUALITIES, key=movie.fingerprint.__getitem__)
    return name if movie.fingerprint[name] >= STRONG else None


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _genre(movie: Movie) -> str:
    return _plain(next((name for name in movie.genres if name not in ("Children", "Drama")), movie.genres[0]))


def _plain(genre: str) -> str:
    return {"Sci-Fi": "science fiction", "Film-Noir": "film noir", "Children": "family"}.get(genre, genre.lower())
