"""Catalogs of words: a gettext file for each language in ``moviefy/wording/translations``, compiled on first use."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).resolve().parents[2] / "wording" / "translations"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "es", "fr", "de", "hi")
"""In the order of the menu. Pages and code are written in English; every other language has a catalog."""


@lru_cache(maxsize=len(LANGUAGES))
def catalog(language: str) -> NullTranslations:
    """The words of one of :data:`LANGUAGES`. Takes some 50 ms the first time: there is no build step."""
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
