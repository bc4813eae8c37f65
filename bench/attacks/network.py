"""Floods and slow clients against the hosted version, and what a normal client and the memory notice.

    python -m bench.attacks.network [ATTACK ...] [--seconds 30] [--json]

``deflate`` and ``backlog``: 64 WebSockets that send messages which inflate, or that never wait for an answer.
``bodies`` and ``headers``: 60 requests that come drop by drop, replaced as they end. ``idle``: 500 connections that say
nothing. ``unread``: 90 that ask for the longest page and read none of it; ``large``: for the largest file, of which
they read a kilobyte a second. ``pieces``: 16 bodies in chunks of a byte, or with a line between chunks that does not
end. ``refused``: 60 WebSockets a second beyond the last place, whose clients do not close. All come from one address.
Each attack meets a server of its own; nothing but loopback is reached. Needs the extra ``test``.
"""

import argparse
import base64
import functools
import json
import os
import socket
import struct
import threading
import time
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

from bench.attacks.watching import ATTACKER, under
from bench.serving import running

SOCKETS, SLOW, IDLE, UNREAD, PIECES, REFUSED_A_SECOND = 64, 60, 500, 90, 16, 60
INFLATED_BYTES = 64 * 2**20
MESSAGE_BYTES = 1_900_000
BINARY, COMPRESSED, MASKED = 0x82, 0x40, 0x80
BEFORE_RECONNECT_S = 0.5
DROP_S = 0.5
SMALLEST_BYTES, SMALLEST_SEGMENT = 2048, 536


def connected(address: str) -> socket.socket:
    """A connection from the attacker's address."""
    host, _, port = address.partition(":")
    return socket.create_connection((host, int(port)), 10, source_address=(ATTACKER, 0))


def upgrade(address: str, extensions: str = "") -> bytes:
    """The request that opens a WebSocket."""
    key = base64.b64encode(os.urandom(16)).decode()
    offered = f"Sec-WebSocket-Extensions: {extensions}\r\n" if extensions else ""
    head = f"GET /ws/frames HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return f"{head}Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{offered}\r\n".encode()


def message(payload: bytes, flags: int = BINARY) -> bytes:
    """A whole message of a client; its mask is zeros."""
    return struct.pack("!BBQ", flags, MASKED | 127, len(payload)) + bytes(4) + payload


def for_seconds(act: Callable[[str], None], count: int) -> Callable[[str, float], None]:
    """``count`` threads that act again and again until their time is over."""

    def attack(address: str, seconds: float) -> None:
        end = time.monotonic() + seconds

        def again() -> None:
            while time.monotonic() < end:
                with suppress(OSError):
                    act(address)
                time.sleep(BEFORE_RECONNECT_S)

        threads = [threading.Thread(target=again, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()) + 1)

    return attack


@functools.cache
def bomb() -> bytes:
    """A message of 64 MB, small on the way."""
    packer = zlib.compressobj(9, wbits=-15)
    small = packer.compress(bytes(INFLATED_BYTES)) + packer.flush(zlib.Z_SYNC_FLUSH)
    return message(small.removesuffix(b"\0\0\xff\xff"), BINARY | COMPRESSED)


def deflate(address: str) -> None:
    """A message that inflates, again and again."""
    with connected(address) as sock:
        sock.sendall(upgrade(address, "permessage-deflate"))
        while sock.recv(65536):
            sock.sendall(bomb())


def backlog(address: str) -> None:
    """Messages without a wait; answers are never read."""
    frame = message(os.urandom(MESSAGE_BYTES))
    with connected(address) as sock:
        sock.sendall(upgrade(address))
        if b" 101 " in sock.recv(4096):
            for _ in range(1000):
                sock.sendall(frame)


def bodies(address: str) -> None:
    """A picture of 5 MB, a byte at a time."""
    with connected(address) as sock:
        head = f"POST /api/v1/analyze HTTP/1.1\r\nHost: {address}\r\nContent-Type: image/jpeg\r\n"
        sock.sendall(f"{head}Content-Length: 5000000\r\n\r\n".encode())
        drip(sock, b"x")


def headers(address: str) -> None:
    """A request without an end, a header at a time."""
    with connected(address) as sock:
        sock.sendall(f"GET / HTTP/1.1\r\nHost: {address}\r\n".encode())
        drip(sock, b"X-Header: 1\r\n")


def drip(sock: socket.socket, piece: bytes) -> None:
    """Send a piece now and then until the other side has had enough."""
    sock.settimeout(DROP_S)
    while True:
        sock.sendall(piece)
        try:
            if not sock.recv(65536):
                return
        except TimeoutError:
            continue


def idle(address: str) -> None:
    """Connect and say nothing."""
    with connected(address) as sock:
        sock.settimeout(60)
        sock.recv(1)


def unread(address: str) -> None:
    """Ask for the longest page through a connection that can hold little of it, and read nothing."""
    with narrow(address) as sock:
        sock.sendall(f"GET /movies HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        time.sleep(60)


def large(address: str) -> None:
    """Ask for the largest file in the same way, and read a kilobyte a second."""
    with narrow(address) as sock:
        sock.sendall(f"GET {large_file(address)} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        while sock.recv(1024):
            time.sleep(1)


def narrow(address: str) -> socket.socket:
    """A connection from the attacker's address that can hold little."""
    host, _, port = address.partition(":")
    sock = socket.socket()
    sock.settimeout(60)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BYTES)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALLEST_SEGMENT)
    sock.bind((ATTACKER, 0))
    sock.connect((host, int(port)))
    return sock


@functools.cache
def large_file(address: str) -> str:
    """The address of the largest file that browsers read with; without them that of the list of titles."""
    with suppress(OSError), urllib.request.urlopen(f"http://{address}/browser-files/list.json", timeout=10) as answer:
        files: dict[str, dict[str, Any]] = json.load(answer)["files"]
        return str(max(files.values(), key=lambda file: file["bytes"])["address"])
    return "/movies/titles.json"


def pieces(address: str) -> None:
    """A body whose chunks cost more than they hold."""
    head = f"POST /api/v1/analyze HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    for start, flood in ((b"", b"1\r\nx\r\n" * 10_000), (b"1;", b"a" * 65_536)):
        with suppress(OSError), connected(address) as sock:
            sock.sendall(head + start)
            for _ in range(1000):
                sock.sendall(flood)


def refused(address: str, seconds: float) -> None:
    """Take every place, then ask for more and leave each connection open."""
    end = time.monotonic() + seconds
    with ExitStack() as held:
        while time.monotonic() < end:
            with suppress(OSError):
                sock = held.enter_context(connected(address))
                sock.sendall(upgrade(address))
            time.sleep(1 / REFUSED_A_SECOND)


ATTACKS: dict[str, Callable[[str, float], None]] = {
    "deflate": for_seconds(deflate, SOCKETS),
    "backlog": for_seconds(backlog, SOCKETS),
    "bodies": for_seconds(bodies, SLOW),
    "headers": for_seconds(headers, SLOW),
    "idle": for_seconds(idle, IDLE),
    "unread": for_seconds(unread, UNREAD),
    "large": for_seconds(large, UNREAD),
    "pieces": for_seconds(pieces, PIECES),
    "refused": refused,
}
EVERY = "all"


def main() -> None:
    """Print a row for each attack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("attacks", nargs="*", choices=[*ATTACKS, EVERY], default=EVERY)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for name in ATTACKS if EVERY in given.attacks else given.attacks:
        with running(hosted=True) as server:
            server.wait_until_ready()
            row = {"attack": name, **under(ATTACKS[name], server, given.seconds)}
        print(json.dumps(row) if given.json else "  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
