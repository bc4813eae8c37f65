"""What a visitor keeps in the browser: the page of lists and journal, and films for two who are apart.

The server knows none of it. It sends the pages, the cards of films that a script names, and the titles of all films, so
that lists of other sites are compared in the browser.
"""

from typing import Annotated

from flask import Blueprint, Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from moviefy.movies.catalog.title_list import title_list
from moviefy.movies.recommend.recommender import Suggestion
from moviefy.movies.recommend.request import MAX_LIMIT
from moviefy.web.films import films_json
from moviefy.web.guards.policy import json_errors, lists_films, quiet, revalidated
from moviefy.web.languages.choice import speech
from moviefy.web.parameters import body
from moviefy.web.services import services

bp = Blueprint("mine_pages", __name__)
MAX_ID = 80
"""Characters of a film's id."""


class CardsBody(BaseModel):
    """Which films' cards to send, in this order."""

    model_config = ConfigDict(extra="forbid")

    ids: list[Annotated[str, Field(max_length=MAX_ID)]] = Field(max_length=MAX_LIMIT)


@bp.get("/mine")
@revalidated
def mine() -> str:
    """The lists of this browser; its scripts fill them."""
    return render_template("mine.html")


@bp.get("/together")
@revalidated
def together() -> str:
    """Films for two who are not in one place; what the link carries stays behind its "#"."""
    return render_template("together.html")


@bp.post("/movies/cards")
@lists_films
@json_errors
def cards() -> str:
    """The cards of films by their ids, with all four buttons; ids that the catalog lacks are left out."""
    catalog = services().recommender.catalog
    rows = [catalog.row_of[film_id] for film_id in body(CardsBody).ids if film_id in catalog.row_of]
    chosen = [Suggestion(catalog.movie(row), "") for row in rows]
    return render_template("cards_fragment.html", movies=films_json(chosen, services(), speech()))


@bp.get("/movies/titles.json")
@quiet
@revalidated
def titles() -> Response:
    """Id, title, year and original title of every film."""
    return Response(title_list(services().recommender.catalog), mimetype="application/json")
