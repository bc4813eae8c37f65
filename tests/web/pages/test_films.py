"""The page of one film, with TMDB, without it, and with one that fails in every way."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from moviefy.web.pages.film_page import outward_links
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
    links = re.findall(r'href="(/movies/[\w-]+\?mood=sad)"', client.get("/movies?mood=sad&seed=1").text)
    assert len(links) == 12
    assert "Why it fits a sad mood" in client.get(links[0]).text


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


def test_scripts_are_sent_the_same_cards_as_pages_have(client):
    films = client.get("/api/v1/movies?mood=sad&goal=lift&seed=3").json
    sent = client.post("/movies/fragment", json={"mood": "sad", "goal": "lift", "seed": 3})
    assert sent.mimetype == "text/html"
    assert re.findall('data-film="([^"]+)"', sent.text) == [film["id"] for film in films["movies"]]
    assert f'data-seed="3" data-total="{films["total"]}" data-message=""' in sent.text
    cards = re.compile("<article.*?</article>", re.DOTALL)
    assert cards.findall(sent.text) == cards.findall(client.get("/movies?mood=sad&goal=lift&seed=3").text)


def test_where_no_film_fits_scripts_are_sent_the_sentence(client):
    sent = client.post("/movies/fragment", json={"mood": "sad", "year_to": 1889})
    assert "data-film" not in sent.text
    assert 'data-message="No film fits; without the last year' in sent.text


def test_what_scripts_ask_wrongly_is_refused_in_json(client):
    refused = client.post("/movies/fragment", json={"mood": "glad"}, headers=HTML)
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "bad_parameter")
    foreign = client.post("/movies/fragment", json={"mood": "sad"}, headers={"Origin": "https://example.org"})
    assert foreign.status_code == 403


def test_a_film_has_its_story_and_facts_that_lead_to_lists(client):
    page = client.get("/movies/seven-samurai-1954", headers=HTML).text
    assert re.search(r'<p class="lead" lang="en" data-field="logline">[^<]*seven masterless swordsmen', page)
    facts = dict(re.findall(r'<a href="(/movies\?[^"]+)"[^>]*>([^<]+)</a>', page))
    assert facts["/movies?director=Akira+Kurosawa"] == "Akira Kurosawa"
    assert facts["/movies?q=Toshiro+Mifune"] == "Toshiro Mifune"
    assert facts["/movies?country=JP"] == "Japan"
    assert facts["/movies?language=ja"] == "Japanese"
    assert facts["/movies?keyword=samurai"] == "samurai"
    assert facts["/movies?quality=tension"] == "Tension"
    for address in facts:
        answer = client.get(address.replace("&amp;", "&"), headers=HTML)
        assert "seven-samurai-1954" in answer.text or answer.text.count("data-film") == 12, address


def test_strong_qualities_are_links_and_each_that_shows_has_a_bar(client):
    page = client.get("/movies/seven-samurai-1954", headers=HTML).text
    bars = re.findall(r'<meter min="0" max="3" value="([\d.]+)" aria-label="(\w+)"', page)
    assert [float(grade) for grade, _ in bars] == sorted((float(grade) for grade, _ in bars), reverse=True)
    strong = [name for grade, name in bars if float(grade) >= 2]
    assert re.findall(r'<a href="/movies\?quality=\w+">(\w+)</a>', page) == strong
    assert page.count('class="is-strong"') == len(strong) > 3


def test_the_page_says_why_a_film_fits_the_mood_one_came_with_and_only_if_it_does(client):
    def said(query):
        page = client.get(f"/movies/seven-samurai-1954?{query}", headers=HTML).text
        return re.findall(r"Why it (?:fits|lifts|calms)[^:]*", page)

    assert said("mood=angry") == ["Why it fits an angry mood"]
    assert said("mood=sad") == said("mood=sad&goal=lift") == said("") == []
    wrong = client.get("/movies/seven-samurai-1954?mood=glad", headers=HTML)
    assert wrong.status_code == 400


def test_links_to_other_sites_send_no_referrer_and_carry_the_title_whole(client):
    page = client.get(f"/movies/{FILM}", headers=HTML)
    links = re.findall(r'<a href="(https://[^"]+)" rel="([^"]+)">', page.text)
    hosts = [urlsplit(address).hostname for address, _ in links]
    assert hosts == [
        "www.justwatch.com",
        "letterboxd.com",
        "www.imdb.com",
        "en.wikipedia.org",
        "www.youtube.com",
    ]
    assert {rel for _, rel in links} == {"noreferrer noopener"}


@pytest.mark.parametrize(
    ("browser", "search"),
    [
        ("de-AT,de;q=0.9", "/at/Suche"),
        ("en-GB,en;q=0.9", "/uk/search"),
        ("en-AQ,fr-FR;q=0.5", "/fr/recherche"),
        ("es", "/es/buscar"),
        ("hi", "/in/search"),
        ("", "/us/search"),
    ],
)
def test_justwatch_is_asked_in_the_visitors_country(client, browser, search):
    page = client.get(f"/movies/{FILM}", headers={**HTML, "Accept-Language": browser})
    assert re.findall(r"https://www\.justwatch\.com([^?]+)\?q=", page.text) == [search]


def test_a_fragment_without_a_mood_says_what_its_list_is_called(client):
    def called(**question):
        page = client.post("/movies/fragment", json={"limit": 1, **question})
        return re.findall(r'data-title="([^"]*)"', page.text)

    assert called(country="FR", year_from=1990) == ["Films from France"]
    assert called(year_from=1990) == ["Films of every mood"]
    assert called(country="FR", mood="sad") == [""]


@pytest.mark.parametrize("title", ["A & B / C?", "100% <b>#1</b>", "\u00c7a va: \u6771\u4eac"])
def test_any_title_makes_whole_addresses(title, recommender):
    movie = replace(recommender.catalog.movie(0), title=title)
    for link in outward_links(movie, "https://www.justwatch.com/us/search"):
        parts = urlsplit(link.address)
        assert parts.fragment == ""
        told = parse_qs(parts.query) or {"path": [unquote(parts.path)]}
        assert any(title.replace("/", " ") in value.replace("/", " ") for values in told.values() for value in values)
