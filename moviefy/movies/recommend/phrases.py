"""The wording of reasons: what is said of a quality, a genre and a theme."""

from collections.abc import Mapping, Sequence

from moviefy.movies.catalog.themes import theme
from moviefy.wording import Sentence, _, p_

QUALITY_PHRASES: Mapping[str, str] = {
    "warmth": _("People are kind to each other here"),
    "humour": _("Out to make you laugh"),
    "wonder": _("Shows what you have never seen before"),
    "romance": _("Two people fall for each other"),
    "energy": _("Hardly stands still"),
    "tension": _("Keeps you guessing to the end"),
    "fright": _("Made to scare"),
    "violence": _("Pulls no punches"),
    "grief": _("Takes loss seriously"),
    "melancholy": _("Has a quiet ache to it"),
    "outrage": _("Stands up against a wrong"),
    "thought": _("Leaves something to think about"),
    "strangeness": _("Like nothing else"),
}
"""What may be said of a film in which a quality is strong."""

GENRE_NOUNS: Mapping[str, str] = {
    "Action": p_("a film is a", "action film"),
    "Adventure": p_("a film is a", "adventure"),
    "Animation": p_("a film is a", "animated film"),
    "Children": p_("a film is a", "family film"),
    "Comedy": p_("a film is a", "comedy"),
    "Crime": p_("a film is a", "crime film"),
    "Documentary": p_("a film is a", "documentary"),
    "Drama": p_("a film is a", "drama"),
    "Fantasy": p_("a film is a", "fantasy"),
    "Film-Noir": p_("a film is a", "film noir"),
    "Horror": p_("a film is a", "horror film"),
    "Musical": p_("a film is a", "musical"),
    "Mystery": p_("a film is a", "mystery"),
    "Romance": p_("a film is a", "romance"),
    "Sci-Fi": p_("a film is a", "science-fiction film"),
    "Thriller": p_("a film is a", "thriller"),
    "War": p_("a film is a", "war film"),
    "Western": p_("a film is a", "western"),
}
"""What a film of a genre is, within a sentence."""

GENRE_NAMES: Mapping[str, str] = {
    "Action": p_("a genre", "Action"),
    "Adventure": p_("a genre", "Adventure"),
    "Animation": p_("a genre", "Animation"),
    "Children": p_("a genre", "Children"),
    "Comedy": p_("a genre", "Comedy"),
    "Crime": p_("a genre", "Crime"),
    "Documentary": p_("a genre", "Documentary"),
    "Drama": p_("a genre", "Drama"),
    "Fantasy": p_("a genre", "Fantasy"),
    "Film-Noir": p_("a genre", "Film-Noir"),
    "Horror": p_("a genre", "Horror"),
    "Musical": p_("a genre", "Musical"),
    "Mystery": p_("a genre", "Mystery"),
    "Romance": p_("a genre", "Romance"),
    "Sci-Fi": p_("a genre", "Sci-Fi"),
    "Thriller": p_("a genre", "Thriller"),
    "War": p_("a genre", "War"),
    "Western": p_("a genre", "Western"),
}
"""What filters and facts call a genre."""

PLAIN_GENRES: Mapping[str, str] = {
    "Action": p_("a genre in a sentence", "action"),
    "Adventure": p_("a genre in a sentence", "adventure"),
    "Animation": p_("a genre in a sentence", "animation"),
    "Children": p_("a genre in a sentence", "family"),
    "Comedy": p_("a genre in a sentence", "comedy"),
    "Crime": p_("a genre in a sentence", "crime"),
    "Documentary": p_("a genre in a sentence", "documentary"),
    "Drama": p_("a genre in a sentence", "drama"),
    "Fantasy": p_("a genre in a sentence", "fantasy"),
    "Film-Noir": p_("a genre in a sentence", "film noir"),
    "Horror": p_("a genre in a sentence", "horror"),
    "Musical": p_("a genre in a sentence", "musical"),
    "Mystery": p_("a genre in a sentence", "mystery"),
    "Romance": p_("a genre in a sentence", "romance"),
    "Sci-Fi": p_("a genre in a sentence", "science fiction"),
    "Thriller": p_("a genre in a sentence", "thriller"),
    "War": p_("a genre in a sentence", "war"),
    "Western": p_("a genre in a sentence", "western"),
}

