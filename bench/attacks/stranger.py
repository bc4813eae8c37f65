"""Another site on this machine, and all the ways in which its pages can make a browser ask for an address."""

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator

STRANGER = "stranger.example"

STAYING = {
    "image": "const i = new Image(); i.src = u; document.body.append(i)",
    "image, no referrer": "const i = new Image(); i.referrerPolicy = 'no-referrer'; i.src = u + '#'",
    "image, cors": "const i = new Image(); i.crossOrigin = 'use-credentials'; i.src = u",
    "drawing": "document.body.insertAdjacentHTML('beforeend', `<svg><image href='${u}'/></svg>`)",
    "frame": "const f = document.createElement('iframe'); f.src = u; document.body.append(f)",
    "frame in a sandbox": "const f = document.createElement('iframe'); f.sandbox = ''; f.src = u; "
    "document.body.append(f)",
    "style": "const d = document.createElement('div'); d.style.cssText = `height: 1px; background: url('${u}')`; "
    "document.body.append(d)",
    "sheet": "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = u; document.head.append(l)",
    "font": "new FontFace('f', `url('${u}')`).load().catch(() => 0)",
    "script": "const s = document.createElement('script'); s.src = u; document.head.append(s)",
    "module": "import(u).catch(() => 0)",
    "video": "const v = document.createElement('video'); v.src = u; v.play().catch(() => 0); document.body.append(v)",
    "object": "const o = document.createElement('object'); o.data = u; document.body.append(o)",
    "fetch": "fetch(u, { mode: 'no-cors', credentials: 'include' }).catch(() => 0)",
    "fetch as a program": "fetch(u, { mode: 'no-cors', headers: { 'User-Agent': 'curl/8' } }).catch(() => 0)",
    "fetch as a program, cors": "fetch(u, { headers: { 'User-Agent': 'curl/8' } }).catch(() => 0)",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${u}', { mode: 'no-cors' }).catch(() => 0)`])))",
    "events": "new EventSource(u)",
    "new window": "window.open(u)",
    "no opener": "window.open(u, '_blank', 'noopener,noreferrer')",
    "prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = u; document.head.append(l)",
    "beacon": "navigator.sendBeacon(u, 'x')",
}
"""Name and script of each way that leaves the page where it is; ``u`` is the address."""

LEAVING = {
    "form": "const f = document.createElement('form'); f.action = u; f.innerHTML = [...new URL(u).searchParams].map("
    "([name, value]) => `<input name='${name}' value='${value}'>`).join(''); document.body.append(f); f.submit()",
    "posted form": "const f = document.createElement('form'); f.action = u; f.method = 'post'; "
    "document.body.append(f); f.submit()",
    "goes there": "location.href = u",
    "refresh": "document.head.insertAdjacentHTML('beforeend', `<meta http-equiv=refresh content='0;url=${u}'>`)",
}
"""Those after which the browser shows the address."""

REDIRECT = "a typed address that redirects"
WAYS = (*STAYING, *LEAVING, REDIRECT)


class Stranger:
    """The other site; each page is made for what it shall do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, str] = {}

    def page(self, name: str, deeds: list[tuple[str, str]]) -> str:
        """The address of a page, under a name of this site, that tries each address in its way, all at once."""
        path = f"/{len(self.pages)}"
        tries = "".join(
            f"<script>try {{ const u = {json.dumps(target)}; {(STAYING | LEAVING)[way]} }} catch {{}}</script>"
            for way, target in deeds
        )
        self.pages[path] = f"<!doctype html><title>Elsewhere</title><body>{tries}"
        return f"http://{name}:{self.port}{path}"

    def redirect(self, name: str, target: str) -> str:
        """The address of a page that leads on."""
        return f"http://{name}:{self.port}/?to={target}"


@contextlib.contextmanager
def another_site() -> Iterator[Stranger]:
    """Serve another site on this machine during a ``with`` block."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            _, _, target = self.path.partition("?to=")
            self.send_response(302 if target else 200)
            self.send_header(*(("Location", target) if target else ("Content-Type", "text/html")))
            self.end_headers()
            if not target:
                self.wfile.write(site.pages.get(self.path, "").encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site = Stranger(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
