"""Reading in the browser beside reading on the server: sameness, speed and bytes.

    python -m bench.on_device PHOTOS [--fer2013 ZIP] [--seconds 20] [--json]

The hosted version on this machine, the system's Chromium with the first photo as its camera, one thread. Needs the
files of `moviefy browser-files` and YuNet in the model folder. The main thread, the tab's memory, and what the host has
to do have benches of their own: device_main_thread.py, device_memory.py and device_visitors.py.
"""

import argparse
import base64
import json
import os
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from flask import Response
from playwright.sync_api import Browser, Page, sync_playwright

from bench.device_browser import CAMERA_SIZE, launched, opened_camera_page, say_yes, wait_until
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

CROPS, AT_ONCE = 500, 20
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


def main() -> None:
    """Run all and print it; a figure is a row of what, value and limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--fer2013", type=Path, help="FER2013's zip, for 500 crops of the validation split.")
    parser.add_argument("--seconds", type=float, default=20)
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
    with server.serving(app) as address, sync_playwright() as playwright, launched(playwright, photos[0]) as browser:
        rows += sameness(browser, f"http://{address}", [path.read_bytes() for path in photos], pipeline, "JPEG")
        rows += sameness(browser, f"http://{address}", [as_png(path) for path in photos], pipeline, "PNG")
        if given.fer2013:
            rows += crops(browser, f"http://{address}", classifier, given.fer2013)
        rows += live(browser, f"http://{address}", sent, given.seconds)
        rows += on_server(pipeline, photos[0], given.seconds)
    for row in rows:
        print(json.dumps(row) if given.json else f"{row['what']:<58} {row['value']}  {row.get('must', '')}")


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


def live(browser: Browser, site: str, sent: list[int], seconds: float) -> list[dict[str, Any]]:
    """The camera page: bytes, speed, pictures sent."""
    context = browser.new_context()
    pictures: list[str] = []
    sent.clear()
    page = watched(context.new_page(), pictures)
    first = read_camera(page, site)
    bytes_sent = sum(sent)
    page.evaluate("() => { window.readings.length = 0; }")
    page.wait_for_timeout(1000 * seconds)
    took = page.evaluate("() => window.readings")
    page.close()
    sent.clear()
    again = read_camera(watched(context.new_page(), pictures), site)
    files = [size for size in sent if size > 100_000]
    context.close()
    return [
        {"what": "first visit, MB until the first reading", "value": round(bytes_sent / MB, 2), "must": "11.5"},
        {"what": "first visit, s from the yes to the first reading", "value": round(first, 2)},
        {"what": "camera frame to reading, ms, median and p95",
         "value": f"{statistics.median(took):.0f} {np.percentile(took, 95):.0f}", "must": "60 120"},
        {"what": "readings a second", "value": round(len(took) / seconds, 1), "must": "10"},
        {"what": "second visit, bytes of files", "value": sum(files), "must": "0"},
        {"what": "second visit, s from the yes to the first reading", "value": round(again, 2)},
        {"what": "requests with pictures", "value": len(pictures), "must": "0"},
    ]  # fmt: skip


def watched(page: Page, pictures: list[str]) -> Page:
    """A page that adds every request with a picture."""
    page.on("websocket", lambda socket: pictures.append(socket.url))
    page.on("request", lambda request: request.url.endswith(PICTURE_PATHS) and pictures.append(request.url))
    return page


def read_camera(page: Page, site: str) -> float:
    """Seconds from the yes to the first reading."""
    opened_camera_page(page, site)
    say_yes(page)
    return wait_until(page, "() => window.readings.length > 0")


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


if __name__ == "__main__":
    main()
