"""The country that a visitor's browser speaks of, where a site has another address for each country."""

from collections.abc import Mapping

from flask import request

from moviefy.web.languages.choice import speech

HOMES: Mapping[str, str] = {"de": "DE", "en": "US", "es": "ES", "fr": "FR", "hi": "IN"}
"""Language -> the country to take where the browser names none."""

SEARCHES: Mapping[str, str] = {
    **dict.fromkeys(("AU", "CA", "IE", "IN", "NZ", "SG", "US", "ZA"), "search"),
    "GB": "search",
    **dict.fromkeys(("AT", "CH", "DE"), "Suche"),
    "FR": "recherche",
    **dict.fromkeys(("AR", "CL", "CO", "ES", "MX", "PE"), "buscar"),
}
"""Country -> what JustWatch calls its search there. It has no search for all countries."""

OWN_CODES: Mapping[str, str] = {"GB": "uk"}
"""Countries that JustWatch does not call by their ISO code."""


def justwatch_search() -> str:
    """The address of JustWatch's search in the visitor's country, without the words: the first country among the
    browser's languages that has one, or else the one that goes with the page's language."""
    asked = (name.upper().partition("-")[2] for name, quality in request.accept_languages if quality > 0)
    country = next((code for code in asked if code in SEARCHES), HOMES[speech().code])
    return f"https://www.justwatch.com/{OWN_CODES.get(country, country.lower())}/{SEARCHES[country]}"
