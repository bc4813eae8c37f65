"""Draws the icons of the installed app from the drawing in ``static/img/favicon.svg``, with the system's Chromium.

    python tools/icons/draw.py

Run it after a change of the drawing; the pictures are small and stay in the repository. Systems cut maskable icons and
touch icons to a shape of their own, so these have a full ground and the drawing well inside.
"""

import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "static" / "img"
GROUND = "#0a6b4b"
PICTURES = {
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    "icon-maskable.png": (512, 0.8, GROUND),
    "touch-icon.png": (180, 0.92, GROUND),
}
"""File -> side in pixels, share of the side that the drawing takes, ground."""

COLOURS = 64
"""Enough for one ground, one ink and the edges between them."""


def main() -> None:
    """Write the four pictures."""
    drawing = re.sub(r"\s+", " ", (IMAGES / "favicon.svg").read_text("utf-8"))
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page()
        for name, (side, share, ground) in PICTURES.items():
            page.set_viewport_size({"width": side, "height": side})
            style = f"margin:0;background:{ground};display:grid;place-items:center;height:{side}px"
            sized = drawing.replace("<svg ", f'<svg width="{side * share}" height="{side * share}" ', 1)
            page.set_content(f'<body style="{style}">{sized}</body>')
            page.screenshot(path=IMAGES / name, omit_background=True)
            with Image.open(IMAGES / name) as picture:
                small = picture.convert("RGBA").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
            small.save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    main()
