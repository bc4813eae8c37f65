"""The page of one film, with TMDB, without it, and with one that fails in every way."""

import re

import pytest

from tests.tmdb_server import KEY, clocked, serving_tmdb

FILM = "a-trip-to-the-moon-1902"
HTML = {"Accept": "text/html"}
NOTICE = "uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB"
FAILURES = ("slow", "garbage", "wrong", "html", "huge", 401, 429, 500)


@pytest.fixture
def fake():
    with serving_tmdb() as server:
        yield server


@pytest.fixture
def with_tmdb(build, fake):
    yield build(**fake.settings).test_client()
    fake.leaving.set()


def test_a_film_has_a_page_with_its_facts_and_more_like_it(client):
    page = client.get(f"/movies/{FILM}", headers=HTML)
    assert page.status_code == 200
    assert ">A Trip to the Moon</h1>" in page.text
    assert "1902" in page.text
    assert page.text.count('class="film"') == 12
    assert f'href="/movies/{FILM}"' not in page.text


def test_more_like_it_claims_nothing_about_what_was_liked(client):
    assert "which you liked" not in client.get(f"/movies/{FILM}").text


def test_an_unknown_film_is_not_found(client):
    assert client.get("/movies/no-such-film", headers=HTML).status_code == 404


def test_every_film_of_a_list_leads_to_its_page(client):
    links = re.findall(r'href="(/movies/[\w-]+)"', client.get("/movies?mood=sad&seed=1").text)
    assert len(links) == 12
    assert client.get(links[0]).status_code == 200


def test_without_a_key_nobody_is_asked_and_nothing_is_claimed(client):
    page = client.get(f"/movies/{FILM}").text
    assert "TMDB" not in page
    assert "Where to watch" not in page
    assert client.get(f"/posters/{FILM}").mimetype == "image/svg+xml"


def test_with_a_key_the_page_says_where_to_watch_and_thanks(with_tmdb):
    page = with_tmdb.get(f"/movies/{FILM}").text
    assert "Filmflix, Tubes" in page
    assert "Rentals &amp; Co &lt;b&gt;" in page
    assert "JustWatch" in page
    assert NOTICE in page


def test_with_a_key_every_page_with_films_carries_the_notice(with_tmdb):
    assert NOTICE in with_tmdb.get("/movies?mood=sad&seed=1").text
    assert NOTICE in with_tmdb.get("/live").text


