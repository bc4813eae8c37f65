import pytest

from moviefy.addresses import camera_name, host_and_port, is_stream, masked, without_passwords


@pytest.mark.parametrize(
    ("camera", "name"),
    [
        ("0", "camera 0"),
        ("fake", "fake camera"),
        ("/dev/video2", "camera /dev/video2"),
        ("VID-20240101-12:30:45.mp4", "camera VID-20240101-12:30:45.mp4"),
        ("rtsp://me:secret@10.0.0.5:554/door?token=secret", "camera at 10.0.0.5:554"),
        ("rtsp://10.0.0.5/user=me_password=secret_channel=1.sdp", "camera at 10.0.0.5"),
        ("HTTPS://me:p@ss@cam.local/video.mjpg", "camera at cam.local"),
        ("rtsp://[::1]:8554/door", "camera at [::1]:8554"),
    ],
)
def test_a_camera_is_named_without_its_secrets(camera, name):
    assert camera_name(camera) == name


@pytest.mark.parametrize(
    "address", ["rtsp://", "http:///video", "rtsp://host:port/x", "rtsp://host/a b", "rtsp://host:99999/"]
)
def test_an_address_without_a_host_is_none(address):
    with pytest.raises(ValueError, match=r"host|[Pp]ort"):
        host_and_port(address)


@pytest.mark.parametrize("text", ["http", "http:x.mp4", "rtmp://host/x", "VID-2024-12:30.mp4", "0", ""])
def test_what_is_no_address_of_a_camera(text):
    assert not is_stream(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("open 'rtsp://me:secret@host:554/door' failed", "open 'rtsp://***@host:554/door' failed"),
        ("rtsp://me:se/cr@et@host/door", "rtsp://***@host/door"),
        ("redis://:secret@host:6379/0", "redis://***@host:6379/0"),
        ("http://cam/video.cgi?user=me&pwd=secret&n=1", "http://cam/video.cgi?user=***&pwd=***&n=1"),
        ("rtsp://host/user=me_password=secret_channel=1.sdp", "rtsp://host/user=***"),
        ("http://127.0.0.1:5000 for me@example.org", "http://127.0.0.1:5000 for me@example.org"),
    ],
)  # fmt: skip
def test_the_log_keeps_no_password(text, clean):
    assert without_passwords(text) == clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rstp://me:secret@host/door", "rstp://***"),
        ("ftp://host/?pwd=secret", "ftp://***"),
        ("me:secret@host", "***"),
        ("ftp://example.org", "ftp://example.org"),
        ("50=3?", "50=3?"),
    ],
)
def test_an_error_keeps_no_password(text, shown):
    assert masked(text) == shown
