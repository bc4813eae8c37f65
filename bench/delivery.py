"""What a browser loads for each page, how much again on the next visit, and when it paints.

    python -m bench.delivery [--visits 5]

The hosted version on this machine, the system's Chromium as a phone whose processor is slowed four times. Bytes are as
sent, headers included. Exits with 1 if a limit is not kept.
"""

import argparse
import shutil
import statistics
import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, sync_playwright

from moviefy.config import HostedConfig
from moviefy.web import create_app, server

PAGES = ("/", "/live", "/upload", "/movies", "/movies?mood=happy&seed=1", "/movies/life-is-beautiful-1997", "/mine")
PAGES += ("/together", "/about")
FILMS_PAGE = "/movies?mood=happy&seed=1"
PHONE = {"width": 390, "height": 844}
SLOWED = 4
CODE_KB, FILMS_KB, LIVE_REQUESTS, PAINT_S, SHIFT = 30, 60, 12, 0.6, 0.02
KB = 1000
SETTLE_MS = 700
PAINT = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime / 1000,
  shift: window.shifts.reduce((sum, one) => sum + one, 0),
})"""
WATCH_SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(one.value)))
  .observe({ type: "layout-shift", buffered: true });"""


@dataclass
class Visit:
    """What one visit of a page loaded: bytes by kind ("Document", "Script", ...), and how many requests that took."""

    sent: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    static: int = 0
    paint: float = 0.0
    shift: float = 0.0

    @property
    def code(self) -> int:
        """Bytes of scripts and styles."""
        return self.sent.get("Script", 0) + self.sent.get("Stylesheet", 0)

    @property
    def without_posters(self) -> int:
        """Bytes of all but pictures."""
        return sum(size for kind, size in self.sent.items() if kind != "Image")


class Recorder:
    """Adds up what a page's network reports."""

    def __init__(self, network: CDPSession) -> None:
        self.visit = Visit()
        self._kinds: dict[str, tuple[str, str]] = {}
        network.send("Network.enable")
        network.on("Network.responseReceived", self._received)
        network.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"], urlsplit(event["response"]["url"]).path
        self.visit.requests += not event["response"].get("fromDiskCache", False)

    def _finished(self, event: dict[str, Any]) -> None:
        kind, path = self._kinds.get(event["requestId"], ("Other", ""))
        size = int(event["encodedDataLength"])
        self.visit.sent[kind] = self.visit.sent.get(kind, 0) + size
        self.visit.static += size if path.startswith("/static/") else 0


def visits(browser: Browser, address: str) -> tuple[Visit, Visit]:
    """A first visit and the next one in the same browser."""
    with browser.new_context(viewport=PHONE, device_scale_factor=2, service_workers="block") as context:
        context.add_init_script(WATCH_SHIFTS)
        both = []
        for _ in range(2):
            page = context.new_page()
            network = context.new_cdp_session(page)
            network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            recorder = Recorder(network)
            page.goto(address, wait_until="load")
            page.wait_for_timeout(SETTLE_MS)
            seen = page.evaluate(PAINT)
            recorder.visit.paint, recorder.visit.shift = seen["paint"], seen["shift"]
            both.append(recorder.visit)
            page.close()
        return both[0], both[1]


def problems(path: str, first: Visit, again: Visit, paint: float, shift: float) -> list[str]:
    """The limits that a page does not keep."""
    limits = {
        f"scripts and styles over {CODE_KB} kB": first.code > CODE_KB * KB,
        f"more than {FILMS_KB} kB without posters": path == FILMS_PAGE and first.without_posters > FILMS_KB * KB,
        f"more than {LIVE_REQUESTS} requests": path == "/live" and first.requests > LIVE_REQUESTS,
        "static files sent again": again.static > 0,
        f"painted after {PAINT_S} s": paint > PAINT_S,
        f"moved by more than {SHIFT}": shift > SHIFT,
    }
    return [f"{path}: {words}" for words, missed in limits.items() if missed]


def main() -> None:
    """Print one line a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=5)
    count = parser.parse_args().visits
    app = create_app(HostedConfig(secret_key="of this bench alone", port=0, rate_limit="100000 per minute"))
    app.extensions["moviefy"].warm_up()
    missed: list[str] = []
    print("page                             requests  script+style  all but pictures  static again  paint    shift")
    with server.serving(app) as host, sync_playwright() as playwright:
        browsers = map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))
        path_of_browser = next(filter(None, browsers), None)
        with playwright.chromium.launch(executable_path=path_of_browser, args=["--no-sandbox"]) as browser:
            visits(browser, f"http://{host}/about")  # the first page of a process compiles templates
            for path in PAGES:
                taken = [visits(browser, f"http://{host}{path}") for _ in range(count)]
                first, again = taken[-1]
                paint = statistics.median(one.paint for one, _ in taken)
                shift = max(one.shift for one, _ in taken)
                missed += problems(path, first, again, paint, shift)
                print(
                    f"{path:32} {first.requests:8}  {first.code / KB:9.1f} kB  {first.without_posters / KB:13.1f} kB"
                    f"  {again.static / KB:9.1f} kB  {paint:5.2f} s  {shift:.3f}"
                )
    print("\n".join(missed) or "Every limit is kept.")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
