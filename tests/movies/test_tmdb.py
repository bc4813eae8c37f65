"""TMDB against a server that answers like it: matching, posters, where to watch, caches, limits and every failure."""

import logging
import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviefy.errors import TmdbUnavailable
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.tmdb.circuit_breaker import FAILING_S, REFUSED_S, CircuitBreaker
from moviefy.movies.tmdb.client import LIMIT_S, Tmdb
from moviefy.movies.tmdb.parsing import match_by_imdb_id, match_by_title, picture_type, watch_options
from tests.tmdb_server import KEY, POSTER_PATH, TMDB_ID, clocked, film, serving_tmdb

MOON = Movie(
    "ml-32898", "A Trip to the Moon", 1902, ("Adventure",), 14, 8.2, 1262, "happy", {"happy": 1, "sad": 0, "angry": 0}
)
BY_IMDB_ID = replace(MOON, id="tt0000417")
SLACK_S = 10.0
FAILURES = ("slow", "drip", "garbage", "html", "huge", "cut", "redirect", 500, 503)
TURNED_AWAY = (401, 403, 429)


@pytest.fixture
def fake():
    with serving_tmdb() as server:
        yield server


@pytest.fixture
def build(fake):
    """Builds clients of the server; settings may be given."""
    built = []

    def build_client(**given):
        names = {"key": "tmdb_api_key", "api_url": "tmdb_url", "images_url": "tmdb_images_url"}
        settings = {ours: fake.settings[theirs] for ours, theirs in names.items()} | {"country": "US"} | given
        client = Tmdb(settings.pop("key"), **settings)
        built.append(client)
        return client

    yield build_client
    fake.leaving.set()
    for client in built:
        client.close()


@pytest.fixture
def tmdb(build):
    return build()


def test_a_film_with_an_imdb_id_is_found_by_it(tmdb, fake):
    picture = tmdb.poster(BY_IMDB_ID)
    assert (picture.media_type, picture.data) == ("image/jpeg", fake.picture)
    assert fake.paths() == ["/3/find/tt0000417", f"/t/p/w342{POSTER_PATH}"]


def test_other_films_are_searched_by_title_and_year(tmdb, fake):
    assert tmdb.poster(MOON).data == fake.picture
    asked = parse_qs(urlsplit(fake.requests[0][0]).query)
    assert asked == {"query": ["A Trip to the Moon"], "year": ["1902"], "api_key": [KEY]}


def test_the_key_goes_to_the_api_alone_and_a_token_goes_in_a_header(build, fake):
    build().poster(MOON)
    build(key="header.payload.signature").poster(MOON)
    search, picture, search_with_token, _ = fake.requests
    assert KEY in search[0]
    assert KEY not in picture[0] + str(picture[1])
    assert "api_key" not in search_with_token[0]
    assert search_with_token[1]["Authorization"] == "Bearer header.payload.signature"


@pytest.mark.parametrize(
    ("result", "found"),
    [
        (film(), True),
        (film("Le Voyage dans la Lune", original="A Trip To The Moon!"), True),
        (film(date="1903-01-01"), True),
        (film(date="1997-01-01"), False),
        (film("A Trip to the Mooon"), False),
        (film(date=""), False),
        ({"id": "7", "title": "A Trip to the Moon", "release_date": "1902"}, False),
        ({"id": 7, "title": None, "release_date": None}, False),
    ],
)
def test_only_the_same_title_and_year_match(result, found):
    assert (match_by_title({"results": [result]}, MOON) is not None) == found


def test_of_two_films_with_one_title_the_nearer_year_matches():
    results = [film(date="1903-02-01", tmdb_id=1), film(tmdb_id=2)]
    assert match_by_title({"results": results}, MOON).tmdb_id == 2


@pytest.mark.parametrize(
    "answer", [None, [], 7, {}, {"results": None}, {"results": {"US": []}}, {"results": [1, None]}]
)
def test_answers_of_another_shape_say_nothing(answer):
    assert match_by_title(answer, MOON) is None
    assert not watch_options(answer, "US").anywhere


NAMES = ("results", "movie_results", "id", "title", "release_date", "poster_path", "US", "link", "buy", "provider_name")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_no_json_at_all_upsets_it(answer):
    for match in (match_by_title(answer, MOON), match_by_imdb_id(answer)):
        assert match is None or isinstance(match.tmdb_id, int)
    options = watch_options(answer, "US")
    assert all(isinstance(name, str) for name in (*options.stream, *options.rent, *options.buy))


@pytest.mark.parametrize("path", [None, "", "//evil.example/x.jpg", "/../../etc/passwd", "/x.svg", "/x.jpg?y", 7])
def test_a_poster_path_that_is_none_is_never_fetched(tmdb, fake, path):
    fake.films = [film(poster=path)]
    assert tmdb.poster(MOON) is None
    assert len(fake.requests) == 1


def test_where_to_watch_names_each_provider_once_in_order(tmdb, fake):
    options = tmdb.where_to_watch(MOON)
    assert (options.stream, options.rent, options.buy) == (("Filmflix", "Tubes"), ("Rentals & Co <b>",), ("Discs",))
    assert options.link == f"https://www.themoviedb.org/movie/{TMDB_ID}/watch?locale=US"
    assert fake.paths()[-1] == f"/3/movie/{TMDB_ID}/watch/providers"


