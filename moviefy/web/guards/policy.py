"""What applies to a view beside its work: stated on the view, so that no list elsewhere has to name it.

Each decorator adds one fact to the view's :class:`Policy`. Put them right under the route.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Flask, current_app, request

V = TypeVar("V", bound=Callable[..., Any])
Cost = int | Callable[[], int]
ATTRIBUTE = "moviefy_policy"


@dataclass(frozen=True)
class Policy:
    """Facts about one view.

    Attributes:
        cost: analyses that one request counts as for the rate limit, or a function that returns it; None if unlimited.
        lists_films: a list of films for a body of any length; counted apart, see :mod:`moviefy.web.guards.limits`.
        streaming: the response may take hours, so its time is no latency.
        quiet: machines ask every few seconds; log at DEBUG.
        json_errors: no person opens the address; errors are JSON whatever the client accepts.
        opens_camera: the server camera turns on, so another site's page must not ask.
        takes_pictures: a body may be as large as a picture; elsewhere bodies are small.
        reads_on_device: faces are read in the browser, by WebAssembly, which the browser must allow.
        revalidated: the page is the same for everybody; browsers may keep it and ask whether it still is.
    """

    cost: Cost | None = None
    lists_films: bool = False
    streaming: bool = False
    quiet: bool = False
    json_errors: bool = False
    opens_camera: bool = False
    takes_pictures: bool = False
    revalidated: bool = False
    reads_on_device: bool = False


DEFAULT = Policy()
UNKNOWN_ADDRESS = Policy(quiet=True)
"""Scanners ask for addresses that do not exist all day."""


def policy_of(view: Callable[..., Any]) -> Policy:
    """The policy of a view function; all defaults if no decorator set one."""
    policy: Policy = getattr(view, ATTRIBUTE, DEFAULT)
    return policy


def current_policy() -> Policy:
    """The policy of the view that this request reached; :data:`UNKNOWN_ADDRESS` if it reached none."""
    endpoint = request.endpoint
    return UNKNOWN_ADDRESS if endpoint is None else policy_of(current_app.view_functions[endpoint])


def json_addresses(app: Flask) -> frozenset[str]:
    """Addresses whose errors are always JSON, also if a wrong method keeps a request from the view."""
    rules = app.url_map.iter_rules()
    return frozenset(rule.rule for rule in rules if policy_of(app.view_functions[rule.endpoint]).json_errors)


def rate_limited(cost: Cost = 1) -> Callable[[V], V]:
    """Count each request as ``cost`` analyses of its client's rate limit."""
    return lambda view: _add(view, cost=cost)


def lists_films(view: V) -> V:
    """Count each request for the rate limit of film lists."""
    return _add(view, lists_films=True)


def streaming(view: V) -> V:
    """The response may take hours; leave it out of the latency."""
    return _add(view, streaming=True)


def quiet(view: V) -> V:
    """Log requests at DEBUG."""
    return _add(view, quiet=True)


def json_errors(view: V) -> V:
    """Send errors as JSON, whatever the client accepts."""
    return _add(view, json_errors=True)


def opens_camera(view: V) -> V:
    """Refuse requests from other sites, also with a safe method."""
    return _add(view, opens_camera=True)


def takes_pictures(view: V) -> V:
    """Let bodies be as large as a picture may be."""
    return _add(view, takes_pictures=True)


def revalidated(view: V) -> V:
    """Let browsers keep the page and ask each time whether it is still the same."""
    return _add(view, revalidated=True)


def reads_on_device(view: V) -> V:
    """Let the page, or the worker, compile WebAssembly."""
    return _add(view, reads_on_device=True)


def _add(view: V, **facts: Any) -> V:
    setattr(view, ATTRIBUTE, replace(policy_of(view), **facts))
    return view
