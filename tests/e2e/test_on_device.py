"""Reading in the browser: the same answers as on the server, nothing sent, and the server where the device cannot.

The files come from `moviefy browser-files`, which `make install` runs; without them these tests are skipped.
"""

import base64
import json
import platform
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from playwright.sync_api import expect

from bench.on_device import OPEN, READ
from moviefy.capture.image_codec import decode_photo
from moviefy.config import Config, HostedConfig
from moviefy.errors import BadParameter, ModelError
from moviefy.expression.faces.detectors import detector_factory
from moviefy.expression.faces.face import Face
from moviefy.expression.mood import NO_FACE, mood_from_scores
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.reading import FaceReading, Reading
from moviefy.expression.scores import LABELS, ExpressionScores
from moviefy.on_device.browser_files import DETECTOR, NETWORK, load_browser_files
from moviefy.on_device.settings import reading_settings
from moviefy.pipeline import Pipeline
from moviefy.video_pipeline import VideoPipeline
from moviefy.web import create_app
from tests.e2e.conftest import SETTINGS, serving, serving_app, wait_until

SEQUENCES = json.loads((Path(__file__).parents[1] / "expression" / "face_sequences.json").read_text("utf-8"))
ON_DEVICE, ON_SERVER = "Read on this device.", "Read on the server."
SLACK = 0 if platform.machine() in ("x86_64", "AMD64") else 1
"""In grey levels: elsewhere OpenCV leaves resizing to libraries that round otherwise."""

PICTURE_PATHS = {"/ws/frames", "/api/v1/analyze"}

PREPARE = """async ([crops, settings]) => {
  const { Network } = await import("/static/js/on-device/network.js");
  const squares = crops.map((data) => ({ side: Math.sqrt(data.length), data: Uint8Array.from(data) }));
  return [...new Network(null, settings).prepared(squares).input];
}"""
RESIZE = """async ([rows, width, height, to, onto]) => {
  const { reduced } = await import("/static/js/on-device/pixels.js");
  const { linear } = await import("/static/js/on-device/interpolation.js");
  const { warped, grey } = await import("/static/js/on-device/parts.js");
  const picture = { width, height, data: Uint8Array.from(rows) };
  const made = to.flatMap(([w, h]) => [reduced(picture, w, h), linear(picture, w, h)]);
  const turned = [true, false].map((repeatsEdge) => warped(picture, onto, width, height, repeatsEdge));
  return [...made, ...turned, grey(picture)].map(({ data }) => [...data]);
}"""
RUN = "async ([input, shape]) => [...(await window.device.run('network', Float32Array.from(input), shape)).logits]"
FOLLOW = """async ([steps, settings]) => {
  const { SteadyFaces } = await import("/static/js/on-device/video.js");
  const { Moods, asAnswered, sayAll } = await import("/static/js/on-device/moods.js");
  const moods = new Moods(settings.network);
  const steady = new SteadyFaces(moods);
  return steps.map(({ time_s, width, height, faces, choose }) => {
    const refused = choose !== undefined && !steady.choose(choose);
    const near = steady.searchNear({ width, height }, time_s);
    const seen = faces.map(({ box, scores }) => {
      const values = Float32Array.from(scores);
      return { box, confidence: 0.9, turn: null, scores: values, mood: moods.of(values) };
    });
    const now = steady.update({ width, height, faces: seen }, time_s);
    const others = now.chosen === null ? now.faces.slice(1).map((face) => face.mood) : [];
    const said = sayAll(now.mood.reason === "no_face" ? [] : [now.mood, ...others], settings.words);
    const told = now.faces.map((face) => ({ ...face, mood: asAnswered(face.mood), scores: [...face.scores] }));
    return { refused, near, faces: told, mood: asAnswered(now.mood), chosen: now.chosen, said };
  });
}"""
SLOW = """
    window.Worker = class extends Worker {
        postMessage(message, handed) {
            const wait = message.call === "frame" ? 400 : 0;
            setTimeout(() => super.postMessage(message, handed), wait);
        }
    };
"""
NO_WORKER = "window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };"
STORAGE = """async () => {
  const { loadFiles } = await import("/static/js/on-device/files.js");
  const good = new TextEncoder().encode("what reads");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", good));
  const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const file = { address: "/browser-files/file.0123456789ab.onnx", sha256, bytes: good.length, sent: 5 };
  const full = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
  const broken = () => Promise.reject(new DOMException("unreadable", "UnknownError"));
  const cache = { match: async () => undefined, put: full, keys: broken, delete: broken };
  const text = (words) => async () => new Response(words);
  const arriving = (...answers) => (address, { cache: how }) => {
    asked.push(how);
    return Promise.resolve(new Response(answers.shift()));
  };
  let asked = [];
  const cases = {
    "no room": [async () => cache, arriving("what reads")],
    "no storage at all": [undefined, arriving("what reads")],
    "storage that is refused": [full, arriving("what reads")],
    "kept, but not to be read": [async () => ({ ...cache, match: broken }), arriving("what reads")],
    "kept, but damaged": [async () => ({ ...cache, match: text("what leads") }), arriving("what reads")],
    "kept": [async () => ({ ...cache, match: text("what reads") }), arriving()],
    "damaged once on its way": [async () => cache, arriving("what", "what reads")],
    "damaged twice": [async () => cache, arriving("what reads, and more", "what leads")],
  };
  const told = {};
  for (const [name, [open, fetch]] of Object.entries(cases)) {
    Object.defineProperty(window, "caches", { value: open && { open }, configurable: true });
    Object.defineProperty(window, "fetch", { value: fetch, configurable: true });
    asked = [];
    const result = loadFiles({ files: { file } }, () => {});
    told[name] = await result.then(
      ({ file }) => [new TextDecoder().decode(file), asked], (error) => [error.name, asked]);
  }
  return told;
}"""
PATIENCE = """async () => {
  const { Device } = await import("/static/js/on-device/device.js");
  const alarms = [];
  let now = 0;
  window.setTimeout = (alarm, ms) => alarms.push({ alarm, at: now + ms }) - 1;
  window.clearTimeout = (id) => delete alarms[id];
  performance.now = () => now;
  window.Worker = class extends EventTarget { postMessage() {} terminate() {} };
  const pass = async (ms) => {
    now += ms;
    for (const [id, due] of Object.entries(alarms)) if (due?.at <= now) { delete alarms[id]; due.alarm(); }
    await null;
  };
  const device = new Device("/worker.js", () => {});
  const told = [];
  device.start().catch(({ kind }) => told.push(kind));
  await pass(3_600_000); // the tab was frozen for an hour, its worker as well
  await pass(29_000);
  told.push("waits");
  await pass(2_000);
  device.frame(null, 1).catch(({ kind }) => told.push(kind));
  device.close();
  await null;
  return told;
}"""
PATIENT = "Object.defineProperty(navigator, 'onLine', { value: false });"
"""No device counts as too slow where no server could read instead: these tests also run on busy machines."""

