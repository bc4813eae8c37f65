"""Pages in other languages: accessible, picked without scripts, and whole with longer words and from right to left."""

import itertools
import re

import pytest
from babel.support import NullTranslations
from playwright.sync_api import expect

from tests.e2e.looks import DESK, NARROW, overflow, violations_of_words

PAGES = (
    "/",
    "/live",
    "/upload",
    "/movies?mood=sad",
    "/movies/life-is-beautiful-1997",
    "/mine",
    "/about",
    "/no-such-page",
)
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>|&\w+;)")
CLIPPED = """() => [...document.querySelectorAll("h1, h2, h3, p, a, button, summary, label, legend, dt, dd, th, li")]
  .filter((one) => one.checkVisibility() && one.clientWidth > 1 // what only screen readers see has one pixel
    && /hidden|clip/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""


class Longer(NullTranslations):
    """English with each word 40 % longer, as other languages have them."""

    def gettext(self, message):
        parts = KEPT.split(message)
        return "".join(part if n % 2 else re.sub(r"[aeio]", r"\g<0>\g<0>", part) for n, part in enumerate(parts))

    ugettext = gettext

    def ngettext(self, one, many, n):
        return self.gettext(one if n == 1 else many)

    ungettext = ngettext

    def pgettext(self, context, message):
        return self.gettext(message)

    upgettext = pgettext


@pytest.mark.parametrize("language", ["de", "hi"])
def test_pages_are_accessible_in_other_languages(visit, hosted_site, language):
    page = visit(hosted_site, may_be_refused=True, bypass_csp=True, locale=language)
    faults = []
    for path in PAGES:
        page.goto(hosted_site + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        faults += [f"{path} {line}" for line in violations_of_words(page)]
    assert faults == []


def test_longer_words_and_the_other_direction_fit(visit, hosted_site, monkeypatch):
    monkeypatch.setattr("moviefy.web.languages.speech.catalog", lambda language: Longer())
    page = visit(hosted_site, may_be_refused=True, locale="de")
    faults = {}
    for path in PAGES:
        page.goto(hosted_site + path)
        for size, direction in itertools.product((NARROW, DESK), ("ltr", "rtl")):
            page.set_viewport_size(size)
            page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
            found = ([overflow(page)] if overflow(page) > 0 else []) + page.evaluate(CLIPPED)
            faults |= {f"{path} {size} {direction}": found} if found else {}
    assert faults == {}


def test_a_language_is_picked_without_scripts_and_comes_back(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy", java_script_enabled=False)
    page.get_by_role("button", name="Deutsch").click()
    expect(page).to_have_url(f"{hosted_site}/movies?mood=happy")
    expect(page.get_by_role("heading", name="Filme in derselben Stimmung")).to_be_visible()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["httpOnly"]) == ("language", "de", True)


def test_scripts_speak_the_language_of_the_page(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy", locale="de")
    title = page.locator(".film [data-field=title]").first.text_content()
    page.locator(".film [data-action=liked]").first.click()
    expect(page.locator("#film-news")).to_have_text(f"Dir gefällt {title}. Ähnliche Filme kommen ab jetzt zuerst.")
