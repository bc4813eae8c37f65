"""Keywords of films in words: those that many films have are said in every language, the rest in English."""

from collections.abc import Mapping

from moviefy.wording import p_

COMMON = (
    p_("a theme", "friendship"), p_("a theme", "family"), p_("a theme", "based on a novel"),
    p_("a theme", "marriage"), p_("a theme", "loneliness"), p_("a theme", "music"), p_("a theme", "revenge"),
    p_("a theme", "police"), p_("a theme", "work"), p_("a theme", "siblings"), p_("a theme", "class"),
    p_("a theme", "love"), p_("a theme", "fathers and sons"), p_("a theme", "politics"), p_("a theme", "true story"),
    p_("a theme", "childhood"), p_("a theme", "satire"), p_("a theme", "religion"), p_("a theme", "grief"),
    p_("a theme", "poverty"), p_("a theme", "small town"), p_("a theme", "identity"), p_("a theme", "guilt"),
    p_("a theme", "memory"), p_("a theme", "history"), p_("a theme", "gangsters"), p_("a theme", "soldiers"),
    p_("a theme", "New York"), p_("a theme", "betrayal"), p_("a theme", "money"), p_("a theme", "first love"),
    p_("a theme", "survival"), p_("a theme", "animals"), p_("a theme", "teenagers"), p_("a theme", "school"),
    p_("a theme", "obsession"), p_("a theme", "madness"), p_("a theme", "lost love"), p_("a theme", "ageing"),
    p_("a theme", "courage"), p_("a theme", "racism"), p_("a theme", "chase"), p_("a theme", "road trip"),
    p_("a theme", "drugs"), p_("a theme", "illness"), p_("a theme", "big city"), p_("a theme", "countryside"),
    p_("a theme", "magic"), p_("a theme", "war"), p_("a theme", "the sea"), p_("a theme", "infidelity"),
    p_("a theme", "coming of age"), p_("a theme", "fame"), p_("a theme", "women fighting back"),
    p_("a theme", "fathers and daughters"), p_("a theme", "nature"), p_("a theme", "monsters"),
    p_("a theme", "lgbtq"), p_("a theme", "slapstick"), p_("a theme", "filmmaking"), p_("a theme", "kindness"),
    p_("a theme", "prison"), p_("a theme", "ambition"), p_("a theme", "science"), p_("a theme", "fate"),
    p_("a theme", "second chances"), p_("a theme", "biography"), p_("a theme", "justice"),
    p_("a theme", "mothers and daughters"), p_("a theme", "corruption"), p_("a theme", "based on a play"),
    p_("a theme", "power"), p_("a theme", "jealousy"), p_("a theme", "spies"), p_("a theme", "World War II"),
    p_("a theme", "parents and children"), p_("a theme", "heist"), p_("a theme", "journalism"),
    p_("a theme", "writers"), p_("a theme", "serial killer"), p_("a theme", "business"), p_("a theme", "one night"),
    p_("a theme", "kidnapping"), p_("a theme", "art"), p_("a theme", "parody"), p_("a theme", "royalty"),
    p_("a theme", "sport"), p_("a theme", "teachers"), p_("a theme", "mothers and sons"), p_("a theme", "technology"),
    p_("a theme", "con artists"), p_("a theme", "ghosts"), p_("a theme", "forbidden love"),
    p_("a theme", "detectives"), p_("a theme", "faith"), p_("a theme", "conspiracy"), p_("a theme", "aliens"),
    p_("a theme", "London"), p_("a theme", "Paris"), p_("a theme", "winter"), p_("a theme", "dreams"),
    p_("a theme", "murder"), p_("a theme", "single location"), p_("a theme", "sacrifice"), p_("a theme", "island"),
    p_("a theme", "assassins"), p_("a theme", "immigration"), p_("a theme", "courtroom"),
    p_("a theme", "outer space"), p_("a theme", "greed"), p_("a theme", "theatre"), p_("a theme", "food"),
    p_("a theme", "desert"), p_("a theme", "escape"), p_("a theme", "dance"), p_("a theme", "superheroes"),
    p_("a theme", "loyalty"), p_("a theme", "death"), p_("a theme", "martial arts"), p_("a theme", "cowboys"),
    p_("a theme", "anime"), p_("a theme", "divorce"), p_("a theme", "college"), p_("a theme", "wedding"),
    p_("a theme", "trains"), p_("a theme", "twist ending"), p_("a theme", "based on a comic"),
    p_("a theme", "redemption"), p_("a theme", "mistaken identity"), p_("a theme", "suburbs"),
)  # fmt: skip
"""As they stand within a sentence, the most common ones first."""

PROPER_NAMES = (
    "Africa", "Bangkok", "Berlin", "Chicago", "China", "Cuba", "Detroit", "Dublin", "Florida", "France", "Halloween",
    "Hollywood", "Hong Kong", "Istanbul", "Italy", "Japan", "Las Vegas", "London", "Los Angeles", "Mexico", "Miami",
    "Native Americans", "Nazis", "New Orleans", "New York", "Paris", "Rome", "Russia", "San Francisco", "Scotland",
    "Tokyo", "Venice", "Vikings", "World War I", "World War II", "Christmas", "the Holocaust", "the Cold War",
    "the Vietnam War", "the Korean War",
)  # fmt: skip
"""Names of places, peoples, wars and feasts, which keywords have in small letters and without their article."""


def _key(shown: str) -> str:
    return shown.removeprefix("the ").casefold() if shown in PROPER_NAMES else shown


_SHOWN: Mapping[str, str] = {_key(name): name for name in PROPER_NAMES} | {_key(word): word for word in COMMON}


def theme(word: str) -> str:
    """A keyword within a sentence, marked for translation if it is a common one."""
    return _SHOWN.get(word, word)
