"""Whether another site's page can switch the live camera on, in every way that Chromium knows, by every door.

    python -m bench.attacks.cross_site [127.0.0.1 0.0.0.0 ::] [--json]

A page of another site asks for ``/video_feed`` and ``/events`` in each way of :mod:`bench.attacks.stranger`, at each
name and address of this machine, with the live version open to this machine alone and open to the network. Counted are
the camera's openings and the requests that arrived. Two controls show that the count can be believed: the camera page
opens the camera, and without the guards other sites' pages do. Needs the extra ``test`` and Chromium.
"""

import argparse
import contextlib
import itertools
import json
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, urlsplit

import psutil
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from bench.attacks.counted_camera import Live, comes_true
from bench.attacks.stranger import LEAVING, REDIRECT, STAYING, STRANGER, WAYS, Stranger, another_site
from moviefy.web.guards.hosts import EVERYWHERE

PATHS = ("/video_feed?plain=1", "/events?films=0")
PATIENCE_MS, OWN_PAGE_MS, LOOK_MS = 20_000, 60_000, 50
CONNECT_S = 1.0
ARRIVE_WITHIN_S, REFUSED_WITHIN_S, OPEN_ALONE_S = 20.0, 0.5, 3.0
SITES = (STRANGER, "localhost")
"""Another site, and one that browsers call the same site: another port of this machine."""

FLAGS = ("--no-sandbox", "--disable-gpu", "--renderer-process-limit=2")
"""The last one spares the start of a process for each page."""

Deed = tuple[str, str]
"""A way and an address."""

Visit = tuple[str, list[Deed]]
"""The address of another site's page and what it does."""


def doors() -> list[str]:
    """Names and addresses under which a browser may reach this machine."""
    found = [
        a.address
        for cards in psutil.net_if_addrs().values()
        for a in cards
        if a.family in (socket.AF_INET, socket.AF_INET6)
    ]
    written = [f"[{address}]" if ":" in address else address for address in found if "%" not in address]
    odd = ["localhost", "localhost.", "127.0.0.1", "0.0.0.0", "127.0.0.2", "[::1]", "[::]", "[::ffff:127.0.0.1]"]
    name = socket.gethostname()
    return list(dict.fromkeys([*odd, name, f"{name}.local", "rebound.example", *written]))


def is_reached(door: str, port: int) -> bool:
    """Whether anything listens at this name or address, which without DNS is this machine's own."""
    host = door.strip("[]") if door.startswith("[") or door.rstrip(".")[-1].isdigit() else "127.0.0.1"
    with contextlib.suppress(OSError), socket.create_connection((host, port), CONNECT_S):
        return True
    return False


def visit(browser: Browser, visits: Iterable[Visit], done: Callable[[list[Deed]], bool], moment_s: float) -> None:
    """Open one page after the other; leave each once its deeds are ``done`` or after a moment. Every wait ends."""
    context = browser.new_context()
    page = context.new_page()
    for address, deeds in visits:
        with contextlib.suppress(PlaywrightError):  # such as a page that was left before it had loaded
            page.goto(address, wait_until="commit", timeout=PATIENCE_MS)
        end = time.monotonic() + moment_s
        while not done(deeds) and time.monotonic() < end:
            page.wait_for_timeout(LOOK_MS)
    context.close()


def pages(site: Stranger, name: str, deeds: list[Deed]) -> list[Visit]:
    """Pages that do all ``deeds``; one page does all that leave it there."""
    staying = [deed for deed in deeds if deed[0] in STAYING]
    return [
        *([(site.page(name, staying), staying)] if staying else []),
        *((site.page(name, [deed]), [deed]) for deed in deeds if deed[0] in LEAVING),
        *((site.redirect(name, deed[1]), [deed]) for deed in deeds if deed[0] == REDIRECT),
    ]


def openings(browser: Browser, site: Stranger, name: str, deeds: list[Deed], live: Live, moment_s: float) -> list[str]:
    """The deeds that switched the camera on. All are tried together first, and one by one if any of them did."""
    before = live.opened
    visit(browser, pages(site, name, deeds), lambda those: arrived(live, those) == those, moment_s)
    return opened_alone(browser, site, name, deeds, live) if live.opened > before else []


