"""The moment in which a mood is locked: what is in view, what moves, and that nothing changes by itself afterwards."""

import json
import re

import cv2
import pytest
from playwright.sync_api import expect

from .conftest import FPS, FRAME_SIZE, launch, wait_until, write_clip
from .looks import DESK, PHONE, finish_animations, is_in_view, overflow
from .test_camera import expect_happy_with_films, start
from .test_mood_controls import TURN_SAD, run_module

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
IDS = "films => films.map((film) => film.dataset.film)"
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((one) => one.value)))
        .observe({ type: "layout-shift", buffered: true });
"""
WATCH_ROWS = """
    window.frame = 0;
    window.frames_of_rows = [];
    const count = () => { window.frame += 1; requestAnimationFrame(count); };
    count();
    new MutationObserver((list) => {
        const added = list.flatMap(({ addedNodes }) => [...addedNodes]);
        window.frames_of_rows.push(...added.filter((node) => node.matches?.(".is-new")).map(() => window.frame));
    }).observe(document, { childList: true, subtree: true });
"""
COUNT_CHANGES = """
    window.changes = 0;
    new MutationObserver((list) => { window.changes += list.length; })
        .observe(document.getElementById("film-rows"), { childList: true, subtree: true });
"""


def expect_all_rows(page):
    expect(page.locator("#film-rows:not([aria-busy])")).to_be_visible()


def film_ids(page):
    """The films of all rows, which come one after another."""
    expect_all_rows(page)
    return page.locator("#film-rows [data-film]").evaluate_all(IDS)


@SIZES
def test_the_lock_shifts_nothing_and_picture_mood_and_posters_are_in_view_together(visit, hosted_site, size):
    page = visit(f"{hosted_site}/live", viewport=size, before=WATCH_SHIFTS, reduced_motion="no-preference")
    expect(page.locator("#share")).to_be_hidden()
    start(page)
    expect(page.locator("#own-view")).to_be_visible()
    page.evaluate("window.shifts.length = 0")
    expect_happy_with_films(page)
    expect(page.get_by_role("status").filter(has_text="Films for that are on the page.")).to_have_count(1)
    assert sum(page.evaluate("window.shifts")) <= 0.03
    finish_animations(page)
    for seen in ("#own-view", "#mood-now"):
        assert is_in_view(page, page.locator(seen))
    first_row = page.locator(".film-row").first.locator(".film-poster")
    assert all(is_in_view(page, first_row.nth(place)) for place in range(3))
    assert page.locator(".film-row").first.evaluate("row => row.scrollLeft") == 0  # from its first film on
    page.mouse.wheel(0, 1200)
    expect(page.locator(".film-row").first).not_to_be_in_viewport()
    expect(page.locator("#own-view")).to_be_in_viewport(ratio=0.95)
    assert page.locator("#own-view").bounding_box()["width"] <= 450
    assert overflow(page) <= 0
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#share")).to_have_attribute("data-says", "My face says: happy.")
    page.get_by_role("button", name="Make a card").click()
    expect(page.get_by_role("dialog", name="A card to keep or share")).to_be_visible()
    expect(page.locator("#card-save")).to_have_attribute("href", re.compile("^blob:"))


def test_the_button_does_not_wait_and_another_mood_waits_as_a_button(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=TURN_SAD)
    start(page)
    expect(page.locator("#meter-happy-value")).not_to_have_text("0%")
    expect(page.get_by_role("button", name="Shuffle")).to_be_hidden()
    page.get_by_role("button", name="Show films now").click()
    expect(page.locator("#film-rows .film").first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Films for that are on the page.")).to_have_count(1)
    page.evaluate("scrollTo(0, 400)")  # who reads films is not disturbed, but asks for others here
    page.get_by_role("button", name="Read me again").dispatch_event("click")
    page.evaluate("window.mood = 'sad'")
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.get_by_role("button", name="Read me again")).to_be_visible()
    assert page.evaluate("scrollY") > 120

    expect(page.locator("#film-rows .film")).to_have_count(36)
    before = film_ids(page)
    page.evaluate("window.mood = 'as read'")
    expect(page.get_by_role("status").filter(has_text="You look happy now. Show those?")).to_have_count(1)
    page.get_by_role("button", name="Keep these").click()
    expect(page.locator("#offer")).to_be_hidden()
    page.wait_for_timeout(2500)
    expect(page.locator("#offer")).to_be_hidden()
    assert film_ids(page) == before
    page.evaluate("window.mood = 'sad'")
    expect(page.locator("#meter-happy-value")).to_have_text("10%")
    page.wait_for_timeout(2500)
    page.evaluate("window.mood = 'as read'")
    page.get_by_role("button", name="Show those").click()
    expect(page.locator("#mood-now")).to_have_text("You look happy")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    changed = f"before => `${{({IDS})([...document.querySelectorAll('#film-rows .film')])}}` !== `${{before}}`"
    wait_until(page, changed, arg=before)
    page.go_back()
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.locator("#film-rows [data-film]").first).to_have_attribute("data-film", before[0])
    expect_all_rows(page)
    assert film_ids(page) == before


@pytest.mark.shared
def test_no_film_changes_under_a_readers_eyes_while_faces_change(playwright, visit, hosted_site, photos, tmp_path):
    faces = [framed(cv2.imread(str(photos / name))) for name in ("face_img39.jpg", "face_w1.jpg", "face_img34.jpg")]
    clip = write_clip(tmp_path / "faces.y4m", [face for face in faces for _ in range(4 * FPS)])
    with launch(playwright, clip) as browser:
        page = visit(f"{hosted_site}/live", using=browser, viewport=DESK)
        start(page)
        expect(page.locator("#film-rows .film").first).to_be_visible()
        expect_all_rows(page)
        page.evaluate(COUNT_CHANGES)
        before = film_ids(page)
        expect(page.locator("#offer")).to_be_visible()  # another face holds its look,
        expect(page.locator("#offer")).to_be_hidden()  # and then the first one again
        assert page.evaluate("window.changes") == 0
        assert film_ids(page) == before
        page.context.close()


def framed(photo):
    """The middle of a photo as a camera's frame."""
    width, height = FRAME_SIZE
    scale = max(width / photo.shape[1], height / photo.shape[0])
    large = cv2.resize(photo, None, fx=scale, fy=scale)
    y, x = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return large[y : y + height, x : x + width]


