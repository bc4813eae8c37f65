"""More pictures than can be read: those that wait are answered, the rest is told at once when to come again."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from moviefy.config import HostedConfig
from tests.web.helpers import assert_error_shape

PATIENCE_S = 20
HTML = {"Accept": "text/html"}


@pytest.fixture
def gate(pipeline):
    """Lets the pipeline go on when it is set; ``reached`` counts the pictures that are being read."""
    opened, reached, read = threading.Event(), threading.Semaphore(0), pipeline.analyze

    def slowly(frame, near=(), search=None):
        reached.release()
        assert opened.wait(PATIENCE_S)
        return read(frame, near)

    pipeline.analyze = slowly
    opened.reached = reached
    yield opened
    opened.set()


@pytest.fixture
def full(build, gate, post_image, jpeg):
    """An app with one picture being read and one that waits, which is all it has room for, and their answers."""
    app = build(HostedConfig, readers=1, queue=1)
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(post_image, app.test_client(), jpeg)]
        assert gate.reached.acquire(timeout=PATIENCE_S)
        answers.append(pool.submit(post_image, app.test_client(), jpeg))
        wait_for_figure(app, "moviefy_queue_length 1.0")
        yield app, answers
        gate.set()  # before the pool waits for those two


def wait_for_figure(app, line):
    end = time.monotonic() + PATIENCE_S
    while line not in app.test_client().get("/metrics").text:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_has_no_room_is_told_when_to_come_again(full, gate, post_image, jpeg):
    app, answers = full
    refused = post_image(app.test_client(), jpeg)
    assert_error_shape(refused, "overloaded", 503)
    assert int(refused.headers["Retry-After"]) >= 1
    gate.set()
    assert [answer.result(PATIENCE_S).status_code for answer in answers] == [200, 200]
    assert post_image(app.test_client(), jpeg).status_code == 200
    text = app.test_client().get("/metrics").text
    assert "moviefy_pictures_rejected_total 1.0" in text
    assert "moviefy_batch_size_count 3.0" in text
    assert "moviefy_queue_length 0.0" in text


def test_the_form_says_so_on_a_page(full, post_image, jpeg):
    app, _ = full
    page = post_image(app.test_client(), jpeg, path="/upload", headers=HTML)
    assert page.status_code == 503
    assert "busy just now" in page.text
    assert page.headers["Retry-After"]


def test_all_else_goes_on(full):
    client = full[0].test_client()
    for address in ("/healthz", "/", "/movies?mood=sad", "/api/v1/movies?mood=happy"):
        assert client.get(address).status_code == 200
