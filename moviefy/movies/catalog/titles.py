"""Film titles: how they are shown, and the keys by which two sources' titles for the same film meet."""

import re
import unicodedata

_ARTICLES = (
    "the|a|an|la|le|les|l'|l\u2019|il|el|los|las|das|der|die|un|une|lo|i|de|det|den|en|ett|o|os|as"
    "|ein|eine|una|uno|gli|um|uma|het|een"
)
_ARTICLE = re.compile(rf"^(?P<rest>.*), (?P<article>{_ARTICLES})$", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\s+\(([^()]*)\)$")
_ALSO_KNOWN_AS = re.compile(r"^a\.?k\.?a\.?:?\s+", re.IGNORECASE)
_NOT_ALNUM = re.compile(r"[^a-z0-9]")


def article_first(title: str) -> str:
    """From "Matrix, The" to "The Matrix"; other titles stay as they are."""
    match = _ARTICLE.match(title)
    if match is None:
        return title
    article, rest = match["article"], match["rest"]
    return f"{article}{rest}" if article.endswith(("'", "\u2019")) else f"{article} {rest}"


def split_alternatives(title: str) -> tuple[str, list[str]]:
    """The main title and the other titles that MovieLens puts in brackets behind it.

    "Amelie (Fabuleux destin d'Amélie Poulain, Le)" -> "Amelie", ["Le Fabuleux destin d'Amélie Poulain"]. Brackets that
    follow "Or" belong to the title itself ("Birdman: Or (The Unexpected Virtue of Ignorance)").
    """
    others: list[str] = []
    main = title.strip()
    while (match := _ALTERNATIVE.search(main)) and not main[: match.start()].endswith(" Or"):
        others.insert(0, article_first(_ALSO_KNOWN_AS.sub("", match[1])))
        main = main[: match.start()]
    return article_first(main), others


def plain_title(title: str, year: int) -> tuple[str, str]:
    """A title without what lists put behind it, its own year and a second name, and that name or an empty text.

    "Matrix, The (1999)", 1999 -> "The Matrix", ""; "Seven (a.k.a. Se7en)", 1995 -> "Seven", "Se7en". Other brackets may
    belong to the title and stay.
    """
    main = title.strip().removesuffix(f"({year})").rstrip() or title
    match = _ALTERNATIVE.search(main)
    other = ""
    if match is not None and _ALSO_KNOWN_AS.match(match[1]):
        main, other = main[: match.start()], article_first(_ALSO_KNOWN_AS.sub("", match[1]))
    return article_first(main), other


def title_key(title: str) -> str:
    """Letters and digits only, without accents or case, "&" spelled out; empty where nothing is left."""
    decomposed = unicodedata.normalize("NFKD", article_first(title))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return _NOT_ALNUM.sub("", plain.replace("&", "and"))


def slug(title: str, year: int) -> str:
    """A readable id: "Knives Out", 2019 -> "knives-out-2019"."""
    decomposed = unicodedata.normalize("NFKD", title)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:56]}-{year}"
