"""Reading in the browser beside reading on the server: sameness, speed, bytes, memory, and what the host has to do.

    python -m bench.on_device PHOTOS [--fer2013 ZIP] [--seconds 20] [--minutes 0] [--json]

The hosted version on this machine, the system's Chromium with the first photo as its camera, one thread. Needs the
files of `moviefy browser-files` and YuNet in the model folder. With --minutes the tab's memory is watched for so long.
"""

import argparse
import base64
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import psutil
from flask import Response
from playwright.sync_api import Browser, Page, sync_playwright

from moviefy.capture.image_codec import decode_photo
from moviefy.config import HostedConfig
from moviefy.expression.faces.detectors import detector_factory
from moviefy.expression.faces.face import overlap
from moviefy.expression.network.classifier import OnnxClassifier
from moviefy.expression.network.model_card import ModelCard
from moviefy.on_device.browser_files import NETWORK
from moviefy.pipeline import Pipeline
from moviefy.video_pipeline import VideoPipeline
from moviefy.web import create_app, server

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
)
CAMERA_SIZE, FPS = (640, 480), 30
CROPS, AT_ONCE = 500, 20
BROWSERS, FILMS_EVERY_S = 100, 30
PICTURE_PATHS = ("/ws/frames", "/api/v1/analyze")
MB = 1e6

OPEN = """async () => {
  const { worker } = await (await fetch("/browser-files/list.json")).json();
  const { Device } = await import("/static/js/on-device/device.js");
  window.device = new Device(worker, () => {});
  await window.device.start();
}"""
READ = """async (photo) => {
  const bytes = Uint8Array.from(atob(photo), (char) => char.charCodeAt(0));
  return (await window.device.photo(new Blob([bytes]))).full;
}"""
RUN = """async ([levels, shape, means]) => {
  const grey = Uint8Array.from(atob(levels), (char) => char.charCodeAt(0));
  const input = new Float32Array(grey.length * 3).map((_, at) => grey[Math.floor(at / 3)] - Math.fround(means[at % 3]));
  return [...(await window.device.run("network", input, shape)).logits];
}"""
WATCH_READINGS = """
    window.readings = [];
    window.gaps = [];
    window.Worker = class extends Worker {
        constructor(...how) {
            super(...how);
            this.addEventListener("message", ({ data }) => {
                if (data.result?.faces) window.readings.push(performance.now() - window.asked);
            });
        }
        postMessage(message, handed) {
            if (message.call === "frame") window.asked = performance.now();
            super.postMessage(message, handed);
        }
    };
    let last = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        const now = performance.now();
        window.gaps.push(now - last);
        last = now;
        setTimeout(() => port2.postMessage(0), 0);
    };
    port2.postMessage(0);
"""


def main() -> None:
    """Run all and print it; a figure is a row of what, value and limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--fer2013", type=Path, help="FER2013's zip, for 500 crops of the validation split.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    settings = {"MOVIEFY_SECRET_KEY": "of this bench alone", "MOVIEFY_RATE_LIMIT": "100000 per minute", **os.environ}
    config = replace(HostedConfig.from_environment(settings), port=0, threads=1)
    rows: list[dict[str, Any]] = []
    card = ModelCard.load(config.model_dir)
    classifier = OnnxClassifier(card, 1)
    classifier._session = onnxruntime.InferenceSession(
        config.browser_files / NETWORK, providers=["CPUExecutionProvider"]
    )
    pipeline = Pipeline(detector_factory("yunet", config.model_dir), classifier)
    photos = sorted(given.photos.glob("*.jpg"))
    app, sent = create_app(config), list[int]()
    app.after_request(lambda answer: counted(answer, sent))
    with server.serving(app) as address, sync_playwright() as playwright, camera(photos[0]) as clip:
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={clip}"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        rows += sameness(browser, f"http://{address}", [path.read_bytes() for path in photos], pipeline, "JPEG")
        rows += sameness(browser, f"http://{address}", [as_png(path) for path in photos], pipeline, "PNG")
        if given.fer2013:
            rows += crops(browser, f"http://{address}", classifier, given.fer2013)
        rows += live(browser, f"http://{address}", sent, given.seconds, given.minutes)
        rows += on_server(pipeline, photos[0], given.seconds)
        rows += films(f"http://{address}", given.seconds)
        browser.close()
    for row in rows:
        print(json.dumps(row) if given.json else f"{row['what']:<58} {row['value']}  {row.get('must', '')}")


def chromium() -> str:
    """The browser's path, or the end."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")
    return found or sys.exit("This bench needs Chromium.")


