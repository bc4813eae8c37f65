"""Several faces: picking the one that counts by pointer and by keyboard, on both cameras."""

import contextlib
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from moviefy.config import HostedConfig, LiveConfig
from moviefy.web import create_app
from moviefy.web.services import Services
from tests.web.helpers import ScriptedPipeline

from .conftest import SETTINGS, serving_app
from .looks import PHONE, overflows, violations
from .test_camera import start
from .test_mood_controls import run_module

UNDO = "Let everyone count"
LOCKED = "Read me again"
BOTH_COUNT = "One of you looks happy, one sad"
STAGE = {"width": 400, "height": 300}


class Site(NamedTuple):
    address: str
    source: str | None
    """The camera to take where there are two."""


@pytest.fixture
def scripted():
    """Sees two faces, the one that counts by itself happy and the other sad."""
    pipeline = ScriptedPipeline()
    pipeline.faces, pipeline.others = 2, "sad"
    return pipeline


@pytest.fixture(params=["hosted", "live"], ids=["browser camera", "server camera"])
def site(request, scripted, film):
    """A site with these faces; before ``visit``, so that it outlives pages."""
    if request.param == "hosted":
        config, source = HostedConfig(secret_key="a secret for these tests only", **SETTINGS), None
    else:
        config, source = LiveConfig(camera=str(film), **SETTINGS), "server"
    with serving_app(create_app(config, Services(config, pipeline=scripted))) as address:
        yield Site(address, source)


@pytest.fixture
def open_page(site, visit):
    def open_it(**options):
        page = visit(f"{site.address}/live", **options)
        start(page, site.source)
        expect(page.locator("#mood-now")).to_have_text(BOTH_COUNT)
        expect(page.get_by_role("button", name=LOCKED)).to_be_visible()
        return page

    return open_it


def faces(page):
    return page.get_by_role("group", name="Which face counts").get_by_role("button")


PICK_ANOTHER = """() => {
    const [send, ask] = [WebSocket.prototype.send, window.fetch];
    const another = (body) => window.pickAnother && typeof body === "string" ? '{"choose": 99}' : body;
    WebSocket.prototype.send = function (data) { return send.call(this, another(data)); };
    window.fetch = (address, wishes) => ask(address, wishes && { ...wishes, body: another(wishes.body) });
}"""


def pick(page, press):
    """Press a face's button; again if the camera just stalled, which lets go of the face that was picked."""
    for _ in range(5):
        press()
        with contextlib.suppress(AssertionError):
            expect(page.get_by_role("button", name=UNDO)).to_be_visible(timeout=10_000)
            break
    expect(page.locator("#mood-now")).to_have_text("You look sad")


def test_faces_are_picked_and_let_go_by_pointer_and_by_keyboard_and_a_refusal_is_said(open_page, scripted, site):
    page = open_page(may_be_refused=True, bypass_csp=True)
    mood, second = page.locator("#mood-now"), page.get_by_role("button", name="Face 2")
    expect(faces(page)).to_have_count(2)
    expect(page.locator("#faces-note")).to_contain_text("2 faces in the picture: all of them count.")
    if site.source == "server":
        check_that_a_pick_holds_for_all_who_watch(page, open_page)

    pick(page, second.click)  # by pointer
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#faces-note")).to_contain_text("picked counts")
    page.get_by_role("button", name=UNDO).click()
    expect(mood).to_have_text(BOTH_COUNT)
    expect(page.get_by_role("button", name=UNDO)).to_be_hidden()
    pick(page, lambda: second.press("Enter"))  # by keyboard
    expect(second).to_be_focused()
    page.keyboard.press("Space")
    expect(mood).to_have_text(BOTH_COUNT)
    expect(second).to_have_attribute("aria-pressed", "false")

    page.evaluate(PICK_ANOTHER)
    page.evaluate("window.pickAnother = true")
    second.click()
    expect(page.locator("#pick-refusal")).to_have_text("That face is not in the picture any more.")
    expect(page.locator("#pick-refusal")).to_be_empty()
    expect(mood).to_have_text(BOTH_COUNT)
    page.evaluate("window.pickAnother = false")

    page.get_by_role("button", name="Pause").click()
    expect(faces(page)).to_have_count(0)
    page.get_by_role("button", name="Carry on").click()
    expect(faces(page)).to_have_count(2)
    scripted.faces = 1  # a single face needs no picking
    expect(faces(page)).to_have_count(0)
    scripted.faces = 2
    expect(faces(page)).to_have_count(2)

    faces(page).last.press("Enter")  # its number is a new one if it was away for long
    expect(page.get_by_role("button", name=UNDO)).to_be_visible()
    assert overflows(page, PHONE) == []
    assert violations(page) == []


def test_a_picked_face_that_leaves_makes_way_and_the_focus_stays_near(open_page, scripted):
    page = open_page()
    pick(page, lambda: page.get_by_role("button", name="Face 2").press("Enter"))
    expect(page.get_by_role("button", name=LOCKED)).to_be_visible()
    scripted.faces = 1
    expect(page.get_by_role("button", name="Show those")).to_be_visible()
    expect(page.locator("#mood-now")).to_have_text("You look sad")  # nothing changes by itself
    expect(faces(page)).to_have_count(0)
    expect(page.locator("#faces-note")).to_be_empty()
    expect(page.get_by_role("group", name="Which face counts")).to_be_focused()


def check_that_a_pick_holds_for_all_who_watch(first, open_page):
    other = open_page()
    expect(first.locator("#faces-note")).to_contain_text("everyone who watches this camera")
    pick(first, first.get_by_role("button", name="Face 2").click)
    expect(other.locator("#offer-words")).to_have_text("You look sad now.")
    expect(other.locator("#faces-note")).to_contain_text("The face that was picked counts")
    other.context.close()
    first.get_by_role("button", name=UNDO).click()
    expect(first.locator("#mood-now")).to_have_text(BOTH_COUNT)


@pytest.mark.parametrize("site", ["hosted"], indirect=True)
def test_pictures_read_one_by_one_have_no_face_to_pick(site, visit):
    page = visit(f"{site.address}/live")
    page.route_web_socket("**/ws/frames", lambda socket: socket.close(code=1013, reason="Sockets are cut off here."))
    start(page)
    expect(page.locator("#faces-note")).to_have_text("2 faces in the picture: all of them count.")
    expect(faces(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("box", "picture", "mirrored", "place"),
    [
        ((100, 100, 300, 250), (800, 600), False, (50, 50, 100, 75)),
        ((100, 100, 300, 250), (800, 600), True, (250, 50, 100, 75)),
        ((0, 0, 160, 90), (1600, 900), False, (0, 33, 40, 32)),  # wide: black above; small: still a finger's width
        ((0, 0, 600, 600), (600, 600), False, (50, 0, 300, 300)),
    ],
)
def test_a_button_lies_over_its_face(scripts, box, picture, mirrored, place):
    size = dict(zip(("width", "height"), picture, strict=True))
    found = run_module(scripts, "face-picker.js", "return it.placeOf(...given);", [box, size, STAGE, mirrored])
    assert [found[side] for side in ("left", "top", "width", "height")] == pytest.approx(list(place), abs=0.5)
