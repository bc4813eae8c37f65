"""Up, ready, and the figures."""

import re

import pytest

from moviefy.config import LiveConfig
from moviefy.errors import ModelError
from moviefy.web import create_app
from moviefy.web.services import Services
from tests.web.helpers import assert_error_shape


def test_healthz_asks_nobody(build, pipeline):
    pipeline.problem = ModelError("The expression model is missing.")
    answer = build().test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_readyz_when_everything_is_there(client):
    assert client.get("/readyz").json == {"status": "ready"}


def test_readyz_says_what_is_missing(client, pipeline):
    pipeline.problem = ModelError("The expression model is missing.")
    answer = client.get("/readyz")
    assert_error_shape(answer, "not_ready", 503)
    assert answer.json["error"]["message"] == "The expression model is missing."
    assert answer.headers["Retry-After"]


def test_without_a_model_file_the_app_starts_and_says_so(tmp_path, recommender, post_image, jpeg, caplog):
    config = LiveConfig(model_dir=tmp_path)
    client = create_app(config, Services(config, recommender=recommender)).test_client()
    answer = client.get("/readyz")
    assert_error_shape(answer, "not_ready", 503)
    sentence = answer.json["error"]["message"]
    assert sentence in caplog.text
    assert str(tmp_path) not in sentence
    assert post_image(client, jpeg).json["error"]["message"] == sentence
    assert client.get("/about", headers={"Accept": "text/html"}).status_code == 503
    assert client.get("/").status_code == 200
    assert client.get("/movies?mood=happy").status_code == 200


@pytest.mark.parametrize("content", ["", "id,title\n1,One\n", "nonsense \x00\x01", None])
def test_with_a_bad_catalog_the_app_starts_and_says_so(tmp_path, pipeline, post_image, jpeg, content, caplog):
    path = tmp_path / "films.csv"
    if content is not None:
        path.write_text(content)
    config = LiveConfig(catalog=path)
    client = create_app(config, Services(config, pipeline=pipeline)).test_client()
    answer = client.get("/readyz")
    assert_error_shape(answer, "not_ready", 503)
    assert answer.json["error"]["message"] in caplog.text
    assert_error_shape(client.get("/api/v1/movies?mood=sad"), "not_ready", 503)
    assert_error_shape(post_image(client, jpeg), "not_ready", 503)  # a reading without its films is not half an answer
    assert client.get("/privacy").status_code == 200


def figure(text, name):
    found = re.search(rf"^{re.escape(name)} ([0-9.e+]+)$", text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def test_metrics_count_requests_faces_and_time(client, pipeline, post_image, jpeg):
    pipeline.faces = 3
    for _ in range(2):
        post_image(client, jpeg)
    client.get("/nothing")
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert figure(answer.text, "moviefy_faces_total") == 6
    name = 'moviefy_requests_total{code="",endpoint="api.analyze",method="POST",status="200"}'
    assert figure(answer.text, name) == 2
    name = 'moviefy_requests_total{code="not_found",endpoint="none",method="GET",status="404"}'
    assert figure(answer.text, name) == 1
    for name in ("reading_seconds_count", "model_seconds_count", "queue_wait_seconds_count", "batch_size_sum"):
        assert figure(answer.text, f"moviefy_{name}") == 2
    assert figure(answer.text, 'moviefy_request_seconds_count{endpoint="api.analyze"}') == 2
    assert "moviefy_frames_dropped 0.0" in answer.text


def test_metrics_of_two_apps_are_apart(build, post_image, jpeg):
    first, second = build().test_client(), build().test_client()
    post_image(first, jpeg)
    assert figure(first.get("/metrics").text, "moviefy_faces_total") == 1
    assert figure(second.get("/metrics").text, "moviefy_faces_total") == 0


def test_an_invented_method_makes_no_new_series(client):
    for name in ("BREW", "WHISK"):
        client.open("/", method=name)
    text = client.get("/metrics").text
    assert "BREW" not in text
    assert 'method="other"' in text
