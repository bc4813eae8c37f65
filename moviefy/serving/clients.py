"""Which client is behind an address, and how many threads one client may have."""

import ipaddress
from collections import Counter, defaultdict, deque
from typing import Generic, TypeVar

Request = TypeVar("Request")

HOME_BITS = 64
"""A home or a server gets at least so many bits of an IPv6 address and may choose the rest, so they count as one."""


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


class Turns(Generic[Request]):
    """Requests of one client beyond its share of threads wait for its earlier ones. Used by one thread alone.

    Args:
        share: threads that one client may have; as many of its requests may wait.
    """

    def __init__(self, share: int) -> None:
        self._share = share
        self._busy: Counter[str] = Counter()
        self._waiting: dict[str, deque[Request]] = defaultdict(deque)

    def is_full(self, client: str) -> bool:
        """Whether a further request of this client may not even wait."""
        return len(self._waiting.get(client, ())) >= self._share

    def take(self, client: str, request: Request) -> bool:
        """Whether a thread may take the request now; otherwise :meth:`give_back` returns it when it is its turn."""
        if self._busy[client] < self._share:
            self._busy[client] += 1
            return True
        self._waiting[client].append(request)
        return False

    def give_back(self, client: str) -> Request | None:
        """End one request of a client; returns its next one, which has the thread now, if one waits."""
        if waiting := self._waiting.get(client):
            return waiting.popleft()
        self._waiting.pop(client, None)
        self._busy[client] -= 1
        if not self._busy[client]:
            del self._busy[client]
        return None
