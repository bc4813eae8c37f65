"""A clock that jumps: nobody is told to come back tomorrow, and what is measured runs on a clock that cannot jump."""

import time

import pytest

DAY_S = 24 * 3600


@pytest.fixture
def jump(monkeypatch):
    """Moves the wall clock by some seconds."""
    real, offset = time.time, [0.0]
    monkeypatch.setattr("time.time", lambda: real() + offset[0])

    def move(seconds):
        offset[0] += seconds

    return move


@pytest.fixture
def client(build):
    return build(rate_limit="2 per minute").test_client()


def test_when_it_jumps_back_a_client_is_told_a_minute_at_most(client, post_image, jpeg, jump):
    for _ in range(2):
        assert post_image(client, jpeg).status_code == 200
    jump(-DAY_S)
    refused = [answer for answer in (post_image(client, jpeg) for _ in range(4)) if answer.status_code == 429]
    assert refused
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)


def test_when_it_jumps_ahead_the_limit_s_window_has_passed(client, post_image, jpeg, jump):
    assert [post_image(client, jpeg).status_code for _ in range(3)] == [200, 200, 429]
    jump(DAY_S)
    assert post_image(client, jpeg).status_code == 200


@pytest.mark.parametrize("seconds", [-DAY_S, DAY_S])
def test_readings_and_their_figures_do_not_notice(build, post_image, jpeg, pipeline, jump, seconds):
    client, read = build().test_client(), pipeline.analyze

    def jumping(frame, near=(), search=None):
        jump(seconds)
        return read(frame, near)

    pipeline.analyze = jumping
    assert post_image(client, jpeg).status_code == 200
    text = client.get("/metrics").text
    for name in ('request_seconds_sum{endpoint="api.analyze"}', "reading_seconds_sum", "queue_wait_seconds_sum"):
        (line,) = [line for line in text.splitlines() if line.startswith(f"moviefy_{name}")]
        assert 0 <= float(line.split()[-1]) < 60
