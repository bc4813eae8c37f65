"""Whether another site's page can switch the live camera on, in every way that Chromium knows, by every door.

    python -m bench.attacks.cross_site [127.0.0.1 0.0.0.0 ::] [--json]

A page of another site asks for ``/video_feed`` and ``/events`` in each of the ways below, at each name and address of
this machine, and the camera's openings are counted. The same is done with the live version open to this machine alone
and open to the network. In the end the camera page itself has to open it. Needs the extra ``test`` and Chromium.
"""

import argparse
import contextlib
import http.server
import json
import shutil
import socket
import threading
from collections.abc import Iterator

import psutil
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from moviefy.capture.cameras import open_source
from moviefy.capture.frame_source import FrameSource
from moviefy.config import LiveConfig
from moviefy.live.camera import LiveCamera
from moviefy.web import create_app
from moviefy.web.guards.hosts import EVERYWHERE
from moviefy.web.server import serving
from moviefy.web.services import Services

STRANGER = "stranger.example"
WAIT_MS, PATIENCE_MS = 400, 5_000
WAYS = {
    "image": "const i = new Image(); i.src = u; document.body.append(i)",
    "image, no referrer": "const i = new Image(); i.referrerPolicy = 'no-referrer'; i.src = u + '#'",
    "frame": "const f = document.createElement('iframe'); f.src = u; document.body.append(f)",
    "style": "document.body.style.backgroundImage = `url('${u}')`",
    "sheet": "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = u; document.body.append(l)",
    "script": "const s = document.createElement('script'); s.src = u; document.head.append(s)",
    "video": "const v = document.createElement('video'); v.src = u; v.play().catch(() => 0); document.body.append(v)",
    "object": "const o = document.createElement('object'); o.data = u; document.body.append(o)",
    "fetch": "fetch(u, { mode: 'no-cors', credentials: 'include' }).catch(() => 0)",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${u}', { mode: 'no-cors' }).catch(() => 0)`])))",
    "events": "new EventSource(u)",
    "form": "const f = document.createElement('form'); f.action = u; document.body.append(f); f.submit()",
    "new window": "window.open(u)",
    "no opener": "window.open(u, '_blank', 'noopener,noreferrer')",
    "prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = u; document.head.append(l)",
    "beacon": "navigator.sendBeacon(u, 'x')",
}


class Stranger(http.server.BaseHTTPRequestHandler):
    """Another site: an empty page, and addresses that lead to wherever their query says."""

    def do_GET(self) -> None:  # the name that the library calls
        """Answer every address."""
        _, _, target = self.path.partition("?to=")
        self.send_response(302 if target else 200)
        self.send_header(*(("Location", target) if target else ("Content-Type", "text/html")))
        self.end_headers()
        if not target:
            self.wfile.write(b"<!doctype html><title>Elsewhere</title><body>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def another_site() -> Iterator[int]:
    """The port of another site on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class Camera:
    """A drawn camera that counts how often it was opened."""

    def __init__(self) -> None:
        self.opened = 0

    def open(self) -> FrameSource:
        """Count, and open."""
        self.opened += 1
        return open_source("fake")


@contextlib.contextmanager
def live_version(host: str, camera: Camera) -> Iterator[str]:
    """Serve the live version on ``host``; yields its port."""
    config = LiveConfig(host=host, port=0, camera="fake")
    shared = Services(config)
    shared = Services(config, pipeline=shared.pipeline, live=LiveCamera(camera.open, shared.pipeline, shared.seats))
    with serving(create_app(config, shared)) as address:
        yield address.rpartition(":")[2]


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


def visit(browser: Browser, address: str, scripts: list[str]) -> None:
    """Open a page of another site, let it do this, and leave."""
    context = browser.new_context()
    with contextlib.suppress(PlaywrightError):
        page = context.new_page()
        page.goto(address, wait_until="commit", timeout=PATIENCE_MS)
        for script in scripts:
            with contextlib.suppress(PlaywrightError):  # such as a page that has been left
                page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(WAIT_MS)
    context.close()


def openings(browser: Browser, site: str, targets: list[str], camera: Camera) -> list[str]:
    """The ways that switched the camera on. All are tried together first, and one by one if any of them did."""
    once = {f"{way} {u}": (site, f"const u = '{u}'; {act}") for u in targets for way, act in WAYS.items()}
    leaving = {f"leaves {u}": (site, f"location.href = '{u}'") for u in targets}
    leaving |= {f"typed address that redirects {u}": (f"{site}?to={u}", "") for u in targets}
    before = camera.opened
    visit(browser, site, [script for _, script in once.values()])
    alone = leaving if camera.opened == before else once | leaving
    found = []
    for way, (address, script) in alone.items():
        before = camera.opened
        visit(browser, address, [script])
        found += [way] if camera.opened > before else []
    return found


def own_page_opens(browser: Browser, address: str, camera: Camera) -> bool:
    """Whether the camera page itself gets the camera, at this door."""
    page = browser.new_page()
    page.goto(f"http://{address}/live")
    page.click("#consent-yes")
    page.wait_for_function("document.getElementById('server-view').naturalWidth > 0")
    page.close()
    return camera.opened > 0


def measure(hosts: list[str]) -> Iterator[dict[str, object]]:
    """One row for each way of listening: tries, those that opened the camera, and whether its own page does."""
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    rules = "--host-resolver-rules=" + ",".join(
        f"MAP {name} 127.0.0.1" for name in (STRANGER, "rebound.example", f"{socket.gethostname()}.local")
    )
    with sync_playwright() as playwright, another_site() as port:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", rules])
        for host in hosts:
            camera, count, opened = Camera(), 0, []
            with live_version(host, camera) as live_port:
                for door in doors():
                    targets = [f"http://{door}:{live_port}{path}" for path in ("/video_feed?plain=1", "/events")]
                    for site in (f"http://{STRANGER}:{port}/", f"http://localhost:{port}/"):
                        count += len(targets) * (len(WAYS) + 2)
                        opened += openings(browser, site, targets, camera)
                own = own_page_opens(browser, f"localhost:{live_port}", camera)
            yield {"listens_on": host, "tries": count, "camera_on": opened, "own_page_opens_it": own}


def main() -> None:
    """Print a row for each way of listening; exit status 1 if the camera went on for anybody else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listens_on", nargs="*", default=["127.0.0.1", *EVERYWHERE])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    wrong = False
    for row in measure(given.listens_on):
        print(json.dumps(row) if given.json else "  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
        wrong = wrong or bool(row["camera_on"]) or not row["own_page_opens_it"]
    raise SystemExit(wrong)


if __name__ == "__main__":
    main()