@contextmanager
def camera(photo: Path) -> Iterator[Path]:
    """A raw video of one photo that moves a little, as Chromium plays it for a camera."""
    width, height = CAMERA_SIZE
    picture = cv2.resize(cv2.imread(str(photo)), CAMERA_SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "camera.y4m"
        with path.open("wb") as file:
            file.write(f"YUV4MPEG2 W{width} H{height} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
            for step in range(FPS):
                moved = np.roll(picture, round(12 * np.sin(2 * np.pi * step / FPS)), axis=1)
                file.write(b"FRAME\n" + cv2.cvtColor(moved, cv2.COLOR_BGR2YUV_I420).tobytes())
        yield path


def opened(browser: Browser, site: str) -> Page:
    page = browser.new_page()
    page.goto(f"{site}/upload")
    page.evaluate(OPEN)
    return page


def as_png(path: Path) -> bytes:
    """The same pixels without loss, so that no decoder of JPEG can differ from another."""
    return cv2.imencode(".png", cv2.imread(str(path)))[1].tobytes()


def sameness(browser: Browser, site: str, photos: list[bytes], pipeline: Pipeline, kind: str) -> list[dict[str, Any]]:
    """Photos here and there: faces, moods, overlap of the boxes, and how far the scores differ."""
    page = opened(browser, site)
    moods, faces, theirs, overlaps, off = 0, 0, 0, [], []
    for data in photos:
        ours = pipeline.analyze_photo(decode_photo(data, max_bytes=10**9, max_pixels=10**8)).to_json()["faces"]
        now = page.evaluate(READ, base64.b64encode(data).decode())["faces"]
        faces, theirs = faces + len(ours), theirs + len(now)
        for one, other in zip(ours, now, strict=False):
            moods += all(one["mood"][name] == other["mood"][name] for name in ("label", "lean", "reason", "expression"))
            overlaps.append(overlap(tuple(one["box"]), tuple(other["box"])))
            off.append(
                max(abs(one["expressions"][label] - other["expressions"][label]) for label in one["expressions"])
            )
    page.close()
    boxes = f"{statistics.median(overlaps):.3f} {min(overlaps):.3f}"
    return [
        {"what": f"faces in photos, {kind}, server and device", "value": f"{faces} and {theirs}", "must": "the same"},
        {"what": f"of these with the same mood, {kind}", "value": moods, "must": "all"},
        {"what": f"overlap of boxes, {kind}, median and least", "value": boxes},
        {"what": f"difference of scores, {kind}, median and most",
         "value": f"{statistics.median(off):.4f} {max(off):.4f}", "must": "0.005 0.05"},
    ]  # fmt: skip


def crops(browser: Browser, site: str, classifier: OnnxClassifier, path: Path) -> list[dict[str, Any]]:
    """The network's raw output for the same pixels, in the browser and in Python."""
    from moviefy.expression.network.preprocessing import IMAGENET_BGR_MEANS
    from moviefy.training.expression.dataset import load_fer2013

    page = opened(browser, site)
    size, same = classifier.card.input_size, 0
    pictures = load_fer2013(path, "val").images[:CROPS]
    means = [float(mean) for mean in IMAGENET_BGR_MEANS]
    for start in range(0, len(pictures), AT_ONCE):
        part = np.stack([cv2.resize(one, (size, size)) for one in pictures[start : start + AT_ONCE]])
        batch = np.asarray(part.astype(np.float32)[..., None] - IMAGENET_BGR_MEANS, np.float32)
        levels = base64.b64encode(part.tobytes()).decode()
        theirs = np.float32(page.evaluate(RUN, [levels, list(batch.shape), means])).reshape(len(part), -1)
        same += int((theirs == classifier._run(batch)).all(axis=1).sum())
    page.close()
    return [{"what": "crops with the same output as in Python", "value": f"{same} of {len(pictures)}", "must": "all"}]


def counted(answer: Response, sent: list[int]) -> Response:
    """Adds what the server sends, in bytes, whoever asks: a service worker's requests are not the page's."""
    sent.append(answer.content_length or 0)
    return answer


def live(browser: Browser, site: str, sent: list[int], seconds: float, minutes: float) -> list[dict[str, Any]]:
    """The camera page: bytes, speed, the main thread's gaps, pictures sent, memory."""
    context = browser.new_context()
    pictures: list[str] = []
    rows = []
    sent.clear()
    page = watched(context.new_page(), pictures)
    first = read_camera(page, site)
    rows.append({"what": "first visit, MB until the first reading", "value": round(sum(sent) / MB, 2), "must": "11.5"})
    rows.append({"what": "first visit, s from the yes to the first reading", "value": round(first, 2)})
    page.evaluate("() => { window.readings.length = 0; window.gaps.length = 0; }")
    page.wait_for_timeout(1000 * seconds)
    took, gaps = page.evaluate("() => [window.readings, window.gaps]")
    rows += [
        {"what": "camera frame to reading, ms, median and p95",
         "value": f"{statistics.median(took):.0f} {np.percentile(took, 95):.0f}", "must": "60 120"},
        {"what": "readings a second", "value": round(len(took) / seconds, 1), "must": "10"},
        {"what": "longest gap of the main thread, ms", "value": round(max(gaps)), "must": "50"},
    ]  # fmt: skip
    if minutes:
        rows.append(memory(page, minutes))
    page.close()
    sent.clear()
    page = watched(context.new_page(), pictures)
    again = read_camera(page, site)
    files = [size for size in sent if size > 100_000]
    rows += [
        {"what": "second visit, bytes of files", "value": sum(files), "must": "0"},
        {"what": "second visit, s from the yes to the first reading", "value": round(again, 2)},
        {"what": "requests with pictures", "value": len(pictures), "must": "0"},
    ]
    context.close()
    return rows


def watched(page: Page, pictures: list[str]) -> Page:
    """A page that adds every request with a picture."""
    page.add_init_script(WATCH_READINGS)
    page.on("websocket", lambda socket: pictures.append(socket.url))
    page.on("request", lambda request: request.url.endswith(PICTURE_PATHS) and pictures.append(request.url))
    return page


def read_camera(page: Page, site: str) -> float:
    """Seconds from the yes to the first reading."""
    page.goto(f"{site}/live")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Yes, start the camera").click()
    started = time.monotonic()
    page.wait_for_function("() => window.readings.length > 0", timeout=120_000)
    return time.monotonic() - started


def memory(page: Page, minutes: float) -> dict[str, Any]:
    """What the tab's process holds after the first minute, and at the end."""
    renderer = max(
        (one for one in psutil.process_iter(["cmdline"]) if "--type=renderer" in (one.info["cmdline"] or [])),
        key=lambda one: one.memory_info().rss,
    )
    page.wait_for_timeout(60_000)
    before = renderer.memory_info().rss
    page.wait_for_timeout(60_000 * minutes)
    after = renderer.memory_info().rss
    value = f"{before / MB:.0f} {after / MB:.0f} ({100 * (after / before - 1):+.1f} %)"
    return {"what": f"memory of the tab, MB, before and after {minutes:g} minutes", "value": value, "must": "5 %"}


def on_server(pipeline: Pipeline, photo: Path, seconds: float) -> list[dict[str, Any]]:
    """The same frames read in Python, one thread."""
    video, took = VideoPipeline(pipeline), []
    frame = cv2.resize(cv2.imread(str(photo)), CAMERA_SIZE)
    end = time.monotonic() + min(seconds, 5)
    while time.monotonic() < end:
        started = time.monotonic()
        video.update(frame, started)
        took.append(1000 * (time.monotonic() - started))
    value = f"{statistics.median(took):.0f} {np.percentile(took, 95):.0f}"
    return [{"what": "the same frame on the server, ms, median and p95", "value": value}]


def films(site: str, seconds: float) -> list[dict[str, Any]]:
    """Processor time of this process while 100 visitors, who read on their devices, ask for films now and then."""
    stop = time.monotonic() + seconds
    body = json.dumps({"mood": "happy", "goal": "match", "seed": 1, "limit": 24}).encode()

    def visitor(delay: float) -> None:
        time.sleep(delay)
        while time.monotonic() < stop:
            for _ in range(3):
                request = urllib.request.Request(f"{site}/movies/fragment", body, {"Content-Type": "application/json"})
                urllib.request.urlopen(request).read()
            time.sleep(max(0.0, min(FILMS_EVERY_S, stop - time.monotonic())))

    own = psutil.Process()
    threads = [
        threading.Thread(target=visitor, args=(FILMS_EVERY_S * number / BROWSERS,)) for number in range(BROWSERS)
    ]
    before = sum(own.cpu_times()[:2])
    [thread.start() for thread in threads]
    time.sleep(seconds)
    share = (sum(own.cpu_times()[:2]) - before) / seconds
    [thread.join() for thread in threads]
    what = f"one core, {BROWSERS} visitors with films every {FILMS_EVERY_S} s, %"
    return [{"what": what, "value": round(100 * share, 1), "must": "10"}]


if __name__ == "__main__":
    main()
