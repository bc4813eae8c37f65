"""Settings from the environment."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from moviefy.config import MEGABYTE, SETTINGS, Config, HostedConfig, LiveConfig
from moviefy.errors import SettingError


def test_without_anything_set_the_defaults_hold():
    assert LiveConfig.from_environment({}) == LiveConfig()
    assert (LiveConfig().port, LiveConfig().max_upload_bytes, LiveConfig().max_pixels) == (
        5000,
        10 * MEGABYTE,
        40_000_000,
    )


def test_every_setting_is_read():
    given = {
        "PORT": "8080",
        "HOST": "0.0.0.0",
        "MOVIEFY_CAMERA": "fake",
        "MOVIEFY_SECRET_KEY": "a secret long enough",
        "MOVIEFY_MAX_UPLOAD_MB": "2.5",
        "MOVIEFY_MAX_PIXELS": "1000",
        "MOVIEFY_MAX_VIEWERS": "3",
        "MOVIEFY_RATE_LIMIT": "5 per second",
        "MOVIEFY_CATALOG": "films.csv",
        "MOVIEFY_MODEL_DIR": "elsewhere",
        "MOVIEFY_ENGINE": "keras",
        "MOVIEFY_DETECTOR": "haar",
        "MOVIEFY_THREADS": "1",
        "MOVIEFY_TRUSTED_PROXIES": "1",
        "MOVIEFY_COUNTRY": "de",
        "MOVIEFY_TMDB_URL": "http://127.0.0.1:8000/3/",
        "MOVIEFY_TMDB_IMAGES_URL": "http://127.0.0.1:8000/t/p",
        "TMDB_API_KEY": "key",
    }
    config = LiveConfig.from_environment(given)
    assert (config.country, config.tmdb_url) == ("DE", "http://127.0.0.1:8000/3")
    assert config.tmdb_images_url == "http://127.0.0.1:8000/t/p"
    assert (config.port, config.host, config.camera) == (8080, "0.0.0.0", "fake")
    assert (config.max_upload_bytes, config.max_pixels, config.max_viewers) == (2_621_440, 1000, 3)
    assert (config.catalog, config.model_dir) == (Path("films.csv"), Path("elsewhere"))
    assert (config.engine, config.detector, config.threads, config.trusted_proxies) == ("keras", "haar", 1, 1)
    assert (config.secret_key, config.rate_limit, config.tmdb_api_key) == (
        "a secret long enough",
        "5 per second",
        "key",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "eighty"),
        ("MOVIEFY_MAX_UPLOAD_MB", "0"),
        ("MOVIEFY_MAX_UPLOAD_MB", "ten"),
        ("MOVIEFY_MAX_PIXELS", "-5"),
        ("MOVIEFY_MAX_VIEWERS", "0"),
        ("MOVIEFY_ENGINE", "magic"),
        ("MOVIEFY_DETECTOR", "eyes"),
        ("MOVIEFY_THREADS", "1.5"),
        ("MOVIEFY_COUNTRY", "Germany"),
        ("MOVIEFY_COUNTRY", "1!"),
        ("MOVIEFY_TMDB_URL", "ftp://example.org"),
        ("MOVIEFY_CAMERA", "webcam"),
        ("MOVIEFY_CAMERA", "-1"),
        ("MOVIEFY_CAMERA", "absent.mp4"),
        ("MOVIEFY_CAMERA", "/dev/null"),
        ("MOVIEFY_CAMERA", "/dev/videofoo"),
        ("MOVIEFY_CAMERA", "/tmp"),
        ("MOVIEFY_CAMERA", "rtsp://"),
        ("MOVIEFY_CAMERA", "rtsp://host:door/x"),
        ("MOVIEFY_CAMERA", "ftp://host/film.mp4"),
        ("MOVIEFY_TMDB_URL", "api.themoviedb.org"),
        ("MOVIEFY_TMDB_IMAGES_URL", "https://example.org/?a=b"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name, text):
    with pytest.raises(SettingError, match=name):
        LiveConfig.from_environment({name: text})


@pytest.mark.parametrize(
    "camera",
    ["0", "12", "fake", "/dev/video0", "/dev/video987", "/dev/v4l/by-id/usb-camera", "rtsp://me:secret@host:554/door",
     "http://10.0.0.5/video.mjpg", "VID-20240101-12:30:45.mp4", "100%.mp4"],
)  # fmt: skip
def test_a_camera_is_a_device_an_address_a_file_or_fake(camera, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if camera.endswith(".mp4"):
        Path(camera).write_bytes(b"\0\0\0\x18ftypmp42")
    assert LiveConfig.from_environment({"MOVIEFY_CAMERA": camera}).camera == camera


def test_a_config_never_prints_its_secrets():
    shown = repr(
        LiveConfig(
            secret_key="a secret long enough",
            tmdb_api_key="the key of TMDB",
            camera="rtsp://me:camera word@host/",
            rate_store="redis://:store word@host",
        )
    )
    for secret in ("secret long", "key of TMDB", "camera word", "store word"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("MOVIEFY_CAMERA", "rstp://me:hidden@host/door"),
        ("MOVIEFY_CAMERA", "rtsp://me:hidden@host:door/"),
        ("MOVIEFY_CAMERA", "me:hidden@host"),
        ("MOVIEFY_RATE_STORE", "redi://:hidden@host"),
        ("MOVIEFY_TMDB_URL", "ftp://host/?key=hidden"),
    ],
)
def test_an_error_says_no_password(name, text):
    with pytest.raises(SettingError, match=name) as refused:
        LiveConfig.from_environment({name: text})
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_setting_counts_as_not_set(blank):
    assert LiveConfig.from_environment({"PORT": blank}).port == 5000


@pytest.mark.parametrize("secret", [None, "", "short"])
def test_the_hosted_version_needs_a_secret(secret):
    environ = {} if secret is None else {"MOVIEFY_SECRET_KEY": secret}
    with pytest.raises(SettingError, match="MOVIEFY_SECRET_KEY"):
        HostedConfig.from_environment(environ)
    assert LiveConfig.from_environment(environ).port == 5000


def test_the_versions_differ_by_flags():
    assert (LiveConfig.SERVER_CAMERA, LiveConfig.FORCE_HTTPS, LiveConfig.SECRET_REQUIRED) == (True, False, False)
    assert (HostedConfig.SERVER_CAMERA, HostedConfig.FORCE_HTTPS, HostedConfig.SECRET_REQUIRED) == (False, True, True)


def test_every_field_has_one_row():
    assert sorted(s.field for s in SETTINGS) == sorted(f.name for f in fields(Config))
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)


def test_settings_do_not_change_under_a_running_app():
    with pytest.raises(FrozenInstanceError):
        LiveConfig().port = 1
