"""Why this film: one short positive sentence, said only of what the catalog really holds."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from moviefy.movies.catalog.fingerprint import STRONG, words
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.recommend.pages import FRANCHISE
from moviefy.movies.recommend.phrases import QUALITY_PHRASES, described, genre_noun, listed, plain_genre, themes

TOP_RATING, MANY_VOTES = 8.2, 200_000
SHORT_MINUTES = (40, 85)

LIKED_ALIKE = {
    "because": "Because you liked {}",
    "vein": "In the vein of {}, which you liked",
    "kin": "If {} was your kind of film, so is this",
    "near": "Close to {}, one of your likes",
}
LIKED_TOGETHER = {
    "others": "Others who like {} like this too",
    "fans": "Loved by many who love {}, as you do",
}

Choice = tuple[str, Callable[[], str | None]]
"""The name of an opening, and its sentence without the full stop; None if it would not be true."""


class Reasons:
    """The reasons of one page: each true of its film, and no opening used again while another is left.

    Args:
        goal: "match", "lift" or "calm".
    """

    def __init__(self, goal: str) -> None:
        self._goal = goal
        self._used: dict[str, int] = {}

    def why(self, movie: Movie, liked: str | None = None, audience: bool = False) -> str:
        """One sentence on a film for the page's goal.

        Args:
            liked: the title of a liked film that moved it up.
            audience: whether it did so because the same people like both, rather than because they are alike.
        """
        if liked is None:
            return self._pick(movie, self._openings(movie))
        told = LIKED_TOGETHER if audience else LIKED_ALIKE
        return self._pick(movie, [(name, partial(str.format, text, liked)) for name, text in told.items()])

    def told(self, movie: Movie) -> list[str]:
        """What speaks for a film: what it does for the mood, what stands out, what it is about, how it ends."""
        made = (make(movie, self._goal) for make in (_mood, _quality, _theme, _ending))
        return [f"{sentence}." for sentence in made if sentence is not None]

    def alike(self, movie: Movie, other: Movie) -> str:
        """One sentence on what a film shares with another that somebody looks at."""
        shared: list[Choice] = [(name, partial(str, sentence)) for name, sentence in _shared(movie, other)]
        return self._pick(movie, shared or self._openings(movie))

    def _openings(self, movie: Movie) -> list[Choice]:
        return [(name, partial(make, movie, self._goal)) for name, make in OPENINGS.items()]

    def _pick(self, movie: Movie, choices: Sequence[Choice]) -> str:
        """The first true sentence, openings used least on this page first; the film decides between equals."""
        start = zlib.crc32(movie.id.encode()) % len(choices)
        turned = sorted((*choices[start:], *choices[:start]), key=lambda choice: self._used.get(choice[0], 0))
        name, sentence = next((name, made) for name, make in turned if (made := make()) is not None)
        self._used[name] = self._used.get(name, 0) + 1
        return sentence if sentence[-1] in ".!?…" else f"{sentence}."


def _director(movie: Movie, goal: str) -> str | None:
    """Who made it, and what people would call it."""
    told = _words(movie)
    return f"From {' and '.join(movie.directors[:2])}: {' and '.join(told[:2])}" if movie.directors and told else None


def _theme(movie: Movie, goal: str) -> str | None:
    """What it is about."""
    about = _themes(movie)
    return f"A film about {listed(about[:2])}" if about else None


def _quality(movie: Movie, goal: str) -> str | None:
    """The quality that stands out most among those that have a phrase for this goal."""
    strong = [name for name in QUALITY_PHRASES if movie.fingerprint and movie.fingerprint[name] >= STRONG]
    return QUALITY_PHRASES[max(strong, key=(movie.fingerprint or {}).__getitem__)] if strong else None


def _kind(movie: Movie, goal: str) -> str | None:
    """What people would call it, its genre, and what it does."""
    if not movie.genres:
        return None
    told = next(iter(_words(movie)), None)
    return f"{described(told, genre_noun(movie.genres)).capitalize()} that {_effect(movie, goal)}"


def _cast(movie: Movie, goal: str) -> str | None:
    """Who is in it."""
    told = _words(movie)
    if len(movie.cast) < 2 or not told or "Documentary" in movie.genres:
        return None
    verb = "lend their voices to" if "Animation" in movie.genres else "star in"
    return f"{movie.cast[0]} and {movie.cast[1]} {verb} {described(told[0], 'story')}"


def _mood(movie: Movie, goal: str) -> str | None:
    """What it does for the mood: true of every film that is offered for the goal."""
    effect = _effect(movie, goal).removeprefix("is ")
    return effect[0].upper() + effect[1:]


def _ending(movie: Movie, goal: str) -> str | None:
    """How it leaves one, for those who want to know."""
    wanted = goal == "lift" or (goal == "match" and movie.mood == "happy")
    return "Ends on a high" if movie.ending == "up" and wanted else None


def _acclaimed(movie: Movie, goal: str) -> str | None:
    """That many think highly of it; figures would need a date."""
    return "Few films are loved by so many" if movie.rating >= TOP_RATING and movie.votes >= MANY_VOTES else None


def _short(movie: Movie, goal: str) -> str | None:
    """That it takes little time."""
    low, high = SHORT_MINUTES
    runtime = movie.runtime_minutes
    return f"Over in {runtime} minutes" if runtime is not None and low <= runtime <= high else None


def _year(movie: Movie, goal: str) -> str | None:
    """When it was made, if nothing is known of who made it."""
    return f"Made in {movie.year}: {described(None, genre_noun(movie.genres))}" if not movie.directors else None


OPENINGS: Mapping[str, Callable[[Movie, str], str | None]] = {
    "director": _director, "theme": _theme, "quality": _quality, "kind": _kind, "cast": _cast, "mood": _mood,
    "ending": _ending, "acclaimed": _acclaimed, "short": _short, "year": _year,
}  # fmt: skip
"""Every way to open a sentence; each gives None if it would not be true of the film."""


def _shared(movie: Movie, other: Movie) -> Iterator[tuple[str, str]]:
    """What two films have in common, the name of the opening and the sentence."""
    directors = [name for name in movie.directors if name in other.directors]
    if directors:
        yield "director", f"Also by {directors[0]}"
    if any(word.endswith(FRANCHISE) for word in movie.keywords if word in other.keywords):
        yield "series", f"From the same series as {other.title}"
    if about := [word for word in _themes(movie) if word in _themes(other)]:
        yield "theme", f"Also about {listed(about[:2])}"
    if told := [word for word in _words(movie) if word in _words(other)]:
        yield "quality", f"As {told[0]} as {other.title}"
    if genres := [plain_genre(name) for name in movie.genres if name in other.genres]:
        yield "genre", f"Like {other.title}: {listed(genres[:3])}"


def _effect(movie: Movie, goal: str) -> str:
    """What a film that is offered for a goal does, as the end of a sentence."""
    if goal == "lift":
        return "leaves you brighter"
    if goal == "calm":
        return "is easy on the nerves"
    if movie.mood == "angry":
        return "lets off steam" if _releases(movie) else "takes anger seriously"
    return {"happy": "keeps a good mood going", "sad": "gives a sad mood room"}[movie.mood]


def _releases(movie: Movie) -> bool:
    """Whether anger is let out rather than fed: a documentary never does, nor a film without energy."""
    return "Documentary" not in movie.genres and (movie.fingerprint is None or movie.fingerprint["energy"] >= STRONG)


def _themes(movie: Movie) -> list[str]:
    return themes([word for word in movie.keywords if not word.endswith(FRANCHISE)])


def _words(movie: Movie) -> tuple[str, ...]:
    return words(movie.fingerprint, movie.ending) if movie.fingerprint else ()
