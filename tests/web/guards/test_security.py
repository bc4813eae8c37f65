"""Headers, foreign origins, cookies, and what the log must not hold."""

import logging
import re

import pytest
from flask import request

from moviefy.config import HostedConfig, LiveConfig
from moviefy.web.guards.security import trust_proxies
from tests.web.helpers import assert_error_shape

PAGES = ("/", "/live", "/upload", "/movies?mood=happy", "/about", "/privacy", "/api/docs", "/nothing", "/healthz")
SAME_FOR_EVERYBODY = ("/", "/live", "/upload", "/about", "/privacy", "/api/docs")
FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": ""},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]
OWN = [
    {"Origin": "http://localhost"},
    {"Origin": "https://localhost"},  # behind a proxy that ends https
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_has_the_headers(client, page):
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "")
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store" or page in SAME_FOR_EVERYBODY


def test_static_files_may_be_kept_for_a_while(client):
    with client.get("/static/img/favicon.svg") as answer:
        assert answer.status_code == 200
        assert "max-age=600" in answer.headers["Cache-Control"]
        assert answer.headers["ETag"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_hsts_only_over_https_and_only_hosted(app, hosted):
    assert "Strict-Transport-Security" in hosted.test_client().get("/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in hosted.test_client().get("/").headers
    assert "Strict-Transport-Security" not in app.test_client().get("/", base_url="https://localhost").headers


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/upload", "/api/v1/analyze"])
def test_another_site_s_page_cannot_post(client, post_image, jpeg, pipeline, path, headers):
    answer = post_image(client, jpeg, path=path, headers={"Accept": "application/json", **headers})
    assert_error_shape(answer, "forbidden", 403)
    assert not pipeline.frames


@pytest.mark.parametrize("headers", OWN)
@pytest.mark.parametrize("path", ["/upload", "/api/v1/analyze"])
def test_our_pages_and_other_programs_can_post(client, post_image, jpeg, path, headers):
    assert post_image(client, jpeg, path=path, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/video_feed", "/events"])
def test_another_site_s_page_cannot_turn_the_camera_on(client, path, headers):
    assert_error_shape(client.get(path, headers=headers), "forbidden", 403)


BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}
UNSURE = [{}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}]
"""What a browser may say to a door that it does not trust, and of an address that redirects to ours."""


@pytest.mark.parametrize("headers", UNSURE)
@pytest.mark.parametrize("path", ["/video_feed?x=1", "/events?films=0"])
def test_a_browser_that_does_not_say_who_asks_needs_the_word_of_the_camera_page(app, client, path, headers):
    for token in ("", "&token=", "&token=wrong", "&token=%C3%A9"):
        assert_error_shape(client.get(path + token, headers=BROWSER | headers), "forbidden", 403)
    assert app.extensions["moviefy"].seats.taken("video_feed", "events") == 0
    word = re.search('data-camera-token="([^"]+)"', client.get("/live").text).group(1)
    with client.get(f"{path}&token={word}", headers=BROWSER | headers) as answer:
        assert answer.status_code == 200


def test_the_page_itself_and_programs_need_no_word_and_the_hosted_version_has_none(client, hosted):
    for headers in (BROWSER | {"Sec-Fetch-Site": "same-origin"}, {"User-Agent": "curl/8"}):
        with client.get("/events", headers=headers) as answer:
            assert answer.status_code == 200
    assert "camera-token" not in hosted.test_client().get("/live").text
    with hosted.test_client().get("/events", headers=BROWSER) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_no_environment_turns_the_debugger_on(build, monkeypatch, kind):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("FLASK_ENV", "development")
    app = build(kind)
    assert not app.debug
    assert not app.testing


def seen_by(app, headers):
    """The client's address and the host as a view behind the app's proxies sees them."""
    app.add_url_rule("/seen", view_func=lambda: {"address": request.remote_addr, "url": request.host_url})
    return app.test_client().get("/seen", headers=headers).json


FORWARDED = {
    "X-Forwarded-For": "10.9.9.9, 203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "films.example",
}


def test_without_proxies_their_headers_are_not_believed(app):
    assert seen_by(app, FORWARDED) == {"address": "127.0.0.1", "url": "http://localhost/"}


def test_behind_one_proxy_its_word_counts_and_the_client_s_own_does_not(build):
    app = build()
    trust_proxies(app, 1)
    assert seen_by(app, FORWARDED) == {"address": "203.0.113.7", "url": "https://localhost/"}


def test_reading_is_open_to_links_from_elsewhere(client):
    assert client.get("/movies?mood=sad", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_no_page_sets_a_cookie(client, post_image, jpeg):
    for page in PAGES:
        assert "Set-Cookie" not in client.get(page).headers
    assert "Set-Cookie" not in post_image(client, jpeg, path="/upload").headers


def test_the_log_holds_no_mood_address_or_file_name(build, post_image, jpeg, serving, caplog):
    import http.client

    app = build(HostedConfig)
    with caplog.at_level(logging.DEBUG), serving(app) as address:
        client = app.test_client()
        post_image(client, jpeg, name="holiday.jpg")
        post_image(client, b"no picture", name="holiday.jpg")
        connection = http.client.HTTPConnection(address, timeout=10)
        connection.request("GET", "/movies?mood=sad")
        assert connection.getresponse().status == 200
        connection.close()
    for word in ("sad", "happy", "holiday", "127.0.0.1"):
        assert word not in caplog.text


def test_pages_load_nothing_from_another_host(client):
    import re

    for page in PAGES:
        for address in re.findall(r"""(?<![-\w])(?:src|href|action)=["']([^"']+)""", client.get(page).text):
            ours = ("/", "#", "data:", "http://localhost/")  # links for sharing name the host of the request
            assert address.startswith(ours) or page == "/about", (page, address)
