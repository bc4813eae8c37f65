"""The films page where no mood is named: rows of every kind, lists of one filter, and films found by words."""

import re

import pytest

from moviefy.movies.recommend.recommender import Recommender
from moviefy.web.pages.shelves import title_of
from moviefy.web.parameters import MoviesQuery
from tests.movie_tables import catalog_of, film

HTML = {"Accept": "text/html"}
FILM = re.compile(r'data-film="([\w-]+)"')
HEADING = re.compile(r'<h2 id="films-title"[^>]*>([^<]+)<')


def films_of(page):
    return FILM.findall(page.text)


def test_the_page_opens_on_rows_of_every_kind_without_a_film_twice(client, recommender):
    page = client.get("/movies?seed=9", headers=HTML)
    rows = re.findall(r'data-shelf="([\w-]+)"', page.text)
    assert {"happy", "sad", "angry", "tonight", "country", "recent", "little-known"} == set(rows)
    assert len(set(films_of(page))) == len(films_of(page)) == 12 * len(rows)
    little_known = page.text.split('data-shelf="little-known"')[1]
    catalog = recommender.catalog
    known = [catalog.movie(catalog.row_of[film_id]) for film_id in FILM.findall(little_known)]
    assert all(movie.votes <= 10_000 and movie.rating >= 6.95 for movie in known)


def test_the_rows_are_the_same_all_day_and_each_leads_to_its_list(client):
    page = client.get("/movies", headers=HTML)
    assert films_of(client.get("/movies", headers=HTML)) == films_of(page)
    links = re.findall(r'class="shelf-all" href="([^"]+)"', page.text)
    assert len(links) >= 7
    for link in links:
        assert len(films_of(client.get(link.replace("&amp;", "&"), headers=HTML))) == 12, link


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("keyword=paris", "On the theme: Paris"),
        ("director=Akira+Kurosawa", "Films by Akira Kurosawa"),
        ("country=FR", "Films from France"),
        ("language=ja", "Films in Japanese"),
        ("quality=wonder", "Films that are full of wonder"),
        ("genre=Western", "Genre: Western"),
        ("year_from=1950&year_to=1959", "Films of every mood"),
    ],
)
def test_a_filter_alone_is_a_list_with_a_name(client, query, title):
    page = client.get(f"/movies?{query}&seed=1", headers=HTML)
    assert HEADING.search(page.text)[1] == title
    assert len(films_of(page)) == 12
    assert re.search(r'id="films-fit">[\d,]+ films fit your filters\.<', page.text)
    assert f'data-says="{title}"' in page.text
    assert f"{query}&amp;seed=1&amp;offset=12".split("&")[0] in page.text
    assert 'id="clear" hidden' not in page.text


def test_codes_that_no_table_has_stay_as_they_are():
    assert title_of(MoviesQuery(country="XQ")) == "Films from XQ"
    assert title_of(MoviesQuery(language="xq")) == "Films in xq"


def test_films_are_found_by_words_without_scripts(client):
    page = client.get("/movies?q=kurosawa", headers=HTML)
    assert "Found for “kurosawa”" in page.text
    assert "seven-samurai-1954" in films_of(page)
    nothing = client.get("/movies?q=%3Cscript%3Eqqqqzzzz", headers=HTML)
    assert "No film is like “&lt;script&gt;qqqqzzzz”" in nothing.text
    assert len(films_of(nothing)) > 50
    assert client.get("/movies?q=", headers=HTML).status_code == 200
    assert client.get("/movies?q=" + "a" * 101, headers=HTML).status_code == 400


def test_suggestions_are_options_of_a_list(client):
    answer = client.get("/movies/suggestions?q=seven+sam")
    assert answer.mimetype == "text/html"
    first = re.search(r'<li class="search-option" role="option" id="search-option-1".*?</li>', answer.text, re.DOTALL)[
        0
    ]
    assert 'data-address="/movies/seven-samurai-1954"' in first
    assert "1954, Akira Kurosawa" in first
    assert client.get("/movies/suggestions?q=qqqqzzzz").text.strip() == ""
    refused = client.get("/movies/suggestions", headers=HTML)
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "bad_parameter")


def test_a_small_catalog_opens_too(build):
    client = build(recommender=Recommender(catalog_of(*(film(number) for number in range(3))))).test_client()
    page = client.get("/movies", headers=HTML)
    assert page.status_code == 200
    assert len(films_of(page)) == 3
