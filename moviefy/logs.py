"""How the log is written, and what never gets into it; imports no web framework, because gunicorn's parent reads it.

The hosted version writes one JSON object a line to stdout, where hosts collect it; the live version text to stderr.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from moviefy.addresses import without_passwords

OF_CLIENTS = (
    (re.compile(r"\bip=\S*"), "ip=-"),
    (re.compile(r"(Error handling request).*", re.DOTALL), r"\1"),
    (re.compile(r"\b(Exception on) .* \["), r"\1 - ["),
)
"""What gunicorn's and Flask's own lines say about a client: its address, and the address that it asked for."""

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that this thread answers."""


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; ``fields`` in its ``extra`` become fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _clean(record.getMessage()),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = without_passwords(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in line.items() if value is not None}, default=str)


class TextFormatter(logging.Formatter):
    """A record for people who watch a terminal."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the fields behind it."""
        fields = getattr(record, "fields", {})
        if fields and request_id.get():
            fields = {**fields, "request_id": request_id.get()}
        return _clean(super().format(record)) + "".join(f" {name}={value}" for name, value in fields.items())


def log_config(kind: str) -> dict[str, Any]:
    """Settings for :func:`logging.config.dictConfig`: ``json`` to stdout or ``text`` to stderr."""
    formatter, stream = {"json": (JsonFormatter, "stdout"), "text": (TextFormatter, "stderr")}[kind]
    handler = {"class": "logging.StreamHandler", "formatter": "line", "stream": f"ext://sys.{stream}"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stream": handler},
        "root": {"level": "INFO", "handlers": ["stream"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stream"], "propagate": False}},
    }


def without_clients(text: str) -> str:
    """The text without what it says about a client."""
    for pattern, instead in OF_CLIENTS:
        text = pattern.sub(instead, text)
    return text


def _clean(text: str) -> str:
    return without_passwords(without_clients(text))
