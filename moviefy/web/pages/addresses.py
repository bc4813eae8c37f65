"""Addresses of the films page for a question; parameters that are not set are left out."""

from typing import Any

from flask import url_for

from moviefy.web.parameters import BrowseQuery, MoviesQuery


def films_address(question: dict[str, Any]) -> str:
    """The films page for a question, given as parameters of ``MoviesQuery``; with a seed, its films in their order."""
    return changed_address(BrowseQuery.model_validate(question), seed=question.get("seed"))


def changed_address(wanted: BrowseQuery, **change: Any) -> str:
    """The films page for a question with some parameters changed; its place in the order is left out."""
    kept = wanted.model_dump(exclude_none=True, exclude_defaults=True, exclude={"seed", "offset"}) | change
    pairs: dict[str, Any] = {name: _as_text(value) for name, value in kept.items() if value is not None}
    return url_for("film_pages.movies", **pairs)


def came_with(wanted: MoviesQuery) -> str:
    """What a list's films say in their addresses, so that their pages can say why they fit; "" without a mood."""
    if wanted.mood is None:
        return ""
    return f"?mood={wanted.mood}" + ("" if wanted.goal == "match" else f"&goal={wanted.goal}")


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