MORTAL = """
    window.workers = [];
    window.readings = 0;
    window.Worker = class extends Worker {
        constructor(...how) {
            super(...how);
            window.workers.push(this);
            this.addEventListener("message", ({ data }) => { if (data.result?.faces) window.readings += 1; });
        }
    };
"""


@pytest.fixture(scope="module")
def vendor():
    """The folder of browser files, which fits the shipped model."""
    folder = Config.browser_files
    try:
        load_browser_files(folder, ModelCard.load(Config.model_dir))
    except ModelError as error:
        pytest.skip(f"needs the files for browsers: {error}")
    return folder


@pytest.fixture(scope="module")
def device_site(vendor):
    with serving(
        HostedConfig(secret_key="a secret for these tests only", **{**SETTINGS, "browser_files": vendor})
    ) as site:
        yield site


@pytest.fixture(scope="module")
def spoilt_site(vendor, tmp_path_factory):
    """One of the files is another than its checksum says."""
    folder = tmp_path_factory.mktemp("spoilt")
    for path in vendor.iterdir():
        if path.name.startswith(DETECTOR):
            continue
        (folder / path.name).symlink_to(path)
    (folder / DETECTOR).write_bytes(bytes((vendor / DETECTOR).stat().st_size))
    settings = {**SETTINGS, "browser_files": folder}
    with serving(HostedConfig(secret_key="a secret for these tests only", **settings)) as site:
        yield site


@pytest.fixture(scope="module")
def strict_site(vendor):
    """Something between server and browser forbids the worker WebAssembly."""
    app = create_app(HostedConfig(secret_key="a secret for these tests only", **{**SETTINGS, "browser_files": vendor}))
    inner = app.wsgi_app

    def stricter(environ, start_response):
        def begin(status, headers, *more):
            if environ["PATH_INFO"].startswith("/browser-files/worker."):
                headers = [(name, value.replace(" 'wasm-unsafe-eval'", "")) for name, value in headers]
            return start_response(status, headers, *more)

        return inner(environ, begin)

    app.wsgi_app = stricter
    with serving_app(app) as site:
        yield site


