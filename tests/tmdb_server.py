"""A server on this machine that answers like TMDB, and in every way in which TMDB might fail."""

import io
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from PIL import Image

KEY = "0123456789abcdef0123456789abcdef"
POSTER_PATH = "/kqjL17yufvn9OVLyXYpvtyrFfak.jpg"
TMDB_ID = 27205
SLOW_S = 60.0


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (342, 513), (90, 60, 30)).save(out, "JPEG")
    return out.getvalue()


def film(title="A Trip to the Moon", date="1902-04-17", poster=POSTER_PATH, tmdb_id=TMDB_ID, original=None):
    """One result as TMDB gives it."""
    return {
        "adult": False,
        "id": tmdb_id,
        "title": title,
        "original_title": original or title,
        "release_date": date,
        "poster_path": poster,
        "genre_ids": [12],
        "vote_average": 7.9,
    }


def offer(*names):
    return [
        {"display_priority": i, "logo_path": "/l.jpg", "provider_id": i, "provider_name": name}
        for i, name in enumerate(names)
    ]


PROVIDERS = {
    "id": TMDB_ID,
    "results": {
        "US": {
            "link": f"https://www.themoviedb.org/movie/{TMDB_ID}/watch?locale=US",
            "flatrate": offer("Filmflix"),
            "ads": offer("Tubes", "Filmflix"),
            "rent": offer("Rentals & Co <b>"),
            "buy": offer("Discs"),
        }
    },
}


class FakeTmdb:
    """What the server answers; tests change ``mode``, ``films`` and ``providers``.

    Modes: ok, slow (a late first byte), drip (a byte at a time), garbage, html, wrong (JSON of another shape), huge,
    cut (the connection ends early), redirect, or a status such as 401, 429 or 500.
    """

    def __init__(self):
        self.mode = "ok"
        self.films = [film()]
        self.providers = PROVIDERS
        self.picture = jpeg()
        self.headers = {}
        self.requests = []
        self.leaving = threading.Event()

    def paths(self):
        return [urlsplit(target).path for target, _ in self.requests]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeTmdb

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.fake.requests.append((self.path, dict(self.headers)))
        with suppress(ConnectionError):
            self.answer()

    def answer(self):
        mode = self.fake.mode
        if mode == "slow":
            self.fake.leaving.wait(SLOW_S)
        if mode == "cut":
            self.send_headers(200, 10_000)
            self.wfile.write(b"{")
            self.close_connection = True
        elif mode == "drip":
            self.drip()
        elif mode == "redirect":
            self.send_headers(302, 0, Location="http://127.0.0.1:9/elsewhere")
        elif isinstance(mode, int):
            self.send(mode, b'{"status_code": 7, "status_message": "Something", "success": false}', **self.fake.headers)
        else:
            self.send(200, self.odd(mode) or self.wanted())

    @staticmethod
    def odd(mode):
        return {
            "garbage": b'{"results": [',
            "html": b"<html>Service temporarily unavailable</html>",
            "wrong": b'{"results": {"US": ["?"]}, "movie_results": [{"id": "x"}, 7, null]}',
            "huge": b" " * 3_000_000,
        }.get(mode)

    def wanted(self):
        path = urlsplit(self.path).path
        query = parse_qs(urlsplit(self.path).query)
        if path.startswith("/t/p/"):
            return self.fake.picture
        if path.startswith("/3/find/"):
            assert query["external_source"] == ["imdb_id"]
            return json.dumps({"movie_results": self.fake.films, "person_results": [], "tv_results": []}).encode()
        if path == "/3/search/movie":
            return json.dumps({"page": 1, "results": self.fake.films, "total_results": len(self.fake.films)}).encode()
        return json.dumps(self.fake.providers).encode()

    def drip(self):
        self.send_headers(200, 1000)
        for _ in range(600):
            self.wfile.write(b" ")
            self.wfile.flush()
            if self.fake.leaving.wait(0.1):
                return

    def send(self, status, body, **headers):
        self.send_headers(status, len(body), **headers)
        self.wfile.write(body)

    def send_headers(self, status, length, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


@contextmanager
def serving_tmdb():
    """Gives a FakeTmdb with ``settings``: what an app needs to use it."""
    fake = FakeTmdb()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"fake": fake}))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # clients that have waited long enough hang up
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    fake.settings = {"tmdb_url": f"{base}/3", "tmdb_images_url": f"{base}/t/p", "tmdb_api_key": KEY}
    try:
        yield fake
    finally:
        fake.leaving.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def clocked(work):
    """The result of some work, and the seconds that it took."""
    start = time.monotonic()
    return work(), time.monotonic() - start
