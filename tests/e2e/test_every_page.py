"""What holds on every page: accessible in both schemes, no sideways scrolling on a phone, nothing from elsewhere."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from moviefy.config import PROJECT_ROOT

PAGES = ("/", "/live", "/upload", "/movies", "/movies?mood=happy", "/movies?mood=sad&goal=lift&genre=Drama")
PAGES += ("/movies?mood=angry", "/about", "/privacy", "/api/docs", "/no-such-page")
FILM = "/movies/life-is-beautiful-1997"
PAGES += (FILM, "/mine", "/offline")
SCHEMES = ("light", "dark")
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
PHONE = {"width": 390, "height": 844}


def violations(page, forced=False):
    """Axe's findings in the light and in the dark colours, and if `forced` in a system's, as lines; an empty list
    where there are none.

    Colours do not fade from one scheme to the other meanwhile: a colour half way would be no page's.
    """
    lines = []
    for scheme in (*SCHEMES, "forced") if forced else SCHEMES:
        page.emulate_media(
            color_scheme="light" if scheme == "forced" else scheme,
            forced_colors="active" if scheme == "forced" else "none",
            reduced_motion="reduce",
        )
        found = Axe().run(page).response["violations"]
        lines += [f"{scheme} {one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    page.emulate_media(forced_colors="none")
    return lines


def overflow(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def finish_animations(page):
    """Wait until what moves stands still; what is taken away meanwhile need not."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")


def overflow_on_a_phone(page):
    """The same once the window is as small as a phone's."""
    page.set_viewport_size(PHONE)
    return overflow(page)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(visit, live_site, path):
    page = visit(live_site + path, may_be_refused=True, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    assert violations(page, forced=True) == []
    assert overflow_on_a_phone(page) <= 0


@pytest.mark.parametrize(("site", "source"), [("live_site", "browser"), ("hosted_site", None)])
def test_the_running_camera_is_accessible_and_fits_a_phone(visit, request, site, source):
    page = visit(f"{request.getfixturevalue(site)}/live", bypass_csp=True)
    if source:
        page.locator(f"input[value={source}]").check()
    page.get_by_role("button", name="Yes, start the camera").click()
    expect(page.locator("#film-rows .film")).to_have_count(36)
    finish_animations(page)
    assert violations(page) == []
    assert overflow_on_a_phone(page) <= 0


def test_a_photos_result_is_accessible(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload", bypass_csp=True)
    page.get_by_label("Your photo").set_input_files(photo)
    page.get_by_role("button", name="Read this photo").click()
    page.get_by_text("What was read, in numbers").click()
    page.get_by_text("All seven expressions").click()
    assert violations(page) == []


def test_a_refused_photo_and_camera_are_accessible(visit, hosted_site, tmp_path):
    words = tmp_path / "words.jpg"
    words.write_bytes(b"these are words")
    page = visit(f"{hosted_site}/upload", may_be_refused=True, bypass_csp=True)
    page.get_by_label("Your photo").set_input_files(words)
    page.get_by_role("button", name="Read this photo").click()
    expect(page.locator("#image-error")).to_be_visible()
    assert violations(page) == []
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); }"
    )
    page.goto(f"{hosted_site}/live")
    page.get_by_role("button", name="Yes, start the camera").click()
    expect(page.locator("#trouble")).to_be_visible()
    assert violations(page) == []


def test_only_the_results_of_this_tab_are_kept_in_the_browser(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload")
    page.get_by_label("Your photo").set_input_files(photo)
    page.get_by_role("button", name="Read this photo").click()
    page.goto(f"{hosted_site}/live")
    page.get_by_role("button", name="Yes, start the camera").click()
    expect(page.locator("#film-rows .film")).to_have_count(36)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    kept = page.evaluate("Object.keys(sessionStorage)")
    assert all(name.startswith("moviefy.results.") for name in kept)
    assert "data:image" not in page.evaluate("sessionStorage.getItem('moviefy.results.live')")  # films alone


def test_motion_stops_for_those_who_asked(visit, live_site):
    page = visit(live_site, reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("path", ["/movies?mood=sad&seed=1", "/live"])
def test_every_film_has_a_poster_that_the_browser_can_draw(visit, hosted_site, path):
    page = visit(hosted_site + path)
    if path == "/live":
        page.get_by_role("button", name="Yes, start the camera").click()
    count = 36 if path == "/live" else 12
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
    if path.suffix not in ("", ".png")
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_hold_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://", text)
    if path.suffix == ".html":
        assert not re.search(
            r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|\stype=\"application/ld\+json\"))", text
        )