def start(page, where=None):
    if where:
        page.locator(f"input[name=where][value={where}]").check()
    page.get_by_role("button", name="Yes, start the camera").click()


def expect_place(page, words):
    expect(page.locator("#place-name")).to_have_text(words)


def expect_happy_with_films(page):
    expect(page.locator("#mood-now")).to_have_text("You look happy")
    expect(page.locator("#film-rows .film")).to_have_count(36)


class Scripted:
    """Gives a sequence's faces as the pipeline would, and remembers where it was told to look."""

    def __init__(self, thresholds):
        self.thresholds = thresholds
        self.step, self.near = None, ()

    def analyze(self, frame, near=(), search=None):
        self.near = near
        faces = []
        for one in self.step["faces"]:
            values = ExpressionScores(np.array(one["scores"], np.float32))
            faces.append(FaceReading(Face(tuple(one["box"]), 0.9), values, mood_from_scores(values, self.thresholds)))
        mood = faces[0].mood if faces else NO_FACE
        return Reading(self.step["width"], self.step["height"], tuple(faces), mood)


def followed(steps, thresholds):
    """What the server's side makes of a sequence, in the form of FOLLOW."""
    scripted = Scripted(thresholds)
    video = VideoPipeline(scripted)
    for step in steps:
        refused = False
        if "choose" in step:
            try:
                video.choose(step["choose"])
            except BadParameter:
                refused = True
        scripted.step = step
        now = video.update(np.full((step["height"], step["width"], 3), 128, np.uint8), step["time_s"])
        yield {
            "refused": refused,
            "near": [list(box) for box in scripted.near],
            "faces": [
                {"box": list(f.face.box), "track": f.track, "mood": f.mood, "scores": f.expressions.values.tolist()}
                for f in now.reading.faces
            ],
            "mood": now.mood,
            "chosen": now.chosen,
            "said": now.said(),
        }


def same_mood(ours, theirs):
    expected = ours.to_json()
    for name in ("label", "lean", "reason", "expression"):
        assert theirs[name] == expected[name], name
    assert theirs["certainty"] == pytest.approx(expected["certainty"], abs=2e-4)
    assert theirs["scores"] == pytest.approx(expected["scores"], abs=2e-4)


def test_faces_over_time_are_the_same_as_on_the_server_at_every_step(visit, hosted_site):
    page = visit(f"{hosted_site}/privacy")
    card = ModelCard.load(Config.model_dir)
    settings = json.loads(json.dumps(reading_settings(card)))
    for sequence in SEQUENCES:
        theirs = page.evaluate(FOLLOW, [sequence["steps"], settings])
        for step, (ours, now) in enumerate(zip(followed(sequence["steps"], card.thresholds), theirs, strict=True)):
            where = f"{sequence['name']}, step {step}"
            for name in ("refused", "near", "chosen", "said"):
                assert now[name] == ours[name], (where, name)
            same_mood(ours["mood"], now["mood"])
            assert [(f["box"], f["track"]) for f in now["faces"]] == [(f["box"], f["track"]) for f in ours["faces"]], (
                where
            )
            for one, other in zip(ours["faces"], now["faces"], strict=True):
                same_mood(one["mood"], other["mood"])
                assert other["scores"] == pytest.approx(one["scores"], abs=1e-5)


def test_files_arrive_without_storage_and_a_tab_may_be_frozen(visit, hosted_site):
    page = visit(f"{hosted_site}/privacy")
    here, once, never = "what reads", ["default"], []
    assert page.evaluate(STORAGE) == {
        "no room": [here, once],
        "no storage at all": [here, once],
        "storage that is refused": [here, once],
        "kept, but not to be read": [here, once],
        "kept, but damaged": [here, once],
        "kept": [here, never],
        "damaged once on its way": [here, ["default", "reload"]],
        "damaged twice": ["WrongFile", ["default", "reload"]],
    }
    assert page.evaluate(PATIENCE) == ["waits", "Silent", "Closed"]


