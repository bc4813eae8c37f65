"""Pictures of every page, in both themes at three widths, in ``build/screenshots``, which git ignores.

    python tools/pictures/screenshots.py [--pages start,films] [--themes dark] [--widths 390] [--fold]

``--fold`` takes what a window shows at first instead of whole pages.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from scene import FILM, PATIENCE_MS, ROOT, draw_all, read_photo, say_about_films, scene, start_camera

FOLDER = ROOT / "build" / "screenshots"
THEMES = ("light", "dark")
SIZES = {390: 844, 768: 1024, 1440: 900}
PLAIN = {
    "start": "/",
    "camera": "/live",
    "photo": "/upload",
    "films": "/movies",
    "films-of-a-mood": "/movies?mood=sad&goal=lift&seed=3",
    "films-found": "/movies?q=kurosawa",
    "films-none": "/movies?mood=happy&year_from=1888&year_to=1889",
    "film": FILM,
    "mine-empty": "/mine",
    "about": "/about",
    "privacy": "/privacy",
    "api": "/api/docs",
    "not-found": "/no-such-page",
    "offline": "/offline",
}


def steps(address: str, photo: Path) -> dict[str, Callable[[Page], object]]:
    """Page -> how to get there."""

    def opens(path: str) -> Callable[[Page], object]:
        return lambda page: page.goto(address + path)

    return {
        **{name: opens(path) for name, path in PLAIN.items()},
        "camera-running": lambda page: start_camera(page, address),
        "photo-read": lambda page: read_photo(page, address, photo),
        "mine": lambda page: say_about_films(page, address),
    }


def main() -> None:
    """Take them all, or those that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="", help="names, with commas; all without it")
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--widths", default=",".join(map(str, SIZES)))
    parser.add_argument("--fold", action="store_true")
    given = parser.parse_args()
    with scene() as (browser, address, photo):
        ways = steps(address, photo)
        names = given.pages.split(",") if given.pages else list(ways)
        for theme in given.themes.split(","):
            for width in map(int, given.widths.split(",")):
                folder = FOLDER / f"{width}-{theme}"
                folder.mkdir(parents=True, exist_ok=True)
                for name in names:
                    with browser.new_context(
                        viewport={"width": width, "height": SIZES[width]},
                        color_scheme=theme,
                        reduced_motion="reduce",
                        service_workers="block",
                    ) as context:
                        context.set_default_timeout(PATIENCE_MS)
                        page = context.new_page()
                        ways[name](page)
                        draw_all(page)
                        page.screenshot(path=folder / f"{name}.png", full_page=not given.fold)
                print(folder.relative_to(ROOT), flush=True)


if __name__ == "__main__":
    main()
