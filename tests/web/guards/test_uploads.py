"""Pictures that cannot be used, and the promise that nothing is written to disk."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.mutations import HEIC
from tests.web.helpers import assert_error_shape, encoded, multipart

MB = 1024 * 1024
BOTH = pytest.mark.parametrize("path", ["/api/v1/analyze", "/upload"])
HTML = {"Accept": "text/html"}


def gradient(mode="RGB", size=(64, 48)):
    x = np.linspace(0, 255, size[0] * size[1], dtype=np.uint8).reshape(size[1], size[0])
    return Image.fromarray(x).convert(mode)


def sixteen_bit():
    return Image.fromarray((np.arange(64 * 48, dtype=np.uint16) * 20).reshape(48, 64))


def animated():
    frames = [gradient(), gradient().rotate(90)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def twelve_bit_jpeg():
    return encoded(gradient()).replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c")


def png_header(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


ODD_BUT_GOOD = {
    "grey": lambda: encoded(gradient("L")),
    "RGBA": lambda: encoded(gradient("RGBA"), "PNG"),
    "CMYK": lambda: encoded(gradient("CMYK")),
    "16-bit": lambda: encoded(sixteen_bit(), "PNG"),
    "palette": lambda: encoded(gradient("P"), "PNG"),
    "animated": animated,
    "1x1": lambda: encoded(gradient(size=(1, 1)), "PNG"),
    "WebP": lambda: encoded(gradient(), "WEBP"),
    "BMP": lambda: encoded(gradient(), "BMP"),
    "TIFF": lambda: encoded(gradient(), "TIFF"),
}
BAD = {
    "zero-byte": (b"", "image_missing", 400),
    "truncated": (encoded(gradient(size=(640, 480)))[:900], "image_unreadable", 400),
    "garbage after a JPEG's first bytes": (b"\xff\xd8\xff\xe0" + b"\x00" * 200, "image_unreadable", 400),
    "text named .jpg": (b"hello, I am no picture " * 20, "unsupported_media_type", 415),
    "html": (b"<html><script>alert(1)</script></html>", "unsupported_media_type", 415),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_media_type", 415),
    "jpeg of 12 bits": (twelve_bit_jpeg(), "unsupported_media_type", 415),
    "pdf": (b"%PDF-1.7\n" + b"0" * 100, "unsupported_media_type", 415),
    "zip": (b"PK\x03\x04" + b"\0" * 200, "unsupported_media_type", 415),
    "20000x20000": (png_header(20000, 20000), "image_too_large", 413),
    "over the limit": (encoded(gradient()) + b"\0" * (10 * MB), "image_too_large", 413),
}


@BOTH
@pytest.mark.parametrize("kind", ODD_BUT_GOOD)
def test_odd_pictures_are_read(client, post_image, pipeline, path, kind):
    answer = post_image(client, ODD_BUT_GOOD[kind](), path=path)
    assert answer.status_code == 200
    height, width, channels = pipeline.frames[-1]
    assert (width, height, channels) == ((1, 1, 3) if kind == "1x1" else (64, 48, 3))


@BOTH
@pytest.mark.parametrize("kind", BAD)
def test_a_picture_that_cannot_be_used_is_refused_with_a_sentence(client, post_image, pipeline, path, kind):
    data, code, status = BAD[kind]
    assert_error_shape(post_image(client, data, path=path, headers={"Accept": "application/json"}), code, status)
    assert not pipeline.frames


@pytest.mark.parametrize("kind", BAD)
def test_the_form_comes_back_with_the_sentence(client, post_image, kind):
    data, code, status = BAD[kind]
    json_answer = post_image(client, data)
    page = post_image(client, data, path="/upload", headers=HTML)
    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert json_answer.json["error"]["code"] == code
    assert 'name="image"' in page.text
    assert json_answer.json["error"]["message"].split("'")[0] in page.text


@pytest.mark.parametrize("kind", [k for k in BAD if k != "zero-byte"])
def test_the_same_holds_for_a_raw_body(client, kind):
    data, code, status = BAD[kind]
    assert_error_shape(client.post("/api/v1/analyze", data=data, content_type="image/jpeg"), code, status)


def test_a_rotated_phone_photo_is_turned_upright(client, post_image, pipeline):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert post_image(client, encoded(gradient(), exif=exif)).status_code == 200
    assert pipeline.frames[-1] == (64, 48, 3)


@BOTH
def test_a_heic_photo_is_whole_and_upright(client, post_image, pipeline, path):
    assert post_image(client, HEIC.read_bytes(), path=path).status_code == 200
    assert pipeline.frames[-1] == (256, 200, 3)


def test_size_and_boxes_are_those_of_the_full_picture(client, post_image, pipeline):
    exif = Image.Exif()
    exif[0x0112] = 6
    answer = post_image(client, encoded(gradient(size=(5000, 4000)), exif=exif))
    assert pipeline.frames[-1] == (2500, 2000, 3)
    assert (answer.json["width"], answer.json["height"]) == (4000, 5000)
    reduced = pipeline.analyze(np.zeros(pipeline.frames[-1], np.uint8)).faces[0].face.box
    assert answer.json["faces"][0]["box"] == [2 * side for side in reduced]


@BOTH
def test_without_memory_it_is_to_be_tried_again(client, post_image, monkeypatch, path):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr("moviefy.capture.image_codec._open", fail)
    answer = post_image(client, encoded(gradient()), path=path, headers={"Accept": "application/json"})
    assert_error_shape(answer, "overloaded", 503)
    assert int(answer.headers["Retry-After"]) > 0


@BOTH
def test_another_field_name_is_a_missing_image(client, post_image, jpeg, path):
    answer = post_image(client, jpeg, path=path, field="nonsense", headers={"Accept": "application/json"})
    assert_error_shape(answer, "image_missing", 400)
    assert "image" in answer.json["error"]["message"]


def test_a_form_without_a_file_is_a_missing_image(client):
    answer = client.post(
        "/api/v1/analyze",
        data=multipart([("image", None, b"text")]),
        content_type="multipart/form-data; boundary=frontier",
    )
    assert_error_shape(answer, "image_missing", 400)


def test_an_empty_body_is_a_missing_image(client):
    assert_error_shape(client.post("/api/v1/analyze"), "image_missing", 400)


def test_a_broken_multipart_body_is_a_missing_image(client):
    answer = client.post("/api/v1/analyze", data=b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert_error_shape(answer)


def test_a_form_of_many_parts_is_refused(client):
    body = multipart([(f"f{i}", "x.jpg", b"x") for i in range(50)])
    answer = client.post("/api/v1/analyze", data=body, content_type="multipart/form-data; boundary=frontier")
    assert_error_shape(answer, "image_too_large", 413)


@BOTH
def test_a_large_upload_stays_in_memory(client, post_image, pipeline, path, monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("something was written to disk")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    noise = np.random.default_rng(1).integers(0, 255, (1200, 1400, 3), np.uint8)
    data = encoded(Image.fromarray(noise), "PNG")
    assert 4 * MB < len(data) < 10 * MB
    assert post_image(client, data, path=path).status_code == 200
    assert pipeline.frames[-1] == (1200, 1400, 3)


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("form", [True, False])
def test_a_body_over_the_limit_is_refused_with_and_without_its_length(app, serving, form, chunked):
    """Through a real server: the test client always sends a length."""
    import http.client

    body = b"\xff\xd8\xff" + b"\0" * (12 * MB)
    if form:
        head = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n'
        body = head + body + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x" if form else "image/jpeg"
    with serving(app) as address:
        connection = http.client.HTTPConnection(address, timeout=30)
        pieces = (body[i : i + MB] for i in range(0, len(body), MB)) if chunked else body
        connection.request("POST", "/api/v1/analyze", pieces, {"Content-Type": kind}, encode_chunked=chunked)
        answer = connection.getresponse()
        assert answer.status == 413
        assert b"image_too_large" in answer.read()
        connection.close()
        again = http.client.HTTPConnection(address, timeout=30)
        again.request("GET", "/healthz")
        assert again.getresponse().status == 200
        again.close()


def test_the_limit_follows_the_setting(build, post_image, jpeg):
    client = build(max_upload_bytes=200, max_pixels=10**6).test_client()
    assert len(jpeg) > 200
    assert_error_shape(post_image(client, jpeg), "image_too_large", 413)
    few_pixels = build(max_pixels=100).test_client()
    assert_error_shape(post_image(few_pixels, jpeg), "image_too_large", 413)
