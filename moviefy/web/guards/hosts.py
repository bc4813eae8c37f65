"""The host names under which an app responds.

A page whose name is re-pointed at this machine ("DNS rebinding") is of the same origin as the app in a browser's eyes:
without this check it could watch the camera of the live version.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from flask import Flask, request

from moviefy.config import Config
from moviefy.errors import UnknownHost


def check_hosts(app: Flask, config: Config) -> None:
    """Refuse requests for names that :func:`allowed` does not return, with ``unknown_host``."""
    names = allowed(config)
    if names is not None:
        app.before_request(lambda: refuse_unknown(names))


def allowed(config: Config) -> frozenset[str] | None:
    """The names in lower case; None if every name is allowed.

    ``MOVIEFY_HOSTS`` if set. Otherwise every name for the hosted version, which cannot know its own, and this machine's
    name for the live version. :func:`refuse_unknown` allows localhost and IP addresses.
    """
    if config.hosts:
        return frozenset(config.hosts)
    if not config.SERVER_CAMERA:
        return None
    own = socket.gethostname().lower()
    return frozenset({own, f"{own}.local"})


def refuse_unknown(names: frozenset[str]) -> None:
    """Raise UnknownHost unless the request's host is in ``names``, localhost or an IP address.

    Nobody can re-point an address, and health checks ask for localhost or an address.
    """
    name = (urlsplit(f"//{request.host}").hostname or "").lower().removesuffix(".")
    if name != "localhost" and name not in names and not _is_address(name):
        raise UnknownHost("This service does not answer under that name.")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
