"""``moviefy serve-replicas`` says what is missing before it starts anything."""

import importlib.util
import os

import pytest
from click.testing import CliRunner

from moviefy.errors import ModelError, SettingError
from moviefy.inference import ray_commands
from moviefy.inference.ray_commands import serve_replicas


@pytest.fixture
def run(monkeypatch):
    """Runs the command; ``settings`` are environment variables."""

    def invoke(**settings):
        return CliRunner().invoke(serve_replicas, [], env=settings, catch_exceptions=True).exception

    return invoke


def test_without_ray_it_names_the_extra(run, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    error = run()
    assert isinstance(error, SettingError)
    assert "moviefy[cluster]" in str(error)


def test_without_a_model_it_says_so_and_starts_no_cluster(run, monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    assert isinstance(run(MOVIEFY_MODEL_DIR=str(tmp_path)), ModelError)


def test_the_token_is_its_owner_s_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(tmp_path / "token"))
    (tmp_path / "token").write_text("secret")
    (tmp_path / "token").chmod(0o644)
    before = os.umask(0o022)
    try:
        ray_commands._keep_token_private()
        (tmp_path / "new").write_text("what Ray writes")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("token", "new")] == [0o600] * 2


def test_a_setting_that_cannot_be_used_is_named(run):
    error = run(MOVIEFY_REPLICAS="0")
    assert isinstance(error, SettingError)
    assert "MOVIEFY_REPLICAS" in str(error)
