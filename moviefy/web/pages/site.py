"""What browsers and search engines ask of a site: manifest, service worker, offline page, robots.txt, sitemap."""

import hashlib
import json
from collections.abc import Iterator

import numpy as np
from flask import Blueprint, Response, jsonify, render_template, request, url_for
from markupsafe import escape

from moviefy.config import PROJECT_ROOT
from moviefy.web.delivery.prefix import rooted, site_root
from moviefy.web.guards.policy import quiet, revalidated
from moviefy.web.languages.choice import say, speech
from moviefy.web.services import services
from moviefy.wording import _

bp = Blueprint("site", __name__)

SHELL = ("css/base.css", "js/site.js", "img/favicon.svg")
"""What the offline page needs; the service worker keeps nothing else."""

WORKER = PROJECT_ROOT / "static" / "worker" / "service-worker.js"
INDEXED = ("/", "/live", "/upload", "/movies", "/mine", "/about", "/privacy", "/api/docs")
MAX_ADDRESSES = 50_000
"""As many as a sitemap may have."""

NOT_FOR_ROBOTS = ("/api/v1/", "/events", "/video_feed", "/ws/", "/metrics", "/upload?", "/offline", "/movies?*offset=")
ICONS = (("img/icon-192.png", 192, "any"), ("img/icon-512.png", 512, "any"), ("img/icon-maskable.png", 512, "maskable"))
SHORTCUTS = ((_("Camera"), "/live"), (_("Photo"), "/upload"), (_("Films"), "/movies"), (_("Your films"), "/mine"))
DESCRIPTION = _("Films that fit the look on your face, or the mood you pick.")


@bp.get("/manifest.webmanifest")
@quiet
@revalidated
def manifest() -> Response:
    """How Moviefy looks where it is installed as an app."""
    response = jsonify(
        {
            "id": rooted("/"),
            "name": "Moviefy",
            "short_name": "Moviefy",
            "description": say(DESCRIPTION),
            "lang": speech().code,
            "dir": speech().locale.text_direction,
            "start_url": rooted("/"),
            "scope": rooted("/"),
            "display": "standalone",
            "background_color": "#0b0f11",
            "theme_color": "#0b0f11",
            "categories": ["entertainment"],
            "icons": [
                {"src": _static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for name, size, purpose in ICONS
            ],
            "shortcuts": [{"name": say(name), "url": rooted(address)} for name, address in SHORTCUTS],
        }
    )
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/service-worker.js")
@quiet
@revalidated
def service_worker() -> Response:
    """The service worker, headed by what it keeps: another shell is another script, and replaces the one before."""
    files = [_static(name) for name in SHELL]
    digest = hashlib.sha256("\n".join((offline(), *files)).encode()).hexdigest()[:12]
    shell = {"name": f"moviefy-{digest}", "root": site_root(), "offline": url_for("site.offline"), "files": files}
    return Response(f"const SHELL = {json.dumps(shell)};\n{WORKER.read_text('utf-8')}", mimetype="text/javascript")


@bp.get("/offline")
@revalidated
def offline() -> str:
    """What the service worker shows where a page cannot be fetched."""
    return render_template("offline.html")


@bp.get("/robots.txt")
@quiet
def robots() -> Response:
    """What is of no use to search engines, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {rooted(path)}" for path in NOT_FOR_ROBOTS)]
    return Response("\n".join((*lines, "", f"Sitemap: {_whole('/sitemap.xml')}", "")), mimetype="text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages and the films, those with most votes first."""
    entries = "".join(f"<url><loc>{escape(_whole(path))}</loc></url>\n" for path in (*INDEXED, *_films()))
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return Response(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{schema}">\n{entries}</urlset>\n',
        mimetype="application/xml",
    )


def _films() -> Iterator[str]:
    catalog = services().recommender.catalog
    for row in np.argsort(-catalog.votes, kind="stable")[: MAX_ADDRESSES - len(INDEXED)].tolist():
        yield f"/movies/{catalog.ids[row]}"


def _whole(path: str) -> str:
    return request.host_url[:-1] + rooted(path)


def _static(name: str) -> str:
    return url_for("static", filename=name)
