"""How many analyses and uploads one client address may ask for."""

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, g
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from limits import parse_many

from moviefy.config import Config
from moviefy.errors import SettingError

LIMITED_ENDPOINTS = ("api.analyze", "pages.upload_result", "camera.choose_face")


def limit_analyses(app: Flask, config: Config) -> None:
    """Let analyses and uploads of one address share ``config.rate_limit``; counted in this process' memory.

    Raises:
        SettingError: the limit is not in Flask-Limiter's notation.
    """
    _check_notation(config.rate_limit)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", on_breach=_note_reset)
    share: Callable[[Any], Any] = limiter.shared_limit(config.rate_limit, scope="analyses")
    for endpoint in app.view_functions.keys() & LIMITED_ENDPOINTS:  # the hosted version has no camera of its own
        app.view_functions[endpoint] = share(app.view_functions[endpoint])


def _note_reset(breached: RequestLimit) -> None:
    """Remember for the error's answer when this client may come again."""
    g.retry_after_s = max(1, breached.reset_at - int(time.time()))


def _check_notation(rate_limit: str) -> None:
    try:
        parse_many(rate_limit)
    except ValueError:
        raise SettingError(
            f"MOVIEFY_RATE_LIMIT cannot be {rate_limit!r}: write it like '60 per minute' or '5/second; 100/hour'."
        ) from None