NO_QUESTION = "navigator.mediaDevices.getUserMedia = async () => { throw new Error('asked again'); };"


def locked_page(visit, site, **options):
    page = visit(f"{site}/live", **options)
    start(page)
    expect_happy_with_films(page)
    return page, film_ids(page)


def expect_films_without_consent(page, ids):
    expect(page.locator("#consent")).to_be_hidden()
    expect(page.locator("#mood-now")).to_have_text("You look happy")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    assert film_ids(page) == ids


KEPT_WRONGLY = [
    "no json",
    json.dumps({"version": 0, "value": {"address": "ADDRESS", "rows": "none"}}),
    json.dumps({"version": 1, "value": {"address": "ADDRESS", "finding": {"key": "happy"}, "rows": [1], "scroll": 0}}),
    json.dumps({"version": 1, "value": None}),
]


def expect_back_and_reload_to_show(page, ids):
    page.locator(".film-row").nth(1).locator(".film-title a").first.click()
    expect(page).to_have_url(re.compile(f"/movies/{ids[12]}\\?mood=happy&goal=lift$"))
    page.go_back()
    expect_films_without_consent(page, ids)
    page.reload()
    expect_films_without_consent(page, ids)
    expect(page.get_by_role("button", name="Start the camera again")).to_be_visible()


def test_back_reload_and_the_address_show_the_same_films_without_asking_again(visit, hosted_site):
    page, ids = locked_page(visit, hosted_site)
    page.add_init_script(NO_QUESTION)
    address = page.url
    expect_back_and_reload_to_show(page, ids)
    switch_off = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('off'); } });"
    other = visit(address, before=switch_off + NO_QUESTION)  # the address alone shows them elsewhere
    expect_films_without_consent(other, ids)
    expect_back_and_reload_to_show(other, ids)
    other = visit(f"{hosted_site}/privacy")
    for kept in KEPT_WRONGLY:
        other.goto(f"{hosted_site}/privacy")
        text = kept.replace("ADDRESS", address.removeprefix(hosted_site))
        other.evaluate("text => sessionStorage.setItem('moviefy.results.live', text)", text)
        other.goto(address)
        expect_films_without_consent(other, ids)


