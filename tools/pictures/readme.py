"""The pictures of README.md: four pages, and a short animation of the camera page, in ``docs/pictures``.

    python tools/pictures/readme.py

Run it after a change that shows. It exits with 1 if a picture takes more room than a clone should have to carry.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from scene import FILM, PATIENCE_MS, ROOT, draw_all, read_photo, scene

FOLDER = ROOT / "docs" / "pictures"
WINDOW = {"width": 1280, "height": 800}
SHOWN = (960, 600)
QUALITY = 78
PICTURE_KB, ANIMATION_KB = 100, 500
FRAME_MS = 200
BEFORE, AFTER, AT_END = 5, 20, 8
"""Pictures of the animation before and after the press of the button, and how long the last one stands."""


def open_page(browser: Browser, theme: str) -> Page:
    """A new page in a theme."""
    page = browser.new_page(viewport=WINDOW, color_scheme=theme, service_workers="block", reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    return page


def shot(page: Page) -> Image.Image:
    """What the window shows, in the size of the README."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        return picture.convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)


def stills(browser: Browser, address: str, photo: Path) -> None:
    """The four pages."""
    ways = {
        "start": ("dark", lambda page: page.goto(address)),
        "photo": ("light", lambda page: read_photo(page, address, photo)),
        "films": ("light", lambda page: page.goto(f"{address}/movies")),
        "film": ("dark", lambda page: page.goto(address + FILM)),
    }
    for name, (theme, way) in ways.items():
        page = open_page(browser, theme)
        way(page)
        draw_all(page)
        shot(page).save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
        page.close()


def animation(browser: Browser, address: str) -> None:
    """The camera page from the question to its films."""
    page = open_page(browser, "dark")
    page.goto(f"{address}/live")
    frames = [shot(page)] * BEFORE
    page.locator("#consent-yes").click()
    page.locator("#mood-now").wait_for()
    for _ in range(AFTER):
        frames.append(shot(page))
        page.wait_for_timeout(FRAME_MS)
    draw_all(page)
    frames += [shot(page)] * AT_END
    first, *rest = frames
    first.save(
        FOLDER / "camera.webp",
        save_all=True,
        append_images=rest,
        duration=FRAME_MS,
        loop=0,
        quality=50,
        method=4,
        minimize_size=True,
    )
    page.close()


def main() -> None:
    """Take them and look at their sizes."""
    with scene() as (browser, address, photo):
        stills(browser, address, photo)
        animation(browser, address)
    heavy = False
    for path in sorted(FOLDER.glob("*.webp")):
        size, limit = path.stat().st_size / 1000, ANIMATION_KB if path.stem == "camera" else PICTURE_KB
        heavy |= size > limit
        print(f"{path.name}: {size:.0f} kB")
    sys.exit(heavy)


if __name__ == "__main__":
    main()
