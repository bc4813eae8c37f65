"""Which language a visitor gets: by the browser, by hand, and English where neither names one that there is."""

import pytest

from moviefy.web.languages.catalogs import LANGUAGES


def language_of(client, accepted=None, path="/"):
    answer = client.get(path, headers={} if accepted is None else {"Accept-Language": accepted})
    assert answer.status_code == 200
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    (language,) = answer.content_language
    assert f'<html lang="{language}"' in answer.text
    return language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("de", "de"),
        ("de-AT, en;q=0.8", "de"),
        ("FR-ca;q=0.5, ES;q=0.9", "es"),
        ("xx, hi-IN;q=0.4", "hi"),
        ("xx", "en"),
        ("de;q=0, fr", "fr"),
        ("*", "en"),
        ("-, ;q=, de;q=nothing, \u00e9", "en"),
    ],
)
def test_the_browsers_wish_decides(client, accepted, language):
    assert language_of(client, accepted) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_picked_by_hand_is_remembered_and_wins(client, language):
    answer = client.post(
        "/language", data={"language": language}, headers={"Referer": "http://localhost/movies?mood=sad"}
    )
    assert (answer.status_code, answer.location) == (303, "/movies?mood=sad")
    assert {"HttpOnly", "SameSite=Lax"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert language_of(client, "fr") == language


@pytest.mark.parametrize("picked", ["xx", "", "../de", "de\x00"])
def test_a_language_that_there_is_not_changes_nothing(client, picked):
    answer = client.post("/language", data={"language": picked})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("language", picked)
    assert language_of(client, "de") == "de"


@pytest.mark.parametrize(
    "before", ["https://elsewhere.example/movies", "//elsewhere.example", "http://localhost//x.example", "x"]
)
def test_picking_a_language_leads_nowhere_else(client, before):
    assert client.post("/language", data={"language": "de"}, headers={"Referer": before}).location == "/"


def test_a_page_has_one_tag_for_each_language(client):
    tags = {language: client.get("/", headers={"Accept-Language": language}).headers["ETag"] for language in LANGUAGES}
    assert len(set(tags.values())) == len(LANGUAGES)
    known = {"Accept-Language": "de", "If-None-Match": tags["de"]}
    assert client.get("/", headers=known).status_code == 304
    assert client.get("/", headers={**known, "Accept-Language": "fr"}).status_code == 200
