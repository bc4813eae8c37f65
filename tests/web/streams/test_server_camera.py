"""Pictures and events of the server camera, with the real camera thread and a source that makes frames up."""

import itertools
import json
import re
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing

import pytest

from moviefy.config import HostedConfig, LiveConfig
from moviefy.errors import CameraUnavailable
from moviefy.web.languages.speech import Speech
from moviefy.web.streams import server_camera as stream
from tests.web.helpers import assert_error_shape

PATIENCE_S = 30


def opened(address, path, timeout=PATIENCE_S):
    return urllib.request.urlopen(f"http://{address}{path}", timeout=timeout)


def refused(address, path):
    with pytest.raises(urllib.error.HTTPError) as error, opened(address, path):
        pass
    with closing(error.value) as answer:
        return answer.code, json.loads(answer.read())["error"]["code"], answer.headers


def pictures(response, count):
    """The next pictures of an MJPEG stream, each cut by the length that its part names."""
    found = []
    while len(found) < count:
        line = response.readline()
        assert line, "the stream ended"
        if length := re.fullmatch(rb"Content-Length: (\d+)\r\n", line):
            assert response.readline() == b"\r\n"
            found.append(response.read(int(length.group(1))))
    return found


def events(response):
    """``(name, data)`` of each server-sent event; comments are passed over."""
    name = None
    for line in response:
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])


def next_event(happenings, wanted):
    for name, data in happenings:
        if name == wanted:
            return data
    return pytest.fail("the stream ended")


def wait_until(true):
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_the_picture_stream_is_made_of_whole_jpegs(app, serving):
    with serving(app) as address, opened(address, "/video_feed") as response:
        assert response.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=frame"
        assert response.headers["Cache-Control"] == "no-store"
        for jpeg in pictures(response, 5):
            assert jpeg.startswith(b"\xff\xd8\xff")
            assert jpeg.endswith(b"\xff\xd9")


def test_health_answers_while_every_place_is_taken_and_beyond_it_is_503(build, serving):
    app = build(max_viewers=2)
    with serving(app) as address, ExitStack() as viewers:
        for _ in range(2):
            pictures(viewers.enter_context(opened(address, "/video_feed")), 1)
            next(events(viewers.enter_context(opened(address, "/events"))))
        status, code, headers = refused(address, "/video_feed")
        assert (status, code) == (503, "too_many_viewers")
        assert headers["Retry-After"]
        assert refused(address, "/events")[:2] == (503, "too_many_viewers")
        with opened(address, "/healthz", 5) as response:
            assert response.status == 200


def test_leaving_gives_the_place_back_and_the_last_one_closes_the_camera(build, serving):
    app = build(max_viewers=1)
    shared = app.extensions["moviefy"]
    with serving(app) as address:
        for _ in range(3):
            with opened(address, "/video_feed") as response:
                pictures(response, 1)
            wait_until(lambda: shared.seats.taken("video_feed") == 0)
        wait_until(lambda: shared.live.status().viewers == 0)


def test_readings_come_with_the_steady_mood_and_films_follow_it(app, serving, pipeline):
    with serving(app) as address, opened(address, "/events?goal=lift") as response:
        happenings = events(response)
        reading = next_event(happenings, "reading")
        assert {"width", "height", "faces", "mood"} <= set(reading)
        films = next_event(happenings, "movies")
        assert (films["mood"], films["goal"]) == ("happy", "lift")
        assert len(films["movies"]) == 12
        assert {"seed", "total"} <= set(films)
        pipeline.label = "sad"
        assert next_event(happenings, "movies")["mood"] == "sad"


@pytest.mark.parametrize("shown", ["neutral", "surprise"])
def test_a_face_without_a_mood_has_films_too(app, serving, pipeline, shown):
    pipeline.label = shown
    with serving(app) as address, opened(address, "/events") as response:
        seen = events(response)
        assert next_event(seen, "reading")["mood"]["label"] is None
        assert len(next_event(seen, "movies")["movies"]) == 12


def test_films_can_be_left_out_of_the_events(app, serving):
    with serving(app) as address, opened(address, "/events?films=0") as response:
        names = [name for name, _ in itertools.islice(events(response), 8)]
    assert "reading" in names
    assert "movies" not in names


def test_plain_pictures_have_no_boxes_and_count_as_picture_streams(build, serving, pipeline):
    pipeline.faces = 3
    with serving(build(max_viewers=1)) as address:
        with opened(address, "/video_feed?plain=1&start=7") as response:
            assert refused(address, "/video_feed")[:2] == (503, "too_many_viewers")
            assert all(jpeg.startswith(b"\xff\xd8\xff") for jpeg in pictures(response, 3))
        assert refused(address, "/video_feed?plain=perhaps")[:2] == (400, "bad_parameter")


