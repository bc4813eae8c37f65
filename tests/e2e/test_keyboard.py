"""Whole journeys with the keys alone, in windows of 320 pixels and at 200 %, where no page may scroll sideways."""

import re

import pytest
from playwright.sync_api import expect

from .looks import finish_animations, overflow
from .test_results import couple, ready
from .test_ways_in import press_until_focused

__all__ = ["couple"]  # a fixture
NARROW = {"viewport": {"width": 320, "height": 640}}
DOUBLED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
SIZES = pytest.mark.parametrize("window", [NARROW, DOUBLED], ids=["320", "200%"])
NO_SHARE = 'Object.defineProperty(navigator, "share", { value: undefined, configurable: true });'
COPIES = "navigator.clipboard.writeText = async (text) => { window.copied = text; };"


def go(page, wanted, key="Tab", press="Enter", most=80):
    """Move the focus to what is wanted and press it; it is seen where it has the focus, and the page still fits."""
    expect(wanted).to_be_visible()
    page.wait_for_load_state()  # and with it the page's script
    press_until_focused(page, wanted, key=key, most=most)
    expect(wanted).to_be_in_viewport()
    assert overflow(page) <= 0
    page.keyboard.press(press)


@SIZES
def test_start_to_camera_to_a_liked_film_and_back(visit, hosted_site, window):
    page = visit(hosted_site, **window)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    go(page, page.get_by_role("link", name="Use the camera"))
    go(page, page.get_by_role("button", name="Yes, start the camera"))
    expect(page.get_by_role("button", name="Read me again")).to_be_visible()  # the mood is locked
    rows = page.locator("#film-rows")
    expect(rows.locator(".film")).to_have_count(36)
    like = rows.get_by_role("button", name="Like").first
    go(page, like)
    expect(like).to_have_attribute("aria-pressed", "true")
    before = rows.locator(".film").evaluate_all("films => films.map((film) => film.dataset.film)")
    film = rows.locator(".film-title a").first
    title = film.text_content()
    go(page, film, key="Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    liked = page.locator("article.film-page").get_by_role("button", name="Like")
    expect(liked).to_have_attribute("aria-pressed", "true")
    assert overflow(page) <= 0
    page.go_back()
    expect(rows.locator(".film")).to_have_count(36)
    assert rows.locator(".film").evaluate_all("films => films.map((film) => film.dataset.film)") == before
    go(page, page.get_by_role("button", name="Start the camera again"))
    go(page, page.get_by_role("button", name="Stop"))
    expect(page.get_by_role("button", name="Start the camera again")).to_be_focused()


@SIZES
def test_a_photo_its_faces_its_films_and_a_link_to_share(visit, hosted_site, couple, window):
    page = visit(hosted_site, before=NO_SHARE + COPIES, **window)
    go(page, page.get_by_role("link", name="Choose a photo"))
    with page.expect_file_chooser() as chooser:
        go(page, page.get_by_label("Your photo"))
    chooser.value.set_files(couple)
    expect(page.locator("#preview")).to_be_visible()  # it moves what is below
    go(page, page.get_by_role("button", name="Read this photo"))
    ready(page)
    go(page, page.get_by_role("link", name="Face 2, happy: let it count alone"))
    expect(page.get_by_text("Only this face counts now.")).to_be_visible()
    go(page, page.get_by_role("link", name="Sad", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sad it is.")
    go(page, page.get_by_role("button", name="Share", exact=True))
    expect(page.locator("#share-note")).to_have_text("The link is copied.")
    assert "/movies?mood=sad" in page.evaluate("window.copied")
    go(page, page.locator(".result-films .film-title a").first)
    expect(page.locator(".film-page")).to_be_visible()


def test_a_film_is_searched_then_filtered_for_and_leads_to_others(visit, hosted_site):
    page = visit(f"{hosted_site}/movies", **NARROW)
    field = page.get_by_role("combobox", name="Search films")
    press_until_focused(page, field)
    page.keyboard.type("seven sam")
    expect(page.locator(".search-option").first).to_contain_text("Seven Samurai")
    assert overflow(page) <= 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seven Samurai")
    go(page, page.get_by_role("link", name="Films", exact=True))
    go(page, page.get_by_role("radio", name="Happy"), press="Space")
    expect(page.locator("#films .film")).to_have_count(12)
    go(page, page.locator("#filters summary"))
    genre = page.get_by_label("Genre")
    go(page, genre, press="ArrowDown")
    expect(page).to_have_url(re.compile("genre="))
    expect(page.locator("#filter-count")).to_have_text("1")
    film = page.locator("#films .film-title a").first
    title = film.text_content()
    go(page, film)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    other = page.locator("#films .film-title a").first
    name = other.text_content()
    go(page, other)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_what_is_kept_how_well_it_reads_and_the_api(visit, hosted_site):
    page = visit(hosted_site, **NARROW)
    footer = page.locator(".site-footer")
    go(page, footer.get_by_role("link", name="Privacy"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What is kept, and what is not")
    go(page, footer.get_by_role("link", name="How well it reads"))
    expect(page.get_by_role("heading", level=1)).to_have_text("How Moviefy works, and how well")
    go(page, footer.get_by_role("link", name="API"))
    go(page, page.get_by_role("button", name="List them"))
    expect(page.locator("output").filter(has_text='"movies"')).to_be_visible()
    go(page, page.locator(".endpoint summary").last)
    expect(page.get_by_role("region", name="Parameters of GET /api/v1/search")).to_be_visible()
    finish_animations(page)
    assert overflow(page) <= 0
