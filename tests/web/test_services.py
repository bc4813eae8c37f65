"""The heavy parts are built once, on first use, and a part that cannot be built says so each time."""

import json
import shutil
import threading

import pytest

from moviefy.config import LiveConfig
from moviefy.errors import CatalogError, ModelError, NotReady
from moviefy.expression.faces.detectors import BLAZEFACE_FILE, FIRST_YUNET, detector_choice
from moviefy.expression.network.model_card import CARD_NAME
from moviefy.web import create_app
from moviefy.web.lazy import Lazy
from moviefy.web.services import Services


def test_once_builds_on_first_use_alone():
    calls = []
    once = Lazy(lambda: calls.append(1) or "value")
    assert once.built is None
    assert not calls
    assert (once.get(), once.get(), once.built) == ("value", "value", "value")
    assert calls == [1]


def test_once_builds_once_for_many_threads():
    calls, start = [], threading.Barrier(8)
    once = Lazy(lambda: calls.append(1) or object())
    found = []

    def use():
        start.wait(10)
        found.append(once.get())

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert calls == [1]


def test_once_remembers_its_problem_and_logs_it_once(caplog):
    calls = []

    def fail():
        calls.append(1)
        raise CatalogError("The film catalog lacks the column 'title'.")

    once = Lazy(fail)
    for _ in range(3):
        with pytest.raises(CatalogError, match="lacks the column"):
            once.get()
    assert calls == [1]
    assert caplog.text.count("lacks the column") == 1


def test_the_live_page_opens_without_waiting_for_the_model(monkeypatch):
    monkeypatch.setattr("moviefy.web.services.load_pipeline", lambda config: pytest.fail("the model was loaded"))
    config = LiveConfig(camera="fake")
    page = create_app(config).test_client().get("/live")
    card = json.loads((config.model_dir / CARD_NAME).read_text())
    assert page.status_code == 200
    assert all(f'data-{mood}="{value}"' in page.text for mood, value in card["thresholds"].items())


def test_the_about_page_needs_the_cards_alone(monkeypatch):
    monkeypatch.setattr("moviefy.web.services.load_pipeline", lambda config: pytest.fail("the model was loaded"))
    config = LiveConfig(camera="fake", detector="haar")
    page = create_app(config).test_client().get("/about")
    accuracy = json.loads((config.model_dir / CARD_NAME).read_text())["test"]["accuracy_3"]
    assert page.status_code == 200
    assert f"{100 * accuracy:.1f}" in page.text
    assert "MOVIEFY_DETECTOR asks for haar." in page.text


def test_the_about_page_says_why_a_detector_is_in_use(tmp_path):
    for path in LiveConfig().model_dir.glob("*.json"):
        shutil.copy(path, tmp_path)
    client = create_app(LiveConfig(camera="fake", model_dir=tmp_path)).test_client()
    assert "No other detector&#39;s file is in the model folder" in client.get("/about").text
    (tmp_path / BLAZEFACE_FILE).write_bytes(b"")
    assert "face_detection_full_range.tflite is in" in client.get("/about").text
    (tmp_path / FIRST_YUNET).write_bytes(b"")
    assert "face_detection_yunet_2026may.onnx is in" in client.get("/about").text


def test_without_a_card_the_live_page_opens_too(tmp_path):
    shared = Services(LiveConfig(camera="fake", model_dir=tmp_path))
    with pytest.raises(ModelError):
        _ = shared.thresholds
    assert create_app(LiveConfig(camera="fake", model_dir=tmp_path)).test_client().get("/live").status_code == 200


def test_warm_up_says_what_is_there(pipeline, recommender, caplog):
    shared = Services(LiveConfig(camera="fake"), pipeline=pipeline, recommender=recommender)
    with caplog.at_level("INFO"):
        shared.warm_up()
        shared.check_ready()
    line = caplog.messages[-1]
    for said in ("onnx", "films", "fake camera", detector_choice("auto", shared.config.model_dir)[1]):
        assert said in line
    assert len(caplog.messages) == 1


def test_the_start_line_says_no_password(pipeline, recommender, caplog):
    camera = "rtsp://me:secret@10.0.0.5/door?token=secret"
    with caplog.at_level("INFO"):
        Services(LiveConfig(camera=camera), pipeline=pipeline, recommender=recommender).warm_up()
    assert "camera at 10.0.0.5" in caplog.text
    assert "secret" not in caplog.text


def test_while_it_loads_it_says_so_at_once(pipeline, recommender):
    loading, go_on = threading.Event(), threading.Event()

    def slowly(frame):
        loading.set()
        assert go_on.wait(30)

    pipeline.analyze = slowly
    shared = Services(LiveConfig(), pipeline=pipeline, recommender=recommender)
    shared.start()
    assert loading.wait(30)
    with pytest.raises(NotReady, match="still loading"):
        shared.check_ready()
    go_on.set()
    shared.warm_up()
    shared.check_ready()


def test_a_failed_start_leaves_the_server_up(tmp_path, pipeline):
    shared = Services(LiveConfig(catalog=tmp_path / "none.csv"), pipeline=pipeline)
    shared.start()
    with pytest.raises(NotReady):
        shared.check_ready()


def test_closing_ends_the_camera_only_where_it_was_opened(pipeline, recommender):
    class Camera:
        closed = 0

        def close(self):
            self.closed += 1

    camera = Camera()
    Services(LiveConfig(), pipeline=pipeline, recommender=recommender, live=camera).close()
    assert camera.closed == 1
    shared = Services(LiveConfig(), pipeline=pipeline, recommender=recommender)
    shared.close()
    assert shared.stopping.is_set()
