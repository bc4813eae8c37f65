"""Why this film: one short positive sentence, said only of what the catalog really holds."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from moviefy.movies.catalog.fingerprint import STRONG, words
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.recommend.pages import FRANCHISE
from moviefy.movies.recommend.phrases import QUALITY_PHRASES, a_film, cast_in, genre_noun, made_in, plain_genre, themes
from moviefy.wording import Listed, Sentence, _

TOP_RATING, MANY_VOTES = 8.2, 200_000
SHORT_MINUTES = (40, 85)

LIKED_ALIKE: Mapping[str, Callable[[str], Sentence]] = {
    "because": lambda title: _("Because you liked %(title)s", title=title),
    "vein": lambda title: _("In the vein of %(title)s, which you liked", title=title),
    "kin": lambda title: _("If %(title)s was your kind of film, so is this", title=title),
    "near": lambda title: _("Close to %(title)s, one of your likes", title=title),
}
LIKED_TOGETHER: Mapping[str, Callable[[str], Sentence]] = {
    "others": lambda title: _("Others who like %(title)s like this too", title=title),
    "fans": lambda title: _("Loved by many who love %(title)s, as you do", title=title),
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
        return self._pick(movie, [(name, partial(make, liked)) for name, make in told.items()])

    def told(self, movie: Movie) -> list[str]:
        """What speaks for a film: what it does for the mood, what stands out, what it is about, how it ends."""
        made = (make(movie, self._goal) for make in (_mood, _quality, _theme, _ending))
        return [_("%(sentence)s.", sentence=sentence) for sentence in made if sentence is not None]

    def alike(self, movie: Movie, other: Movie) -> str:
        """One sentence on what a film shares with another that somebody looks at."""
        shared: list[Choice] = [(name, partial(_itself, sentence)) for name, sentence in _shared(movie, other)]
        return self._pick(movie, shared or self._openings(movie))

    def _openings(self, movie: Movie) -> list[Choice]:
        return [(name, partial(make, movie, self._goal)) for name, make in OPENINGS.items()]

    def _pick(self, movie: Movie, choices: Sequence[Choice]) -> str:
        """The first true sentence, openings used least on this page first; the film decides between equals."""
        start = zlib.crc32(movie.id.encode()) % len(choices)
        turned = sorted((*choices[start:], *choices[:start]), key=lambda choice: self._used.get(choice[0], 0))
        name, sentence = next((name, made) for name, make in turned if (made := make()) is not None)
        self._used[name] = self._used.get(name, 0) + 1
        return sentence if sentence[-1] in ".!?…" else _("%(sentence)s.", sentence=sentence)


def _director(movie: Movie, goal: str) -> str | None:
    """Who made it, and what people would call it."""
    told = _words(movie)
    if not movie.directors or not told:
        return None
    return _("From %(directors)s: %(words)s", directors=Listed(movie.directors[:2]), words=Listed(told[:2]))


def _theme(movie: Movie, goal: str) -> str | None:
    """What it is about."""
    about = _themes(movie)
    return _("A film about %(themes)s", themes=Listed(about[:2])) if about else None


def _quality(movie: Movie, goal: str) -> str | None:
    """The quality that stands out most among those that have a phrase for this goal."""
    strong = [name for name in QUALITY_PHRASES if movie.fingerprint and movie.fingerprint[name] >= STRONG]
    return QUALITY_PHRASES[max(strong, key=(movie.fingerprint or {}).__getitem__)] if strong else None


def _kind(movie: Movie, goal: str) -> str | None:
    """What people would call it, its genre, and what it does."""
    if not movie.genres:
        return None
    told = next(iter(_words(movie)), None)
    return a_film(told, genre_noun(movie.genres), _effect(movie, goal)[0])


def _cast(movie: Movie, goal: str) -> str | None:
    """Who is in it."""
    told = _words(movie)
    if len(movie.cast) < 2 or not told or "Documentary" in movie.genres:
        return None
    return cast_in(movie.cast[0], movie.cast[1], told[0], voices="Animation" in movie.genres)


def _mood(movie: Movie, goal: str) -> str | None:
    """What it does for the mood: true of every film that is offered for the goal."""
    return _effect(movie, goal)[1]


def _ending(movie: Movie, goal: str) -> str | None:
    """How it leaves one, for those who want to know."""
    wanted = goal == "lift" or (goal == "match" and movie.mood == "happy")
    return _("Ends on a high") if movie.ending == "up" and wanted else None


def _acclaimed(movie: Movie, goal: str) -> str | None:
    """That many think highly of it; figures would need a date."""
    return _("Few films are loved by so many") if movie.rating >= TOP_RATING and movie.votes >= MANY_VOTES else None


def _short(movie: Movie, goal: str) -> str | None:
    """That it takes little time."""
    low, high = SHORT_MINUTES
    runtime = movie.runtime_minutes
    is_short = runtime is not None and low <= runtime <= high
    return _("Over in %(minutes)s minutes", minutes=runtime) if is_short else None


def _year(movie: Movie, goal: str) -> str | None:
    """When it was made, if nothing is known of who made it."""
    if movie.directors:
        return None
    return made_in(movie.year, genre_noun(movie.genres))


OPENINGS: Mapping[str, Callable[[Movie, str], str | None]] = {
    "director": _director, "theme": _theme, "quality": _quality, "kind": _kind, "cast": _cast, "mood": _mood,
    "ending": _ending, "acclaimed": _acclaimed, "short": _short, "year": _year,
}  # fmt: skip
"""Every way to open a sentence; each gives None if it would not be true of the film."""


def _shared(movie: Movie, other: Movie) -> Iterator[tuple[str, str]]:
    """What two films have in common, the name of the opening and the sentence."""
    directors = [name for name in movie.directors if name in other.directors]
    if directors:
        yield "director", _("Also by %(director)s", director=directors[0])
    if any(word.endswith(FRANCHISE) for word in movie.keywords if word in other.keywords):
        yield "series", _("From the same series as %(title)s", title=other.title)
    if about := [word for word in _themes(movie) if word in _themes(other)]:
        yield "theme", _("Also about %(themes)s", themes=Listed(about[:2]))
    if told := [word for word in _words(movie) if word in _words(other)]:
        yield "quality", _("As %(word)s as %(title)s", word=told[0], title=other.title)
    if genres := [plain_genre(name) for name in movie.genres if name in other.genres]:
        yield "genre", _("Like %(title)s: %(genres)s", title=other.title, genres=Listed(genres[:3]))


def _effect(movie: Movie, goal: str) -> tuple[str, str]:
    """What a film that is offered for a goal does: as the end of a sentence, and as one."""
    if goal == "lift":
        return _("leaves you brighter"), _("Leaves you brighter")
    if goal == "calm":
        return _("is easy on the nerves"), _("Easy on the nerves")
    if movie.mood == "angry":
        if _releases(movie):
            return _("lets off steam"), _("Lets off steam")
        return _("takes anger seriously"), _("Takes anger seriously")
    return {
        "happy": (_("keeps a good mood going"), _("Keeps a good mood going")),
        "sad": (_("gives a sad mood room"), _("Gives a sad mood room")),
    }[movie.mood]


def _itself(sentence: str) -> str:
    return sentence


def _releases(movie: Movie) -> bool:
    """Whether anger is let out rather than fed: a documentary never does, nor a film without energy."""
    return "Documentary" not in movie.genres and (movie.fingerprint is None or movie.fingerprint["energy"] >= STRONG)


def _themes(movie: Movie) -> list[str]:
    return themes([word for word in movie.keywords if not word.endswith(FRANCHISE)])


def _words(movie: Movie) -> tuple[str, ...]:
    return words(movie.fingerprint, movie.ending) if movie.fingerprint else ()
