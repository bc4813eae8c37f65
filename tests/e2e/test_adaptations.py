"""Colours that the system forces, and paper."""

from playwright.sync_api import expect

from tests.e2e.looks import finish_animations

COLOURS = """one => { const style = getComputedStyle(one); return [style.backgroundColor, style.color]; }"""


def test_what_is_chosen_is_seen_in_forced_colours(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy", forced_colors="active")
    chip = page.locator(".chip-mood")
    chosen, other = chip.filter(has_text="Happy"), chip.filter(has_text="Sad")
    background, ink = chosen.locator("span").evaluate(COLOURS)
    assert background not in (ink, other.locator("span").evaluate(COLOURS)[0])
    chosen_link, other_link = page.locator(".site-nav [aria-current]"), page.locator(".site-nav a").first
    border = "one => getComputedStyle(one).borderBottomColor"
    assert chosen_link.evaluate(border) != other_link.evaluate(border)
    assert (
        len(
            set(
                chosen_link.evaluate(
                    "one => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor]"
                )
            )
        )
        == 2
    )
    like = page.locator(".film [data-action=liked]").first
    before = like.evaluate(COLOURS)
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    finish_animations(page)
    page.mouse.move(0, 0)
    assert like.evaluate(COLOURS) != before


def test_paper_shows_the_films_and_nothing_to_press(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".film-title:visible").count() == 12
    assert page.locator("button:visible, form:visible, nav:visible").count() == 0


def test_the_api_page_is_short_opens_and_prints_whole(visit, hosted_site):
    page = visit(f"{hosted_site}/api/docs", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollHeight") < 2800
    table = page.get_by_role("region", name="Parameters of GET /api/v1/search")
    expect(table).to_be_hidden()
    page.get_by_text("Find films by title").click()
    expect(table).to_be_visible()
    page.get_by_text("Find films by title").click()
    page.emulate_media(media="print")
    assert table.evaluate(
        "one => one.checkVisibility({ contentVisibilityAuto: true }) && one.getBoundingClientRect().height > 50"
    )
