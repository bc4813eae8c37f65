"""Every line of docs/privacy.md that a machine can look at, checked on both versions as they run: by strace and log.

    python -m bench.privacy_audit [--json]

Each version runs under ``strace -f`` (Linux, where it is installed) in an empty home folder while every kind of request
is made: pages, photos of all formats, forms that are cut off, frames by WebSocket, lists, likes, the server's camera,
unknown addresses, a request that is no HTTP. What the kernel saw and what the log says is then held against each claim.
"""

import argparse
import http.client
import json
import re
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.attacks.sending import form
from bench.serving import running
from tests.mutations import pictures

CALLS = "openat,open,creat,connect,sendto,sendmsg,execve,rename,unlink,mkdir,mkdirat,truncate,ftruncate"
WRITING = re.compile(r'open(?:at)?\(.*"([^"]+)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)')
CONNECTING = re.compile(
    r"(?:connect|sendto|sendmsg)\(.*sa_family=AF_INET6?.*?(?:inet_addr\(\"([^\"]+)\"|\"([0-9a-f:]+)\")"
)
STARTING = re.compile(r'execve\("([^"]+)", \[(.*)\]')
SECRETS = ("holiday-in-rome", "mood=sad", "203.0.113.77", "tt0133093", "happy", "angry", "no_face", "secret-token")
"""Of the requests: a file name, a mood, an address, a film, and what a reading says."""

PAGES = (
    "/", "/live", "/upload", "/movies", "/movies?mood=sad&goal=lift", "/movies?genre=Drama", "/about", "/privacy",
    "/mine", "/api/docs", "/nothing?secret-token", "/healthz", "/readyz", "/metrics", "/sitemap.xml",
    "/service-worker.js",
    "/manifest.webmanifest", "/robots.txt", "/offline", "/movies/tt0133093", "/movies/suggestions?q=happy",
    "/api/v1/movies?mood=angry", "/api/v1/search?q=happy", "/api/v1/movies/tt0133093/similar", "/posters/tt0133093.svg",
)  # fmt: skip
FROM = {"X-Forwarded-For": "203.0.113.77"}


@dataclass
class Seen:
    """What the kernel and the log saw of one version, and the answers."""

    written: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    started: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    kept_pages: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def ask(address: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, Any, bytes]:
    """Status, headers and body of one request."""
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        headers = {**FROM, "Accept": "text/html"} | ({"Content-Type": kind} if kind else {})
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        return (
            answer.status,
            answer.headers,
            b"" if "event-stream" in (answer.headers["Content-Type"] or "") else answer.read(),
        )
    finally:
        connection.close()


def raw(address: str, data: bytes, wait_s: float = 1.0) -> None:
    """Bytes that need not be HTTP, or a stream that is left after a moment."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), 10) as sock:
        sock.sendall(data)
        sock.settimeout(wait_s)
        end = time.monotonic() + wait_s
        try:
            while time.monotonic() < end and sock.recv(65536):
                pass
        except OSError:
            pass


def journeys(address: str, live: bool, seen: Seen) -> None:
    """Everything that a visitor can do."""
    for path in PAGES:
        note(seen, f"GET {path}", *ask(address, path))
    picture_kinds = pictures()
    for picture in [*picture_kinds, picture_kinds[0][:400], b"no picture"]:
        named = form(picture).replace(b'filename="a"', b'filename="holiday-in-rome.jpg"')
        for path in ("/upload", "/api/v1/analyze", "/api/v1/analyze/batch"):
            note(seen, path, *ask(address, path, named, "multipart/form-data; boundary=frontier"))
        note(seen, "body", *ask(address, "/api/v1/analyze", picture, "image/jpeg"))
    liked = json.dumps({"mood": "sad", "liked": ["tt0133093"], "disliked": ["tt0111161"]}).encode()
    for path in ("/api/v1/movies", "/movies/fragment"):
        note(seen, path, *ask(address, path, liked, "application/json"))
    raw(address, b"GET /holiday-in-rome?mood=sad HTTP/9.9\r\nX: secret-token\r\n\r\n")
    raw(address, b"\x16\x03\x01 secret-token\r\n\r\n")
    raw(address, f"GET /events HTTP/1.1\r\nHost: {address}\r\n\r\n".encode(), 3.0 if live else 1.0)
    if live:
        raw(address, f"GET /video_feed HTTP/1.1\r\nHost: {address}\r\n\r\n".encode(), 3.0)
    frames(address, picture_kinds[0])


def frames(address: str, picture: bytes) -> None:
    """A browser's camera for a few frames."""
    import websocket

    connection = websocket.create_connection(f"ws://{address}/ws/frames", timeout=30, origin=f"http://{address}")
    try:
        for _ in range(3):
            connection.send_binary(picture)
            connection.recv()
    finally:
        connection.close()


