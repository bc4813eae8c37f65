"""What the pictures of the pages are taken of: the hosted version, and a Chromium whose camera shows a free portrait.

The face is NASA's portrait of Eileen Collins, which is in the public domain and comes with scikit-image.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, sync_playwright
from skimage.data import astronaut

from moviefy.config import HostedConfig
from moviefy.web import create_app, server

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FRAME_SIZE = (640, 480)
FPS = 15
FRAMES = 8 * FPS
PATIENCE_MS = 120_000
FLAGS = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
FILM = "/movies/life-is-beautiful-1997?mood=happy&goal=match"
DRAW_ALL = """async () => {
    for (const one of document.images) one.loading = "eager";
    await Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
    await Promise.allSettled(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1)
        .map((one) => one.finished));
}"""


def portrait(step: float = 0.0) -> npt.NDArray[np.uint8]:
    """The portrait as a camera sees it, uint8 BGR (480, 640, 3); it comes nearer as ``step`` goes from 0 to 1."""
    picture = cv2.cvtColor(astronaut(), cv2.COLOR_RGB2BGR)
    width = round(512 - 120 * step)
    height = width * FRAME_SIZE[1] // FRAME_SIZE[0]
    left = round((512 - width) * 0.4)
    cut = picture[:height, left : left + width]
    return np.asarray(cv2.resize(cut, FRAME_SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def write_clip(path: Path) -> None:
    """A raw video of the portrait, slowly nearer and back, for Chromium's fake camera."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{FRAME_SIZE[0]} H{FRAME_SIZE[1]} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES):
            step = 0.5 - 0.5 * np.cos(2 * np.pi * number / FRAMES)
            file.write(b"FRAME\n" + cv2.cvtColor(portrait(float(step)), cv2.COLOR_BGR2YUV_I420).tobytes())


@contextmanager
def scene() -> Iterator[tuple[Browser, str, Path]]:
    """A browser, the app's address, and the portrait as a file to upload."""
    app = create_app(HostedConfig(secret_key="of these pictures alone", port=0, rate_limit="100000 per minute"))
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, server.serving(app) as host, sync_playwright() as playwright:
        clip, photo = Path(folder) / "portrait.y4m", Path(folder) / "portrait.jpg"
        write_clip(clip)
        cv2.imwrite(str(photo), portrait())
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={clip}"]
        with playwright.chromium.launch(executable_path=path, args=flags) as browser:
            yield browser, f"http://{host}", photo


def start_camera(page: Page, address: str) -> None:
    """Open the camera page and wait for its films."""
    page.goto(f"{address}/live")
    page.locator("#consent-yes").click()
    page.locator("#film-rows .film").nth(35).wait_for(state="attached")


def read_photo(page: Page, address: str, photo: Path) -> None:
    """Send the portrait and wait for what was read."""
    page.goto(f"{address}/upload")
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.locator("#photo-result[data-ready]").wait_for()


def say_about_films(page: Page, address: str) -> None:
    """Like and put aside some films, then open the page that lists them."""
    page.goto(f"{address}/movies?mood=happy&seed=1")
    for place in range(5):
        page.locator("#films [data-action=liked]").nth(place).click()
    for _ in range(3):
        page.locator("#films [data-action=hidden]").last.click()
    page.goto(f"{address}/mine")
    page.locator("#films .film").first.wait_for()


def draw_all(page: Page) -> None:
    """Load every picture of the page, and let what moves once come to its end."""
    page.evaluate(DRAW_ALL)
