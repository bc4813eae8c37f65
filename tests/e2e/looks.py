"""What axe finds on a page in each of its colours, and whether the page fits its window."""

from axe_playwright_python.base import AXE_SCRIPT

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESK = {"width": 1440, "height": 900}
RUN = """([options, passed_over]) => axe.run(
    { exclude: [[passed_over]] }, { resultTypes: ["violations"], ...options },
).then(({ violations }) => violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)
))
"""
BY_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules whose findings another colour scheme can change; the others see the same page in each."""
FURTHER_CARDS = ".films > li:nth-child(n + 4)"
"""One macro draws every card of a film, so the first three of a list speak for all."""
LIGHT, DARK, FORCED = ("light", "none"), ("dark", "none"), ("light", "active")
"""Colour scheme, and whether the system chooses the colours."""


def violations(page, looks=(LIGHT, DARK)):
    """Axe's findings in these looks as lines; an empty list if there are none.

    Colours do not fade from one scheme to the other meanwhile: a colour half way would be no page's.
    """
    page.evaluate(AXE_SCRIPT)
    lines = []
    for number, (scheme, forced) in enumerate(looks):
        page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")
        found = page.evaluate(RUN, [{"runOnly": BY_COLOUR} if number else {}, FURTHER_CARDS])
        lines += [f"{scheme} {forced} {line}" for line in found]
    page.emulate_media(forced_colors="none")
    return lines


def violations_of_words(page):
    """Axe's findings that words can cause, as lines: all but those of colours."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [{"rules": {rule: {"enabled": False} for rule in BY_COLOUR}}, FURTHER_CARDS])


def overflow(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def overflows(page, *sizes):
    """The widths of these window sizes in which the page is wider than its window; leaves the last size."""
    wide = []
    for size in sizes:
        page.set_viewport_size(size)
        wide += [size["width"]] if overflow(page) > 0 else []
    return wide


def finish_animations(page):
    """Wait until what moves stands still; what is taken away meanwhile need not."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")


def is_in_view(page, locator):
    """Whether the whole of it lies in the window."""
    box, size = locator.bounding_box(), page.viewport_size
    inside = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return inside and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