def note(seen: Seen, path: str, status: int, headers: Any, body: bytes) -> None:
    """What an answer says of cookies, caches and other hosts."""
    if "Set-Cookie" in headers:
        seen.cookies.append(path)
    changing = path.startswith(("/upload", "/api", "body")) and not path.startswith(("/api/docs", "/upload?"))
    if status == 200 and ("?" in path or changing) and headers["Cache-Control"] not in ("no-store",):
        seen.kept_pages.append(f"{path}: {headers['Cache-Control']}")
    if "html" in (headers["Content-Type"] or ""):
        seen.outside += re.findall(r'(?:src|srcset|poster)="(https?://[^"]+)"', body.decode())
        seen.outside += re.findall(
            r'<link[^>]*rel="(?:stylesheet|preconnect|preload)"[^>]*href="(https?://[^"]+)"', body.decode()
        )


def watch(hosted: bool) -> Seen:
    """Run one version under strace and take all journeys."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as notes:
        trace, log = Path(notes) / "trace", Path(notes) / "log"
        wrapper = ["strace", "-D", "-f", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(trace)]
        folders = {"HOME": home, "TMPDIR": home, "XDG_CACHE_HOME": home, "PYTHONDONTWRITEBYTECODE": "1"}
        settings = {"MOVIEFY_CAMERA": "fake", "MOVIEFY_TRUSTED_PROXIES": "1", "MOVIEFY_RATE_LIMIT": "9999 per minute"}
        with log.open("wb") as out, running(hosted=hosted, before=wrapper, log=out, **folders, **settings) as server:
            server.wait_until_ready()
            mark = len(trace.read_text("utf-8", "replace"))
            journeys(server.address, not hosted, seen)
            time.sleep(1)
        seen.files = [str(path.relative_to(home)) for path in Path(home).rglob("*") if path.is_file()]
        seen.log = log.read_text("utf-8", "replace").splitlines()
        lines = trace.read_text("utf-8", "replace")[mark:].splitlines()
    for line in lines:
        if (found := WRITING.search(line)) and " = -1" not in line:
            seen.written.append(found[1])
        if found := CONNECTING.search(line):
            seen.reached.add(found[1] or found[2])
        if (found := STARTING.search(line)) and " = -1" not in line:
            seen.started.append(found[2])
    return seen


def claims(seen: Seen) -> dict[str, list[str]]:
    """Each claim of docs/privacy.md, and what speaks against it."""
    foreign = [line for line in seen.started if "moviefy.capture.decoding.apart" not in line]
    local = ("127.0.0.1", "::1", "0.0.0.0")  # nosec B104 # compared, not bound
    if not seen.started:  # the decoding process of HEIC and AVIF
        sys.exit("strace saw nothing of what it must have seen, so what it did not see proves nothing.")
    return {
        "The server writes nothing of this to disk": [path for path in seen.written if not path.startswith("/dev/")],
        "uploads are never spooled to a temporary file": seen.files,
        "... or to a log": [line[:160] for line in seen.log if any(secret in line for secret in SECRETS)],
        "sets no cookie (but for a language that is picked)": seen.cookies,
        "What leaves the process: to anybody else nothing": sorted(seen.reached - set(local)),
        "a HEIC or AVIF photo: a process of its own; nothing else is started": foreign,
        "Pages and answers are sent with no-store, but for pages that are the same for everybody": seen.kept_pages,
        "Pages load no asset from another host": seen.outside,
    }


def main() -> None:
    """Print each claim with what speaks against it; exit status 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is not installed; on Debian: apt-get install strace.")
    found = {version: claims(watch(version == "hosted")) for version in ("hosted", "live")}
    if given.json:
        print(json.dumps(found))
    else:
        for version, rows in found.items():
            for claim, against in rows.items():
                print(f"{version:7} {'false' if against else 'true':6} {claim} {against[:4] or ''}")
    raise SystemExit(any(against for rows in found.values() for against in rows.values()))


if __name__ == "__main__":
    main()
