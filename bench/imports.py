"""Measures /mine's import: how long an export of Letterboxd's takes, and how many of its films are found.

    python -m bench.imports [--films 1000] [--runs 5] [--json]

The export is made of the catalog as exports are in life: accents, punctuation, "&", articles, numerals, original titles
and years differ from the catalog's, and some films are not in it. Chromium reads it on the page itself; the time goes
from the choice of the file to the counts on the page, with the catalog's titles fetched in between.
"""

import csv
import io
import json
import random
import re
import shutil
import statistics
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
from playwright.sync_api import Browser, sync_playwright

from moviefy.config import HostedConfig
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.catalog.titles import title_key
from moviefy.web import create_app, server

SEED = 11
ABSENT_SHARE = 0.1
MUST_MATCH, MUST_TAKE_S = 0.9, 1.0
WATCH = """() => {
    const input = document.getElementById("import-files");
    input.addEventListener("change", () => { window.began = performance.now(); }, { capture: true });
    new MutationObserver(() => { window.ended = performance.now(); })
        .observe(document.getElementById("import-preview"), { attributes: true, attributeFilter: ["hidden"] });
}"""
LISTED = "[...document.querySelectorAll('#import-missing-list li')].map((item) => item.textContent)"


@dataclass(frozen=True)
class Row:
    """A film as an export names it; ``film_id``: what it means, None for a film that the catalog lacks."""

    title: str
    year: int
    film_id: str | None


def _plain(title: str) -> str:
    decomposed = unicodedata.normalize("NFKD", title)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _numeral(title: str) -> str:
    numerals = {"II": "2", "III": "3", "IV": "4", "2": "II", "3": "III", "4": "IV"}
    return re.sub(r"(?<= )(II|III|IV|2|3|4)\b", lambda found: numerals[found[1]], title)


VARIATIONS: tuple[tuple[float, Callable[[str], str]], ...] = (
    (0.05, _plain),
    (0.05, lambda title: title.replace(" & ", " and ") if " & " in title else title.replace(" and ", " & ")),
    (0.05, lambda title: title.replace("'", "\u2019").replace("...", "\u2026")),
    (0.04, lambda title: re.sub(r": ", " - ", title)),
    (0.04, lambda title: re.sub(r"[:,.!?]", "", title)),
    (0.04, lambda title: re.sub(r"^(The|A|An) (.+)$", r"\2, \1", title)),
    (0.03, lambda title: re.sub(r"^The ", "", title)),
    (0.03, lambda title: title.replace("-", " ")),
    (0.03, _numeral),
    (0.03, str.upper),
    (0.02, lambda title: f"{title}: The Movie"),
)
"""Share of the films, and how another site may write their titles."""

ORIGINAL_SHARE, YEAR_OFF_SHARE = 0.08, 0.07


def rows_of(catalog: Catalog, count: int) -> list[Row]:
    """An export's films: well known ones more often, varied as in life."""
    random_ = random.Random(SEED)
    weights = (catalog.votes + 1) ** 0.5
    keys = [random_.random() ** (1 / weight) for weight in weights.tolist()]
    chosen = sorted(range(len(catalog)), key=keys.__getitem__, reverse=True)[: round(count * (1 - ABSENT_SHARE))]
    rows = [_varied(catalog, row, random_) for row in chosen] + _absent(catalog, count - len(chosen), random_)
    random_.shuffle(rows)
    return rows


def _varied(catalog: Catalog, row: int, random_: random.Random) -> Row:
    title, original = str(catalog.texts["title"][row]), str(catalog.texts["original_title"][row])
    if original and random_.random() < ORIGINAL_SHARE:
        title = original
    for share, vary in VARIATIONS:
        if random_.random() < share:
            title = vary(title)
    off = random_.choice((-1, 1)) if random_.random() < YEAR_OFF_SHARE else 0
    return Row(title, int(catalog.years[row]) + off, catalog.ids[row])


