"""What the camera page offers around the mood: the strip of the last minute, freezing, and "was this right?"."""

import re

import pytest
from playwright.sync_api import expect

from .looks import NARROW, PHONE, finish_animations, overflow, overflows, violations
from .test_camera import READ_PIXELS, expect_happy_with_films, start

HAPPY_ON_STRIP = [0xF6, 0xC1, 0x4B]
KEPT = "localStorage.getItem('moviefy.answers')"
WAYS = (("hosted_site", None), ("live_site", "server"))


def run_module(page, module, code, argument=None):
    """Run ``code`` on the page with the exports of one of its scripts as ``it`` and an argument as ``given``."""
    call = f"given => import('/static/js/{module}').then((it) => {{ {code} }})"
    return page.evaluate(call, argument)


def newest_colours(strip):
    """The colours [red, green, blue] of the strip's last three seconds, in the middle of its height."""
    return strip.evaluate(f"""canvas => {{
        const pixels = ({READ_PIXELS})(canvas);
        const row = Math.floor(canvas.height / 2) * canvas.width;
        const columns = [...Array(canvas.width).keys()].slice(-Math.ceil(canvas.width / 20));
        return columns.map((x) => [...pixels.slice(4 * (row + x), 4 * (row + x) + 3)]);
    }}""")


def test_the_minute_is_counted_in_spells_and_silences_belong_to_no_state(scripts):
    code = """
        const history = new it.MoodHistory();
        given.forEach(([state, second]) => history.record(state, second * 1000));
        return [history.totals(100_000), history.spells(100_000).map(({ from, to }) => [from, to])];
    """
    happy = [["happy", second] for second in range(30, 61)]
    sad_after_a_silence = [["sad", second] for second in range(70, 76)]
    totals, spells = run_module(scripts, "mood-history.js", code, [*happy, *sad_after_a_silence])
    assert totals == [["happy", 20], ["sad", 5]]
    assert spells == [[0, pytest.approx(1 / 3)], [pytest.approx(1 / 2), pytest.approx(7 / 12)]]


def test_the_strip_hardly_moves_for_those_who_asked(scripts):
    for wish, step_ms in (("reduce", 5000), ("no-preference", 250)):
        scripts.emulate_media(reduced_motion=wish)
        assert run_module(scripts, "mood-strip.js", "return it.stepMs();") == step_ms


