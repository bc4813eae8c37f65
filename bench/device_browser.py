"""Chromium with a photo as its camera, and the camera page in it: what the benches of reading on the device share."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Browser, Page, Playwright

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
)
CAMERA_SIZE, FPS = (640, 480), 30
PATIENCE_S = 120.0

WATCH_READINGS = """
    window.readings = [];
    window.Worker = class extends Worker {
        constructor(...how) {
            super(...how);
            this.addEventListener("message", ({ data }) => {
                if (data.result?.faces) window.readings.push(performance.now() - window.asked);
            });
        }
        postMessage(message, handed) {
            if (message.call === "frame") window.asked = performance.now();
            super.postMessage(message, handed);
        }
    };
    // A page that knows of no connection never hands slow readings to the server: a busy machine changes nothing here.
    Object.defineProperty(navigator, "onLine", { get: () => false });
"""
"""Milliseconds of each reading of the worker, in ``window.readings``."""


def chromium() -> str:
    """The browser's path, or the end."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")
    return found or sys.exit("This bench needs Chromium.")


@contextmanager
def launched(playwright: Playwright, photo: Path, *flags: str) -> Iterator[Browser]:
    """Chromium whose camera shows a photo that moves a little."""
    with camera(photo) as clip:
        shown = f"--use-file-for-fake-video-capture={clip}"
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, shown, *flags])
        yield browser
        browser.close()


@contextmanager
def camera(photo: Path) -> Iterator[Path]:
    """A raw video of one photo that moves a little, as Chromium plays it for a camera."""
    width, height = CAMERA_SIZE
    picture = cv2.resize(cv2.imread(str(photo)), CAMERA_SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "camera.y4m"
        with path.open("wb") as file:
            file.write(f"YUV4MPEG2 W{width} H{height} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
            for step in range(FPS):
                moved = np.roll(picture, round(12 * np.sin(2 * np.pi * step / FPS)), axis=1)
                file.write(b"FRAME\n" + cv2.cvtColor(moved, cv2.COLOR_BGR2YUV_I420).tobytes())
        yield path


def opened_camera_page(page: Page, site: str) -> Page:
    """The camera page before the yes; its readings will be counted."""
    page.add_init_script(WATCH_READINGS)
    page.goto(f"{site}/live")
    page.wait_for_load_state("networkidle")
    return page


def say_yes(page: Page) -> None:
    """Let the camera start."""
    page.get_by_role("button", name="Yes, start the camera").click()


def wait_until(page: Page, expression: str) -> float:
    """Seconds until an expression is true in the page; the page's policy refuses Playwright's own way to wait."""
    started = time.monotonic()
    while not page.evaluate(expression):
        if time.monotonic() - started > PATIENCE_S:
            sys.exit(f"Not within {PATIENCE_S:.0f} s: {expression}")
        page.wait_for_timeout(20)
    return time.monotonic() - started
