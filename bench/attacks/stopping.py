"""How long the hosted version takes to stop while streams are open and one client sends its body drop by drop.

python -m bench.attacks.stopping
"""

import json
import signal
import socket
import threading
import time

from bench.serving import running

MOST_S = 8.0
DROP_S = 0.3


def drip(address: str) -> None:
    """A body that never ends, a byte now and then."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(b"POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n")
        try:
            while True:
                sock.sendall(b"x" * 400)
                time.sleep(DROP_S)
        except OSError:
            pass


def listen(address: str) -> None:
    """A stream of events."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while sock.recv(65536):
            pass


def main() -> None:
    """Print the seconds; exit status 1 if they are too many."""
    with running(hosted=True) as server:
        server.wait_until_ready()
        clients = [threading.Thread(target=drip, args=(server.address,), daemon=True)]
        clients += [threading.Thread(target=listen, args=(server.address,), daemon=True) for _ in range(3)]
        for client in clients:
            client.start()
        time.sleep(1)
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        status = server.process.wait(60)
        took_s = time.monotonic() - start
    print(json.dumps({"stopped_after_s": round(took_s, 1), "status": status}))
    raise SystemExit(took_s > MOST_S)


if __name__ == "__main__":
    main()
