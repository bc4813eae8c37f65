"""Names under which the app answers; others could be a foreign page's, re-pointed at this machine."""

import socket

import pytest

from moviefy.config import HostedConfig, LiveConfig
from tests.web.helpers import assert_error_shape

JSON = {"Accept": "application/json"}
LOOPBACK = ("localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000", "LOCALHOST")
ODD = ("0.0.0.0:5000", "[::]", "[::ffff:127.0.0.1]:5000", "[::ffff:7f00:1]", "127.0.0.2", "[0:0::1]", "224.0.0.1")
NO_HOSTS = ("x..y", "x" * 70, "[", "[::1", "localhost:abc", "a b", "%", "é", "")
FOREIGN = (
    "elsewhere.example",
    "elsewhere.example:5000",
    "films.example.elsewhere.example",
    "127.0.0.1.elsewhere.example",
)


def ask(app, host, path="/healthz"):
    return app.test_client().get(path, headers={"Host": host, **JSON})


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_this_machine_s_own_addresses_are_always_answered(build, kind):
    app = build(kind, hosts=("films.example",))
    assert [ask(app, host).status_code for host in LOOPBACK] == [200] * len(LOOPBACK)


def test_the_hosted_version_answers_under_every_address_too(build):
    app = build(HostedConfig, hosts=("films.example",))
    assert [ask(app, host).status_code for host in ("192.168.1.7", *ODD)] == [200] * (1 + len(ODD))


@pytest.mark.parametrize("own", ["127.0.0.1", "0.0.0.0", "::", "192.168.1.7"])
def test_the_live_version_answers_under_addresses_that_it_listens_on(build, own):
    app = build(host=own)
    assert [ask(app, host).status_code for host in ODD] == [400] * len(ODD)
    reached = own != "127.0.0.1"
    assert ask(app, "192.168.1.7:5000").status_code == (200 if reached else 400)
    assert ask(app, "[2001:db8::7]").status_code == (200 if own in ("0.0.0.0", "::") else 400)
    assert ask(app, socket.gethostname()).status_code == (200 if reached else 400)


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_is_no_host_is_no_fault_of_the_server(build, kind, accept):
    client = build(kind).test_client()
    for host in NO_HOSTS:
        for path in ("/", "/live", "/movies?mood=sad", "/static/css/base.css", "/nothing"):
            with client.get(path, headers={"Host": host, "Accept": accept}) as answer:
                assert answer.status_code < 500, (host, path)
                assert answer.headers["X-Content-Type-Options"] == "nosniff", (host, path)


@pytest.mark.parametrize("host", FOREIGN)
def test_the_live_version_answers_under_no_name_but_its_own(app, host):
    for path in ("/", "/live", "/video_feed", "/events", "/healthz", "/static/css/moviefy.css", "/nothing"):
        assert_error_shape(ask(app, host, path), "unknown_host", 400)


def test_the_live_version_knows_this_machine_s_name(build):
    app = build(host="0.0.0.0")
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


def test_a_name_that_a_client_may_have_written_beside_host_does_not_count(build):
    app = build(HostedConfig, hosts=("films.example",), trusted_proxies=1)
    headers = {"Host": "elsewhere.example", "X-Forwarded-Host": "films.example", **JSON}
    assert_error_shape(app.test_client().get("/", headers=headers), "unknown_host", 400)


def test_the_setting_is_a_list(monkeypatch):
    config = LiveConfig.from_environment({"MOVIEFY_HOSTS": " Films.example, www.films.example ,"})
    assert config.hosts == ("films.example", "www.films.example")
