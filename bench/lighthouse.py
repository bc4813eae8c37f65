"""Lighthouse's four scores for the start page, the list of films and the page of a film.

    python -m bench.lighthouse [--runs 3] [--desktop] [--show]

The hosted version on this machine, the system's Chromium as Lighthouse's phone (slowed four times, slow 4G) or desktop.
npm installs Lighthouse into ``build/lighthouse``, which git ignores; npm and its node come from the extra ``dev``. Each
score is the median of the runs. Exits with 1 if one is below the limit; ``--show`` names what costs points.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
from typing import Any

from moviefy.config import PROJECT_ROOT, HostedConfig
from moviefy.web import create_app, server

VERSION = "13.5.0"
FOLDER = PROJECT_ROOT / "build" / "lighthouse"
PAGES = ("/", "/movies", "/movies?mood=happy&seed=1", "/movies/life-is-beautiful-1997")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
PATIENCE_S = 300


def environment() -> dict[str, str]:
    """Where npm, node and Chromium are."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("Lighthouse needs Chromium.")
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "CHROME_PATH": browser}


def install(env: dict[str, str]) -> str:
    """Install Lighthouse unless it is there; the path of its command."""
    command = FOLDER / "node_modules" / ".bin" / "lighthouse"
    card = FOLDER / "node_modules" / "lighthouse" / "package.json"
    if not (card.is_file() and json.loads(card.read_text("utf-8"))["version"] == VERSION):
        FOLDER.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--no-save"]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], env=env, check=True, timeout=PATIENCE_S)
    return str(command)


def report(command: str, address: str, *, desktop: bool, env: dict[str, str]) -> dict[str, Any]:
    """Lighthouse's report of one run."""
    options = [
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME_FLAGS}",
    ]
    preset = ["--preset=desktop"] if desktop else []
    run = [command, address, *options, *preset]
    done = subprocess.run(run, env=env, check=True, timeout=PATIENCE_S, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    """The four scores, 0 to 100."""
    return {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}


def costs(found: dict[str, Any]) -> list[str]:
    """What costs points: audits with a weight that are not perfect, and what they say."""
    lines = []
    for name in CATEGORIES:
        for part in found["categories"][name]["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                value = audit.get("displayValue", "")
                lines.append(f"    {name}: {part['id']} {audit['score']:.2f} {value}".rstrip())
    return lines


def main() -> None:
    """Print one line a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--desktop", action="store_true")
    parser.add_argument("--show", action="store_true", help="what costs points, in the last run")
    given = parser.parse_args()
    env = environment()
    command = install(env)
    app = create_app(HostedConfig(secret_key="of this bench alone", port=0, rate_limit="100000 per minute"))
    app.extensions["moviefy"].warm_up()
    low = False
    print("page                             " + "  ".join(f"{name:>14}" for name in CATEGORIES))
    with server.serving(app) as host:
        for path in PAGES:
            address = f"http://{host}{path}"
            reports = [report(command, address, desktop=given.desktop, env=env) for _ in range(given.runs)]
            taken = [scores(one) for one in reports]
            median = {name: statistics.median(one[name] for one in taken) for name in CATEGORIES}
            low |= min(median.values()) < LEAST
            print(f"{path:32} " + "  ".join(f"{median[name]:14.0f}" for name in CATEGORIES), flush=True)
            if given.show:
                print("\n".join(costs(reports[-1])))
    sys.exit(low)


if __name__ == "__main__":
    main()