def _absent(catalog: Catalog, count: int, random_: random.Random) -> list[Row]:
    """Films with titles of the catalog's own words that it does not have in any year."""
    titles = catalog.texts["title"].tolist()
    known = {title_key(title) for title in titles} | {title_key(one) for one in catalog.texts["original_title"]}
    rows: list[Row] = []
    while len(rows) < count:
        one, other = random_.choice(titles).split(), random_.choice(titles).split()
        title = " ".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]])
        if title_key(title) not in known:
            rows.append(Row(title, random_.randint(1950, 2024), None))
    return rows


def export_of(rows: list[Row]) -> bytes:
    """The zip that Letterboxd would make: all were watched, four of five rated."""
    random_ = random.Random(SEED)
    watched, rated = io.StringIO(), io.StringIO()
    names = ["Date", "Name", "Year", "Letterboxd URI"]
    csv.writer(watched).writerow(names)
    csv.writer(rated).writerow([*names, "Rating"])
    for number, row in enumerate(rows):
        cells = [f"2024-01-{number % 28 + 1:02}", row.title, row.year, f"https://boxd.it/{number:x}"]
        csv.writer(watched).writerow(cells)
        if random_.random() < 0.8:
            csv.writer(rated).writerow([*cells, random_.randint(1, 10) / 2])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("watched.csv", watched.getvalue())
        archive.writestr("ratings.csv", rated.getvalue())
    return out.getvalue()


def run(browser: Browser, address: str, export: bytes) -> tuple[float, set[str], dict[str, dict[str, str]]]:
    """One import in a fresh browser context: seconds, titles that were not found, and the lists afterwards."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{address}/mine")
        page.locator("#panels").wait_for()
        page.evaluate(WATCH)
        page.locator("#import-files").set_input_files({"name": "a.zip", "mimeType": "", "buffer": export})
        page.locator("#import-preview").wait_for()
        seconds = page.evaluate("(window.ended - window.began) / 1000")
        missing = set(page.evaluate(LISTED))
        page.locator("#import-yes").click()
        lists = json.loads(page.evaluate("localStorage.getItem('moviefy.films')"))
        return seconds, missing, lists


def judge(rows: list[Row], missing: set[str], lists: dict[str, dict[str, str]]) -> dict[str, Any]:
    """How many films of the catalog were found, and what was found though it is not there."""
    found = {film_id for films in lists.values() for film_id in films}
    known = [row for row in rows if row.film_id]
    hit = [row for row in known if row.film_id in found]
    absent = [row for row in rows if not row.film_id]
    return {
        "films": len(rows),
        "in_catalog": len(known),
        "matched": len(hit),
        "share": round(len(hit) / len(known), 4),
        "wrong": len(found - {row.film_id for row in known}),
        "absent": len(absent),
        "absent_listed": sum(f"{row.title} ({row.year})" in missing for row in absent),
        "missed": [f"{row.title} ({row.year})" for row in known if row not in hit],
    }


@click.command()
@click.option("--films", default=1000, show_default=True)
@click.option("--runs", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(films: int, runs: int, as_json: bool) -> None:
    """Print the figures; exit with 1 if a limit is not kept."""
    app = create_app(HostedConfig(secret_key="of this bench alone", port=0, rate_limit="100000 per minute"))
    rows = rows_of(app.extensions["moviefy"].recommender.catalog, films)
    export = export_of(rows)
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    with server.serving(app) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        taken = [run(browser, f"http://{host}", export) for _ in range(runs)]
        browser.close()
    seconds = sorted(one[0] for one in taken)
    figures = {"median_s": round(statistics.median(seconds), 3), "max_s": round(seconds[-1], 3)}
    figures |= judge(rows, *taken[-1][1:])
    if as_json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:14} {value}" for name, value in figures.items()))
    sys.exit(figures["share"] < MUST_MATCH or figures["max_s"] > MUST_TAKE_S)


if __name__ == "__main__":
    main()
