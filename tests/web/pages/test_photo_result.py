"""A photo's result under its address: the same reading, the same films, and one clear sentence for a damaged one."""

import html
import re

import pytest

from moviefy.expression.mood import MoodThresholds
from moviefy.web.pages.photo_result import MAX_FACES, query_of, reading_from
from tests.web.helpers import reading_of

HTML = {"Accept": "text/html"}
HAPPY = "1-2-30-40-300-300-300-8200-300-300-300"
SAD = "50-2-80-40-300-300-300-300-8200-300-300"
NEUTRAL = "50-2-80-40-300-300-300-300-300-300-8200"
SURPRISED = "50-2-80-40-300-300-300-300-300-8200-300"
SEED = "&size=320x240&seed=7"


def result(client, faces, more=""):
    page = client.get(f"/upload?faces={faces}{SEED}{more}", headers=HTML)
    assert page.status_code == 200
    return page.text


def heading(page):
    return html.unescape(re.search(r"<h1[^>]*>([^<]+)</h1>", page)[1])


def rows(page):
    return re.findall(r'data-row="([\w-]+)"', page)


def films(page):
    return re.findall(r'<article class="film" data-film="([\w-]+)"', page)


def link(page, pattern):
    return html.unescape(re.search(pattern, page)[1])


@pytest.mark.parametrize("label", ["happy", "sad", "angry", "neutral", "surprise", None])
@pytest.mark.parametrize("faces", [1, 3])
def test_an_address_says_a_reading_again(app, label, faces):
    reading = reading_of(label, faces=faces)
    with app.test_request_context():
        wanted = query_of(reading, "lift")
    again = reading_from(wanted, MoodThresholds()).to_json()
    before = reading.to_json()
    assert (again["said"], again["mood"]["label"]) == (before["said"], before["mood"]["label"])
    assert [face["box"] for face in again["faces"]] == [face["box"] for face in before["faces"]]
    scores = [list(face["expressions"].values()) for face in again["faces"]]
    assert scores == [pytest.approx(list(face["expressions"].values()), abs=2e-4) for face in before["faces"]]


def test_the_page_of_an_upload_and_its_address_show_the_same(client, post_image, jpeg, pipeline):
    pipeline.label, pipeline.faces, pipeline.others = "neutral", 2, "surprise"
    posted = post_image(client, jpeg, path="/upload", headers=HTML).text
    again = client.get(link(posted, r'data-address="([^"]+)"'), headers=HTML).text
    assert films(again) == films(posted)
    assert heading(again) == heading(posted) == "One of you looks neutral, one surprised."
    assert "data:image" not in again


def test_a_mood_has_a_row_for_each_goal_and_no_film_twice(client):
    page = result(client, HAPPY, "&goal=calm")
    assert heading(page) == "You look happy."
    assert rows(page) == ["goal-calm", "goal-match", "goal-lift"]
    assert len(films(page)) == len(set(films(page))) == 36


@pytest.mark.parametrize("face", [NEUTRAL, SURPRISED])
def test_a_face_without_a_mood_has_its_lean_and_a_row_for_each_mood(client, face):
    page = result(client, face)
    assert rows(page) == ["lean-happy", "mood-happy", "mood-sad", "mood-angry"]
    assert len(films(page)) == len(set(films(page))) == 48


def test_no_face_has_a_row_for_each_mood(client):
    page = result(client, "none")
    assert heading(page) == "No face was found in this photo."
    assert rows(page) == ["mood-happy", "mood-sad", "mood-angry"]


@pytest.mark.parametrize("faces", [HAPPY, NEUTRAL, "none"])
def test_what_the_visitor_says_is_the_mood(client, faces):
    page = result(client, faces, "&mood=angry")
    assert heading(page) == "Angry it is."
    assert rows(page) == ["goal-match", "goal-lift", "goal-calm"]
    assert "mood=angry" in link(page, r'id="share"[^>]* data-address="([^"]+)"')


def test_a_face_can_count_alone(client):
    both = result(client, f"{HAPPY}.{SAD}")
    assert heading(both) == "One of you looks happy, one sad."
    alone = result(client, f"{HAPPY}.{SAD}", "&face=2")
    assert heading(alone) == "You look sad."
    assert films(alone) != films(both)
    assert len(re.findall(r'<a class="face-mark', both)) == 2


def test_the_link_to_share_shows_the_first_row(client):
    page = result(client, NEUTRAL)
    shared = client.get(link(page, r'id="share"[^>]* data-address="([^"]+)"'), headers=HTML)
    assert films(shared.text) == films(page)[:12]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("faces=1-2-3&size=9x9", "faces cannot be read"),
        ("faces=words&size=9x9", "faces cannot be read"),
        (f"faces={HAPPY.replace('8200', '9999')}&size=9x9", "faces cannot be read"),
        (f"faces=30-2-1-40{HAPPY[9:]}&size=9x9", "faces cannot be read"),
        (f"faces={HAPPY}&size=0x9", "size cannot be read"),
        (f"faces={HAPPY}&size=99999x9", "size cannot be read"),
        (f"faces={HAPPY}", "size is missing"),
        (f"faces={HAPPY}&size=9x9&face=2", "there is no face 2"),
        (f"faces={HAPPY}&size=9x9&face=0", "face must be at least 1"),
        (f"faces={HAPPY}&size=9x9&seed=-1", "seed must be at least 0"),
        (f"faces={HAPPY}&size=9x9&mood=bored", "mood must be"),
        (f"faces={'.'.join([HAPPY] * (MAX_FACES + 1))}&size=9x9", "at most 40 faces"),
        (f"faces={HAPPY}&size=9x9&x=1", "There is no parameter x"),
    ],
)
def test_a_damaged_address_gets_one_sentence(client, query, sentence):
    page = client.get(f"/upload?{query}", headers=HTML)
    assert page.status_code == 400
    assert sentence in html.unescape(page.text)
    assert "/movies" in page.text


def test_only_the_largest_faces_of_a_crowd_stand_in_the_address(app):
    crowd = reading_of("happy", width=5000, faces=MAX_FACES + 5)
    with app.test_request_context():
        wanted = query_of(crowd, "match")
        assert len(wanted.faces) == MAX_FACES
        assert len(wanted.address()) < 4000


def test_results_are_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in result(client, HAPPY)
