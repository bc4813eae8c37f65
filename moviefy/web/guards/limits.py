"""How many analyses, uploads and lists of films one client address may ask for."""

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, g
from flask_limiter import Limiter, RequestLimit
from limits import parse_many
from limits.strategies import FixedWindowRateLimiter

from moviefy.config import Config
from moviefy.errors import SettingError
from moviefy.web.guards.clients import client_key
from moviefy.web.guards.policy import policy_of
from moviefy.web.guards.rate_memory import SCHEME, SweptMemoryStorage

REDIS_OPTIONS: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}
"""Seconds; how long a request waits for an unreachable Redis; the next ones do not wait."""


LISTS_FOR_AN_ANALYSIS = 5
"""Lists of films that cost as much as an analysis; somebody who turns over films asks for several a second."""

IN_MEMORY = "memory://"
"""The setting's word for counts in this process."""


def limit_analyses(app: Flask, config: Config) -> None:
    """Let all rate-limited views share ``config.rate_limit`` for each client address; counted in ``config.rate_store``.

    While Redis is unreachable, nobody is refused for it: each process counts for itself.

    Raises:
        SettingError: the limit is not in Flask-Limiter's notation.
    """
    _check_notation(config.rate_limit)
    shared = config.rate_store != IN_MEMORY
    limiter = Limiter(
        client_key,
        app=app,
        storage_uri=config.rate_store if shared else f"{SCHEME}://",
        storage_options=dict(REDIS_OPTIONS) if shared else None,
        in_memory_fallback_enabled=shared,
        key_prefix="moviefy",
        on_breach=_note_reset,
    )
    if shared:  # what Flask-Limiter counts with while Redis is away; it has no setting for it
        limiter._fallback_limiter = FixedWindowRateLimiter(SweptMemoryStorage())
    for endpoint, view in app.view_functions.items():
        if (cost := policy_of(view).cost) is not None:
            share: Callable[[Any], Any] = limiter.shared_limit(config.rate_limit, scope="analyses", cost=cost)
            app.view_functions[endpoint] = share(view)
        if policy_of(view).lists_films:
            lists: Callable[[Any], Any] = limiter.shared_limit(_of_lists(config.rate_limit), scope="films")
            app.view_functions[endpoint] = lists(view)


def _of_lists(rate_limit: str) -> str:
    """The limit of film lists that belongs to a limit of analyses."""
    limits = parse_many(rate_limit)
    return "; ".join(
        f"{limit.amount * LISTS_FOR_AN_ANALYSIS} per {limit.multiples} {limit.GRANULARITY.name}" for limit in limits
    )


def _note_reset(breached: RequestLimit) -> None:
    """Remember when this client may try again, for ``Retry-After``."""
    left = breached.reset_at - int(time.time())
    g.retry_after_s = min(max(1, left), breached.limit.get_expiry())  # whatever the clock has done since


def _check_notation(rate_limit: str) -> None:
    try:
        parse_many(rate_limit)
    except ValueError:
        raise SettingError(
            f"MOVIEFY_RATE_LIMIT cannot be {rate_limit!r}: write it like '60 per minute' or '5/second; 100/hour'."
        ) from None
