"""A photo's reading does not depend on its size, on how it lies, or on the light: the same mood, the same faces."""

import shutil

import cv2
import numpy as np
import pytest

from moviefy.capture.image_codec import encode_jpeg
from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.expression.faces.face import Search, overlap, turned_upright
from moviefy.expression.faces.second_look import TURNS
from moviefy.pipeline import load_pipeline
from moviefy.video_pipeline import VideoPipeline
from moviefy.web import create_app
from moviefy.web.services import Services

from .web.helpers import multipart

FACE = (180, 66, 270, 172)
SIZES = (640, 1024, 1280, 1281, 2000, 4000)
PHOTOS = ("face_couple.jpg", "face_img2.jpg", "face_img31.jpg", "face_selfie-many-people.jpg", "none_chelsea.jpg")

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def config(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    for models in (PROJECT_ROOT / "models", shared / "models"):
        shutil.copytree(models, folder, dirs_exist_ok=True)
    return LiveConfig(threads=1, detector="yunet", model_dir=folder, secret_key="a secret for tests only")


@pytest.fixture(scope="module")
def pipeline(config):
    return load_pipeline(config)


def saved_at(photo, longest):
    factor = longest / max(photo.shape[:2])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(photo, None, fx=factor, fy=factor, interpolation=way)


@pytest.mark.parametrize("name", PHOTOS)
def test_the_same_photo_at_six_sizes_reads_the_same(pipeline, photos, name):
    photo = cv2.imread(str(photos / name))
    readings = [pipeline.analyze_photo(saved_at(photo, size)) for size in SIZES]
    assert len({(reading.mood.label, len(reading.faces)) for reading in readings}) == 1
    assert [reading.width for reading in readings] == list(SIZES)
    for reading, size in zip(readings, SIZES, strict=True):
        small = [tuple(round(value * 640 / size) for value in face.face.box) for face in reading.faces]
        assert all(max(overlap(box, first.face.box) for box in small) > 0.75 for first in readings[0].faces)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_photo_without_exif_is_read_upright_and_its_boxes_belong_to_the_upright_one(pipeline, portrait, quarters):
    wide = cv2.copyMakeBorder(portrait, 0, 0, 0, 200, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    reading = pipeline.analyze_photo(turned_upright(wide, quarters))
    assert (reading.width, reading.height) == (712, 512)
    assert reading.turned == 360 - 90 * quarters
    assert reading.mood.label == "happy"
    assert overlap(reading.faces[0].face.box, FACE) > 0.5


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_api_says_how_a_photo_was_turned(config, pipeline, portrait, quarters):
    app = create_app(config, Services(config, pipeline=pipeline))
    body = encode_jpeg(turned_upright(np.ascontiguousarray(portrait[:400]), quarters))
    reading = app.test_client().post("/api/v1/analyze?limit=0", data=body, content_type="image/jpeg").json
    assert (reading["turned"], reading["width"], reading["height"]) == (360 - 90 * quarters, 512, 400)
    assert overlap(tuple(reading["faces"][0]["box"]), FACE) > 0.5


def test_the_page_shows_a_turned_photo_upright(config, pipeline, portrait):
    app = create_app(config, Services(config, pipeline=pipeline))
    photo = encode_jpeg(turned_upright(np.ascontiguousarray(portrait[:400]), 1))
    form = multipart([("image", "photo.jpg", photo)])
    page = app.test_client().post(
        "/upload", data=form, content_type="multipart/form-data; boundary=frontier", headers={"Accept": "text/html"}
    )
    assert 'width="512" height="400"' in page.text
    assert "size=512x400" in page.text


@pytest.mark.parametrize("light", [0.25, 0.1])
def test_a_dark_photo_still_has_its_face(pipeline, portrait, light):
    dark = (portrait * light).astype(np.uint8)
    (bright,), (face,) = pipeline.analyze_photo(portrait).faces, pipeline.analyze_photo(dark).faces
    assert overlap(face.face.box, FACE) > 0.5
    np.testing.assert_allclose(face.expressions.values, bright.expressions.values, atol=0.1)


def test_a_dark_video_frame_is_read_like_a_bright_one(pipeline, portrait):
    bright, dark = pipeline.analyze(portrait), pipeline.analyze((portrait * 0.1).astype(np.uint8))
    assert overlap(dark.faces[0].face.box, bright.faces[0].face.box) > 0.8
    assert dark.mood.label == bright.mood.label == "happy"


@pytest.mark.parametrize("way", list(TURNS))
def test_video_finds_a_turned_face_by_a_second_look_and_reads_it_upright(pipeline, portrait, way):
    upright = pipeline.analyze(portrait).faces[0]
    onto = cv2.getRotationMatrix2D((256, 256), -TURNS[way], 1.0)
    turned = cv2.warpAffine(portrait, onto, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    reading = pipeline.analyze(turned, search=way)
    assert reading.turned is None
    assert reading.mood.label == "happy"
    x1, y1, x2, y2 = reading.faces[0].face.box
    expected = onto @ np.array([225, 119, 1.0])
    assert np.abs(np.array([(x1 + x2) / 2, (y1 + y2) / 2]) - expected).max() < 30
    np.testing.assert_allclose(reading.faces[0].expressions.values, upright.expressions.values, atol=0.35)


def test_a_video_of_somebody_lying_is_read_within_two_seconds(pipeline, portrait):
    lying = np.ascontiguousarray(np.rot90(portrait[:300, 50:400]))
    frame = np.full((480, 640, 3), 90, np.uint8)
    frame[60:410, 100:400] = lying
    video = VideoPipeline(pipeline)
    readings = [video.update(frame, number / 10) for number in range(35)]
    found = [bool(reading.reading.faces) for reading in readings]
    assert any(found[:21])
    assert all(found[21:])
    assert readings[-1].mood.label == "happy"


def test_nobody_is_seen_in_a_video_without_a_face(pipeline, photos):
    for name in ("none_chelsea.jpg", "none_coffee.jpg"):
        frame = cv2.imread(str(photos / name))
        assert not any(pipeline.analyze(frame, search=way).faces for way in Search)
