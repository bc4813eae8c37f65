"""What holds on every page: accessible in both schemes, no sideways scrolling on a phone, nothing from elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from moviefy.config import PROJECT_ROOT

from .looks import DARK, FORCED, LIGHT, NARROW, PHONE, overflows, violations

SHOWN = {"width": 1280, "height": 720}
DOUBLED = {"width": 640, "height": 360}
"""The same window at 200 %."""
PAGES = ("/", "/live", "/upload", "/movies", "/movies?mood=happy", "/movies?mood=sad&goal=lift&genre=Drama")
PAGES += ("/movies?mood=angry", "/movies/life-is-beautiful-1997", "/mine", "/about", "/privacy", "/api/docs")
PAGES += ("/no-such-page", "/offline")
FORCED_ON = ("/", "/live", "/movies?mood=happy", "/movies/life-is-beautiful-1997", "/mine")
"""`python -m bench.accessibility` looks at every page in forced colours."""
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def test_every_page_is_accessible_and_fits_small_windows(visit, live_site):
    page = visit(live_site, may_be_refused=True, bypass_csp=True)
    faults = {}
    for path in PAGES:
        page.goto(live_site + path)
        page.evaluate(OPEN_ALL)
        found = violations(page, (LIGHT, DARK, FORCED) if path in FORCED_ON else (LIGHT, DARK))
        found += overflows(page, PHONE, NARROW, DOUBLED, SHOWN)
        faults |= {path: found} if found else {}
    assert faults == {}


def test_motion_stops_for_those_who_asked(visit, live_site):
    page = visit(live_site, reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize(("path", "count"), [("/movies?mood=sad&seed=1", 12), ("/live?films=each&seed=9", 36)])
def test_every_film_has_a_poster_that_the_browser_can_draw(visit, hosted_site, path, count):
    page = visit(hosted_site + path)
    expect(page.locator(".film")).to_have_count(count)
    posters = page.locator(".film-poster")
    posters.evaluate_all("posters => posters.forEach((poster) => { poster.loading = 'eager'; })")
    posters.evaluate_all("posters => Promise.all(posters.map((one) => one.decode()))")
    ratios = posters.evaluate_all("posters => posters.map((one) => one.naturalWidth / one.naturalHeight)")
    assert ratios == pytest.approx([2 / 3] * count, abs=0.01)


SOURCES = sorted(
    path
    for folder in ("templates", "static")
    for path in (PROJECT_ROOT / folder).rglob("*")
    if "vendor" not in path.parts and path.suffix not in ("", ".png")
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_hold_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://", text)
    if path.suffix == ".html":
        assert not re.search(
            r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|\stype=\"application/ld\+json\"))", text
        )