def opened_alone(browser: Browser, site: Stranger, name: str, deeds: list[Deed], live: Live) -> list[str]:
    """The deeds that switched the camera on, each tried by itself."""
    found = []
    for deed in deeds:
        live.wait_until_off()
        before = live.opened
        visit(browser, pages(site, name, [deed]), lambda _: live.opened > before, OPEN_ALONE_S)  # noqa: B023
        found += [f"{deed[0]}, {deed[1]}"] if live.opened > before else []
    live.wait_until_off()
    return found


def deeds_at(door: str, port: int) -> list[Deed]:
    """Each way with each address, which says the way."""
    return [(way, f"http://{door}:{port}{path}&way={quote(way)}") for way in WAYS for path in PATHS]


def own_page_opens(browser: Browser, address: str, live: Live) -> bool:
    """Whether the camera page itself gets the camera, at this door."""
    live.wait_until_off()
    before, page = live.opened, browser.new_page()
    try:
        page.goto(f"http://{address}/live", timeout=OWN_PAGE_MS)
        page.click("#consent-yes", timeout=OWN_PAGE_MS)
        shown = comes_true(lambda: bool(page.evaluate("document.getElementById('server-view').naturalWidth")))
        return shown and live.opened > before
    except PlaywrightError:
        return False
    finally:
        page.close()


def attacked(browser: Browser, site: Stranger, host: str) -> dict[str, object]:
    """The row of one way of listening: tries, those that arrived, those that opened the camera, and its own page."""
    live, tries, came, on = Live(), 0, list[Deed](), list[str]()
    with live.listening(host):
        for door, name in itertools.product(doors(), SITES):
            deeds = deeds_at(door, live.port)
            live.forget()
            moment_s = ARRIVE_WITHIN_S if is_reached(door, live.port) else REFUSED_WITHIN_S
            on += [f"{name}: {deed}" for deed in openings(browser, site, name, deeds, live, moment_s)]
            tries += len(deeds)
            came += arrived(live, deeds)
        opened = live.opened
        own = own_page_opens(browser, f"localhost:{live.port}", live)
    return {
        "listens_on": host,
        "tries": tries,
        "arrived": len(came),
        "ways_that_arrived": len({way for way, _ in came}),
        "camera_opened": opened,
        "by": on,
        "own_page_opens_it": own,
    }


def arrived(live: Live, deeds: list[Deed]) -> list[Deed]:
    """Those whose request has come to the server."""
    return [deed for deed in deeds if live.has_arrived(*urlsplit(deed[1])[2:4])]


def unguarded(browser: Browser, site: Stranger) -> dict[str, object]:
    """The control: the ways that open the camera where no guard stands, and those that do not."""
    live = Live()
    with live.listening("127.0.0.1", guarded=False):
        deeds = deeds_at("127.0.0.1", live.port)
        found = opened_alone(browser, site, STRANGER, deeds, live)
    working = {way for way in WAYS if any(deed.startswith(f"{way}, http") for deed in found)}
    return {"guards": "off", "camera_opened": live.opened, "by_ways": len(working), "not_by": sorted({*WAYS} - working)}


def rows(browser: Browser, site: Stranger, hosts: list[str]) -> Iterator[dict[str, object]]:
    """The control first, then a row for each way of listening."""
    yield unguarded(browser, site)
    for host in hosts:
        yield attacked(browser, site, host)


def chromium() -> str | None:
    """The system's browser; None: Playwright's own."""
    return next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)


def main() -> None:
    """Print a row for each way of listening; exit status 1 if the camera went on for anybody else, or never."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listens_on", nargs="*", default=["127.0.0.1", *EVERYWHERE])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rules = "--host-resolver-rules=" + ",".join(
        f"MAP {name} 127.0.0.1" for name in (STRANGER, "rebound.example", f"{socket.gethostname()}.local")
    )
    wrong = False
    with sync_playwright() as playwright, another_site() as site:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, rules])
        for row in rows(browser, site, given.listens_on):
            print(json.dumps(row) if given.json else "  ".join(f"{k} {v}" for k, v in row.items()), flush=True)
            wrong |= (
                not row["by_ways"] if "guards" in row else bool(row["camera_opened"]) or not row["own_page_opens_it"]
            )
        browser.close()
    raise SystemExit(wrong)


if __name__ == "__main__":
    main()
