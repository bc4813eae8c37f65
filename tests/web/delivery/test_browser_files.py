"""What browsers download to read faces themselves: addresses, compression, policies, and pages without it."""

import gzip
import re
from types import SimpleNamespace

import brotli
import pytest

pytest.importorskip("onnx", reason="needs the extra 'train'")

from moviefy.config import HostedConfig
from moviefy.expression.mood import mood_from_scores
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.words import say
from moviefy.on_device import making
from moviefy.on_device.browser_files import NAMES
from moviefy.web.services import Services
from tests.expression.test_scores import scores
from tests.on_device.helpers import small_network, write_models, write_runtime

WASM = "script-src 'self' 'wasm-unsafe-eval'"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("device")
    models = write_models(root / "models", small_network())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "fetch_runtime", lambda folder: write_runtime(folder / "dist"))
        making.make_browser_files(models, root / "vendor")
    return SimpleNamespace(models=models, vendor=root / "vendor")


@pytest.fixture
def client(build, folders):
    return build(HostedConfig, browser_files=folders.vendor, model_dir=folders.models).test_client()


@pytest.fixture(autouse=True)
def card_of_the_folder(pipeline, folders):
    pipeline.card = ModelCard.load(folders.models)


def test_each_file_has_an_address_for_a_year_and_comes_compressed_as_asked(client, folders):
    files = client.get("/browser-files/list.json").json["files"]
    assert set(files) == set(NAMES)
    for name, file in files.items():
        content = (folders.vendor / name).read_bytes()
        for encoding, unpacked in (("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)):
            answer = client.get(file["address"], headers={"Accept-Encoding": encoding}, buffered=True)
            assert unpacked(answer.data) == content
            assert answer.headers.get("Content-Encoding") == (None if unpacked is bytes else encoding.split(",")[0])
            assert "immutable" in answer.headers["Cache-Control"]
            assert "Accept-Encoding" in answer.headers["Vary"]
    kinds = {
        name.rpartition(".")[2]: client.get(file["address"], buffered=True).mimetype for name, file in files.items()
    }
    assert kinds == {"mjs": "text/javascript", "wasm": "application/wasm", "onnx": "application/octet-stream"}
    wrong = re.sub(r"\.[0-9a-f]{12}\.", ".0123456789ab.", files["detector.onnx"]["address"])
    assert client.get(wrong).status_code == 404
    assert client.get("/browser-files/index.json").status_code == 404


def test_the_list_says_how_to_read_as_the_card_does(client, folders):
    listed = client.get("/browser-files/list.json").json
    card = ModelCard.load(folders.models)
    assert listed["network"]["bias"] == pytest.approx(card.calibration.bias.tolist())
    assert listed["network"]["thresholds"]["sad"] == card.thresholds.sad
    said = listed["words"]["said"]
    for values in ({"happy": 1.0}, {"sad": 0.3, "neutral": 0.35, "angry": 0.35}, {"neutral": 0.8, "angry": 0.2}):
        mood = mood_from_scores(scores(**values), card.thresholds)
        state = "unsure" if mood.reason == "unsure" else mood.expression
        assert said[mood.label or f"{state}-{mood.lean}"] == say(mood)


def test_webassembly_is_allowed_on_the_two_pages_and_in_the_worker_alone(client):
    worker = client.get("/browser-files/list.json").json["worker"]
    policies = {
        path: client.get(path).headers["Content-Security-Policy"]
        for path in ("/", "/live", "/upload", "/movies?mood=sad", "/about", worker, "/no-such-page")
    }
    assert {path for path, policy in policies.items() if WASM in policy} == {"/live", "/upload", worker}
    assert all("unsafe-eval" not in policy.replace("wasm-unsafe-eval", "") for policy in policies.values())
    assert all("default-src 'self'" in policy for policy in policies.values())


def test_the_worker_has_its_hash_in_its_address(client):
    worker = client.get("/browser-files/list.json").json["worker"]
    answer = client.get(worker, headers={"Accept-Encoding": "br"})
    assert answer.mimetype == "text/javascript"
    assert b"OffscreenCanvas" in brotli.decompress(answer.data)
    assert client.get("/browser-files/worker.0123456789ab.js").status_code == 404


def test_what_is_kept_for_offline_is_what_the_camera_page_loads(client):
    page = client.get("/live").text
    loaded = set(
        re.findall(r'(?:src|href|data-script|data-worker)="(/(?:static|browser-files)/[^"]+\.(?:css|js))"', page)
    )
    assert set(client.get("/browser-files/list.json").json["offline"]) == {"/live", *loaded}


def test_pages_offer_the_choice_only_where_the_files_are(build, client, tmp_path):
    without = build(HostedConfig, browser_files=tmp_path).test_client()
    for path in ("/live", "/upload"):
        assert 'name="where" value="device" checked' in client.get(path).text
        assert 'id="place"' not in without.get(path).text
    refused = without.get("/browser-files/list.json")
    assert (refused.status_code, refused.json["error"]["code"]) == (503, "not_ready")


def test_the_start_line_says_where_pictures_are_read(build, folders, tmp_path, caplog):
    caplog.set_level("INFO", "moviefy")
    for vendor, words in ((folders.vendor, "Browsers read faces themselves."), (tmp_path, "`moviefy browser-files`")):
        app = build(HostedConfig, browser_files=vendor, model_dir=folders.models)
        services: Services = app.extensions["moviefy"]
        services.warm_up()
        assert words in caplog.records[-1].getMessage()
