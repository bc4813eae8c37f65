"""A Chromium whose camera plays a real face, and both versions of the app behind real servers.

Fixtures are package-wide: Playwright's loop must be gone before tests elsewhere start loops of their own.
"""

import re
import shutil
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest

from moviefy.config import PROJECT_ROOT, HostedConfig, LiveConfig
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.web import create_app, server

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one draws no windows and takes a fifth less processor time."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
PATIENCE_MS = 60_000
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--renderer-process-limit=1",  # a process for each page costs a fifth more
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
FRAME_SIZE = (640, 480)
FPS = 5
FRAMES = 10
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d|503)")


def pytest_collection_modifyitems(items):
    """Everything here needs a browser."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def smile():
    """A photo of a smiling face, uint8 BGR (480, 640, 3), that comes with a library."""
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for a photo of a face")
    photo = cv2.cvtColor(data.astronaut()[:384], cv2.COLOR_RGB2BGR)
    return cv2.resize(photo, FRAME_SIZE)


@pytest.fixture(scope="package")
def clip(smile, tmp_path_factory):
    """The face as a raw video for Chromium's fake camera."""
    return write_clip(tmp_path_factory.mktemp("clip") / "smile.y4m", [smile] * FRAMES)


@pytest.fixture(scope="package")
def film(smile, tmp_path_factory):
    """The face as a common video file for the server's camera."""
    path = tmp_path_factory.mktemp("film") / "smile.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, FRAME_SIZE)
    for _ in range(FRAMES):
        writer.write(smile)
    writer.release()
    return path


@pytest.fixture(scope="package")
def empty_clip(tmp_path_factory):
    """A video of a grey wall."""
    wall = np.full((FRAME_SIZE[1], FRAME_SIZE[0], 3), 120, np.uint8)
    return write_clip(tmp_path_factory.mktemp("clip") / "empty.y4m", [wall] * FRAMES)


def write_clip(path, pictures, fps=FPS):
    """Pictures, uint8 BGR, as a raw video that Chromium plays as its camera, so many frames a second; its path."""
    width, height = FRAME_SIZE
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            file.write(b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes())
    return path


@pytest.fixture(scope="package")
def photo(smile, tmp_path_factory):
    path = tmp_path_factory.mktemp("photo") / "smile.jpg"
    assert cv2.imwrite(str(path), smile)
    return path


def serving(config):
    """The version with these settings behind a threaded server on a free port; gives its address."""
    return serving_app(create_app(config))


@contextmanager
def serving_app(app):
    """An app behind a threaded server on a free port; gives its address."""
    with server.serving(app) as address:
        yield f"http://{address}"


@pytest.fixture(scope="package")
def known_films():
    """The films of the catalog by their ids."""
    catalog = load_catalog(PROJECT_ROOT / "data" / "movies.csv")
    return {film_id: catalog.movie(row) for film_id, row in catalog.row_of.items()}


NOWHERE = Path("/nowhere")
SETTINGS = {
    "browser_files": NOWHERE,
    "port": 0,
    "rate_limit": "10000 per minute",
    "threads": 1,
    "max_viewers": 20,
    "detector": "haar",
}


@pytest.fixture(scope="package")
def live_site(film):
    with serving(LiveConfig(camera=str(film), **SETTINGS)) as address:
        yield address


@pytest.fixture(scope="package")
def blind_site(tmp_path_factory):
    """A live version whose camera is not there."""
    absent = tmp_path_factory.mktemp("absent") / "camera.mp4"
    with serving(LiveConfig(camera=str(absent), **SETTINGS)) as address:
        yield address


@pytest.fixture(scope="package")
def hosted_site():
    with serving(HostedConfig(secret_key="a secret for these tests only", **SETTINGS)) as address:
        yield address


@pytest.fixture(scope="package")
def playwright():
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    api.expect.set_options(timeout=PATIENCE_MS)
    with api.sync_playwright() as running:
        yield running


def launch(playwright, clip):
    """A Chromium whose camera plays the clip."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, f"--use-file-for-fake-video-capture={clip}"]
    )


@pytest.fixture(scope="package")
def browser(playwright, clip):
    with launch(playwright, clip) as running:
        yield running


@pytest.fixture(scope="package")
def faceless_browser(playwright, empty_clip):
    with launch(playwright, empty_clip) as running:
        yield running


def wait_until(page, expression, arg=None):
    """Waits for a JavaScript expression. The pages' policy refuses Playwright's wait_for_function its second look."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never came true: {expression}"
        page.wait_for_timeout(50)


@dataclass
class Watch:
    """What a page did behind the scenes."""

    requests: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    sockets: list[object] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    may_be_refused: bool = False
    """Whether an answer of 4xx or 503 belongs to the test; browsers put each on the console."""

    def see(self, page):
        page.on("request", self._request)
        page.on("websocket", self._socket)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)

    def _request(self, request):
        self.requests.append(request.url)
        if request.method == "POST":
            self.posts.append(request.url)

    def _socket(self, socket):
        self.requests.append(socket.url)
        self.sockets.append(socket)

    def _console(self, message):
        expected = self.may_be_refused and REFUSED.match(message.text)
        if message.type in ("error", "warning") and not expected:
            self.problems.append(message.text)

    def paths(self):
        return [urlsplit(url).path for url in self.requests]

    def foreign(self):
        """Addresses outside this machine; data: and blob: are the page's own."""
        split = [(urlsplit(url), url) for url in self.requests]
        return [url for parts, url in split if parts.netloc and parts.hostname != "127.0.0.1"]


@pytest.fixture
def visit(browser):
    """Opens pages in fresh contexts. At the end no page may have called another host or put an error on its console.

    Nothing moves unless a test asks for ``reduced_motion="no-preference"``: drawing it costs time.
    """
    with ExitStack() as opened:
        watches = []

        def open_page(address, *, using=browser, before=None, may_be_refused=False, reduced_motion="reduce", **options):
            context = opened.enter_context(using.new_context(reduced_motion=reduced_motion, **options))
            context.set_default_timeout(PATIENCE_MS)
            page, watch = context.new_page(), Watch(may_be_refused=may_be_refused)
            watch.see(page)
            watches.append(watch)
            if before:
                page.add_init_script(before)
            page.goto(address)
            page.watch = watch
            return page

        yield open_page
    assert [watch.foreign() for watch in watches if watch.foreign()] == []
    assert [watch.problems for watch in watches if watch.problems] == []


@pytest.fixture(scope="module")
def scripts(browser, hosted_site):
    """A page on which single functions of the scripts are called; see run_module of test_mood_controls."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{hosted_site}/privacy")
        yield page
