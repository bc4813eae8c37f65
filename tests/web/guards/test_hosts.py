"""Names under which the app answers; others could be a foreign page's, re-pointed at this machine."""

import socket

import pytest

from moviefy.config import HostedConfig, LiveConfig
from tests.web.helpers import assert_error_shape

JSON = {"Accept": "application/json"}
ADDRESSES = ("localhost", "localhost:5000", "127.0.0.1:5000", "192.168.1.7", "[::1]:5000", "LOCALHOST")
FOREIGN = (
    "elsewhere.example",
    "elsewhere.example:5000",
    "films.example.elsewhere.example",
    "127.0.0.1.elsewhere.example",
)


def ask(app, host, path="/healthz"):
    return app.test_client().get(path, headers={"Host": host, **JSON})


@pytest.mark.parametrize("host", ADDRESSES)
@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_addresses_and_localhost_are_always_answered(build, kind, host):
    assert ask(build(kind, hosts=("films.example",)), host).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_the_live_version_answers_under_no_name_but_its_own(app, host):
    for path in ("/", "/live", "/video_feed", "/events", "/healthz", "/static/css/moviefy.css", "/nothing"):
        assert_error_shape(ask(app, host, path), "unknown_host", 400)


def test_the_live_version_knows_this_machine_s_name(app):
    name = socket.gethostname()
    for host in (name, f"{name}.local:5000", f"{name}."):
        assert ask(app, host).status_code == 200


def test_the_hosted_version_answers_under_the_names_that_are_set(build):
    app = build(HostedConfig, hosts=("films.example", "www.films.example"))
    for host in ("films.example", "www.films.example:443", "Films.Example", "films.example."):
        assert ask(app, host).status_code == 200
    for host in FOREIGN:
        assert_error_shape(ask(app, host), "unknown_host", 400)


def test_a_foreign_host_gets_a_page_where_it_wants_one(build):
    app = build(HostedConfig, hosts=("films.example",))
    page = app.test_client().get("/", headers={"Host": "elsewhere.example", "Accept": "text/html"})
    assert page.status_code == 400
    assert "does not answer under that name" in page.text
    assert "elsewhere" not in page.text


def test_without_the_setting_the_hosted_version_answers_under_any_name(hosted):
    assert ask(hosted, "elsewhere.example").status_code == 200


def test_behind_a_proxy_the_name_that_it_passes_on_counts(build):
    app = build(HostedConfig, hosts=("films.example",), trusted_proxies=1)
    headers = {"Host": "10.0.0.7:8000", "X-Forwarded-Host": "elsewhere.example", **JSON}
    assert_error_shape(app.test_client().get("/", headers=headers), "unknown_host", 400)


def test_the_setting_is_a_list(monkeypatch):
    config = LiveConfig.from_environment({"MOVIEFY_HOSTS": " Films.example, www.films.example ,"})
    assert config.hosts == ("films.example", "www.films.example")
