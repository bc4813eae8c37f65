"""How long the camera page's main thread is away while the device reads, and what keeps it.

    python -m bench.device_main_thread PHOTO [--times 5] [--seconds 10] [--json]

Each time a new camera page is opened and its longest gap taken twice: from the yes until the films are there, and over
the seconds of steady reading after that. An empty page in a process of its own is watched meanwhile: its gaps are the
machine's and not ours. In the end one more page is traced, which says how long the longest task was by the processor
time of its own thread, whatever else the machine did, and what it was busy with.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.device_browser import launched, opened_camera_page, say_yes, wait_until
from bench.serving import running

PROBE = """() => {
    window.longest = 0;
    let last = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        setTimeout(() => port2.postMessage(0), 0);
    };
    port2.postMessage(0);
}"""
LONGEST = "() => { const { longest } = window; window.longest = 0; return longest; }"
FILMS = "() => document.querySelectorAll('#film-rows .film').length >= 36"
AFTER_FILMS_MS = 2_000
MAIN_THREAD = "CrRendererMain"
TASK = "ThreadControllerImpl::RunTask"
CATEGORIES = ["toplevel", "devtools.timeline"]
NAMED = 3

Event = dict[str, Any]


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with (
        running(hosted=True, MOVIEFY_RATE_LIMIT="100000 per minute") as server,
        sync_playwright() as playwright,
        launched(playwright, given.photo) as browser,
    ):
        server.wait_until_ready()
        for row in rows(browser, f"http://{server.address}", given.times, given.seconds):
            print(json.dumps(row) if given.json else f"{row['what']:<58} {row['value']}  {row.get('must', '')}")


def rows(browser: Browser, site: str, times: int, seconds: float) -> Iterator[dict[str, Any]]:
    """The longest gaps of each time, and the longest tasks of one more."""
    context = browser.new_context()
    gaps(browser, context, site, 0)  # loads and keeps the files, and is not counted
    found = [gaps(browser, context, site, seconds) for _ in range(times)]
    for index, name in enumerate(("yes to films", "steady reading")):
        ours, empty = ([one[who][index] for one in found] for who in range(2))
        yield {"what": f"longest gap, ms, {name}, least and median of {times}", "value": spread(ours), "must": "50"}
        yield {"what": "the same of an empty page meanwhile", "value": spread(empty)}
    longest, names = longest_task(browser, context, site)
    yield {"what": "longest task, ms of its own thread, yes to films", "value": f"{longest:.0f}: {names}"}
    context.close()


def spread(values: list[float]) -> str:
    """The least and the median."""
    return f"{min(values):.0f} {statistics.median(values):.0f}"


def watched(page: Page) -> None:
    """Wait until the page's films are there and in their places."""
    wait_until(page, FILMS)
    page.wait_for_timeout(AFTER_FILMS_MS)


def gaps(browser: Browser, context: BrowserContext, site: str, seconds: float) -> tuple[list[float], list[float]]:
    """The longest gap until the films are there and afterwards: of the camera page, and of an empty one."""
    aside = browser.new_context()
    page, empty = opened_camera_page(context.new_page(), site), aside.new_page()
    both = (page, empty)
    for one in both:
        one.evaluate(PROBE)
    say_yes(page)
    watched(page)
    coming = [one.evaluate(LONGEST) for one in both]
    page.wait_for_timeout(1000 * seconds)
    steady = [one.evaluate(LONGEST) for one in both]
    page.close()
    aside.close()
    return [coming[0], steady[0]], [coming[1], steady[1]]


def longest_task(browser: Browser, context: BrowserContext, site: str) -> tuple[float, str]:
    """The most milliseconds that one task ran on the page's main thread, and the events that took most of them."""
    page = opened_camera_page(context.new_page(), site)
    with traced(browser, page) as events:
        say_yes(page)
        watched(page)
    page.close()
    threads = Counter(thread_of(event) for event in events if event["name"] == TASK)
    mains = {thread_of(e) for e in events if e["name"] == "thread_name" and e["args"]["name"] == MAIN_THREAD}
    ours = max(mains, key=lambda thread: threads[thread])
    spans = [event for event in events if event.get("ph") == "X" and thread_of(event) == ours]
    task = max((span for span in spans if span["name"] == TASK), key=lambda span: span.get("tdur", 0))
    own = own_times([span for span in spans if task["ts"] <= span["ts"] < task["ts"] + task["dur"]])
    names = ", ".join(f"{name} {ms:.0f}" for name, ms in own.most_common(NAMED))
    return task["tdur"] / 1000, names


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[list[Event]]:
    """Chromium's trace of a ``with`` block; the list is complete after it."""
    session = browser.new_browser_cdp_session()
    events: list[Event] = []
    ended: list[Event] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda end: ended.append(end))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": CATEGORIES}})
    yield events
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    session.detach()


def thread_of(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]


def own_times(spans: list[Event]) -> Counter[str]:
    """Milliseconds of processor time by name, without what lies inside of other spans."""
    own: Counter[str] = Counter()
    around: list[Event] = []
    for span in sorted(spans, key=lambda one: (one["ts"], -one["dur"])):
        while around and span["ts"] >= around[-1]["ts"] + around[-1]["dur"]:
            around.pop()
        own[span["name"]] += span.get("tdur", 0) / 1000
        if around:
            own[around[-1]["name"]] -= span.get("tdur", 0) / 1000
        around.append(span)
    return own


if __name__ == "__main__":
    main()
