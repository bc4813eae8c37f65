"""Bodies of unknown length, which come in chunks: what stands around their bytes is bounded, too."""

from typing import Any

from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.errors import InvalidChunkExtension, InvalidChunkSize, NoMoreData, ParseException

AROUND_BYTES = 1024
"""Longest line before a chunk. Lines hold a number, and could hold extensions, which nobody sends."""

TRAILER_BYTES = 16 * 1024
FREE_CHUNKS, LEAST_CHUNK = 100, 256
"""After so many chunks, they must have so many bytes each on average; each costs as much time as a whole packet."""


class BoundedChunks(ChunkedReader):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's reader, with limits; raises OSError for a body that is damaged or past them, as that does."""

    def __init__(self, request: Any, unreader: Any) -> None:
        super().__init__(request, unreader)
        self._chunks = self._bytes = 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end. After damage nobody can say where the next request begins."""
        try:
            return bytes(super().read(size))
        except OSError:
            self.req.force_close()
            raise

    def parse_chunk_size(self, unreader: Any, data: bytes | None = None) -> tuple[int, bytes]:
        """The size of the next chunk, and what of it is here."""
        here = data or b""
        while here.find(b"\r\n", 0, AROUND_BYTES) < 0:
            if len(here) >= AROUND_BYTES:
                raise InvalidChunkExtension("too long")
            if not (more := unreader.read()):
                raise NoMoreData
            here += more
        size, rest = super().parse_chunk_size(unreader, here)
        self._chunks, self._bytes = self._chunks + 1, self._bytes + size
        if self._chunks > FREE_CHUNKS and self._bytes < self._chunks * LEAST_CHUNK:
            raise InvalidChunkSize(b"")
        return size, rest

    def parse_trailers(self, unreader: Any, data: bytes) -> None:
        """Read what follows the last chunk; nothing here asks for it."""
        try:
            super().parse_trailers(unreader, data)
        except ParseException:
            raise InvalidChunkExtension("in the trailer") from None

    def get_data(self, unreader: Any, buf: Any) -> None:
        """Add what comes next to a trailer."""
        if buf.tell() > TRAILER_BYTES:
            raise InvalidChunkExtension("too long")
        super().get_data(unreader, buf)


def bounded(body: Any, unreader: Any) -> Any:
    """The body of a request, with limits if it comes in chunks; nothing of it may have been read."""
    return Body(BoundedChunks(body.reader.req, unreader)) if isinstance(body.reader, ChunkedReader) else body