def pick(address, body, **headers):
    request = urllib.request.Request(f"http://{address}/video_feed/face", body.encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return json.loads(answer.read())


def test_a_picked_face_counts_for_everyone_who_watches(app, serving, pipeline):
    pipeline.faces, pipeline.others = 2, "sad"
    with serving(app) as address, opened(address, "/events") as first, opened(address, "/events") as second:
        track = next_event(events(first), "reading")["faces"][1]["track"]
        assert pick(address, json.dumps({"choose": track})) == {"chosen": track}
        for response in (first, second):
            picked = next(r for name, r in events(response) if name == "reading" and r["chosen"] == track)
            assert picked["mood"]["label"] == "sad"
        assert pick(address, '{"choose": null}') == {"chosen": None}
        assert next(r for name, r in events(first) if name == "reading" and r["chosen"] is None)


@pytest.mark.parametrize("body", [b"", b"1", b"no json", b'{"choose": "1"}', b'{"choose": 99}', b'{"choose": 1}'])
def test_what_is_no_face_in_the_picture_cannot_be_picked(client, body):
    assert_error_shape(client.post("/video_feed/face", data=body), "bad_parameter", 400)


def test_another_site_picks_no_face_and_nobody_picks_without_end(build):
    client = build(rate_limit="2 per minute").test_client()
    other = client.post("/video_feed/face", data="{}", headers={"Origin": "https://elsewhere.example"})
    assert_error_shape(other, "forbidden", 403)
    for _ in range(2):
        assert client.post("/video_feed/face", data='{"choose": null}').status_code == 400
    assert_error_shape(client.post("/video_feed/face", data='{"choose": null}'), "too_many_requests", 429)


def test_the_hosted_version_has_no_shared_face_to_pick(hosted):
    assert_error_shape(hosted.test_client().post("/video_feed/face", data='{"choose": 1}'), "not_found", 404)


def test_without_a_face_no_films_are_sent(app, serving, pipeline):
    pipeline.label = None
    with serving(app) as address, opened(address, "/events") as response:
        seen = []
        for name, data in events(response):
            seen.append(name)
            if name == "reading":
                assert data["mood"] == {
                    "label": None,
                    "lean": None,
                    "expression": None,
                    "scores": data["mood"]["scores"],
                    "certainty": 0.0,
                    "reason": "no_face",
                }
                assert data["said"] == "No face was found."
            if seen.count("reading") == 5:
                break
        assert "movies" not in seen


def test_an_absent_camera_is_said_on_both_streams(build, serving, tmp_path):
    app = build(camera=str(tmp_path / "absent.avi"))
    with serving(app) as address:
        status, code, headers = refused(address, "/video_feed")
        assert (status, code) == (503, "camera_unavailable")
        assert headers["Retry-After"]
        with opened(address, "/events") as response:
            for name, data in events(response):
                assert name == "status"
                if data["state"] == "camera_unavailable":
                    assert data["message"].endswith(".")
                    break
        assert app.extensions["moviefy"].seats.taken("video_feed") == 0


def test_the_hosted_version_has_no_picture_stream_and_says_so_in_events(build, serving, monkeypatch):
    monkeypatch.setattr(stream, "KEEP_ALIVE_S", 0.05)
    app = build(HostedConfig)
    assert_error_shape(app.test_client().get("/video_feed"), "not_found", 404)
    with serving(app) as address, opened(address, "/events") as response:
        assert next(events(response))[1]["state"] == "no_server_camera"
        assert response.readline() == b"\n"
        assert response.readline() == stream.KEEP_ALIVE.splitlines(keepends=True)[0]


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_a_stopping_server_ends_its_streams(build, serving, kind):
    app = build(kind)
    with serving(app) as address, opened(address, "/events") as response:
        next(events(response))
        app.extensions["moviefy"].close()
        ending = threading.Thread(target=response.read, daemon=True)
        ending.start()
        ending.join(PATIENCE_S)
        assert not ending.is_alive()


def test_a_stream_that_never_began_gives_its_place_back(app):
    response = app.test_client().get("/events")
    response.close()
    assert app.extensions["moviefy"].seats.taken("events") == 0
    head = app.test_client().head("/video_feed")
    head.close()
    assert app.extensions["moviefy"].seats.taken("video_feed") == 0


def test_a_client_that_never_reads_is_let_go(build, serving, monkeypatch):
    import socket

    monkeypatch.setattr(stream, "SEND_TIMEOUT_S", 0.3)
    app = build()
    shared = app.extensions["moviefy"]
    with serving(app) as address:
        host, _, port = address.partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(f"GET /video_feed HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
            wait_until(lambda: shared.seats.taken("video_feed") == 1)
            wait_until(lambda: shared.seats.taken("video_feed") == 0)


def test_keep_alives_come_while_nothing_happens(app, monkeypatch):
    monkeypatch.setattr(stream, "KEEP_ALIVE_S", 0.0)
    shared = app.extensions["moviefy"]
    assert list(stream._messages([None, None], lambda reading: b"", shared, Speech())) == [stream.KEEP_ALIVE] * 2


def test_a_camera_that_dies_before_the_first_picture_is_an_error_answer(build):
    class DeadCamera:
        def jpegs(self, *, plain):
            raise CameraUnavailable("The camera was unplugged.")

        def close(self):
            pass

    app = build(live=DeadCamera())
    assert_error_shape(app.test_client().get("/video_feed"), "camera_unavailable", 503)
    assert app.extensions["moviefy"].seats.taken("video_feed") == 0