def resized_by_opencv(picture, sizes, onto):
    """What RESIZE makes, of a picture uint8 BGR."""
    height, width = picture.shape[:2]
    for size in sizes:
        for way in (cv2.INTER_AREA, cv2.INTER_LINEAR):
            yield cv2.resize(picture, size, interpolation=way)
    for border in (cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT):
        yield cv2.warpAffine(picture, onto, (width, height), borderMode=border)
    yield cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def test_photos_and_crops_read_as_in_python(visit, device_site, vendor, photos, yunet_path):
    page = visit(f"{device_site}/upload")
    picture = cv2.resize(cv2.imread(str(photos / "face_couple.jpg")), (104, 76))
    sizes, onto = [(69, 51), (87, 75), (26, 19)], cv2.getRotationMatrix2D((52, 35), 41, 1.0)
    rows = cv2.cvtColor(picture, cv2.COLOR_BGR2RGBA)
    made = page.evaluate(RESIZE, [rows.ravel().tolist(), 104, 76, sizes, onto.ravel().tolist()])
    for number, (ours, now) in enumerate(zip(resized_by_opencv(picture, sizes, onto), made, strict=True)):
        now = np.reshape(now, (*ours.shape[:2], -1))
        now = now[..., 2::-1] if ours.ndim == 3 else now[..., 0]
        assert np.abs(ours - now).max() <= SLACK, number
    page.evaluate(OPEN)
    card = ModelCard.load(Config.model_dir)
    classifier = OnnxClassifier(card, 1)
    classifier._session = onnxruntime.InferenceSession(vendor / NETWORK, providers=["CPUExecutionProvider"])
    crops = np.random.default_rng(7).integers(0, 256, (4, 48, 48), dtype=np.uint8)
    crops = [cv2.GaussianBlur(crop, (0, 0), 2) for crop in crops] + [np.tile(np.arange(0, 192, 2, np.uint8), (96, 1))]
    batch = classifier._preprocess(crops, card.input_size)
    settings = json.loads(json.dumps(reading_settings(card)))["network"]
    levels = page.evaluate(PREPARE, [[crop.ravel().tolist() for crop in crops], settings])
    assert np.abs(np.reshape(levels, batch.shape) - batch).max() < SLACK + 0.01
    logits = page.evaluate(RUN, [batch.ravel().tolist(), list(batch.shape)])
    np.testing.assert_array_equal(np.float32(logits), classifier._run(batch).ravel())
    pipeline = Pipeline(detector_factory("yunet", yunet_path.parent), classifier)
    for name in ("face_astronaut.jpg", "face_couple.jpg", "face_img1.jpg", "none_coffee.jpg"):
        data = (photos / name).read_bytes()
        ours = pipeline.analyze_photo(decode_photo(data, max_bytes=10**8, max_pixels=10**8)).to_json()
        now = page.evaluate(READ, base64.b64encode(data).decode())
        assert (now["width"], now["height"], now["turned"], now["said"]) == tuple(
            ours[key] for key in ("width", "height", "turned", "said")
        )
        for one, other in zip(ours["faces"], now["faces"], strict=True):
            assert np.abs(np.subtract(one["box"], other["box"])).max() <= 2 * SLACK
            assert [other["expressions"][label] for label in LABELS] == pytest.approx(
                [one["expressions"][label] for label in LABELS], abs=1e-4 if SLACK == 0 else 0.05
            )


def test_the_camera_is_read_here_or_there_as_wanted_and_without_a_connection(visit, device_site):
    page = visit(f"{device_site}/live", before=PATIENT, may_be_refused=True)
    start(page)
    expect_happy_with_films(page)
    expect_place(page, ON_DEVICE)
    expect(page.locator("#place-sent")).to_have_text("Pictures sent: 0.")
    assert not PICTURE_PATHS & set(page.watch.paths())
    page.get_by_role("button", name="Read on the server").click()
    expect_place(page, ON_SERVER)
    expect(page.locator("#place-sent")).not_to_have_text("Pictures sent: 0.")
    page.get_by_role("button", name="Read on this device").click()
    expect_place(page, ON_DEVICE)
    wait_until(
        page, "async () => (await (await caches.open('on-device')).keys()).some(({ url }) => url.endsWith('/live'))"
    )
    page.get_by_role("button", name="Stop").click()
    page.watch.requests.clear()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#film-rows .film")).to_have_count(36)
    page.get_by_role("button", name="Start the camera again").click()
    expect_place(page, ON_DEVICE)
    page.get_by_role("button", name="Read me again").click()
    expect(page.locator("#mood-now")).to_have_text("You look happy")
    page.context.set_offline(False)
    page.watch.problems.clear()  # a browser puts each request that found no connection on the console


