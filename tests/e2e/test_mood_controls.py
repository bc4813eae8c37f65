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
