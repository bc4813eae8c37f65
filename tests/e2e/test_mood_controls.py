"""What the camera page offers around the mood: the strip of the last minute, freezing, and "was this right?"."""

import re

import pytest
from playwright.sync_api import expect

from .test_camera import READ_PIXELS, expect_happy_with_films, start

HAPPY_ON_STRIP = [0xF6, 0xC1, 0x4B]
WAYS = (("hosted_site", None), ("live_site", "server"))


@pytest.fixture(params=WAYS, ids=["browser camera", "server camera"])
def running(request, visit):
    """A camera page that has settled on happy, once for each kind of camera."""
    site, source = request.param
    page = visit(f"{request.getfixturevalue(site)}/live")
    start(page, source)
    expect_happy_with_films(page)
    return page


def run_module(page, module, code, argument=None):
    """Run ``code`` on the page with the exports of one of its scripts as ``it`` and an argument as ``given``."""
    call = f"given => import('/static/js/{module}').then((it) => {{ {code} }})"
    return page.evaluate(call, argument)


def test_the_strip_shows_and_says_the_last_minute(running):
    words = running.locator("#mood-strip-words")
    expect(words).to_have_text(re.compile(r"^In the last minute: (.*, )?happy \d+ s"))
    strip = running.get_by_role("img", name=re.compile("In the last minute: .*happy"))
    assert HAPPY_ON_STRIP in newest_colours(strip)


def newest_colours(strip):
    """The colours [red, green, blue] of the strip's last three seconds, in the middle of its height."""
    return strip.evaluate(f"""canvas => {{
        const pixels = ({READ_PIXELS})(canvas);
        const row = Math.floor(canvas.height / 2) * canvas.width;
        const columns = [...Array(canvas.width).keys()].slice(-Math.ceil(canvas.width / 20));
        return columns.map((x) => [...pixels.slice(4 * (row + x), 4 * (row + x) + 3)]);
    }}""")


def test_the_minute_is_counted_in_spells_and_silences_belong_to_no_state(visit, hosted_site):
    page = visit(f"{hosted_site}/live")
    code = """
        const history = new it.MoodHistory();
        given.forEach(([state, second]) => history.record(state, second * 1000));
        return [history.totals(100_000), history.spells(100_000).map(({ from, to }) => [from, to])];
    """
    happy = [["happy", second] for second in range(30, 61)]
    sad_after_a_silence = [["sad", second] for second in range(70, 76)]
    totals, spells = run_module(page, "mood-history.js", code, [*happy, *sad_after_a_silence])
    assert totals == [["happy", 20], ["sad", 5]]
    assert spells == [[0, pytest.approx(1 / 3)], [pytest.approx(1 / 2), pytest.approx(7 / 12)]]


@pytest.mark.parametrize(("wish", "step_ms"), [("reduce", 5000), ("no-preference", 250)])
def test_the_strip_hardly_moves_for_those_who_asked(visit, hosted_site, wish, step_ms):
    page = visit(f"{hosted_site}/live", reduced_motion=wish)
    assert run_module(page, "mood-strip.js", "return it.stepMs();") == step_ms


def test_a_new_start_begins_an_empty_strip(visit, faceless_browser, hosted_site):
    page = visit(f"{hosted_site}/live", using=faceless_browser)
    start(page)
    expect(page.locator("#mood-strip-totals")).to_have_text(re.compile(r"^no face \d+ s$"))
    page.get_by_role("button", name="Stop").click()
    page.evaluate("void (navigator.mediaDevices.getUserMedia = () => new Promise(() => {}))")
    start(page)
    expect(page.locator("#mood-strip-totals")).to_have_text("nothing read yet")


SAD = "{ label: 'sad', scores: { happy: 0.1, sad: 0.8, angry: 0.1 }, certainty: 0.8, reason: null }"
TURN_SAD = f"""
    window.mood = "as read";
    const turned = (text) => {{
        const reading = JSON.parse(text);
        return window.mood === "sad" && reading.mood ? JSON.stringify({{ ...reading, mood: {SAD} }}) : text;
    }};
    for (const Source of [WebSocket, EventSource]) {{
        const add = Source.prototype.addEventListener;
        const wrap = (handle) => (event) => handle({{ data: turned(event.data) }});
        Source.prototype.addEventListener = function (name, handle, ...rest) {{
            return add.call(this, name, ["reading", "message"].includes(name) ? wrap(handle) : handle, ...rest);
        }};
    }}
    Object.defineProperty(WebSocket.prototype, "onmessage", {{
        set(handle) {{ this.addEventListener("message", handle); }},
    }});
"""


@pytest.fixture(params=WAYS, ids=["browser camera", "server camera"])
def changeable(request, visit):
    """Like ``running``; once ``window.mood`` is "sad" there, every reading that arrives says so."""
    site, source = request.param
    page = visit(f"{request.getfixturevalue(site)}/live", before=TURN_SAD)
    start(page, source)
    expect_happy_with_films(page)
    return page


def titles(page):
    return page.locator("#films .poster-title").all_text_contents()


def test_a_frozen_mood_keeps_its_films_while_the_camera_goes_on_until_it_is_released(changeable):
    button = changeable.get_by_role("button", name="Freeze this mood")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = titles(changeable)
    button.focus()
    changeable.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(changeable.get_by_role("status").filter(has_text="Frozen: happy and its films stay")).to_be_visible()
    changeable.evaluate("window.mood = 'sad'")
    expect(changeable.locator("#mood-strip-totals")).to_contain_text("sad 2 s")
    expect(changeable.locator("#mood-now")).to_have_text("You look happy")
    assert titles(changeable) == before
    changeable.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(changeable.locator("#mood-now")).to_have_text("You look sad")
    expect(changeable.locator("#freeze-note")).not_to_contain_text("Frozen")


def test_a_mood_that_the_browsers_camera_changes_to_brings_its_films_after_the_release(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=TURN_SAD)
    start(page)
    expect_happy_with_films(page)
    page.get_by_role("button", name="Freeze this mood").click()
    page.evaluate("window.mood = 'sad'")
    expect(page.locator("#mood-strip-totals")).to_contain_text("sad")
    expect(page.locator("#films-status")).to_contain_text("happy")
    page.get_by_role("button", name="Freeze this mood").click()
    expect(page.locator("#films-status")).to_contain_text("sad")


def test_a_frozen_mood_takes_another_goal(running):
    running.get_by_role("button", name="Freeze this mood").click()
    before = titles(running)
    running.get_by_role("radio", name="Calm me").check()
    expect(running.locator("#films-status")).to_contain_text("Gentle films")
    assert titles(running) != before
    expect(running.locator("#mood-now")).to_have_text("You look happy")


def test_without_a_mood_there_is_nothing_to_freeze_and_the_page_says_so(visit, faceless_browser, hosted_site):
    page = visit(f"{hosted_site}/live", using=faceless_browser)
    start(page)
    expect(page.locator("#mood-now")).to_have_text("No face in the picture")
    page.get_by_role("button", name="Freeze this mood").click()
    expect(page.locator("#freeze-note")).to_contain_text("no mood to keep")
    expect(page.get_by_role("button", name="Freeze this mood")).to_have_attribute("aria-pressed", "false")


def test_a_new_start_is_not_frozen(running):
    running.get_by_role("button", name="Freeze this mood").click()
    running.get_by_role("button", name="Stop").click()
    running.get_by_role("button", name="Yes, start the camera").click()
    expect(running.get_by_role("button", name="Freeze this mood")).to_have_attribute("aria-pressed", "false")
    expect_happy_with_films(running)
