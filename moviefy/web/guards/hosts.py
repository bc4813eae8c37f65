"""The host names and addresses under which an app responds.

A page whose name is re-pointed at this machine ("DNS rebinding") is of the same origin as the app in a browser's eyes:
without this check it could watch the camera of the live version. Browsers do not take an odd address of this machine,
such as 0.0.0.0, for its own, and so say less about who asks.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from flask import Flask, request

from moviefy.config import Config
from moviefy.errors import UnknownHost
from moviefy.wording import _

LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # nosec B104 # compared with, not listened on


def check_hosts(app: Flask, config: Config) -> None:
    """Refuse requests for names that :func:`allowed` does not return, with ``unknown_host``."""
    names = allowed(config)
    if names is None:
        return
    # The hosted version has no camera, and health checks ask it under any address.
    addresses = not config.SERVER_CAMERA or config.host in EVERYWHERE
    odd = not config.SERVER_CAMERA
    app.before_request(lambda: refuse_unknown(names, addresses=addresses, odd=odd))


def allowed(config: Config) -> frozenset[str] | None:
    """The names in lower case; None if every name is allowed.

    ``MOVIEFY_HOSTS`` if set. Otherwise every name for the hosted version, which cannot know its own; for the live
    version the address that it listens on, and this machine's name if others can reach it.
    """
    if not config.SERVER_CAMERA:
        return frozenset(config.hosts) if config.hosts else None
    names = {*(config.hosts or ()), config.host.lower()} - {*EVERYWHERE}
    if config.host not in LOOPBACK and not config.hosts:
        own = socket.gethostname().lower()
        names |= {own, f"{own}.local"}
    return frozenset(names)


def refuse_unknown(names: frozenset[str], *, addresses: bool, odd: bool) -> None:
    """Raise UnknownHost unless the request's host is in ``names`` or is this machine as it calls itself.

    Nobody can re-point an address, so with ``addresses`` any is allowed; without ``odd`` it has to be one that machines
    have in a network, in its usual spelling.
    """
    name = (urlsplit(f"//{request.host}").hostname or "").lower().removesuffix(".")
    if name not in LOOPBACK and name not in names and not (addresses and _is_address(name, odd)):
        raise UnknownHost(_("This service does not answer under that name."))


def _is_address(name: str, odd: bool) -> bool:
    try:
        ip = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None
    return odd or not (ip.is_loopback or ip.is_unspecified or ip.is_multicast or mapped or str(ip) != name)