def test_with_a_key_posters_are_tmdbs_by_way_of_this_server(with_tmdb, fake):
    page = with_tmdb.get("/movies?mood=sad&seed=1").text
    posters = re.findall(r'<img class="film-poster"[^>]*src="([^"]+)"', page)
    assert all(poster.startswith("/posters/") and ".svg" not in poster for poster in posters)
    answer = with_tmdb.get(f"/posters/{FILM}")
    assert (answer.mimetype, answer.data) == ("image/jpeg", fake.picture)
    assert (answer.cache_control.public, answer.cache_control.max_age) == (True, 24 * 3600)
    again = with_tmdb.get(f"/posters/{FILM}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_film_that_tmdb_does_not_know_keeps_its_drawn_poster(with_tmdb, fake):
    fake.films = []
    answer = with_tmdb.get(f"/posters/{FILM}")
    assert answer.mimetype == "image/svg+xml"
    assert "No offer is known in US" in with_tmdb.get(f"/movies/{FILM}").text


@pytest.mark.parametrize("mode", FAILURES)
def test_no_failure_of_tmdb_empties_a_page(with_tmdb, fake, mode):
    fake.mode = mode
    page, seconds = clocked(lambda: with_tmdb.get(f"/movies/{FILM}", headers=HTML))
    assert page.status_code == 200
    assert page.text.count('class="film"') == 12
    assert seconds < 3.5
    poster = with_tmdb.get(f"/posters/{FILM}")
    assert poster.status_code == 200
    assert poster.mimetype == "image/svg+xml"


@pytest.mark.parametrize("mode", ["garbage", 401, 429])
def test_a_poster_drawn_in_need_is_asked_for_again_soon(with_tmdb, fake, mode):
    fake.mode = mode
    answer = with_tmdb.get(f"/posters/{FILM}")
    assert answer.cache_control.max_age == 60
    assert "cannot be told right now" in with_tmdb.get(f"/movies/{FILM}").text


def test_the_key_is_on_no_page(with_tmdb, fake):
    for mode in ("ok", 401):
        fake.mode = mode
        for path in (f"/movies/{FILM}", "/movies?mood=sad", f"/posters/{FILM}", "/about", "/metrics"):
            answer = with_tmdb.get(path)
            assert KEY.encode() not in answer.data + str(answer.headers).encode()


def test_the_privacy_page_says_who_is_asked(client, with_tmdb):
    assert "asks The Movie Database" in with_tmdb.get("/privacy").text
    assert "The Movie Database" not in client.get("/privacy").text


def test_browsers_are_sent_to_nobody_else(with_tmdb):
    page = with_tmdb.get(f"/movies/{FILM}")
    assert not re.search(r'(src|srcset)="https?:', page.text)
    assert "img-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("scores=a,b,c", "scores must be a number, not &#39;a&#39;."),
        ("scores=nan,0,0", "scores must be "),
        ("scores=0.5", "scores must be 3 values with commas between them, not 1."),
        ("scores=0.1,0.2,0.3,0.4", "scores must be 3 values with commas between them, not 4."),
        ("scores=2,0,0", "scores must be at most 1, not 2."),
        ("scores=0,0,0", "scores must not all be 0."),
        ("mood=happy&seed=-1", "seed must be at least 0, not -1."),
        ("mood=happy&seed=99999999999", "seed must be at most 4294967295, not 99999999999."),
        ("mood=happy&offset=-1", "offset must be at least 0, not -1."),
        ("mood=happy&offset=10000001", "offset must be at most 10000000, not 10000001."),
        ("mood=happy&offset=1e3", "offset must be a whole number, not &#39;1e3&#39;."),
        ("scores=0.1,0.2,0.3&expression=bored", "expression must be"),
    ],
)
def test_what_the_films_page_cannot_use_gets_one_sentence(client, query, sentence):
    page = client.get(f"/movies?{query}", headers=HTML)
    assert page.status_code == 400
    assert sentence in page.text
    assert 'class="ways-in"' in page.text


def test_past_the_last_film_the_page_says_so_and_leads_back(client):
    page = client.get("/movies?mood=happy&seed=3&offset=900000", headers=HTML)
    assert page.status_code == 200
    assert "offset=900000 is past the last one." in page.text
    back = re.search(r'<a href="([^"]+)">Back to the first ones', page.text)[1].replace("&amp;", "&")
    assert client.get(back).text.count('data-film="') == 12


def test_scores_of_a_reading_have_films_and_stay_in_every_link(client):
    page = client.get("/movies?scores=0.2,0.3,0.1&expression=surprise&seed=3", headers=HTML).text
    assert page.count('data-film="') == 12
    assert 'name="scores" value="0.2,0.3,0.1"' in page
    assert "scores=0.2,0.3,0.1" in re.search(r'id="more-link" href="([^"]+)"', page)[1].replace("%2C", ",")
    chosen = client.get("/movies?scores=0.2,0.3,0.1&expression=surprise&mood=sad&seed=3", headers=HTML).text
    sad = client.get("/movies?mood=sad&seed=3", headers=HTML).text
    films = re.compile(r'data-film="([\w-]+)"')
    assert films.findall(chosen) == films.findall(sad)
    assert 'name="scores" value=""' in chosen


def test_lists_and_films_say_what_they_are_to_other_sites(client):
    page = client.get("/movies?mood=sad&goal=lift&seed=3&offset=12", headers=HTML).text
    tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', page))
    assert tags["title"] == "Films to brighten it (sad)"
    assert tags["url"].replace("&amp;", "&") == "http://localhost/movies?mood=sad&goal=lift&seed=3&offset=12"
    assert client.get(tags["image"]).status_code == 200
    assert tags["description"].endswith("and more.")
    assert '<link rel="canonical" href="http://localhost/movies?mood=sad&amp;goal=lift">' in page
    film = client.get(f"/movies/{FILM}", headers=HTML).text
    tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', film))
    assert (tags["title"], tags["type"]) == ("A Trip to the Moon (1902)", "video.movie")
    assert f'<link rel="canonical" href="http://localhost/movies/{FILM}">' in film
