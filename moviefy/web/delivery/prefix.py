"""Moviefy under a path of its host, such as ``https://example.org/films/``.

The server or the proxy says the path (``SCRIPT_NAME``, ``X-Forwarded-Prefix``) and takes it off each request's address.
Templates, translations and fragments write addresses from the root, ``/movies``; here the path is put in front of them,
in one place, so that no page can forget it. Scripts take it from the page (``static/js/root.js``).
"""

import re

from flask import Flask, Response, has_request_context, request

ADDRESS = re.compile(rb'((?:href|src|action|formaction|data-address)=")(/(?!/)[^"]*)')

PLAIN = re.compile(r"(/[\w.~-]+)*", re.ASCII)
"""Paths that can stand in a page as they are; others come from no proxy, and are passed over."""


def site_root() -> str:
    """The path of this request's site, without a slash at the end; "" where the site has its host for itself."""
    root = request.script_root if has_request_context() else ""
    return root if PLAIN.fullmatch(root) else ""


def rooted(address: str) -> str:
    """An address from the root, with the site's path in front of it unless it has it already."""
    root = site_root()
    return address if address == root or (address.startswith(f"{root}/") and root) else root + address


def put_prefix(app: Flask) -> None:
    """Put the site's path into the pages of an app. Register it after what measures or compresses answers."""
    app.jinja_env.globals.update(site_root=site_root, rooted=rooted)

    @app.after_request
    def prefix(response: Response) -> Response:
        if site_root() and response.mimetype == "text/html" and not response.is_streamed:
            whole = ADDRESS.sub(lambda found: found[1] + rooted(found[2].decode()).encode(), response.get_data())
            response.set_data(whole)
        return response
