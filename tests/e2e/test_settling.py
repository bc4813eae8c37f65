"""The mood settles on what a face shows, and finds its way back when the camera goes away in the middle."""

import itertools
import re
import threading
from contextlib import contextmanager

import cv2
import pytest
from playwright.sync_api import expect

from moviefy.capture.frame_source import VideoFileSource
from moviefy.config import LiveConfig
from moviefy.errors import CameraUnavailable
from moviefy.live.camera import LiveCamera
from moviefy.web import create_app
from moviefy.web.services import Services
from tests.frame_sources import handheld

from .conftest import FRAME_SIZE, PATIENCE_MS, SETTINGS, launch, serving_app, write_clip
from .test_camera import COUNT_QUESTIONS, expect_happy_with_films, start

SECONDS = 3
FPS = 10
READINGS = 16 * SECONDS
"""The page asks for at most 16 a second, so these see the whole clip."""

AT_REST = "face_img33.jpg"
SAID = {"happy": "You look happy", "neutral": re.compile("^You look neutral, perhaps a little")}
COLLECT_STATES = """
    window.states = new Set();
    addEventListener("DOMContentLoaded", () => {
        const panel = document.getElementById("mood-panel");
        const collect = new MutationObserver(() => window.states.add(panel.dataset.state));
        collect.observe(panel, { attributeFilter: ["data-state"] });
    });
"""


@contextmanager
def camera_with(playwright, photo, folder):
    """A browser whose camera sees the photo."""
    clip = write_clip(folder / "clip.y4m", handheld(photo, FRAME_SIZE, SECONDS * FPS), FPS)
    with launch(playwright, clip) as browser:
        yield browser


def expect_to_settle(page, state):
    """The page says it, and then nothing else while the whole clip is read once more."""
    expect(page.locator("#mood-now")).to_have_text(SAID[state])
    page.evaluate("window.states.clear()")
    number = itertools.count(1)
    with page.watch.sockets[0].expect_event(
        "framereceived", lambda _: next(number) == READINGS, timeout=2 * PATIENCE_MS
    ):
        pass
    expect(page.locator("#mood-now")).to_have_text(SAID[state])
    assert page.evaluate("[...window.states]") in ([], [state])


@pytest.mark.shared
def test_a_face_at_rest_stays_neutral(playwright, visit, hosted_site, photos, tmp_path):
    with camera_with(playwright, cv2.imread(str(photos / AT_REST)), tmp_path) as browser:
        page = visit(f"{hosted_site}/live", using=browser, before=COLLECT_STATES)
        start(page)
        expect_to_settle(page, "neutral")
        expect(page.locator("#film-rows .film")).to_have_count(48)
        page.context.close()


def test_the_mood_settles_on_a_smile_that_comes_with_a_library(playwright, visit, hosted_site, smile, tmp_path):
    with camera_with(playwright, smile, tmp_path) as browser:
        page = visit(f"{hosted_site}/live", using=browser, before=COLLECT_STATES)
        start(page)
        expect_to_settle(page, "happy")
        expect(page.locator("#film-rows .film")).to_have_count(36)
        page.context.close()


UNPLUG = """() => {
    const [track] = window.stream.getVideoTracks();
    track.stop();
    track.dispatchEvent(new Event("ended"));  // a browser does both when the device is gone
}"""


def test_a_browser_camera_that_is_taken_away_in_the_middle_is_said_and_found_again(visit, hosted_site):
    page = visit(f"{hosted_site}/live", before=COUNT_QUESTIONS)
    start(page)
    expect_happy_with_films(page)
    page.evaluate(UNPLUG)
    expect(page.locator("#trouble-reason")).to_contain_text("unplugged or taken by another program")
    expect(page.locator("#stage")).to_be_hidden()
    assert page.evaluate("window.stream.getTracks().map((track) => track.readyState)") == ["ended"]
    page.get_by_role("button", name="Try again").click()
    expect_happy_with_films(page)
    expect(page.locator("#trouble")).to_be_hidden()
    assert page.evaluate("window.questions") == 2


class LosableCamera:
    """Opens the film as a camera; while ``lost`` is set there is none, and one that is open dies."""

    def __init__(self, film):
        self.film, self.lost = film, threading.Event()

    def __call__(self):
        if self.lost.is_set():
            raise CameraUnavailable("The camera was unplugged.")
        camera = self

        class Source(VideoFileSource):
            def read(self):
                if camera.lost.is_set():
                    raise CameraUnavailable("The camera was unplugged.")
                return super().read()

        return Source(self.film)


@pytest.fixture
def losable(film):
    """A camera that the test takes away, and the address of a live version with it."""
    camera = LosableCamera(film)
    config = LiveConfig(camera=str(film), **SETTINGS)
    services = Services(config)
    live = LiveCamera(camera, services.pipeline, services.seats, retry_s=0.1)
    app = create_app(config, Services(config, pipeline=services.pipeline, live=live))
    with serving_app(app) as address:
        yield camera, address


def test_a_server_camera_that_is_unplugged_in_the_middle_comes_back_by_itself(losable, visit):
    camera, address = losable
    page = visit(f"{address}/live")
    start(page, "server")
    expect_happy_with_films(page)
    for _ in range(2):
        camera.lost.set()
        expect(page.locator("#trouble-reason")).to_have_text("The camera was unplugged.")
        expect(page.locator("#stage")).to_be_hidden()
        expect(page.locator("#film-rows .film").first).to_be_visible()
        camera.lost.clear()
        expect(page.locator("#trouble")).to_be_hidden()
        expect_happy_with_films(page)
    assert page.watch.paths().count("/video_feed") == 1
