"""Several faces: picking the one that counts by pointer and by keyboard, on both cameras."""

import pytest
from playwright.sync_api import expect

from moviefy.config import HostedConfig, LiveConfig
from moviefy.web import create_app
from moviefy.web.services import Services
from tests.web.helpers import ScriptedPipeline

from .conftest import SETTINGS, serving_app
from .looks import PHONE, overflow, violations
from .test_camera import start
from .test_mood_controls import run_module

UNDO = "Let everyone count"
LOCKED = "Read me again"
STAGE = {"width": 400, "height": 300}


@pytest.fixture
def scripted():
    """Sees two faces, the one that counts by itself happy and the other sad."""
    pipeline = ScriptedPipeline()
    pipeline.faces, pipeline.others = 2, "sad"
    return pipeline


@pytest.fixture(params=["hosted", "live"], ids=["browser camera", "server camera"])
def site(request, scripted, film):
    """The address of a site with these faces, and which camera to take; before ``visit``, so that it outlives pages."""
    if request.param == "hosted":
        config, source = HostedConfig(secret_key="a secret for these tests only", **SETTINGS), None
    else:
        config, source = LiveConfig(camera=str(film), **SETTINGS), "server"
    with serving_app(create_app(config, Services(config, pipeline=scripted))) as address:
        yield address, source


@pytest.fixture
def open_page(site, visit):
    def open_it(**options):
        address, source = site
        page = visit(f"{address}/live", **options)
        start(page, source)
        expect(page.locator("#mood-now")).to_have_text("One of you looks happy, one sad")
        expect(page.get_by_role("button", name=LOCKED)).to_be_visible()
        return page

    return open_it


def faces(page):
    return page.get_by_role("group", name="Which face counts").get_by_role("button")


def test_a_face_is_picked_and_let_go_by_pointer_and_by_keyboard(open_page):
    page = open_page()
    expect(faces(page)).to_have_count(2)
    expect(page.locator("#faces-note")).to_contain_text("2 faces in the picture: all of them count.")
    page.get_by_role("button", name="Face 2").click()
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.get_by_role("button", name="Face 2")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#faces-note")).to_contain_text("picked counts")
    page.get_by_role("button", name=UNDO).click()
    expect(page.locator("#mood-now")).to_have_text("One of you looks happy, one sad")
    expect(page.get_by_role("button", name=UNDO)).to_be_hidden()
    page.get_by_role("button", name="Face 2").press("Enter")
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.get_by_role("button", name="Face 2")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#mood-now")).to_have_text("One of you looks happy, one sad")
    expect(page.get_by_role("button", name="Face 2")).to_have_attribute("aria-pressed", "false")


def test_a_picked_face_that_leaves_makes_way_and_the_focus_stays_near(open_page, scripted):
    page = open_page()
    page.get_by_role("button", name="Face 2").press("Enter")
    expect(page.locator("#mood-now")).to_have_text("You look sad")
    expect(page.get_by_role("button", name=LOCKED)).to_be_visible()
    scripted.faces = 1
    expect(page.get_by_role("button", name="Show those")).to_be_visible()
    expect(page.locator("#mood-now")).to_have_text("You look sad")  # nothing changes by itself
    expect(faces(page)).to_have_count(0)
    expect(page.locator("#faces-note")).to_be_empty()
    expect(page.get_by_role("group", name="Which face counts")).to_be_focused()


def test_a_single_face_needs_no_picking_and_a_pause_takes_the_buttons_away(open_page, scripted):
    page = open_page()
    expect(faces(page)).to_have_count(2)
    page.get_by_role("button", name="Pause").click()
    expect(faces(page)).to_have_count(0)
    page.get_by_role("button", name="Carry on").click()
    expect(faces(page)).to_have_count(2)
    scripted.faces = 1
    expect(faces(page)).to_have_count(0)


PICK_ANOTHER = """() => {
    const [send, ask] = [WebSocket.prototype.send, window.fetch];
    const another = '{"choose": 99}';
    WebSocket.prototype.send = function (data) { return send.call(this, typeof data === "string" ? another : data); };
    window.fetch = (address, wishes) => ask(address, wishes?.method === "POST" ? { ...wishes, body: another } : wishes);
}"""


def test_a_pick_that_does_not_count_is_said(open_page):
    page = open_page(may_be_refused=True)
    page.evaluate(PICK_ANOTHER)
    page.get_by_role("button", name="Face 2").click()
    expect(page.locator("#pick-refusal")).to_have_text("That face is not in the picture any more.")
    expect(page.locator("#pick-refusal")).to_be_empty()
    expect(page.locator("#mood-now")).to_have_text("One of you looks happy, one sad")


@pytest.mark.parametrize("site", ["live"], indirect=True)
def test_the_shared_camera_says_that_a_pick_holds_for_all_who_watch(open_page):
    first, second = open_page(), open_page()
    expect(first.locator("#faces-note")).to_contain_text("everyone who watches this camera")
    first.get_by_role("button", name="Face 2").click()
    expect(second.locator("#offer-words")).to_have_text("You look sad now.")
    expect(second.locator("#faces-note")).to_contain_text("The face that was picked counts")


@pytest.mark.parametrize("site", ["hosted"], indirect=True)
def test_pictures_read_one_by_one_have_no_face_to_pick(site, visit):
    page = visit(f"{site[0]}/live")
    page.route_web_socket("**/ws/frames", lambda socket: socket.close(code=1013, reason="Sockets are cut off here."))
    start(page)
    expect(page.locator("#faces-note")).to_have_text("2 faces in the picture: all of them count.")
    expect(faces(page)).to_have_count(0)


def test_picking_is_accessible_and_fits_a_phone(open_page):
    page = open_page(bypass_csp=True, viewport=PHONE)
    page.get_by_role("button", name="Face 2").click()
    expect(page.get_by_role("button", name=UNDO)).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(
    ("box", "picture", "mirrored", "place"),
    [
        ((100, 100, 300, 250), (800, 600), False, (50, 50, 100, 75)),
        ((100, 100, 300, 250), (800, 600), True, (250, 50, 100, 75)),
        ((0, 0, 160, 90), (1600, 900), False, (0, 33, 40, 32)),  # wide: black above; small: still a finger's width
        ((0, 0, 600, 600), (600, 600), False, (50, 0, 300, 300)),
    ],
)
def test_a_button_lies_over_its_face(visit, hosted_site, box, picture, mirrored, place):
    page = visit(f"{hosted_site}/privacy")
    size = dict(zip(("width", "height"), picture, strict=True))
    found = run_module(page, "face-picker.js", "return it.placeOf(...given);", [box, size, STAGE, mirrored])
    assert [found[side] for side in ("left", "top", "width", "height")] == pytest.approx(list(place), abs=0.5)
