"""Which language a request is answered in: the one picked by hand, or the first of the browser's that there is."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from babel import negotiate_locale
from babel.support import NullTranslations
from flask import Blueprint, Flask, Response, g, redirect, request
from flask_babel import Babel, Domain
from werkzeug.wrappers import Response as AnyResponse

from moviefy.movies.catalog.films import COUNTRIES
from moviefy.movies.catalog.films import LANGUAGES as LANGUAGES_OF_FILMS
from moviefy.web.delivery.prefix import rooted
from moviefy.web.languages.catalogs import ENGLISH, LANGUAGES
from moviefy.web.languages.scripts import page_script
from moviefy.web.languages.speech import Said, Speech
from moviefy.wording import upper_first

COOKIE = "language"
ONE_YEAR_S = 365 * 24 * 3600
bp = Blueprint("languages", __name__)


class OurDomain(Domain):  # type: ignore[misc]
    """Lets Flask-Babel, and with it Jinja's ``_``, use catalogs that are compiled in memory."""

    def get_translations(self) -> NullTranslations:
        """The words of the request's language."""
        return speech().words


def speak(app: Flask) -> None:
    """Give an app its languages. Register it before what renders pages."""
    babel = Babel(app, default_locale=ENGLISH, locale_selector=lambda: speech().code)
    babel.domain_instance = OurDomain()
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(
        speech=speech, page_script=lambda name: page_script(name, speech()), language_names=language_names()
    )
    app.jinja_env.filters.update(said=say, upper_first=upper_first)
    app.register_blueprint(bp)

    @app.after_request
    def vary(response: Response) -> Response:
        if "speech" in g:
            response.vary.update(("Accept-Language", "Cookie"))
            response.content_language.add(g.speech.code)
        return response


def speech() -> Speech:
    """The language of this request; English outside of one."""
    if not request:
        return Speech()
    if "speech" not in g:
        g.speech = Speech(_chosen())
    chosen: Speech = g.speech
    return chosen


def say(text: str) -> str:
    """A sentence in the language of this request."""
    return speech().say(text)


def country_name(code: str) -> str:
    """A country's name, by its ISO 3166 code, in the language of this request; the code of one that is not known."""
    return speech().country(code, COUNTRIES.get(code, code))


def language_name(code: str) -> str:
    """A language's name, by its ISO 639 code, in the language of this request; the code of one that is not known."""
    return speech().language(code, LANGUAGES_OF_FILMS.get(code, code))


def said(words: Mapping[str, Any]) -> Said:
    """Words by name, each in the language of the request that reads it."""
    return Said(words, say)


def language_names() -> dict[str, str]:
    """The languages by code, each by its own name."""
    names = {code: Speech(code).locale.get_language_name(code) or code for code in LANGUAGES}
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


@bp.post("/language")
def pick_language() -> AnyResponse:
    """Remember a language in a cookie and go back to the page; one that there is not changes nothing."""
    response = redirect(_page_before(), 303)
    picked = request.form.get("language", "")
    if picked in LANGUAGES:
        secure = request.is_secure
        path = rooted("/")
        response.set_cookie(COOKIE, picked, max_age=ONE_YEAR_S, secure=secure, httponly=True, samesite="Lax", path=path)
    return response


def _chosen() -> str:
    picked = request.cookies.get(COOKIE)
    if picked in LANGUAGES:
        return picked
    wanted = [name for name, quality in request.accept_languages if quality > 0]
    return (negotiate_locale(wanted, LANGUAGES, sep="-") or ENGLISH).lower()


def _page_before() -> str:
    """Where the form was sent from, on this host; browsers send it, as the referrer policy is ``same-origin``."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:  # no address at all, such as "http://["
        return "/"
    if page.netloc != request.host or not page.path.startswith("/") or page.path.startswith("//"):
        return rooted("/")
    return f"{page.path}?{page.query}" if page.query else page.path
