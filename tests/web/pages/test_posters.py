"""The posters' addresses: what is drawn, how long browsers may keep it, and what they ask again."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from moviefy.movies.posters.poster import draw_poster, poster_version

FILM = "a-trip-to-the-moon-1902"


@pytest.fixture
def address(client):
    films = client.get("/api/v1/movies?mood=happy&limit=1&seed=1").json["movies"]
    return films[0]["poster"]


def test_a_poster_is_an_image_of_its_film(client):
    answer = client.get(f"/posters/{FILM}.svg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert "A Trip to the Moon (1902)" in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_under_its_versioned_address_a_poster_may_be_kept_for_ever(client, address):
    kept = client.get(address).cache_control
    assert (kept.public, kept.immutable, kept.max_age) == (True, True, 365 * 24 * 3600)
    for other in (address.split("?")[0], address[:-1] + "x"):
        passing = client.get(other).cache_control
        assert not passing.immutable
        assert passing.max_age == 3600


def test_a_poster_in_other_colours_has_an_address_and_a_tag_of_its_own(client, recommender):
    movie = recommender.catalog.movie(recommender.catalog.row_of[FILM])
    answers = [client.get(f"/posters/{FILM}.svg?v={poster_version(movie, variant)}") for variant in (0, 1)]
    assert len({answer.headers["ETag"] for answer in answers}) == 2
    assert [answer.text for answer in answers] == [draw_poster(movie, 0), draw_poster(movie, 1)]
    assert all(answer.cache_control.immutable for answer in answers)


def test_neighbours_of_a_list_have_other_colours(client):
    films = client.get("/api/v1/movies?mood=happy&limit=48&seed=2").json["movies"]
    fields = [field_of(client, film["poster"]) for film in films]
    assert all(one != other for one, other in pairwise(fields))


def field_of(client, address):
    """The colour of the largest area of the poster under an address."""
    drawing = ET.fromstring(client.get(address).text)
    paper, *fields = [path.get("fill") for path in drawing if path.tag.endswith("path")]
    return fields[0] if fields else paper


def test_a_poster_that_has_not_changed_is_not_sent_again(client, address):
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_head_is_answered_without_the_picture(client, address):
    head = client.head(address)
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("film_id", ["no-such-film", "..%2f..%2fetc%2fpasswd", "%3Cscript%3E", "a" * 200])
def test_an_unknown_film_has_no_poster(client, film_id):
    answer = client.get(f"/posters/{film_id}.svg", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "not_found"


def test_films_on_pages_come_with_their_posters(client):
    posters = re.findall(r'<img class="film-poster"[^>]*src="([^"]+)"', client.get("/movies?mood=sad&seed=3").text)
    assert len(posters) == 12
    assert all(client.get(poster).status_code == 200 for poster in posters)


def test_a_picture_for_a_page_waits_for_no_layout(client):
    page = client.get("/movies?mood=sad&seed=3").text
    assert len(re.findall(r'src="/posters/[^"]+" alt="" width="400" height="600"', page)) == 12
