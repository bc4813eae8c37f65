"""axe on every page in five languages, light, dark and in forced colours; prints what it objects to.

python -m bench.accessibility
"""

import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from bench.device_browser import chromium
from moviefy.config import HostedConfig
from moviefy.web import create_app, server
from moviefy.web.languages.catalogs import LANGUAGES

PAGES = (
    "/", "/live", "/upload", "/movies", "/movies?mood=sad&seed=1", "/movies/life-is-beautiful-1997", "/mine",
    "/together", "/about", "/privacy", "/api/docs", "/not-there",
)  # fmt: skip
LOOKS = (("light", "none"), ("dark", "none"), ("light", "active"))
"""Colour scheme, and whether the system chooses the colours."""


def main() -> None:
    """Look at each page in each language and look; exit status 1 if axe objects to anything."""
    config = HostedConfig(port=0, secret_key="of this bench alone", rate_limit="100000 per minute")
    looked, objections = 0, 0
    with server.serving(create_app(config)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for language in LANGUAGES:
            page = browser.new_context(locale=language, bypass_csp=True).new_page()
            for path in PAGES:
                page.goto(f"http://{address}{path}")
                for scheme, forced in LOOKS:
                    page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")
                    found = Axe().run(page).response["violations"]
                    looked += 1
                    objections += len(found)
                    for one in found:
                        print(language, path, scheme, forced, one["id"], one["nodes"][0]["html"][:120])
            page.context.close()
        browser.close()
    print(f"{looked} looks, {objections} objections")
    sys.exit(bool(objections))


if __name__ == "__main__":
    main()
