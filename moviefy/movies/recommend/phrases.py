"""The wording of reasons: what is said of a quality, a genre and a theme."""

from collections.abc import Mapping, Sequence

QUALITY_PHRASES: Mapping[str, str] = {
    "warmth": "People are kind to each other here",
    "humour": "Out to make you laugh",
    "wonder": "Shows what you have never seen before",
    "romance": "Two people fall for each other",
    "energy": "Hardly stands still",
    "tension": "Keeps you guessing to the end",
    "fright": "Made to scare",
    "violence": "Pulls no punches",
    "grief": "Takes loss seriously",
    "melancholy": "Has a quiet ache to it",
    "outrage": "Stands up against a wrong",
    "thought": "Leaves something to think about",
    "strangeness": "Like nothing else",
}
"""What may be said of a film in which a quality is strong."""

GENRE_NOUNS: Mapping[str, str] = {
    "Action": "action film", "Adventure": "adventure", "Animation": "animated film", "Children": "family film",
    "Comedy": "comedy", "Crime": "crime film", "Documentary": "documentary", "Drama": "drama", "Fantasy": "fantasy",
    "Film-Noir": "film noir", "Horror": "horror film", "Musical": "musical", "Mystery": "mystery",
    "Romance": "romance", "Sci-Fi": "science-fiction film", "Thriller": "thriller", "War": "war film",
    "Western": "western",
}  # fmt: skip

BROAD_GENRES = ("Children", "Drama")
"""Genres that say little beside another one."""

NOT_THEMES = frozenset({
    "true story", "satire", "slapstick", "biography", "parody", "twist ending", "single location", "one night",
    "one day", "fish out of water", "found footage", "silent film", "anime", "stop motion", "remake", "ensemble",
    "mockumentary", "anthology", "video game", "wordplay", "women", "big city", "sex", "coming of age", "disaster",
    "women fighting back", "chase", "language", "words", "lgbtq",
})  # fmt: skip
"""Keywords that say how a film is made, or that no film is "about"."""

PROPER_NAMES: Mapping[str, str] = {
    name.casefold(): name
    for name in (
        "Africa", "Bangkok", "Berlin", "Chicago", "China", "Christmas", "Cold War", "Cuba", "Detroit", "Dublin",
        "Florida", "France", "Halloween", "Hollywood", "Holocaust", "Hong Kong", "Istanbul", "Italy", "Japan",
        "Korean War", "Las Vegas", "London", "Los Angeles", "Mexico", "Miami", "Native Americans", "Nazis",
        "New Orleans", "New York", "Paris", "Rome", "Russia", "San Francisco", "Scotland", "Tokyo", "Venice",
        "Vietnam War", "Vikings", "World War I", "World War II",
    )
} | {"holocaust": "the Holocaust", "cold war": "the Cold War", "vietnam war": "the Vietnam War",
     "korean war": "the Korean War"}  # fmt: skip


def described(word: str | None, noun: str) -> str:
    """A noun with its article and a word for it: "an offbeat comedy", "a story full of wonder"."""
    if word is not None and word.startswith("full of"):
        return f"{described(None, noun)} {word}"
    whole = noun if word is None else f"{word} {noun}"
    return f"{'an' if whole[0] in 'aeiou' else 'a'} {whole}"


def genre_noun(genres: Sequence[str]) -> str:
    """What a film of these genres is, by the genre that says most."""
    telling = [name for name in genres if name not in BROAD_GENRES] or list(genres)
    return GENRE_NOUNS.get(telling[0], f"{telling[0].lower()} film") if telling else "film"


def plain_genre(genre: str) -> str:
    """A genre's name within a sentence."""
    return {"Sci-Fi": "science fiction", "Film-Noir": "film noir", "Children": "family"}.get(genre, genre.lower())


def theme(word: str) -> str:
    """A keyword within a sentence: names of places, wars and feasts get their capital."""
    return PROPER_NAMES.get(word, word)


def themes(keywords: Sequence[str]) -> list[str]:
    """What a film is about, of its keywords, as a sentence names it."""
    return [theme(word) for word in keywords if word not in NOT_THEMES and not word.startswith("based on")]


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