BROAD_GENRES = ("Children", "Drama")
"""Genres that say little beside another one."""

NOT_THEMES = frozenset({
    "true story", "satire", "slapstick", "biography", "parody", "twist ending", "single location", "one night",
    "one day", "fish out of water", "found footage", "silent film", "anime", "stop motion", "remake", "ensemble",
    "mockumentary", "anthology", "video game", "wordplay", "women", "big city", "sex", "coming of age", "disaster",
    "women fighting back", "chase", "language", "words", "lgbtq",
})  # fmt: skip
"""Keywords that say how a film is made, or that no film is "about"."""

VOWELS = "aeiou"
FULL_OF = "full of "
"""Words that begin so stand behind their noun."""


def a_film(word: str | None, noun: str, effect: str) -> Sentence:
    """What a film is and does: "A gripping drama that leaves you brighter", "An adventure full of wonder that ..."."""
    if word is None and noun[0] in VOWELS:
        return _("An %(noun)s that %(effect)s", noun=noun, effect=effect)
    if word is None:
        return _("A %(noun)s that %(effect)s", noun=noun, effect=effect)
    values = {"word": word, "noun": noun, "effect": effect}
    if word.startswith(FULL_OF) and noun[0] in VOWELS:
        return _("An %(noun)s %(word)s that %(effect)s", **values)
    if word.startswith(FULL_OF):
        return _("A %(noun)s %(word)s that %(effect)s", **values)
    if word[0] in VOWELS:
        return _("An %(word)s %(noun)s that %(effect)s", **values)
    return _("A %(word)s %(noun)s that %(effect)s", **values)


def made_in(year: int, noun: str) -> Sentence:
    """When a film was made, and what it is."""
    if noun[0] in VOWELS:
        return _("Made in %(year)s: an %(noun)s", year=str(year), noun=noun)
    return _("Made in %(year)s: a %(noun)s", year=str(year), noun=noun)


def cast_in(one: str, other: str, word: str, voices: bool) -> Sentence:
    """Who is in a film that people call by a word, or who speaks in it."""
    values = {"one": one, "other": other, "word": word}
    if word.startswith(FULL_OF):
        return (
            _("%(one)s and %(other)s lend their voices to a story %(word)s", **values)
            if voices
            else _("%(one)s and %(other)s star in a story %(word)s", **values)
        )
    if word[0] in VOWELS:
        return (
            _("%(one)s and %(other)s lend their voices to an %(word)s story", **values)
            if voices
            else _("%(one)s and %(other)s star in an %(word)s story", **values)
        )
    return (
        _("%(one)s and %(other)s lend their voices to a %(word)s story", **values)
        if voices
        else _("%(one)s and %(other)s star in a %(word)s story", **values)
    )


def genre_noun(genres: Sequence[str]) -> str:
    """What a film of these genres is, by the genre that says most."""
    telling = [name for name in genres if name not in BROAD_GENRES] or list(genres)
    if not telling:
        return p_("a film is a", "film")
    return GENRE_NOUNS.get(telling[0]) or _("%(genre)s film", genre=telling[0].lower())


def genre_name(genre: str) -> str:
    """What filters and facts call a genre; genres of other catalogs keep their names."""
    return GENRE_NAMES.get(genre, genre)


def plain_genre(genre: str) -> str:
    """A genre's name within a sentence."""
    return PLAIN_GENRES.get(genre, genre.lower())


def themes(keywords: Sequence[str]) -> list[str]:
    """What a film is about, of its keywords, as a sentence names it."""
    return [theme(word) for word in keywords if word not in NOT_THEMES and not word.startswith("based on")]
