"""The camera page with both cameras: consent, mood, films, controls, and every way in which a camera can be missing."""

import re

import pytest
from playwright.sync_api import expect

from .looks import DESK, PHONE, is_in_view, violations

COUNT_QUESTIONS = """
    window.questions = 0;
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
        window.questions += 1;
        window.stream = await ask(wishes);
        return window.stream;
    };
"""
REFUSE = """void (navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException("no", "{}"); }});"""
REFUSALS = {
    "NotAllowedError": "not allowed to use the camera",
    "NotFoundError": "no camera",
    "NotReadableError": "busy or switched off",
}
NEVER_SETTLE = "void (navigator.mediaDevices.getUserMedia = () => new Promise(() => {}));"
READ_PIXELS = """canvas => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data;
}"""
CAMERA_PATHS = {"/video_feed", "/events", "/ws/frames", "/api/v1/analyze"}


def start(page, source=None):
    if source:
        page.locator(f"input[name=source][value={source}]").check()
    page.get_by_role("button", name="Yes, start the camera").click()


def shown_titles(page):
    return page.locator("#film-rows .film-title").all_text_contents()


def expect_happy_with_films(page):
    expect(page.locator("#mood-now")).to_have_text("You look happy")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    assert all(why.strip() for why in page.locator("#film-rows .film-why").all_text_contents())
    assert page.locator("#meter-happy").evaluate("meter => meter.value") > 0.5


@pytest.mark.parametrize("site", ["live_site", "hosted_site"])
def test_nothing_starts_before_the_yes(visit, request, site):
    page = visit(f"{request.getfixturevalue(site)}/live", before=COUNT_QUESTIONS)
    page.wait_for_load_state("networkidle")
    told = ("automated system", "No picture is kept", "Nothing is stored", "nothing is passed on")
    for words in (*told, "An expression is not a feeling"):
        expect(page.locator("#consent")).to_contain_text(words)
    assert page.locator("body").inner_text().count("automated system reads expressions here") == 1
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert is_in_view(page, page.get_by_role("button", name="Yes, start the camera"))
        assert is_in_view(page, page.locator("#consent .lead"))
    assert not CAMERA_PATHS & set(page.watch.paths())
    assert page.evaluate("window.questions") == 0


def test_a_session_of_the_browsers_camera(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=COUNT_QUESTIONS)
    start(page)
    expect_happy_with_films(page)
    assert page.watch.paths().count("/live") == 1  # films come without a reload
    assert "/ws/frames" in page.watch.paths()
    assert page.evaluate("window.questions") == 1

    before = shown_titles(page)
    for _ in range(12):
        with page.watch.sockets[0].expect_event("framereceived"):
            pass
    assert shown_titles(page) == before  # they hold still while the mood does
    assert page.watch.paths().count("/movies/fragment") == 3  # once for each row

    rows = ["Match it", "Lift me", "Calm me"]
    assert page.locator(".shelf h2").all_text_contents() == rows
    assert len({film for row in rows for film in row_ids(page, row)}) == 36
    first = row_ids(page, "Match it")
    with page.expect_response(
        lambda one: one.url.endswith("/movies/fragment") and one.request.post_data_json["offset"] == 24
    ):
        page.get_by_role("button", name="Shuffle").click()
    expect(page.locator("#film-rows .film-title").first).not_to_have_text(before[0])
    assert not set(first) & set(row_ids(page, "Match it"))

    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#stage-state")).to_have_text("Paused")
    assert page.locator("#own-view").evaluate("video => video.paused")
    mirrored = _middle_of_drawing(page)
    page.get_by_label("Mirror").uncheck()
    expect(page.locator("#own-view")).not_to_have_class("is-mirrored")
    plain = _middle_of_drawing(page)
    assert abs(mirrored + plain - 1) < 0.12  # boxes follow the mirror; the label beside them is not mirrored
    assert abs(mirrored - plain) > 0.05

    page.get_by_role("button", name="Carry on").click()
    expect(page.locator("#stage-state")).to_be_hidden()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Start the camera again")).to_be_visible()
    expect(page.locator("#film-rows .film")).to_have_count(36)
    assert page.evaluate("window.stream.getTracks().map(track => track.readyState)") == ["ended"]

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("Object.keys(sessionStorage)") == ["moviefy.results.live"]
    assert "data:image" not in page.evaluate("sessionStorage.getItem('moviefy.results.live')")  # films alone


def row_ids(page, row):
    shelf = page.locator(".shelf", has=page.get_by_role("heading", name=row))
    return shelf.locator("[data-film]").evaluate_all("films => films.map((film) => film.dataset.film)")