def test_who_wants_no_motion_sees_none_and_films_come_back_when_the_camera_goes_on(visit, hosted_site):
    page = visit(f"{hosted_site}/live", reduced_motion="reduce")
    page.evaluate("addEventListener('animationstart', () => { window.moved = true; }, true)")
    start(page)
    expect_happy_with_films(page)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("window.moved") is None
    expect(page.locator("#holding")).to_be_hidden()
    ids = film_ids(page)
    page.reload()
    page.get_by_role("button", name="Start the camera again").click()
    expect(page.locator("#mood-strip-totals")).to_contain_text(
        re.compile(r"happy ([3-9]|\d\d) s")
    )  # more than a lock takes
    assert film_ids(page) == ids


WRONG = ("mood=glad&seed=1", "mood=sad", "mood=sad&seed=-1", "mood=sad&seed=99999999999", "scores=1,2&seed=1")
WRONG += ("scores=0,0,0&seed=1", "scores=a,b,c&seed=1", "mood=sad&group=x&seed=1", "mood=sad&seed=1&offset=1e9")


def test_an_address_that_cannot_be_asks_as_usual(visit, hosted_site):
    page = visit(f"{hosted_site}/live")
    for query in WRONG:
        page.goto(f"{hosted_site}/live?{query}")
        expect(page.get_by_role("button", name="Yes, start the camera")).to_be_visible()
        expect(page.locator("#session")).to_be_hidden()


@pytest.mark.parametrize("query", ["scores=0.2,0.5,0.1&expression=surprise&seed=4", "films=each&seed=9"])
def test_every_kind_of_list_has_an_address(visit, hosted_site, query):
    page = visit(f"{hosted_site}/live?{query}", before=WATCH_ROWS, reduced_motion="no-preference")
    expect(page.locator(".shelf h2").nth(2)).to_be_visible()
    expect_all_rows(page)
    assert page.locator(".shelf h2").all_text_contents()[-3:] == ["Happy", "Sad", "Angry"]
    expect(page.locator("#film-rows .film").first).to_be_visible()
    frames = page.evaluate("window.frames_of_rows")
    assert len(frames) >= 3
    assert len(set(frames)) == len(frames)  # the page can answer between one row and the next


@pytest.mark.parametrize(
    ("seen", "events"),
    [
        ([("happy", 0), ("happy", 1.9)], []),
        ([("happy", 0), ("happy", 1), ("happy", 2)], ["lock"]),
        ([("happy", 0), ("sad", 1), ("happy", 2), ("sad", 3), ("happy", 4), ("sad", 5), ("happy", 6)], ["lock"]),
        ([("happy", 0), ("happy", 4), ("happy", 5)], []),  # a long silence: holding still begins anew
        ([("no_face", 0), ("no_face", 1.5), ("no_face", 3), ("no_face", 5)], ["nobody"]),
    ],
)
def test_a_mood_is_locked_when_it_has_held_still(scripts, seen, events):
    code = "const lock = new it.MoodLock(); return given.map(([key, s]) => lock.see(key, s * 1000)).filter(Boolean);"
    assert run_module(scripts, "mood-lock.js", code, seen) == events


@pytest.mark.parametrize(
    ("seen", "events"),
    [
        ([("sad", 0), ("sad", 1), ("sad", 2), ("sad", 3), ("happy", 4), ("happy", 6)], ["offer", "withdraw"]),
        ([("sad", 0), ("happy", 1), ("sad", 2), ("happy", 3)], []),
        ([("neutral", 0), ("neutral", 2), ("no_face", 3), ("no_face", 6)], []),
        ([("sad", 0), ("sad", 2), ("neutral", 3), ("neutral", 5), ("angry", 6), ("angry", 8)], ["offer", "offer"]),
    ],
)
def test_after_the_lock_another_mood_is_offered_once(scripts, seen, events):
    code = """
        const lock = new it.MoodLock();
        lock.lock("happy");
        return given.map(([key, s]) => lock.see(key, s * 1000)).filter(Boolean);
    """
    assert run_module(scripts, "mood-lock.js", code, seen) == events
