"""Security headers, and a check that requests that change or cost something come from our own pages."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from moviefy.config import Config
from moviefy.serving.headers import HEADERS
from moviefy.web.guards.policy import current_policy

ONE_YEAR_S = 365 * 24 * 3600
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def protect(app: Flask, config: Config) -> None:
    """Add the headers and the origin check to an app."""
    app.before_request(refuse_other_sites)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if config.FORCE_HTTPS and request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_S}"
        return response


def trust_proxies(app: Flask, count: int) -> None:
    """Take client address, scheme and host from the headers that ``count`` proxies in front of the app append to.

    Without it, all visitors behind a proxy share one address, and with it one rate limit. With it but without a
    proxy, a client could choose its address, so the default is 0.
    """
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def refuse_other_sites() -> None:
    """Abort with 403 if another site's page sent a POST, opened a WebSocket or asked for the camera.

    Browsers send Origin or Sec-Fetch-Site with these and pages cannot forge them. Clients that are no browser send
    neither; they carry no one's cookies, so they may pass.
    """
    guarded = request.method not in SAFE_METHODS or current_policy().opens_camera or _is_websocket()
    if guarded and _from_other_site():
        abort(403)


def _is_websocket() -> bool:
    return request.headers.get("Upgrade", "").lower() == "websocket"


def _from_other_site() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        # The host alone is compared: behind a proxy the app may not know that the outside speaks https.
        return urlsplit(origin).netloc.lower() != request.host.lower()
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
