"""The start page, picking a mood by hand, and the whole journey by keyboard or without scripts."""

import re

from playwright.sync_api import expect

from .looks import DESK, PHONE

IDS = "films => films.map((film) => film.dataset.film)"


CAMERA, PHOTO, MOODS = "Use the camera", "Choose a photo", ("Happy", "Sad", "Angry")


def test_everything_to_begin_with_stands_in_view_and_leads_somewhere(visit, live_site):
    page = visit(live_site)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for name in (CAMERA, PHOTO, *MOODS):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name=CAMERA).click()
    expect(page.get_by_role("heading", name="Show your face, get your films")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name=PHOTO).click()
    expect(page.get_by_label("Your photo")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Angry").click()
    expect(page.get_by_role("radio", name="Angry")).to_be_checked()
    expect(page.locator(".film").first).to_be_visible()


def test_the_start_page_shows_a_face_its_mood_and_three_films_in_a_loop_that_stops(visit, hosted_site):
    page = visit(hosted_site, reduced_motion="no-preference")
    scene = page.locator(".scene").first
    expect(scene.locator(".scene-tag")).to_have_text("happy")
    expect(scene.locator("img")).to_have_count(3)
    assert scene.locator("img").evaluate_all("all => Promise.all(all.map((one) => one.decode())).then(() => true)")
    running = "document.getAnimations().filter((one) => one.playState === 'running').length"
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        expect(scene).to_be_in_viewport(ratio=0.9)
        assert page.evaluate(running) > 0
    page.get_by_role("checkbox", name="Pause").check()
    assert page.evaluate(running) == 0
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.get_by_role("checkbox", name="Pause")).to_be_hidden()
    assert page.locator(".scene").first.evaluate("one => getComputedStyle(one).opacity") == "1"


def test_a_mood_by_hand_shows_films_with_reasons(visit, live_site):
    page = visit(live_site)
    page.get_by_role("link", name="Sad").click()
    expect(page).to_have_url(re.compile("seed="))  # the page's script is there
    page.get_by_role("radio", name="Lift me").check()
    expect(page).to_have_url(re.compile(r"/movies\?mood=sad&goal=lift&seed=\d+$"))
    expect(page.locator(".film")).to_have_count(12)
    assert all(why.strip() for why in page.locator(".film-why").all_text_contents())
    expect(page.get_by_role("radio", name="Sad")).to_be_checked()
    expect(page.get_by_role("radio", name="Lift me")).to_be_checked()


def test_more_films_never_repeat_and_shuffle_changes_the_order(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy", java_script_enabled=False)
    first = titles(page)
    page.get_by_role("link", name="More films").click()
    expect(page).to_have_url(re.compile("offset=12"))
    second = titles(page)
    assert len(second) == 12
    assert not set(first) & set(second)
    page.get_by_role("link", name="Shuffle").click()
    expect(page).not_to_have_url(re.compile("offset"))
    assert titles(page) != first


def titles(page):
    expect(page.locator(".film").first).to_be_visible()
    heads = zip(
        page.locator(".film-title").all_text_contents(), page.locator(".film-year").all_text_contents(), strict=True
    )
    return list(heads)


def test_filters_narrow_the_list_and_can_be_cleared(visit, hosted_site, known_films):
    page = visit(f"{hosted_site}/movies?mood=happy&goal=match", java_script_enabled=False)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Genre").select_option("Comedy")
    page.get_by_label("From year").fill("1990")
    page.get_by_label("To year").fill("1999")
    page.get_by_role("button", name="Show films").click()
    expect(page).to_have_url(re.compile("year_to=1999"))
    expect(page.locator(".film").first).to_be_visible()
    assert all("Comedy" in known_films[one].genres for one in page.locator(".film").evaluate_all(IDS))
    assert all(1990 <= int(year) <= 1999 for year in page.locator(".film-year").all_text_contents())
    page.get_by_role("link", name="Clear filters").click()
    expect(page).not_to_have_url(re.compile("year_from|genre"))


def test_filters_that_leave_nothing_say_so(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&year_from=1888&year_to=1889")
    expect(page.locator("#films-message")).to_contain_text("No film fits")
    expect(page.locator(".film")).to_have_count(0)
    expect(page.get_by_role("link", name="Clear filters")).to_be_visible()


def test_the_mood_page_and_the_photo_form_work_without_scripts(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/movies?mood=angry", java_script_enabled=False)
    expect(page.locator(".film")).to_have_count(12)
    page.goto(f"{hosted_site}/live")
    assert "The camera page needs JavaScript" in page.content()
    expect(page.locator("#consent-form")).to_be_hidden()
    page.goto(f"{hosted_site}/upload")
    page.get_by_label("Your photo").set_input_files(photo)
    page.get_by_role("button", name="Read this photo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You look happy.")


def test_an_unknown_address_says_so_and_offers_the_three_ways(visit, live_site):
    page = visit(f"{live_site}/no-such-page", may_be_refused=True)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".ways-in a")).to_have_count(3)


def test_the_keyboard_alone_leads_from_start_to_films(visit, live_site):
    page = visit(live_site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    press_until_focused(page, page.get_by_role("link", name="Sad"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("seed="))
    press_until_focused(page, page.get_by_role("radio", name="Match it"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("goal=lift"))
    press_until_focused(page, page.locator(".film-title a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Why it lifts a sad mood")).to_be_visible()


def press_until_focused(page, wanted, key="Tab", most=60):
    """Press a key until ``wanted`` has the focus."""
    handle = wanted.element_handle()
    for _ in range(most):
        page.keyboard.press(key)
        if handle.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of {key} do not reach {wanted}")