def test_the_server_reads_from_the_start_where_that_is_wanted(visit, device_site):
    page = visit(f"{device_site}/live")
    start(page, "server")
    expect_happy_with_films(page)
    expect_place(page, ON_SERVER)
    assert "/browser-files/list.json" not in page.watch.paths()


@pytest.mark.parametrize(
    ("site", "before", "why"),
    [
        ("spoilt_site", None, "A file did not arrive as it should."),
        ("device_site", NO_WORKER, "does not work just now"),
        ("device_site", SLOW, "takes too long"),
        ("strict_site", None, "does not allow what reading on the device needs (WebAssembly)"),
    ],
    ids=["a wrong file", "no worker", "too slow", "no WebAssembly"],
)  # fmt: skip
def test_what_the_device_cannot_do_the_server_does_and_the_page_says_so(visit, request, site, before, why):
    page = visit(f"{request.getfixturevalue(site)}/live", before=before)
    start(page)
    expect_place(page, ON_SERVER)
    expect(page.locator("#place-why")).to_contain_text(why)
    expect_happy_with_films(page)
    page.watch.problems = [one for one in page.watch.problems if "WebAssembly" not in one]  # said by the browser, too


def test_where_the_script_cannot_be_had_the_server_reads_and_the_page_counts(visit, device_site):
    page = visit(f"{device_site}/live")
    page.context.route("**/placed-reader*", lambda route: route.abort())
    start(page)
    expect_place(page, ON_SERVER)
    expect(page.locator("#place-why")).to_contain_text("does not work just now")
    expect(page.locator("#place-sent")).not_to_have_text("Pictures sent: 0.")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#place")).to_be_hidden()
    page.watch.problems.clear()  # the browser says that it could not load the script


def test_with_full_storage_it_reads_and_goes_on_after_a_freeze_until_the_camera_is_unplugged(visit, device_site):
    page = visit(f"{device_site}/live", before=PATIENT + MORTAL)
    tools = page.context.new_cdp_session(page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": device_site, "quotaSize": 100_000})
    start(page)
    expect_place(page, ON_DEVICE)
    expect_happy_with_films(page)
    kept = page.evaluate("async () => (await (await caches.open('on-device')).keys()).map(({ url }) => url)")
    assert [url for url in kept if url.endswith((".onnx", ".wasm"))] == []
    tools.send("Page.setWebLifecycleState", {"state": "frozen"})
    tools.send("Page.setWebLifecycleState", {"state": "active"})
    wait_until(page, "(before) => window.readings > before", page.evaluate("window.readings"))
    expect_place(page, ON_DEVICE)
    page.evaluate("""() => {
        const [track] = document.getElementById("own-view").srcObject.getVideoTracks();
        track.stop();
        track.dispatchEvent(new Event("ended"));  // a browser does both when the device is gone
    }""")
    expect(page.locator("#trouble-reason")).to_contain_text("unplugged or taken by another program")
    expect(page.locator("#place")).to_be_hidden()
    assert not PICTURE_PATHS & set(page.watch.paths())


def test_a_worker_that_is_killed_makes_way_for_the_server(visit, device_site):
    page = visit(f"{device_site}/live", before=PATIENT + MORTAL)
    start(page)
    expect_place(page, ON_DEVICE)
    page.evaluate("window.workers[0].terminate()")
    expect_place(page, ON_SERVER)
    expect_happy_with_films(page)


def test_a_photo_is_read_here_and_its_result_has_an_address(visit, device_site, photo, tmp_path):
    page = visit(f"{device_site}/upload")
    page.get_by_label("Your photo").set_input_files(photo)
    page.get_by_role("button", name="Read this photo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You look happy.")
    expect(page.locator(".film")).to_have_count(3 * 12)
    assert page.locator(".result-photo img").evaluate("image => image.naturalWidth") > 0
    assert [one for one in page.watch.posts if one.endswith("/upload")] == []
    words = tmp_path / "words.jpg"
    words.write_bytes(b"these are words")
    page.goto(f"{device_site}/upload")
    page.get_by_label("Your photo").set_input_files(words)
    page.get_by_role("button", name="Read this photo").click()
    expect(page.locator("#image-error")).to_contain_text("cannot open this photo")
    assert page.watch.posts == []
    expect(page.get_by_role("radio", name="On the server")).to_be_checked()
