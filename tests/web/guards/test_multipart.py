"""Uploads as browsers, scripts and broken clients send them."""

import pytest

from tests.web.helpers import multipart

FORM = "multipart/form-data; boundary=frontier"


def part(disposition, content=b"x", more=b""):
    return (
        b"--frontier\r\nContent-Disposition: form-data; " + disposition + b"\r\n" + more + b"\r\n" + content + b"\r\n"
    )


def parsed(app, body, content_type=FORM, **options):
    """The text fields and the files, by name, that the app makes of a body."""
    with app.test_request_context("/", method="POST", data=body, content_type=content_type, **options) as context:
        files = context.request.files
        read = {name: [(one.filename, one.read()) for one in files.getlist(name)] for name in files}
        return context.request.form.to_dict(flat=False), read


END = b"--frontier--\r\n"


def test_text_fields_and_files_are_told_apart_by_the_file_name(app):
    body = multipart([("goal", None, b"lift"), ("image", "a.jpg", b"\xff\xd8"), ("image", "", b"")])
    assert parsed(app, body) == ({"goal": ["lift"]}, {"image": [("a.jpg", b"\xff\xd8"), ("", b"")]})


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('name="image"; filename="Lächeln 😀.jpg"'.encode(), "Lächeln 😀.jpg"),
        ('name="image"; filename="Lächeln.jpg"'.encode("latin-1"), "L\N{REPLACEMENT CHARACTER}cheln.jpg"),
        (b"name=image; filename=plain.jpg", "plain.jpg"),
        (b'name="image"; filename="a%22b.jpg"', 'a"b.jpg'),
    ],
    ids=["utf-8", "latin-1", "unquoted", "quote"],
)
def test_a_file_name_is_read_however_it_is_written(app, disposition, name):
    _, files = parsed(app, part(disposition) + END)
    assert files == {"image": [(name, b"x")]}


def test_a_text_that_is_no_utf_8_is_marked(app):
    fields, _ = parsed(app, part(b'name="goal"', b"l\xff") + END)
    assert fields == {"goal": ["l\N{REPLACEMENT CHARACTER}"]}


@pytest.mark.parametrize("length", [1, 40, 80, 120])
def test_a_body_that_is_cut_off_has_no_fields(app, length):
    body = multipart([("goal", None, b"lift"), ("image", "a.jpg", b"\xff\xd8")])
    assert length < len(body)
    assert parsed(app, body[:length]) == ({}, {})


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"]
)
def test_a_body_without_its_boundary_has_no_fields(app, kind):
    assert parsed(app, multipart([("image", "a.jpg", b"x")]), kind) == ({}, {})


def test_a_part_that_lies_about_its_length_is_no_form(app):
    assert parsed(app, part(b'name="image"; filename="a.jpg"', b"x", b"Content-Length: 9\r\n") + END) == ({}, {})


@pytest.mark.parametrize("path", ["/upload", "/api/v1/analyze"])
def test_a_long_text_field_is_refused(client, path, jpeg):
    body = multipart([("goal", None, b"x" * 300_000), ("image", "a.jpg", jpeg)])
    answer = client.post(path, data=body, content_type=FORM, headers={"Accept": "application/json"})
    assert answer.status_code == 413


def test_other_forms_are_read_as_before(app):
    assert parsed(app, b"goal=lift&mood=", "application/x-www-form-urlencoded") == (
        {"goal": ["lift"], "mood": [""]},
        {},
    )
