"""Results that stay: Back, reload and links for photos and films, rows for every face, sharing."""

import re

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from .conftest import wait_until
from .looks import DESK, PHONE, overflows, violations
from .test_films import ids, press
from .test_photo import send

NEUTRAL = "face_img33.jpg"
RESULT = "/upload?size=320x240&seed=7&faces="
HAPPY = "20-20-80-90-300-300-300-8200-300-300-300"
SAD = "150-30-220-99-300-300-300-300-8200-300-300"
AT_REST = "150-30-220-99-300-300-300-300-300-300-8200"
IN_VIEW = """() => [...document.querySelectorAll(".film-poster")].filter((poster) => {
    const box = poster.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}).length"""
NO_STORAGE = (
    "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('off', 'SecurityError'); } });"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
OLD = "sessionStorage.setItem('moviefy.results.photo', JSON.stringify({ version: 0, value: [['7', '<b>']] }));"
RUBBISH = "sessionStorage.setItem('moviefy.results.photo', '{');"


@pytest.fixture
def couple(smile, tmp_path):
    """A photo with the same smile twice, the second one smaller."""
    smaller = cv2.resize(smile, (544, 408))
    file = tmp_path / "both.png"
    assert cv2.imwrite(str(file), np.hstack([smile, cv2.copyMakeBorder(smaller, 72, 0, 0, 0, cv2.BORDER_REPLICATE)]))
    return file


def heading(page):
    return page.get_by_role("heading", level=1)


def all_ids(page):
    return page.locator(".result-films .film").evaluate_all("films => films.map((film) => film.dataset.film)")


def sent(page, site, file):
    page.goto(f"{site}/upload")
    send(page, file)
    expect(heading(page)).to_have_text(re.compile("look"))
    ready(page)


def ready(page):
    """Presses before the page's script has loaded are plain links."""
    page.locator("#photo-result[data-ready]").wait_for(state="attached")


def expect_same_result(page, before, words):
    expect(heading(page)).to_have_text(words)
    expect(page.locator("#result-photo img")).to_be_visible()
    assert page.locator("#result-photo img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator(".face-box").first).to_be_visible()
    assert all_ids(page) == before


def test_back_reload_and_a_picked_mood_show_the_photo_its_boxes_and_the_films_of_then(visit, hosted_site, photo):
    page = visit(hosted_site)
    sent(page, hosted_site, photo)
    expect(page).to_have_url(re.compile(r"/upload\?faces="))
    before = all_ids(page)
    assert len(before) == 36
    page.locator(".film-title a").first.click()
    expect(page).to_have_url(re.compile("/movies/"))
    page.go_back()
    expect_same_result(page, before, "You look happy.")
    page.reload()
    expect_same_result(page, before, "You look happy.")
    ready(page)
    page.get_by_role("link", name="Sad", exact=True).click()
    expect(heading(page)).to_have_text("Sad it is.")
    expect(heading(page)).to_be_focused()
    expect(page.locator("#result-photo img")).to_be_visible()
    said = all_ids(page)
    assert said != before
    page.locator(".film-title a").first.click()
    expect(page).to_have_url(re.compile("/movies/"))
    page.go_back()
    expect_same_result(page, said, "Sad it is.")
    page.go_back()
    expect_same_result(page, before, "You look happy.")
    page.go_back()
    expect(page.get_by_label("Your photo")).to_be_visible()
    assert page.watch.paths().count("/upload") >= 3
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("Object.keys(sessionStorage)") == ["moviefy.results.photo"]


def test_a_tap_on_a_face_lets_it_count_alone(visit, hosted_site, couple):
    page = visit(hosted_site)
    sent(page, hosted_site, couple)
    expect(heading(page)).to_have_text("Both of you look happy.")
    page.get_by_role("link", name="Face 2, happy: let it count alone").click()
    expect(page.get_by_text("Only this face counts now.")).to_be_visible()
    expect(heading(page)).to_have_text("You look happy.")
    expect(page.locator("#result-photo img")).to_be_visible()
    page.get_by_role("link", name="Let all 2 count").click()
    expect(heading(page)).to_have_text("Both of you look happy.")


def test_a_face_without_a_mood_has_four_rows_and_one_tap_decides(visit, hosted_site):
    page = visit(f"{hosted_site}{RESULT}{AT_REST}")
    ready(page)
    expect(heading(page)).to_have_text("You look neutral, perhaps a little happy.")
    expect(page.locator(".result-row")).to_have_count(4)
    expect(page.get_by_text("Which is closest?")).to_be_visible()
    page.get_by_role("link", name="Calm me").click()
    expect(page.get_by_role("link", name="Calm me")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Yes, angry").click()
    expect(heading(page)).to_have_text("Angry it is.")
    expect(page.locator(".result-row h2").first).to_contain_text("Gentle films to settle it")


def test_without_the_kept_photo_the_films_are_there_all_the_same(visit, hosted_site):
    page = visit(f"{hosted_site}{RESULT}{HAPPY}.{SAD}")
    for kept in (OLD, RUBBISH):
        page.evaluate(kept)
        page.reload()
        ready(page)
        expect(heading(page)).to_have_text("One of you looks happy, one sad.")
        expect(page.locator("#result-photo")).to_be_hidden()
        assert len(all_ids(page)) == 36


@pytest.mark.parametrize("before", [NO_STORAGE, FULL], ids=["off", "full"])
def test_back_shows_the_films_where_nothing_can_be_kept(visit, hosted_site, photo, before):
    page = visit(f"{hosted_site}/upload", before=before)
    sent(page, hosted_site, photo)
    films = all_ids(page)
    page.locator(".film-title a").first.click()
    expect(page).to_have_url(re.compile("/movies/"))
    page.go_back()
    expect(heading(page)).to_have_text("You look happy.")
    assert all_ids(page) == films


def test_without_scripts_a_result_has_links_for_each_face_and_mood(visit, hosted_site, couple):
    page = visit(f"{hosted_site}/upload", java_script_enabled=False)
    send(page, couple)
    expect(page.locator("#result-photo img")).to_be_visible()
    page.get_by_role("link", name="Face 2, happy: let it count alone").click()
    expect(heading(page)).to_have_text("You look happy.")
    page.get_by_role("link", name="Sad", exact=True).click()
    expect(heading(page)).to_have_text("Sad it is.")
    assert len(all_ids(page)) == 36
    expect(page.locator("#share")).to_be_hidden()


@pytest.mark.shared
def test_photo_and_first_row_are_in_view_together(visit, hosted_site, photos):
    page = visit(f"{hosted_site}/upload")
    for name in ("face_astronaut.jpg", NEUTRAL, "face_couple.jpg", "none_coffee.jpg"):
        page.goto(f"{hosted_site}/upload")
        send(page, photos / name)
        expect(page.locator(".result-row").first).to_be_visible()
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            expect(page.locator("#result-photo img")).to_be_in_viewport(ratio=1)
            assert page.evaluate(IN_VIEW) >= 3, (name, size)
            assert overflows(page, size) == [], name


def expect_same_list(page, before):
    expect(page.locator("#films .film")).to_have_count(len(before))
    wait_until(page, "first => document.querySelector('#films .film').dataset.film === first", arg=before[0])
    assert ids(page) == before


def test_films_to_film_and_back_shows_the_same_list_at_the_same_place(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy")
    expect(page).to_have_url(re.compile("seed="))
    page.get_by_role("radio", name="Sad").check()
    expect(page).to_have_url(re.compile("mood=sad"))
    page.get_by_role("link", name="Shuffle").click()
    expect(page).to_have_url(re.compile("offset=12"))
    page.get_by_role("link", name="More films").click()
    expect(page.locator("#films .film")).to_have_count(24)
    expect(page).to_have_url(re.compile("limit=24"))
    before = ids(page)
    link = page.locator("#films .film-title a").nth(20)
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 500
    link.click()
    expect(page).to_have_url(re.compile("/movies/"))
    page.go_back()
    expect_same_list(page, before)
    wait_until(page, "place => Math.abs(scrollY - place) < 60", arg=place)
    page.reload()
    expect_same_list(page, before)
    expect(page.get_by_role("radio", name="Sad")).to_be_checked()


def test_back_goes_through_what_was_chosen(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&seed=5")
    first = ids(page)
    page.get_by_role("link", name="Shuffle").click()
    expect(page).to_have_url(re.compile("offset=12"))
    second = ids(page)
    page.get_by_role("radio", name="Angry").check()
    expect(page).to_have_url(re.compile("mood=angry"))
    page.go_back()
    expect_same_list(page, second)
    expect(page.get_by_role("radio", name="Happy")).to_be_checked()
    page.go_back()
    expect_same_list(page, first)
    page.go_forward()
    expect_same_list(page, second)
    page.reload()
    expect_same_list(page, second)
    page.go_back()
    expect_same_list(page, first)


QUESTIONS = (
    "mood=happy",
    "mood=sad&goal=lift&genre=Drama&year_from=1980&breadth=0.9",
    "mood=happy&group=sad&group=angry",
    "mood=happy&group=sad,sad,happy,happy,angry&keyword=love",
    "scores=0.2,0.3,0.1&expression=surprise&goal=calm",
)


def ids_without_scripts(page, address):
    """The ids of the films that another browser, without scripts, is sent for an address."""
    return re.findall(r'data-film="([^"]+)"', page.request.get(address).text())


def test_an_address_shows_the_same_films_elsewhere(visit, hosted_site):
    page = visit(hosted_site)
    for question in QUESTIONS:
        page.goto(f"{hosted_site}/movies?{question}")
        page.get_by_role("link", name="Shuffle").click()
        expect(page).to_have_url(re.compile("offset=12"))
        page.get_by_role("link", name="More films").click()
        expect(page).to_have_url(re.compile("limit=24"))
        assert len(ids(page)) == 24
        assert ids_without_scripts(page, page.url) == ids(page), question


def test_a_pick_has_an_address_of_its_own(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy")
    page.locator("#pick").click()
    expect(page).to_have_url(re.compile("limit=1"))
    film = ids(page)
    assert len(film) == 1
    assert ids(visit(page.url)) == film
    page.go_back()
    expect(page.locator("#films .film")).to_have_count(12)


def test_a_list_that_likes_have_shaped_comes_back_as_it_was(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&seed=5")
    liked, _ = press(page, "Like")
    page.get_by_role("link", name="Shuffle").click()
    expect(page.locator(f"#films [data-film='{liked}']")).to_have_count(0)
    expect(page).to_have_url(re.compile("offset=12"))
    before = ids(page)
    assert liked not in page.url
    page.locator("#films .film-title a").first.click()
    expect(page).to_have_url(re.compile("/movies/"))
    page.go_back()
    expect_same_list(page, before)
    page.reload()
    expect_same_list(page, before)


SHARES = """
    window.shared = [];
    const share = async (data) => { window.shared.push(data); };
    Object.defineProperty(navigator, "share", { value: share, configurable: true });
"""
NO_SHARE = 'Object.defineProperty(navigator, "share", { value: undefined, configurable: true });'
COPIES = "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
NO_COPY = 'Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });'
BOTH = pytest.mark.parametrize("path", [f"{RESULT}{HAPPY}", "/movies?mood=happy&seed=5"], ids=["photo", "films"])


@BOTH
def test_sharing_uses_the_systems_sheet(visit, hosted_site, path):
    page = visit(hosted_site + path, before=SHARES)
    page.get_by_role("button", name="Share", exact=True).click()
    wait_until(page, "window.shared.length === 1")
    data = page.evaluate("window.shared[0]")
    assert "happy" in data["text"]
    first = page.locator(".film").evaluate_all("films => films.slice(0, 12).map((film) => film.dataset.film)")
    assert ids_without_scripts(page, data["url"]) == first


@BOTH
def test_sharing_falls_back_to_copying_and_to_copying_by_hand(visit, hosted_site, path):
    page = visit(hosted_site + path, before=NO_SHARE + COPIES)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator("#share-note")).to_have_text("The link is copied.")
    assert "/movies?mood=happy" in page.evaluate("window.copied")
    page = visit(hosted_site + path, before=NO_SHARE + NO_COPY)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_label("Copy this link")).to_have_value(re.compile(r"/movies\?mood=happy"))


PIXELS = """canvas => {
    const copy = Object.assign(document.createElement("canvas"), { width: 1080, height: 1350 });
    const pen = copy.getContext("2d", { willReadFrequently: true });
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(100, 100, 880, 340);
    return [...data].reduce((sum, value) => sum + value, 0) / data.length;
}"""


def test_a_card_has_the_photo_only_if_the_visitor_ticks_it(visit, hosted_site, photo):
    page = visit(hosted_site)
    sent(page, hosted_site, photo)
    page.get_by_role("button", name="Make a card").click()
    expect(page.locator("#card")).to_have_attribute("aria-label", "My face says: happy.")
    expect(page.get_by_role("checkbox", name="With my photo")).not_to_be_checked()
    expect(page.locator("#card-save")).to_have_attribute("href", re.compile("^blob:"))
    without = page.locator("#card").evaluate(PIXELS)
    before = page.locator("#card-save").get_attribute("href")
    page.get_by_role("checkbox", name="With my photo").check()
    expect(page.locator("#card-save")).not_to_have_attribute("href", before)
    assert page.locator("#card").evaluate(PIXELS) > without + 20
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the picture").click()
    assert cv2.imread(str(download.value.path())).shape == (1350, 1080, 3)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_result_is_accessible_and_fits(visit, hosted_site):
    page = visit(hosted_site, bypass_csp=True)
    for faces in (f"{HAPPY}.{SAD}", AT_REST, "none"):
        page.goto(hosted_site + RESULT + faces)
        expect(heading(page)).to_be_visible()
        assert overflows(page, DESK, PHONE) == []
        assert violations(page) == []


def test_a_photos_result_its_numbers_and_its_card_are_accessible(visit, hosted_site, couple):
    page = visit(f"{hosted_site}/upload", bypass_csp=True)
    send(page, couple)
    expect(page.locator("#result-photo img")).to_be_visible()
    page.get_by_text("What was read, in numbers").click()
    page.get_by_text("All seven expressions").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Make a card").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_bad_input_gets_a_sentence_and_ways_on(visit, hosted_site):
    page = visit(hosted_site, may_be_refused=True)
    for query in ("mood=happy&seed=-1", "scores=a,b,c", "scores=0,0,0", "mood=sad&offset=99999999"):
        page.goto(f"{hosted_site}/movies?{query}")
        expect(page.locator(".lead")).to_contain_text("must")
        expect(page.locator(".ways-in a")).to_have_count(3)
