"""What the server sends for the page of a browser's own films: cards by their ids, and the titles of the catalog."""

import json

import pytest

from tests.web.helpers import assert_error_shape


@pytest.mark.parametrize("version", ["client", "hosted"])
def test_both_versions_have_the_page_and_lead_to_it(request, version):
    found = request.getfixturevalue(version)
    client = found if version == "client" else found.test_client()
    page = client.get("/mine")
    assert page.status_code == 200
    assert 'href="/mine" aria-current="page"' in page.text
    assert client.get("/mine", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert 'href="/mine"' in client.get("/").text
    assert client.get("/together").status_code == 200


def test_cards_come_in_the_order_of_their_ids_with_four_buttons(client):
    answer = client.post("/movies/cards", json={"ids": ["up-2009", "no-such-film", "memento-2000"]})
    assert answer.status_code == 200
    assert answer.text.index('data-film="up-2009"') < answer.text.index('data-film="memento-2000"')
    assert answer.text.count("<article") == 2
    assert answer.text.count("data-action") == 8
    assert "no-such-film" not in answer.text
    assert client.post("/movies/cards", json={"ids": []}).text.count("<li>") == 0


@pytest.mark.parametrize("wrong", [{}, {"ids": "up-2009"}, {"ids": ["a"] * 101}, {"ids": ["a" * 81]}, {"ids": [7]}])
def test_other_bodies_are_refused_with_one_sentence(client, wrong):
    assert_error_shape(client.post("/movies/cards", json=wrong), "bad_parameter", 400)


def test_the_titles_are_small_complete_and_sent_once(client, recommender):
    answer = client.get("/movies/titles.json", headers={"Accept-Encoding": "br"})
    assert answer.content_length < 250_000
    films = json.loads(client.get("/movies/titles.json").data)["films"]
    assert {film[0] for film in films} == set(recommender.catalog.ids)
    assert ["up-2009", "Up", 2009] in films
    assert ["amelie-2001", "Amélie", 2001, "Le Fabuleux Destin d'Amélie Poulain"] in films
    again = client.get("/movies/titles.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
