"""Serves an app on this machine with threads, without a debugger and without an access log."""

import logging.config
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from moviefy.capture.file_kinds import ensure_video
from moviefy.config import Config
from moviefy.errors import SettingError
from moviefy.logs import log_config
from moviefy.serving.headers import unparsable
from moviefy.web import create_app
from moviefy.web.guards.hosts import EVERYWHERE
from moviefy.web.services import Services

log = logging.getLogger("moviefy")

STOP_POLL_S = 0.05
"""Seconds between checks whether a server in a thread should stop."""


class QuietHandler(WSGIRequestHandler):
    """Sends small packets at once, and logs no requests: a log line would hold an address and a mood."""

    disable_nagle_algorithm = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no HTTP as gunicorn's worker does: with all headers, and nothing that the client wrote."""
        self.close_connection = True
        log.info("A request could not be parsed.")
        self.wfile.write(unparsable(431 if code == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE else 400))

    def log(self, type: str, message: str, *args: object) -> None:
        """Werkzeug's lines begin with the client's address."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing is logged."""


def build_or_exit(kind: type[Config]) -> Flask:
    """Build the app, or exit on an invalid setting."""
    show_log("text")
    try:
        config = kind.from_environment()
        show_log(config.log)
        if config.SERVER_CAMERA and (video := Path(config.camera)).is_file():
            ensure_video(video, "MOVIEFY_CAMERA")
        return create_app(config)
    except SettingError as error:
        sys.exit(f"moviefy: {error}")


def show_log(kind: str) -> None:
    """Send the log from INFO on, as ``json`` to stdout or ``text`` to stderr."""
    logging.config.dictConfig(log_config(kind))


def serve(app: Flask, *, open_browser: bool = False) -> None:
    """Serve until SIGTERM or Ctrl+C; exit if the port is taken."""
    shared: Services = app.extensions["moviefy"]
    config = shared.config
    try:
        server = listen(app, config)
    except SettingError as error:
        sys.exit(f"moviefy: {error}")
    signal.signal(signal.SIGTERM, _leave)
    shared.start()
    address = address_of(config.host, server.port)
    log.info("serving on %s (Ctrl+C stops it)", address)
    if open_browser and _has_screen():
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    _serve_until_stopped(server, shared)


def listen(app: Flask, config: Config) -> BaseWSGIServer:
    """Return a threaded server that listens on the configured address.

    Raises:
        SettingError: the port is taken, not allowed, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    both = config.host == "::" and socket.has_dualstack_ipv6()  # as gunicorn does
    where = (config.host, config.port)
    try:
        with socket.create_server(where, family=family, backlog=128, dualstack_ipv6=both) as sock:
            server = make_server(*where, _closed(app), threaded=True, request_handler=QuietHandler, fd=sock.fileno())
            server.handle_error = _client_gone  # type: ignore[method-assign]
            return server
    except OverflowError:
        raise SettingError(f"PORT cannot be {config.port}: it goes from 0 to 65535.") from None
    except OSError as error:
        raise SettingError(
            f"Port {config.port} on {config.host} cannot be used ({error.strerror}); set PORT to a free one."
        ) from None


def address_of(host: str, port: int) -> str:
    """The address under which a browser on this machine finds a server that listens on ``host``."""
    if host in EVERYWHERE:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _client_gone(request: object, client_address: object) -> None:
    """Note an error that no response could tell of; the library would write the client's address to stderr."""
    log.info("A connection ended early.", exc_info=log.isEnabledFor(logging.DEBUG))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app in a thread during a ``with`` block; yields ``host:port``."""
    server = listen(app, app.extensions["moviefy"].config)
    thread = threading.Thread(target=server.serve_forever, args=(STOP_POLL_S,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.port}"
    finally:
        app.extensions["moviefy"].close()
        server.shutdown()
        thread.join(10)
        server.server_close()


def _closed(app: Flask) -> WSGIApplication:
    """Close every response: Werkzeug does not if the client resets the connection in the middle of a file."""

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return _closing(app(environ, start_response))

    return call


def _closing(response: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from response
    finally:
        if hasattr(response, "close"):
            response.close()


def _serve_until_stopped(server: BaseWSGIServer, shared: Services) -> None:
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        shared.close()
        server.server_close()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def _has_screen() -> bool:
    """Whether a browser can be shown here: not in CI, and on Linux only with a display."""
    if os.environ.get("CI"):
        return False
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