def test_the_servers_camera_shows_picture_mood_and_films(visit, live_site):
    page = visit(f"{live_site}/live", before=COUNT_QUESTIONS)
    start(page, "server")
    expect_happy_with_films(page)
    assert page.locator("#server-view").evaluate("image => image.naturalWidth") > 0
    assert any("/video_feed?plain=1" in url for url in page.watch.requests)
    assert has_picture(page.locator("#overlay"))  # the boxes are the page's own
    assert page.evaluate("window.questions") == 0
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#server-view")).to_be_hidden()  # its stream is closed, its last picture stays
    assert has_picture(page.locator("#overlay"))
    page.get_by_role("button", name="Carry on").click()
    expect(page.locator("#server-view")).to_be_visible()


def has_picture(canvas):
    return canvas.evaluate(f"canvas => ({READ_PIXELS})(canvas).some((value) => value > 0)")


def _middle_of_drawing(page):
    """The middle of what is drawn on the overlay, from 0 (left) to 1 (right)."""
    return page.locator("#overlay").evaluate(
        """canvas => {
            const { width, height } = canvas;
            const pixels = (READ_PIXELS)(canvas);
            const columns = [...Array(width).keys()].filter(
                (x) => [...Array(height).keys()].some((y) => pixels[4 * (y * width + x) + 3] > 0));
            return (columns[0] + columns.at(-1)) / 2 / width;
        }""".replace("READ_PIXELS", READ_PIXELS)
    )


def test_no_face_is_said_with_what_helps_and_an_answer_decides_alone(visit, faceless_browser, hosted_site):
    page = visit(f"{hosted_site}/live", using=faceless_browser, reduced_motion="no-preference")
    start(page)
    strip = page.locator("#mood-strip-totals")
    expect(strip).to_have_text(re.compile(r"^no face \d+ s$"))
    page.get_by_role("button", name="Stop").click()
    page.evaluate(NEVER_SETTLE)
    start(page)
    expect(strip).to_have_text("nothing read yet")  # a new start begins an empty strip

    page.reload()
    start(page)
    expect(page.locator("#mood-now")).to_have_text("No face in the picture")
    expect(page.locator("#mood-hint")).to_contain_text("Move into the frame")
    expect(page.get_by_role("link", name="Or choose a photo")).to_be_visible()
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("#freeze-note")).to_contain_text("no face to keep")
    expect(page.get_by_role("button", name="Freeze")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    assert page.locator(".shelf h2").all_text_contents() == ["Happy", "Sad", "Angry"]
    page.get_by_role("button", name="That's me (sad)").click()
    expect(page.get_by_role("heading", name="Lift me")).to_be_visible()
    expect(page.locator("#mood-now")).to_have_text("Sad it is")
    page.locator("#answers").get_by_role("button", name="Angry").click()
    expect(page.locator("#mood-now")).to_have_text("Angry it is")
    expect(page.locator("#film-rows .film")).to_have_count(36)
    expect(page.locator("#feedback-note")).to_be_empty()
    assert page.evaluate("localStorage.length") == 0


def test_a_refused_camera_says_why_and_offers_the_other_ways(visit, hosted_site):
    page = visit(f"{hosted_site}/live", bypass_csp=True)
    for name, words in REFUSALS.items():
        page.reload()
        page.evaluate(REFUSE.format(name))
        start(page)
        expect(page.locator("#trouble-reason")).to_contain_text(words)
        expect(page.locator("#trouble").get_by_role("link", name="Choose a photo")).to_be_visible()
        expect(page.locator("#trouble").get_by_role("link", name="Pick a mood")).to_be_visible()
        expect(page.locator("#session")).to_be_hidden()
    assert violations(page) == []


def test_a_browser_that_never_answers_is_given_up(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=NEVER_SETTLE)
    page.clock.install()
    start(page)
    expect(page.locator("#mood-now")).to_have_text("Starting the camera")
    page.clock.fast_forward(31_000)
    expect(page.locator("#trouble-reason")).to_contain_text("has not answered")


def test_a_missing_server_camera_is_said_and_the_browsers_offered(visit, blind_site):
    page = visit(f"{blind_site}/live", may_be_refused=True)
    start(page, "server")
    expect(page.locator("#trouble")).to_be_visible()
    assert len(page.locator("#trouble-reason").text_content().split()) >= 4
    for way in ("Use my browser's camera", "Choose a photo", "Pick a mood"):
        expect(page.locator("#trouble").get_by_text(way)).to_be_visible()
    expect(page.locator("img:visible")).to_have_count(0)
    expect(page.locator("meter:visible")).to_have_count(0)
    page.get_by_role("button", name="Use my browser's camera").click()
    expect_happy_with_films(page)
    expect(page.locator("#trouble")).to_be_hidden()


def test_without_websockets_one_picture_a_second_is_read(visit, hosted_site):
    page = visit(f"{hosted_site}/live")
    page.route_web_socket("**/ws/frames", lambda socket: socket.close(code=1013, reason="Sockets are cut off here."))
    start(page)
    expect(page.locator("#link-note")).to_contain_text("One picture a second is read")
    expect(page.locator("#link-note")).to_contain_text("Sockets are cut off here.")
    expect_happy_with_films(page)
    assert "/api/v1/analyze" in page.watch.paths()
