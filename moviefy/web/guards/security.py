"""Security headers, and a check that requests that change or cost something come from our own pages."""

from collections.abc import Iterable
from hmac import compare_digest
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from moviefy.config import Config
from moviefy.errors import CameraPageNeeded
from moviefy.serving.headers import HEADERS
from moviefy.web.delivery.prefix import PLAIN
from moviefy.web.guards.policy import current_policy
from moviefy.web.services import services

WASM_POLICY = f"{HEADERS['Content-Security-Policy']}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
"""For what reads faces in the browser; it allows WebAssembly, but no script that is made from text."""

ONE_YEAR_S = 365 * 24 * 3600
SCHEMES = ("http", "https", "ws", "wss")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def protect(app: Flask, config: Config) -> None:
    """Add the headers and the origin check to an app."""
    app.before_request(refuse_other_sites)

    @app.after_request
    def add_headers(response: Response) -> Response:
        if current_policy().reads_on_device:
            response.headers["Content-Security-Policy"] = WASM_POLICY
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if config.FORCE_HTTPS and request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_S}"
        return response


def trust_proxies(app: Flask, count: int) -> None:
    """Take client address and scheme from the headers that ``count`` proxies in front of the app append to.

    The host is that of ``Host``, which proxies pass on: few set or strip ``X-Forwarded-Host``, so clients could
    choose it.

    Without it, all visitors behind a proxy share one address, and with it one rate limit. With it but without a
    proxy, a client could choose its address, so the default is 0.
    """
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            _without_odd_values(app.wsgi_app), x_for=count, x_proto=count, x_prefix=count
        )


def _without_odd_values(app: WSGIApplication) -> WSGIApplication:
    """Pass over a scheme or a path that no proxy sets: some pass on what a client wrote into these headers."""

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["wsgi.url_scheme"] not in SCHEMES:
            environ["wsgi.url_scheme"] = "http"
        prefix = environ.get("SCRIPT_NAME", "").rstrip("/")
        environ["SCRIPT_NAME"] = prefix if PLAIN.fullmatch(prefix) else ""
        return app(environ, start_response)

    return call


def refuse_other_sites() -> None:
    """Abort with 403 if another site's page sent a POST, opened a WebSocket or asked for the camera.

    Browsers send Origin or Sec-Fetch-Site with these and pages cannot forge them. Clients that are no browser send
    neither; they carry no one's cookies, so they may pass.
    """
    camera = current_policy().opens_camera
    if (request.method not in SAFE_METHODS or camera or _is_websocket()) and _from_other_site():
        abort(403)
    if camera and services().config.SERVER_CAMERA and not _may_open_camera():
        raise CameraPageNeeded("Open the camera page first, or open it again: this address belongs to it.")


def _may_open_camera() -> bool:
    """Whether the camera page asks, or a program that is no browser, which no page can start.

    Browsers say where an image comes from to trustworthy addresses alone, not to a machine's name or its address in
    the network. So they have to show the word that the camera page holds and that other sites cannot read. All browsers
    call themselves Mozilla, and no page can change that.
    """
    is_browser = request.headers.get("User-Agent", "").startswith("Mozilla/")
    if not is_browser or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return compare_digest(request.args.get("token", "").encode(), services().camera_token.encode())


def _is_websocket() -> bool:
    return request.headers.get("Upgrade", "").lower() == "websocket"


def _from_other_site() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        # The host alone is compared: behind a proxy the app may not know that the outside speaks https.
        return _host_of(origin) != request.host.lower()
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:  # such as "http://["
        return None
