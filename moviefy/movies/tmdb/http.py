"""GET requests to TMDB: bounded in time and size, no redirects, no retries, and the key is never logged."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3

from moviefy import __version__
from moviefy.errors import TmdbUnavailable

CONNECT_S = 1.0
CHUNK = 64 * 1024
SLOW = "TMDB took too long to answer."
UNREACHABLE = "TMDB cannot be reached."

# At its finest level urllib3 logs every address, and the short form of TMDB's keys is part of the address.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


@dataclass(frozen=True)
class Response:
    """Status, body, and Retry-After in seconds (None if the server does not send it)."""

    status: int
    body: bytes
    retry_after_s: int | None


class Fetcher:
    """Connections to one service, shared between threads.

    Args:
        limit_s: seconds that one request may take in all, connecting included.
        connections: how many are kept open.
    """

    def __init__(self, limit_s: float, connections: int) -> None:
        self._limit_s = limit_s
        agent = {"User-Agent": f"Moviefy/{__version__}"}
        self._pool = urllib3.PoolManager(maxsize=connections, retries=False, headers=agent)

    def get(self, url: str, *, fields: Mapping[str, str], headers: Mapping[str, str], max_bytes: int) -> Response:
        """One response of at most ``max_bytes``, whatever its status.

        Raises:
            TmdbUnavailable: no connection, no response in time, or one that is too long. Neither the message nor the
                chain of causes contains the address, which may contain the key.
        """
        end = time.monotonic() + self._limit_s
        try:
            return self._get(url, fields, {**self._pool.headers, **headers}, max_bytes, end)
        except urllib3.exceptions.NewConnectionError:  # urllib3 counts it among the timeouts
            raise TmdbUnavailable(UNREACHABLE) from None
        except urllib3.exceptions.TimeoutError:
            raise TmdbUnavailable(SLOW) from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError):  # the last: a key that HTTP cannot carry
            raise TmdbUnavailable(UNREACHABLE) from None

    def close(self) -> None:
        """Close every connection."""
        self._pool.clear()

    def _get(
        self, url: str, fields: Mapping[str, str], headers: Mapping[str, str], max_bytes: int, end: float
    ) -> Response:
        limit = urllib3.Timeout(connect=CONNECT_S, read=self._limit_s)
        response = self._pool.request(
            "GET", url, fields=dict(fields), headers=headers, timeout=limit, redirect=False, preload_content=False
        )
        try:
            body = _body(response, max_bytes, end)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Response(response.status, body, _seconds(response.headers.get("Retry-After")))


def _body(response: urllib3.BaseHTTPResponse, max_bytes: int, end: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > max_bytes:
            raise TmdbUnavailable("TMDB's response is longer than expected.")
        if time.monotonic() > end:
            raise TmdbUnavailable(SLOW)
    return bytes(body)


def _seconds(header: str | None) -> int | None:
    """Retry-After in seconds; None if it is missing or a date."""
    return int(header) if header is not None and header.isascii() and header.isdigit() else None
