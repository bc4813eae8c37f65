"""gunicorn.conf.py: sized for the streams, and it never loads a model before the fork."""

import runpy
import signal
import sys
from unittest.mock import MagicMock

import pytest

from moviefy.config import PROJECT_ROOT


def settings(monkeypatch, **environ):
    for name in ("PORT", "HOST", "WEB_CONCURRENCY", "MOVIEFY_MAX_VIEWERS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"MOVIEFY_SECRET_KEY": "a secret for tests only", **environ}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(PROJECT_ROOT / "gunicorn.conf.py"))


def test_the_defaults_suit_a_small_host(monkeypatch):
    conf = settings(monkeypatch)
    assert (conf["worker_class"], conf["workers"], conf["preload_app"]) == ("moviefy.serving.worker.Worker", 1, False)
    assert conf["bind"] == "0.0.0.0:5000"
    assert conf["accesslog"] is None


def test_streams_never_take_every_thread(monkeypatch):
    for viewers in (1, 8, 50):
        conf = settings(monkeypatch, MOVIEFY_MAX_VIEWERS=str(viewers))
        assert conf["threads"] >= 2 * viewers + 4  # hosted: frames and events


def test_port_host_and_workers_are_the_host_s_choice(monkeypatch):
    conf = settings(monkeypatch, PORT="8080", HOST="127.0.0.1", WEB_CONCURRENCY="3")
    assert (conf["bind"], conf["workers"]) == ("127.0.0.1:8080", 3)


@pytest.mark.parametrize(("host", "bind"), [("::", "[::]:5000"), ("::1", "[::1]:5000"), (" ", "0.0.0.0:5000")])
def test_any_host_can_be_listened_on(monkeypatch, host, bind):
    assert settings(monkeypatch, HOST=host)["bind"] == bind


def test_a_wrong_setting_is_one_sentence(monkeypatch):
    with pytest.raises(SystemExit, match="moviefy: MOVIEFY_MAX_VIEWERS cannot be 'many'"):
        settings(monkeypatch, MOVIEFY_MAX_VIEWERS="many")


def test_gunicorn_ends_before_a_host_kills_it(monkeypatch):
    assert settings(monkeypatch)["graceful_timeout"] < 30


@pytest.mark.parametrize(("proxies", "shares"), [("0", True), ("1", False)])
def test_one_client_never_has_every_thread_unless_it_is_a_proxy(monkeypatch, proxies, shares):
    conf = settings(monkeypatch, MOVIEFY_TRUSTED_PROXIES=proxies)
    worker = MagicMock(turns=None)
    before = signal.getsignal(signal.SIGTERM), sys.getswitchinterval()
    try:
        conf["post_worker_init"](worker)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        sys.setswitchinterval(before[1])
    assert (worker.turns is not None) is shares
    if shares:
        taken = [worker.turns.take("client", number) for number in range(conf["threads"])]
        assert taken.count(True) < conf["threads"]
    assert conf["sendfile"] is False
