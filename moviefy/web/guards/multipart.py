"""Multipart bodies, read by the package ``multipart``.

Werkzeug compiles two regular expressions for every body, because their boundaries differ; that alone takes a fifth of
the time that this server spends on a request outside faces and moods (``python -m bench.uploads``).
"""

from collections.abc import Iterator
from math import inf
from typing import IO, Any
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartParser, MultipartPart, ParserLimitReached
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MAX_FIELDS = 1000
"""Fields of a form without files; none here has more than a few."""

ONE_BYTE_EACH = "latin-1"
"""Decodes whatever bytes a header holds; what they mean is decided in :func:`_text`."""


class FormParser(FormDataParser):
    """Reads multipart bodies into memory, whatever their size, and all else as Werkzeug does.

    The stream has to be limited by the caller; parts, text fields and forms without files are limited here. As in
    Werkzeug, a body that is no form or is cut off has no fields; the view reports the missing one.
    """

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        """``(stream, form, files)``.

        Raises:
            RequestEntityTooLarge: too many parts or fields, or one that is too long.
        """
        if mimetype == "application/x-www-form-urlencoded":
            return stream, self.cls(self._pairs(stream)), self.cls()
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        try:
            parts = list(self._parts(stream, (options or {}).get("boundary", "")))
        except ParserLimitReached:
            raise RequestEntityTooLarge from None
        except MultipartError:
            parts = []
        fields = [(_text(part.name), self._field(part)) for part in parts if part.filename is None]
        files = [(_text(part.name), _file(part)) for part in parts if part.filename is not None]
        return stream, self.cls(fields), self.cls(files)

    def _parts(self, stream: IO[bytes], boundary: str) -> Iterator[MultipartPart]:
        most = self.max_form_parts or inf
        return iter(
            MultipartParser(stream, boundary, charset=ONE_BYTE_EACH, part_limit=most, spool_limit=inf, memory_limit=inf)
        )

    def _pairs(self, stream: IO[bytes]) -> list[tuple[str, str]]:
        most = self.max_form_memory_size or 0
        text = b""
        while len(text) <= most and (piece := stream.read(most + 1 - len(text))):
            text += piece
        if len(text) > most or text.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge
        return parse_qsl(text.decode(errors="replace"), keep_blank_values=True)

    def _field(self, part: MultipartPart) -> str:
        if part.size > (self.max_form_memory_size or inf):
            raise RequestEntityTooLarge
        return str(part.raw, errors="replace")


def _file(part: MultipartPart) -> FileStorage:
    return FileStorage(part.file, _text(part.filename), _text(part.name))


def _text(header: str | None) -> str:
    """A header's value decoded as UTF-8, with replacement characters for invalid bytes."""
    return (header or "").encode(ONE_BYTE_EACH, "replace").decode(errors="replace")
