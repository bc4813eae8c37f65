"""The hosted version as it is served, in a process of its own, for tests of what that process does."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from moviefy.config import PROJECT_ROOT

PATIENCE_S = 60
PROC = Path("/proc")
SECRET = "a secret for tests only"


class Hosted:
    """A running gunicorn: its address, what it has said, and where its files would be."""

    def __init__(self, process, port):
        self.process, self.address = process, f"127.0.0.1:{port}"
        self.said = []
        self._readers = [threading.Thread(target=self._listen, args=(p,)) for p in (process.stdout, process.stderr)]
        for reader in self._readers:
            reader.start()

    def _listen(self, pipe):
        for line in pipe:
            self.said.append(line.rstrip("\n"))

    def get(self, path, *, data=None, headers=None, timeout=PATIENCE_S):
        """Status, headers and body of a request; an error's too."""
        request = urllib.request.Request(f"http://{self.address}{path}", data, headers or {})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def wait_for(self, path, status):
        """Return once ``path`` answers ``status``."""
        self._wait(lambda: self.get(path, timeout=5)[0] == status)

    def wait_for_line(self, words):
        """Return once the log has a line with ``words``."""
        self._wait(lambda: any(words in line for line in self.said))

    def _wait(self, condition):
        end = time.monotonic() + PATIENCE_S
        while True:
            assert self.process.poll() is None, self.said
            with suppress(OSError):
                if condition():
                    return
            assert time.monotonic() < end, self.said
            time.sleep(0.1)

    def workers(self):
        """Process ids of gunicorn's workers."""
        return [int(pid) for pid in (PROC / f"{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def connections(self):
        """Where the workers' sockets lead, as /proc writes addresses (hexadecimal)."""
        inodes, lines = set(), []
        for worker in self.workers():
            for link in (PROC / f"{worker}/fd").iterdir():
                with suppress(FileNotFoundError):  # closed since
                    inodes.add(str(link.readlink()))
            for table in ("tcp", "tcp6", "udp", "udp6"):
                lines += (PROC / f"{worker}/net/{table}").read_text().splitlines()[1:]
        fields = [line.split() for line in lines]
        return {field[2] for field in fields if f"socket:[{field[9]}]" in inodes}

    def stop(self):
        """End it as a host does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE_S)
        for reader, pipe in zip(self._readers, (self.process.stdout, self.process.stderr), strict=True):
            reader.join(PATIENCE_S)
            pipe.close()
        return status

    def log_lines(self):
        """Its JSON lines."""
        return [json.loads(line) for line in self.said if line.startswith("{")]


@contextmanager
def hosted(*, disk_is_full=False, ready=True, **settings):
    """Serve the hosted version on a free port; with ``disk_is_full`` no byte can be written to any file, without
    ``ready`` the models may still be loading."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MOVIEFY_", "WEB_"))}
    environ |= {"HOST": "127.0.0.1", "PORT": str(port), "MOVIEFY_SECRET_KEY": SECRET, "MOVIEFY_DETECTOR": "haar"}
    environ |= {"MOVIEFY_RATE_LIMIT": "10000 per minute", "PYTHONDONTWRITEBYTECODE": "1", **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app_1:app"],
        cwd=PROJECT_ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))) if disk_is_full else None,
    )
    server = Hosted(process, port)
    try:
        server.wait_for("/readyz" if ready else "/healthz", 200)
        yield server
    finally:
        if process.poll() is None:
            server.stop()
