"""Request ids, a line for each request of the hosted version, and a dashboard of figures that exist."""

import json
import logging
import re

import pytest
import websocket

from moviefy.config import PROJECT_ROOT, HostedConfig
from moviefy.logs import request_id
from tests.frame_sources import wait_until
from tests.web.helpers import assert_error_shape

DASHBOARD = json.loads((PROJECT_ROOT / "docs" / "grafana-dashboard.json").read_text("utf-8"))


def lines(caplog):
    return [record.fields for record in caplog.records if record.message == "request"]


def test_a_request_gets_an_id_and_another_one_another(client):
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second
    assert request_id.get() is None


@pytest.mark.parametrize("given", ["0a1b2c3d-0000-4444-8888-abcdefabcdef", "trace_1.2-3"])
def test_a_given_id_is_kept_on_answers_and_errors(client, given):
    for path in ("/", "/nothing", "/api/v1/movies?mood=happy"):
        assert client.get(path, headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "<script>alert(1)</script>", "line%0abreak"])
def test_an_id_that_could_be_anything_is_replaced(client, given):
    assert client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


def test_a_request_has_one_line_with_nothing_of_the_client(hosted, post_image, jpeg, caplog):
    with caplog.at_level(logging.INFO):
        post_image(hosted.test_client(), jpeg, name="holiday.jpg")
        hosted.test_client().get("/movies?mood=sad")
    assert [set(line) for line in lines(caplog)] == [{"method", "endpoint", "status", "ms"}] * 2
    analysis, page = lines(caplog)
    assert (analysis["method"], analysis["endpoint"], analysis["status"]) == ("POST", "api.analyze", 200)
    assert page["endpoint"].endswith(".movies")
    assert all(line["ms"] >= 0 for line in lines(caplog))


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/static/css/moviefy.css", "/wp-login.php"])
def test_what_machines_ask_all_day_is_left_out(hosted, caplog, path):
    with caplog.at_level(logging.INFO), hosted.test_client().get(path):
        assert lines(caplog) == []


def test_an_error_s_code_is_in_the_line_and_in_the_metrics(build, post_image, jpeg, caplog):
    app = build(HostedConfig, rate_limit="1 per minute", max_viewers=1)
    client, shared = app.test_client(), app.extensions["moviefy"]
    with caplog.at_level(logging.INFO), shared.seats.take("events"):
        client.get("/events")
        post_image(client, b"", path="/upload")
        post_image(client, jpeg)
        client.get("/movies?mood=sleepy", headers={"Accept": "text/html"})
    told = [(line["endpoint"], line["status"], line["code"]) for line in lines(caplog)]
    assert told == [
        ("stream.events", 503, "too_many_viewers"),
        ("pages.upload_result", 400, "image_missing"),
        ("api.analyze", 429, "too_many_requests"),
        ("film_pages.movies", 400, "bad_parameter"),
    ]
    text = client.get("/metrics").text
    for endpoint, status, code in told:
        assert re.search(rf'code="{code}",endpoint="{endpoint}",method="\w+",status="{status}"}} 1', text)


def test_a_websocket_that_is_refused_leaves_its_code(build, serving, caplog):
    app = build(HostedConfig, max_viewers=1)
    with caplog.at_level(logging.INFO), serving(app) as address, app.extensions["moviefy"].seats.take("frames"):
        with pytest.raises(websocket.WebSocketBadStatusException):
            websocket.create_connection(f"ws://{address}/ws/frames", timeout=20)
        wait_until(lambda: lines(caplog))
    assert (lines(caplog)[0]["status"], lines(caplog)[0]["code"]) == (503, "too_many_viewers")


def test_a_mistake_of_ours_is_found_by_its_id(hosted, pipeline, post_image, jpeg, caplog):
    pipeline.problem = ZeroDivisionError("a detail")
    seen = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append((record.levelname, request_id.get()))
    logging.getLogger("moviefy.web").addHandler(handler)
    try:
        answer = post_image(hosted.test_client(), jpeg, headers={"X-Request-ID": "find-me-by-this"})
    finally:
        logging.getLogger("moviefy.web").removeHandler(handler)
    assert_error_shape(answer, "internal", 500)
    assert ("ERROR", "find-me-by-this") in seen


def test_the_live_version_logs_only_requests_that_end_with_a_5xx(build, caplog):
    app = build(max_viewers=1)
    client, shared = app.test_client(), app.extensions["moviefy"]
    with caplog.at_level(logging.INFO), shared.seats.take("events"):
        for path in ("/movies?mood=sad", "/movies?mood=sleepy", "/events"):
            client.get(path)
    assert [(line["status"], line["code"]) for line in lines(caplog)] == [(503, "too_many_viewers")]


def test_the_dashboard_shows_figures_that_exist(client, post_image, jpeg):
    post_image(client, jpeg)
    text = client.get("/metrics").text
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    names = {name for expr in asked for name in re.findall(r"\b(?:moviefy|process)_\w+", expr)}
    assert len(names) > 10
    for name in names:
        assert re.search(rf"^{name}[ {{]", text, re.MULTILINE), name


def test_the_dashboard_leaves_no_figure_of_ours_out(client):
    ours = re.findall(r"^# TYPE (moviefy_\w+?)(?:_total|_created)? ", client.get("/metrics").text, re.MULTILINE)
    shown = json.dumps(DASHBOARD["panels"])
    assert [name for name in ours if name not in shown] == []
