"""Lists that need no mood: the rows on which the films page opens, and what a list of one filter is called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, TypeVar

from moviefy.errors import CatalogError
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.films import COUNTRIES, LANGUAGES
from moviefy.movies.catalog.fingerprint import WORDS
from moviefy.movies.catalog.themes import theme
from moviefy.movies.recommend.phrases import genre_name
from moviefy.movies.search import plain
from moviefy.web.films import recommend
from moviefy.web.languages.catalogs import LANGUAGES as LANGUAGES_SPOKEN
from moviefy.web.languages.choice import country_name, language_name, say, speech
from moviefy.web.languages.speech import Speech
from moviefy.web.pages.addresses import came_with, films_address
from moviefy.web.parameters import MoviesQuery
from moviefy.web.services import Services, services
from moviefy.wording import _

EVERY_MOOD = (1.0,) * len(MOODS)
"""Scores of a list that no mood shapes."""

TONIGHT_MINUTES = (60, 100)
RECENT_YEARS = 3
FEW_VOTES, GOOD_RATING = 10_000, 7.0
MANY_FILMS = 60
"""A country with so many films has a row of its own on some days."""

FEW_FILMS = 5
"""Countries and languages with fewer films are not offered as filters."""

Q = TypeVar("Q", bound=MoviesQuery)


@dataclass(frozen=True)
class Shelf:
    """One row of the opening page.

    Attributes:
        name: what the row is for: a mood, "tonight", "recent", "little-known", or "country".
        detail: the country's name; otherwise empty.
        movies: the films, as the API answers.
        address: the films page with the same question; came: what the films' own addresses say of it.
    """

    name: str
    detail: str
    movies: list[dict[str, Any]]
    address: str
    came: str


def opening(seed: int | None = None) -> list[Shelf]:
    """The rows of the opening page, no film twice: the same all day, so that Back finds them; or those of a seed."""
    if seed is not None:
        return _shelves(services(), seed, speech())
    return _shelves_of_day(services(), date.today().toordinal(), speech())


def first_posters(count: int = 3) -> dict[str, list[dict[str, Any]]]:
    """The day's first films of each mood; none without a catalog, as the start page has ways that need no films."""
    try:
        rows = {shelf.name: shelf.movies[:count] for shelf in opening()}
    except CatalogError:
        rows = {}
    return {mood: rows.get(mood, []) for mood in MOODS}


@lru_cache(maxsize=2 * len(LANGUAGES_SPOKEN))
def _shelves_of_day(shared: Services, day: int, spoken: Speech) -> list[Shelf]:
    return _shelves(shared, day, spoken)


def _shelves(shared: Services, seed: int, spoken: Speech) -> list[Shelf]:
    shelves: list[Shelf] = []
    for name, detail, question in _questions(shared.recommender.catalog, seed):
        seen = [film["id"] for shelf in shelves for film in shelf.movies]
        wanted = MoviesQuery.model_validate({**question, "seed": seed, "exclude": seen})
        movies = recommend(shared, of_any_mood(wanted), spoken)["movies"]
        if movies:
            shelves.append(
                Shelf(
                    name,
                    detail and spoken.country(detail, COUNTRIES[detail]),
                    movies,
                    films_address(question),
                    came_with(wanted),
                )
            )
    return shelves


def of_any_mood(wanted: Q) -> Q:
    """The same question; where it names no mood, for every mood alike."""
    if wanted.mood is not None or wanted.scores is not None:
        return wanted
    return wanted.model_copy(update={"scores": list(EVERY_MOOD)})


def title_of(wanted: MoviesQuery) -> str:
    """What a list without a mood is called, by the first of its filters that says something."""
    return say(_title_of(wanted))


def _title_of(wanted: MoviesQuery) -> str:
    if wanted.director:
        return _("Films by %(director)s", director=wanted.director)
    if wanted.keyword:
        return _("On the theme: %(theme)s", theme=theme(wanted.keyword))
    if wanted.quality:
        return _("Films that are %(word)s", word=WORDS[wanted.quality])
    if wanted.country:
        return _("Films from %(country)s", country=country_name(wanted.country.upper()))
    if wanted.language:
        return _("Films in %(language)s", language=language_name(wanted.language.lower()))
    if wanted.genre:
        return _("Genre: %(genre)s", genre=genre_name(wanted.genre))
    return _("Films of every mood")


def choices(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Countries and languages to filter by: code -> name, in the order of the names."""
    return {
        "country": _by_name(country_name, _named(catalog, "countries", COUNTRIES, FEW_FILMS)),
        "language": _by_name(language_name, _named(catalog, "language", LANGUAGES, FEW_FILMS)),
    }


def _questions(catalog: Catalog, day: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Of each row its name, its detail (a country's code) and its question."""
    shortest, longest = TONIGHT_MINUTES
    countries = [*_named(catalog, "countries", COUNTRIES, MANY_FILMS)]
    places = {day % len(countries), (day * 7 + 3) % len(countries)} if countries else set()
    latest = int(catalog.years.max()) if len(catalog) else 0
    moods = [(mood, "", {"mood": mood}) for mood in MOODS]
    others: list[tuple[str, str, dict[str, Any]]] = [
        ("tonight", "", {"runtime_from": shortest, "runtime_to": longest}),
        *(("country", code, {"country": code}) for code in (countries[place] for place in sorted(places))),
        ("recent", "", {"year_from": latest - RECENT_YEARS}),
        ("little-known", "", {"votes_to": FEW_VOTES, "rating_from": GOOD_RATING}),
    ]
    turns = zip_longest(moods, others)
    return [row for turn in turns for row in turn if row is not None]


def _named(catalog: Catalog, column: str, names: Mapping[str, str], least: int) -> dict[str, str]:
    entries = catalog.entries[column]
    common = [code for code, count in zip(entries.names, entries.counts.tolist(), strict=True) if count >= least]
    return dict(sorted(((code, names[code]) for code in common if code in names), key=lambda pair: pair[1]))


def _by_name(name_of: Callable[[str], str], codes: Iterable[str]) -> dict[str, str]:
    """Code -> name in the visitor's language, in the order of the names; accents count for little."""
    return dict(sorted(((code, name_of(code)) for code in codes), key=lambda pair: plain(pair[1])))
