"""What the page of one film shows: its facts as links to lists, its fingerprint, and where else to look."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

from pydantic import BaseModel, ConfigDict

from moviefy.expression.scores import MoodName
from moviefy.movies.catalog.fingerprint import MAX_GRADE, QUALITIES, STRONG
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.catalog.themes import theme
from moviefy.movies.recommend.phrases import genre_name
from moviefy.movies.recommend.reasons import Reasons
from moviefy.web.languages.catalogs import ENGLISH
from moviefy.web.languages.choice import country_name, language_name, say, speech
from moviefy.web.pages.addresses import films_address
from moviefy.web.parameters import GoalName
from moviefy.web.services import services
from moviefy.wording import Sentence, _

LEAST_SHOWN = 1.0
"""A quality with a lower grade is not shown."""

INNER, OUTER = 10.0, 48.0
"""Radii of a petal without and with the highest grade, in a drawing from -50 to 50."""

SITES: Sequence[tuple[str, str]] = (
    ("JustWatch", "{justwatch}?q={title}"),
    ("Letterboxd", "https://letterboxd.com/search/films/{path}/"),
    ("IMDb", "https://www.imdb.com/find/?s=tt&q={title_year}"),
    ("Wikipedia", "https://en.wikipedia.org/w/index.php?search={title_year_film}"),
    (_("Trailer"), "https://www.youtube.com/results?search_query={title_year_trailer}"),
)
"""Where people look films up; each address is a search, so that no key and no id is needed."""


class FilmQuery(BaseModel):
    """The mood and goal of the list that a visitor comes from."""

    model_config = ConfigDict(extra="forbid")

    mood: MoodName | None = None
    goal: GoalName = "match"


@dataclass(frozen=True)
class Linked:
    """A fact in words, and the films page with all films of which it is true.

    Attributes:
        language: of the words, if it is another one than the page's; otherwise empty.
    """

    words: str
    address: str
    language: str = ""


@dataclass(frozen=True)
class Petal:
    """One quality of a fingerprint.

    Attributes:
        quality: its name; grade: from 0 to 3.
        address: the films page with all films in which it is strong; None where it is not strong here.
        path: its wedge in a drawing from -50 to 50, as an SVG path.
    """

    quality: str
    grade: float
    address: str | None
    path: str


def facts_of(movie: Movie) -> dict[str, Any]:
    """The facts of a film that lead on to lists."""
    decade = movie.year // 10 * 10
    return {
        "decade": films_address({"year_from": decade, "year_to": decade + 9}),
        "genres": [Linked(say(genre_name(name)), films_address({"genre": name})) for name in movie.genres],
        "directors": [Linked(name, films_address({"director": name})) for name in movie.directors],
        "cast": [Linked(name, films_address({"q": name})) for name in movie.cast],
        "countries": [Linked(country_name(code), films_address({"country": code})) for code in movie.countries],
        "languages": [
            Linked(language_name(code), films_address({"language": code}))
            for code in [movie.language]
            if code is not None
        ],
        "themes": [_theme_link(word) for word in movie.keywords],
    }


def why_it_fits(movie: Movie, wanted: FilmQuery) -> dict[str, Any] | None:
    """The mood, the goal and true sentences; None without a mood, or if the film is not offered for it."""
    if wanted.mood is None or not services().recommender.fits(movie.id, wanted.mood, wanted.goal):
        return None
    return {
        "mood": wanted.mood,
        "goal": wanted.goal,
        "sentences": [say(one) for one in Reasons(wanted.goal).told(movie)],
    }


def petals_of(fingerprint: Mapping[str, float] | None) -> list[Petal]:
    """The fingerprint's qualities that show, the strongest first; empty if nothing is known."""
    if fingerprint is None:
        return []
    petals = [_petal(place, name, fingerprint[name]) for place, name in enumerate(QUALITIES)]
    return sorted((one for one in petals if one.grade >= LEAST_SHOWN), key=lambda one: -one.grade)


def outward_links(movie: Movie, justwatch: str) -> list[Linked]:
    """Searches for a film on other sites; ``justwatch``: the address of that site's search for the visitor."""
    named = f"{movie.title} {movie.year}"
    filled = {
        "justwatch": justwatch,
        "title": quote_plus(movie.title),
        "path": quote(movie.title.replace("/", " "), safe=""),
        "title_year": quote_plus(named),
        "title_year_film": quote_plus(f"{named} film"),
        "title_year_trailer": quote_plus(f"{named} trailer"),
    }
    return [Linked(say(name), address.format(**filled)) for name, address in SITES]


def _theme_link(word: str) -> Linked:
    """A theme; one that only few films have is in English on every page."""
    words = theme(word)
    foreign = speech().code != ENGLISH and not isinstance(words, Sentence)
    return Linked(say(words), films_address({"keyword": word}), ENGLISH if foreign else "")


def _petal(place: int, quality: str, grade: float) -> Petal:
    step = 2 * math.pi / len(QUALITIES)
    begin, end = place * step - math.pi / 2, (place + 0.86) * step - math.pi / 2
    radius = INNER + (OUTER - INNER) * grade / MAX_GRADE
    (x1, y1), (x2, y2) = ((radius * math.cos(angle), radius * math.sin(angle)) for angle in (begin, end))
    path = f"M0 0L{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 0 1 {x2:.1f} {y2:.1f}Z"
    return Petal(quality, grade, films_address({"quality": quality}) if grade >= STRONG else None, path)