SAD = "{ label: 'sad', scores: { happy: 0.1, sad: window.sad, angry: 0.1 }, certainty: window.sad, reason: null }"
BARELY_SAD = "window.mood = 'sad'; window.sad = Number(document.getElementById('feedback').dataset.sad) + 0.05"
TURN_SAD = f"""
    window.mood = "as read";
    window.sad = 0.8;
    const turned = (text) => {{
        const reading = JSON.parse(text);
        const sad = {{ mood: {SAD}, said: "You look sad." }};
        return window.mood === "sad" && reading.mood ? JSON.stringify({{ ...reading, ...sad }}) : text;
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
    """A camera page that has settled on happy, once for each kind of camera; once ``window.mood`` is "sad" there, every
    reading that arrives says so.
    """
    site, source = request.param
    page = visit(f"{request.getfixturevalue(site)}/live", before=TURN_SAD, reduced_motion="no-preference")
    start(page, source)
    expect_happy_with_films(page)
    return page


def titles(page):
    return page.locator("#film-rows .film-title").all_text_contents()


def answer(page, name):
    page.locator("#answers").get_by_role("button", name=name).click()


def test_freezing_strip_answers_and_a_new_start_on_each_camera(changeable):
    page = changeable
    mood, freeze = page.locator("#mood-now"), page.get_by_role("button", name="Freeze")
    expect(freeze).to_have_attribute("aria-pressed", "false")
    before = titles(page)
    freeze.focus()
    page.keyboard.press("Space")
    expect(freeze).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status").filter(has_text="Frozen: no other mood is offered")).to_be_visible()
    page.evaluate("window.mood = 'sad'")
    expect(page.locator("#mood-strip-totals")).to_contain_text("sad 3 s")
    expect(mood).to_have_text("You look happy")
    expect(page.locator("#offer")).to_be_hidden()
    assert titles(page) == before
    page.keyboard.press("Enter")
    expect(freeze).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#offer-words")).to_have_text("You look sad now.")
    expect(page.locator("#freeze-note")).to_be_empty()
    assert titles(page) == before

    page.evaluate("window.mood = 'as read'")
    expect(page.locator("#offer")).to_be_hidden()  # the face looks happy again
    expect(page.locator("#mood-strip-words")).to_have_text(re.compile(r"^In the last minute: (.*, )?happy \d+ s"))
    strip = page.get_by_role("img", name=re.compile("In the last minute: .*happy"))
    assert HAPPY_ON_STRIP in newest_colours(strip)
    freeze.click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Start the camera again").click()
    expect(freeze).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#mood-strip-totals")).to_contain_text("happy")
    assert titles(page) == before

    asked = len(page.watch.requests)
    answer(page, "Happy")
    expect(page.locator("#feedback-note")).to_have_text("Noted: happy, as shown.")
    answer(page, "Sad")
    expect(mood).to_have_text("Sad it is")
    expect(page.locator("#film-rows .film-title").first).not_to_have_text(before[0])
    assert page.locator(".shelf h2").all_text_contents() == ["Match it", "Lift me", "Calm me"]
    expect(page.locator("#feedback-note")).to_contain_text("Noted: sad, where the page showed happy.")
    answer(page, "None of these")
    expect(page.locator(".shelf h2")).to_have_text(["Happy", "Sad", "Angry"])
    expect(mood).to_have_text("None of these")
    sent = {url.split("?")[0].rsplit("/", 1)[-1] for url in page.watch.requests[asked:]}
    posters = {url for url in sent if url.endswith((".svg", ".jpg"))}
    assert sent - posters <= {"video_feed", "events", "frames", "movies", "fragment", "analyze"}
    assert page.context.cookies() == []


THRESHOLDS = {"happy": 0.45, "sad": 0.52, "angry": 0.42}
NO_SHIFT = {"happy": 0, "sad": 0, "angry": 0}


def angry(certainty):
    scores = {"happy": 0.1, "sad": 0.1, "angry": certainty}
    return {"label": "angry", "scores": scores, "certainty": certainty, "reason": None}


def unsure(mood, score):
    return {"label": None, "scores": {**NO_SHIFT, mood: score}, "certainty": score, "reason": "unsure"}


@pytest.mark.parametrize(
    ("answers", "shifts"),
    [
        (["angry none"] * 2, {}),
        (["angry none", "angry sad", "angry happy"], {}),
        (["angry angry"] * 3 + ["unsure none"] * 3, {}),
        (["angry none"] * 3, {"angry": 0.15}),
        (["angry none"] * 3 + ["angry sad"] * 3, {"angry": 0.3}),
        (["angry none"] * 99, {"angry": 0.3}),
        (["unsure sad"] * 3, {"sad": -0.15}),
        (["neutral sad"] * 9, {"sad": -0.15}),
        (["neutral sad"] * 3 + ["sad happy"] * 3, {}),
    ],
)
def test_three_like_corrections_shift_a_threshold(scripts, answers, shifts):
    code = """
        const add = (counts, answer) => it.counted(counts, ...answer.split(" "));
        return it.shiftsOf(given.reduce(add, {}));
    """
    assert run_module(scripts, "corrections.js", code, answers) == pytest.approx({**NO_SHIFT, **shifts})


@pytest.mark.parametrize(
    ("mood", "shift", "held", "label"),
    [
        (angry(0.45), {}, None, "angry"),
        (angry(0.56), {"angry": 0.15}, None, None),
        (angry(0.58), {"angry": 0.15}, None, "angry"),
        (angry(0.50), {"angry": 0.15}, "angry", "angry"),
        (angry(0.46), {"angry": 0.15}, "angry", None),
        (angry(0.45), {"sad": 0.3}, None, "angry"),
        (unsure("sad", 0.4), {}, None, None),
        (unsure("sad", 0.4), {"sad": -0.15}, None, "sad"),
        (unsure("sad", 0.3), {"sad": -0.15}, None, None),
        ({**unsure("sad", 0), "reason": "no_face"}, {"sad": -0.15}, None, None),
    ],
)
def test_shifted_thresholds_judge_a_mood(scripts, mood, shift, held, label):
    viewer = {"thresholds": THRESHOLDS, "shifts": {**NO_SHIFT, **shift}, "held": held}
    seen = run_module(scripts, "corrections.js", "return it.judged(...given);", [mood, viewer])
    assert seen["label"] == label
    assert (seen["reason"] is None) == (label is not None)
    assert seen["scores"] == mood["scores"]


def test_what_this_page_did_not_store_is_left_out(scripts):
    stored = [{"angry none": 2, "angry": 3, "x y": 1, "sad sad": -1, "sad happy": "3"}, [1], "words", 7, None]
    cleaned = run_module(scripts, "corrections.js", "return given.map(it.cleaned);", stored)
    assert cleaned == [{"angry none": 2}, {}, {}, {}, {}]


def test_three_corrections_ask_for_more_certainty_hold_over_a_reload_and_can_be_forgotten(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=TURN_SAD)
    start(page)
    expect_happy_with_films(page)
    page.evaluate(BARELY_SAD)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Read me again").click()
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.get_by_role("button", name="Read me again")).to_be_visible()
    page.get_by_role("button", name="None of these").focus()
    for left in ("After 2 more", "After 1 more", "That was 3 times"):
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="Noted: none of these")).to_contain_text(left)
    expect(page.locator("#shift-note")).to_contain_text("15 points of 100 more certainty before it says sad")
    page.get_by_role("button", name="Read me again").click()
    expect(page.locator("#mood-now")).to_have_text("Not sure yet")
    assert page.evaluate(KEPT) == '{"sad none":3}'
    page.reload()
    page.evaluate(BARELY_SAD)
    page.get_by_role("button", name="Start the camera again").click()
    expect(page.locator("#shift-note")).to_contain_text("before it says sad")
    page.get_by_role("button", name="Read me again").click()
    expect(page.locator("#mood-now")).to_have_text("Not sure yet")
    page.get_by_role("button", name="Forget my answers").click()
    expect(page.locator("#feedback-note")).to_have_text("Your answers are forgotten.")
    expect(page.locator("#feedback-title")).to_be_focused()
    page.get_by_role("button", name="Read me again").click()
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    assert page.evaluate("localStorage.length") == 0


def test_freezing_locks_and_a_browser_that_stores_nothing_says_that_answers_hold_only_here(visit, hosted_site):
    refuse = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    page = visit(f"{hosted_site}/live", before=refuse)
    start(page)
    expect(page.locator("#meter-happy-value")).not_to_have_text("0%")
    page.get_by_role("button", name="Freeze").click()  # before the lock
    expect_happy_with_films(page)
    answer(page, "Sad")
    expect(page.locator("#feedback-note")).to_contain_text("your answers hold until you leave it")


def test_locked_offered_and_corrected_films_are_accessible_and_fit(visit, live_site):
    page = visit(f"{live_site}/live", bypass_csp=True, viewport=PHONE, before=TURN_SAD, reduced_motion="no-preference")
    start(page, "browser")  # the live version offers it, too
    expect_happy_with_films(page)
    assert "/video_feed" not in page.watch.paths()
    finish_animations(page)
    assert violations(page) == []
    assert overflows(page, NARROW, PHONE) == []

    page.evaluate("window.mood = 'sad'")
    expect(page.get_by_role("button", name="Show those")).to_be_visible()
    finish_animations(page)
    assert violations(page) == []
    assert overflow(page) <= 0

    page.evaluate("window.mood = 'as read'")
    expect(page.locator("#offer")).to_be_hidden()
    page.get_by_role("button", name="Freeze").click()
    for _ in range(3):
        page.get_by_role("button", name="None of these").click()
    expect(page.locator("#shift-note")).to_contain_text("before it says happy")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    finish_animations(page)
    assert violations(page) == []
    assert overflow(page) <= 0
