"""Who asks, as far as limits and places are concerned."""

import ipaddress

from flask import request

from moviefy.web.services import services

HOME_BITS = 64
"""A home or a server gets at least so many bits of an IPv6 address and may choose the rest, so they count as one."""


def client_key() -> str:
    """The client of this request, the same for every address that it can choose."""
    return key_of(request.remote_addr)


def viewer() -> str | None:
    """The client of this request, for its share of places; None for this machine's own people in the live version."""
    key = client_key()
    return None if services().config.SERVER_CAMERA and key in ("127.0.0.1", "::/64") else key


def key_of(address: str | None) -> str:
    """The client behind an address as servers and proxies write it: perhaps with a port, in brackets, with a zone."""
    text = (address or "").strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if (mapped := ip.ipv4_mapped) is None:
            return str(ipaddress.ip_network((int(ip) >> HOME_BITS << HOME_BITS, HOME_BITS)))
        ip = mapped
    return str(ip)
