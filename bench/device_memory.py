"""Whether the camera page grows while the device reads: what its process holds, minute by minute.

    python -m bench.device_memory PHOTO [--minutes 10] [--json]

The first minute is for warming up. Before each figure garbage is collected in the page and in its worker, so that what
is left is held. Held by the process: its resident memory, and of this what is its own and no file of the browser's;
by scripts the page's heap; by the networks the worker's WebAssembly memory.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, CDPSession, Worker, sync_playwright

from bench.device_browser import launched, opened_camera_page, say_yes
from bench.serving import running

MINUTE_MS = 60_000
SETTLE_MS = 500
REMEMBER_MEMORIES = """() => {
    globalThis.memories = [];
    WebAssembly.Memory = class extends WebAssembly.Memory {
        constructor(how) {
            super(how);
            globalThis.memories.push(this);
        }
    };
}"""
WASM_BYTES = "() => globalThis.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)"
MB = 1e6


@dataclass(frozen=True)
class Held:
    """Megabytes that the tab holds, the elements of its page, and the readings that were made until now."""

    resident: float
    own: float
    heap: float
    wasm: float
    elements: int
    readings: int


def main() -> None:
    """Print what is held after each minute, and how far it went from the first to the last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found: list[Held] = []
    with (
        running(hosted=True, MOVIEFY_RATE_LIMIT="100000 per minute") as server,
        sync_playwright() as playwright,
        launched(playwright, given.photo, "--js-flags=--expose-gc") as browser,
    ):
        server.wait_until_ready()
        for held in each_minute(browser, f"http://{server.address}", given.minutes):
            found.append(held)
            print(json.dumps(asdict(held)) if given.json else held, flush=True)
    row = growth(found)
    print(json.dumps(row) if given.json else f"{row['what']:<58} {row['value']}  {row['must']}")


def each_minute(browser: Browser, site: str, minutes: int) -> Iterator[Held]:
    """What the tab holds after one minute and after each of those that follow."""
    page = opened_camera_page(browser.new_page(), site)
    with page.expect_worker() as begun:
        say_yes(page)
    worker = begun.value
    worker.evaluate(REMEMBER_MEMORIES)  # long before the networks are loaded
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(minutes + 1):
        page.wait_for_timeout(MINUTE_MS)
        session.send("HeapProfiler.collectGarbage")
        worker.evaluate("() => gc()")
        page.wait_for_timeout(SETTLE_MS)
        yield held_now(session, worker, page.evaluate("() => window.readings.length"))


def held_now(session: CDPSession, worker: Worker, readings: int) -> Held:
    """The largest of Chromium's renderers is the page's."""
    renderers = [one for one in psutil.Process().children(recursive=True) if "--type=renderer" in one.cmdline()]
    renderer = max(renderers, key=lambda one: one.memory_info().rss)
    lines = Path(f"/proc/{renderer.pid}/status").read_text("utf-8")
    kilobytes = {name: int(value) for name, value in re.findall(r"^(\w+):\s+(\d+) kB", lines, re.MULTILINE)}
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return Held(
        resident=round(kilobytes["VmRSS"] * 1024 / MB, 1),
        own=round((kilobytes["RssAnon"] + kilobytes["RssShmem"]) * 1024 / MB, 1),
        heap=round(metrics["JSHeapUsedSize"] / MB, 2),
        wasm=round(worker.evaluate(WASM_BYTES) / MB, 1),
        elements=int(metrics["Nodes"]),
        readings=readings,
    )


def growth(found: list[Held]) -> dict[str, Any]:
    """How far each figure went from the first minute to the last."""
    first, last = asdict(found[0]), asdict(found[-1])
    names = ("resident", "own", "heap", "wasm")
    value = ", ".join(
        f"{name} {first[name]:g} to {last[name]:g} ({last[name] / first[name] - 1:+.1%})" for name in names
    )
    return {"what": f"memory of the tab, MB, over {len(found) - 1} minutes", "value": value, "must": "5 %"}


if __name__ == "__main__":
    main()