def test_another_country_has_its_own_offers_or_none(build):
    assert not build(country="DE").where_to_watch(MOON).anywhere


def test_a_link_that_does_not_lead_to_tmdb_is_left_out():
    part = {"link": "javascript:alert(1)", "buy": [{"provider_name": "Discs"}, {"provider_name": 7}, None]}
    assert watch_options({"results": {"US": part}}, "US") == watch_options(
        {"results": {"US": {**part, "link": "https://example.org/"}}}, "US"
    )
    assert watch_options({"results": {"US": part}}, "US").link is None


def test_an_unknown_film_has_neither(tmdb, fake):
    fake.films = []
    assert tmdb.poster(MOON) is None
    assert tmdb.where_to_watch(MOON) is None
    assert len(fake.requests) == 1


def test_what_was_answered_is_not_asked_again(tmdb, fake):
    for _ in range(3):
        tmdb.poster(MOON)
        tmdb.where_to_watch(MOON)
    assert len(fake.requests) == 3


@pytest.mark.parametrize("mode", FAILURES)
def test_no_failure_takes_longer_than_the_limit(tmdb, fake, mode):
    def ask():
        with pytest.raises(TmdbUnavailable):
            tmdb.poster(MOON)

    fake.mode = mode
    _, seconds = clocked(ask)
    assert seconds < LIMIT_S + SLACK_S


def test_a_failure_is_not_remembered_as_an_answer(tmdb, fake):
    fake.mode = "garbage"
    with pytest.raises(TmdbUnavailable):
        tmdb.poster(MOON)
    fake.mode = "ok"
    assert tmdb.poster(MOON).data == fake.picture


def test_after_three_failures_tmdb_is_left_alone(tmdb, fake):
    fake.mode = 500
    for _ in range(6):
        with pytest.raises(TmdbUnavailable):
            tmdb.poster(MOON)
    assert len(fake.requests) == 3


@pytest.mark.parametrize("status", TURNED_AWAY)
def test_when_turned_away_tmdb_is_left_alone_at_once(tmdb, fake, status, caplog):
    fake.mode = status
    for _ in range(4):
        with pytest.raises(TmdbUnavailable):
            tmdb.poster(MOON)
    assert len(fake.requests) == 1
    assert caplog.text.count("Posters are drawn for the next") == 1


def test_answers_of_another_shape_bring_no_poster(tmdb, fake):
    fake.mode = "wrong"
    assert tmdb.poster(BY_IMDB_ID) is None


def test_a_poster_that_is_no_picture_is_refused(tmdb, fake):
    fake.picture = b"<svg onload='alert(1)'>"
    with pytest.raises(TmdbUnavailable, match="no picture"):
        tmdb.poster(MOON)


def test_nobody_there_is_told_at_once(build):
    client = build(api_url="http://127.0.0.1:9/3")
    with pytest.raises(TmdbUnavailable, match="cannot be reached"):
        client.poster(MOON)


@pytest.mark.parametrize("mode", ["garbage", 401, "cut", "redirect"])
def test_the_key_is_in_no_log_and_no_error(build, fake, caplog, mode):
    caplog.set_level(logging.DEBUG)
    build().poster(MOON)
    fake.mode = mode
    with pytest.raises(TmdbUnavailable) as caught:
        build().poster(MOON)
    assert KEY not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert KEY not in caplog.text


def test_a_key_that_no_header_can_carry_is_not_told_either(build, caplog):
    with pytest.raises(TmdbUnavailable) as caught:
        build(key=f"{KEY}\n.x").poster(MOON)
    assert KEY not in repr(caught.value) + caplog.text


def test_many_at_once_all_get_their_answer(tmdb, fake):
    movies = [replace(MOON, id=f"film-{i}") for i in range(24)]
    found = {}
    threads = [
        threading.Thread(target=lambda movie=movie: found.update({movie.id: tmdb.poster(movie)})) for movie in movies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert {picture.data for picture in found.values()} == {fake.picture}
    assert len(found) == 24


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a", None),
        (b"<svg", None),
        (b"", None),
    ],
)
def test_a_picture_is_told_by_its_first_bytes(start, kind):
    assert picture_type(start) == kind


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def is_paused(pause):
    try:
        pause.check()
    except TmdbUnavailable:
        return True
    return False


@pytest.mark.parametrize(
    ("status", "asked_for", "seconds"),
    [(401, None, REFUSED_S), (403, 5, REFUSED_S), (429, None, 10), (429, 42, 42), (429, 0, 1), (429, 10**9, 300)],
)
def test_a_pause_lasts_as_long_as_it_should(clock, status, asked_for, seconds):
    pause = CircuitBreaker(clock)
    pause.rejected(status, asked_for)
    clock.now += seconds - 0.1
    assert is_paused(pause)
    clock.now += 0.2
    assert not is_paused(pause)


def test_failures_count_only_in_a_row(clock):
    pause = CircuitBreaker(clock)
    for _ in range(2):
        pause.failed("no")
        pause.failed("no")
        pause.succeeded()
    assert not is_paused(pause)
    for _ in range(3):
        pause.failed("no")
    assert is_paused(pause)
    clock.now += FAILING_S + 0.1
    assert not is_paused(pause)
