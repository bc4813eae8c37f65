"""The API: shapes, parameters and the description."""

import json
import re
from html import unescape
from typing import get_args

import pytest

from moviefy.capture.image_formats import MEDIA_TYPES
from moviefy.config import MEGABYTE
from moviefy.expression.scores import LABELS, MOODS, MoodName
from moviefy.expression.words import LOOKS
from moviefy.movies.catalog.check import FIRST_YEAR, LAST_YEAR
from moviefy.movies.recommend.goals import GOALS
from moviefy.movies.recommend.request import MAX_FACES, MAX_IDS, MAX_LIMIT, MAX_MINUTES, MAX_SEED
from moviefy.web.api.batch import MAX_IMAGES
from moviefy.web.api.openapi import UPLOADS
from moviefy.web.guards.uploads import safe_name
from moviefy.web.parameters import MAX_GENRE, ExpressionName, GoalName
from tests.web.helpers import assert_error_shape

SIMILAR = "/api/v1/movies/{film_id}/similar"
READING = {"source", "width", "height", "turned", "faces", "mood", "said", "movies"}
MOVIE = {"id", "title", "year", "genres", "runtime_minutes", "rating", "votes", "mood", "mood_scores", "why"}


def test_analyze_answers_the_reading_with_films(client, post_image, jpeg):
    answer = post_image(client, jpeg)
    assert answer.status_code == 200
    assert set(answer.json) == READING
    assert (answer.json["source"], answer.json["width"], answer.json["height"]) == ("photo.jpg", 320, 240)
    assert answer.json["mood"]["label"] == "happy"
    assert answer.json["faces"][0]["expressions"]["happy"] == pytest.approx(0.82, abs=0.001)
    assert len(answer.json["movies"]) == 12
    assert all(set(movie) >= MOVIE and movie["mood"] == "happy" for movie in answer.json["movies"])


def test_the_body_may_be_the_image(client, post_image, jpeg):
    form, body = post_image(client, jpeg, query_string={"seed": 3}), None
    for kind in ("image/jpeg", "application/octet-stream", "application/x-www-form-urlencoded", None):
        body = client.post("/api/v1/analyze", data=jpeg, content_type=kind, query_string={"seed": 3})
        assert body.status_code == 200
        assert body.json["source"] is None
        assert {**body.json, "source": "photo.jpg"} == form.json


def test_goal_limit_and_seed_choose_the_films(client, post_image, jpeg):
    def titles(**query):
        return [m["id"] for m in post_image(client, jpeg, query_string=query).json["movies"]]

    assert titles(seed=5) == titles(seed=5)
    assert titles(seed=5) != titles(seed=6)
    assert titles(seed=5, limit=3) == titles(seed=5)[:3]
    assert titles(limit=0) == []


@pytest.mark.parametrize(
    ("label", "reason", "films"), [(None, "no_face", 0), ("neutral", "neutral", 12), ("surprise", "other", 12)]
)
def test_every_face_has_films_whatever_leads_it(client, post_image, jpeg, pipeline, label, reason, films):
    pipeline.label = label
    answer = post_image(client, jpeg).json
    assert len(answer["movies"]) == films
    assert answer["mood"]["label"] is None
    assert answer["mood"]["reason"] == reason


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "mood"),
        ("scores=1,2,3", "scores"),
        ("scores=1,0", "scores"),
        ("scores=a,b,c", "scores"),
        ("scores=0,0,0", "scores"),
        ("scores=nan,0,1", "scores"),
        ("scores=0.1,0.2,0.3&expression=bored", "expression"),
        ("mood=happy&audience=PG", "audience"),
        ("mood=happy&country=1", "country"),
    ],
)
def test_scores_that_do_not_fit_are_named(client, query, said):
    answer = client.get(f"/api/v1/movies?{query}")
    assert_error_shape(answer, "bad_parameter", 400)
    assert said in answer.json["error"]["message"]


def test_films_for_the_scores_of_a_reading(client):
    answer = client.get("/api/v1/movies?scores=0.05,0.6,0.2&expression=surprise&seed=4").json
    assert (len(answer["movies"]), answer["mood"], answer["seed"]) == (12, "sad", 4)
    assert {film["mood"] for film in answer["movies"]} <= {"sad", "angry"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nonsense=1", "nonsense"),
        ("goal=cheer", "goal"),
        ("limit=many", "limit"),
        ("limit=-1", "limit"),
        ("limit=101", "limit"),
        ("seed=1.5", "seed"),
        ("seed=1&seed=2", "seed"),
    ],
)
def test_a_wrong_parameter_of_analyze_is_named(client, post_image, jpeg, query, said):
    answer = post_image(client, jpeg, path=f"/api/v1/analyze?{query}")
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_parameter"
    assert said in answer.json["error"]["message"]


def test_movies_answers_the_documented_shape(client):
    answer = client.get("/api/v1/movies?mood=sad&limit=5&seed=11")
    assert answer.status_code == 200
    assert set(answer.json) >= {"movies", "mood", "goal", "seed", "total"}
    assert (answer.json["mood"], answer.json["goal"], answer.json["seed"]) == ("sad", "match", 11)
    assert len(answer.json["movies"]) == 5 < answer.json["total"]
    assert all(set(movie) >= MOVIE for movie in answer.json["movies"])


def test_movies_without_a_seed_says_which_it_took(client):
    first = client.get("/api/v1/movies?mood=happy").json
    again = client.get(f"/api/v1/movies?mood=happy&seed={first['seed']}").json
    assert again == first


def test_movies_can_be_narrowed(client):
    answer = client.get("/api/v1/movies?mood=happy&genre=Comedy&year_from=1990&year_to=1995&limit=50").json
    assert answer["movies"]
    assert all("Comedy" in m["genres"] and 1990 <= m["year"] <= 1995 for m in answer["movies"])


def test_excluded_films_do_not_come_back(client):
    first = [m["id"] for m in client.get("/api/v1/movies?mood=angry&seed=1&limit=3").json["movies"]]
    ids = ",".join(map(str, first))
    rest = [m["id"] for m in client.get(f"/api/v1/movies?mood=angry&seed=1&limit=100&exclude={ids}").json["movies"]]
    assert rest
    assert not set(first) & set(rest)


def ids_of(answer):
    return [movie["id"] for movie in answer.json["movies"]]


def test_the_same_question_as_a_body_has_the_same_answer(client):
    asked = {"mood": "sad", "goal": "lift", "seed": 3, "year_from": 1990, "breadth": 0.5}
    assert client.post("/api/v1/movies", json=asked).json == client.get("/api/v1/movies", query_string=asked).json


def test_a_body_may_name_ten_thousand_films(client, recommender):
    first = client.post("/api/v1/movies", json={"mood": "angry", "seed": 1})
    exclude = [*ids_of(first), *(f"gone-{i}" for i in range(10_000))]
    rest = client.post("/api/v1/movies", json={"mood": "angry", "seed": 1, "limit": 100, "exclude": exclude})
    assert rest.status_code == 200
    assert rest.json["total"] == first.json["total"] - 12
    assert not set(ids_of(first)) & set(ids_of(rest))


def test_likes_and_dislikes_re_rank_and_do_not_come_again(client):
    plain = client.post("/api/v1/movies", json={"mood": "happy", "seed": 1, "limit": 50})
    one, other = ids_of(plain)[:2]
    taste = {"mood": "happy", "seed": 1, "limit": 50, "liked": [one], "disliked": [other]}
    ranked = client.post("/api/v1/movies", json=taste)
    assert not {one, other} & set(ids_of(ranked))
    assert ids_of(ranked) != ids_of(plain)[2:] + ids_of(ranked)[-2:]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"json": ["happy"]}, "JSON object"),
        ({"json": None}, "JSON object"),
        ({"data": b"{", "content_type": "application/json"}, "JSON object"),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, "JSON object"),
        ({"data": b"mood=happy"}, "JSON object"),
        ({"json": {}}, "mood"),
        ({"json": {"mood": "happy", "colour": "blue"}}, "colour"),
        ({"json": {"mood": "happy", "exclude": [7]}}, "exclude"),
        ({"json": {"mood": "happy", "exclude": ["<script>"]}}, "exclude"),
        ({"json": {"mood": "happy", "exclude": ["a"] * 20_001}}, "exclude"),
        ({"json": {"mood": "happy", "group": ["glad"]}}, "group"),
        ({"json": {"mood": "happy", "group": ["sad"] * 51}}, "group"),
    ],
)
def test_a_body_that_cannot_be_used_is_named(client, sent, said):
    answer = client.post("/api/v1/movies", **sent)
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_parameter"
    assert said in answer.json["error"]["message"]


def test_a_body_from_another_site_is_refused(client):
    answer = client.post("/api/v1/movies", json={"mood": "happy"}, headers={"Origin": "https://example.org"})
    assert answer.status_code == 403


def test_a_group_has_films_for_everybody(client):
    alone = client.get("/api/v1/movies?mood=happy&seed=1&limit=100")
    joined = client.get("/api/v1/movies?mood=happy&group=sad,sad&seed=1&limit=100")
    repeated = client.get("/api/v1/movies?mood=happy&group=sad&group=&group=sad&seed=1&limit=100")
    assert joined.json == repeated.json
    assert ids_of(joined) != ids_of(alone)
    mean_sad = [sum(m["mood_scores"]["sad"] for m in one.json["movies"]) for one in (alone, joined)]
    assert mean_sad[1] > mean_sad[0]


def test_the_faces_of_one_picture_are_a_group(client, post_image, jpeg, pipeline):
    pipeline.faces = 3
    answer = post_image(client, jpeg, query_string={"seed": 4})
    group = client.get("/api/v1/movies?mood=happy&group=happy,happy&seed=4")
    assert [movie["id"] for movie in answer.json["movies"]] == ids_of(group)


def test_films_like_one_can_be_asked_for(client):
    answer = client.get("/api/v1/movies/a-trip-to-the-moon-1902/similar?limit=5")
    assert len(ids_of(answer)) == 5
    assert "a-trip-to-the-moon-1902" not in ids_of(answer)
    first = ids_of(answer)[0]
    assert first not in ids_of(client.get(f"/api/v1/movies/a-trip-to-the-moon-1902/similar?limit=5&exclude={first}"))
    assert client.get("/api/v1/movies/nobody/similar").status_code == 404
    assert client.get("/api/v1/movies/a-trip-to-the-moon-1902/similar?limit=0").status_code == 400


def test_offset_goes_on_without_repeats(client):
    pages = [client.get(f"/api/v1/movies?mood=happy&seed=2&limit=10&offset={n}").json["movies"] for n in (0, 10, 20)]
    ids = [movie["id"] for page in pages for movie in page]
    assert len(ids) == len(set(ids)) == 30


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "mood"),
        ("mood=glad", "mood"),
        ("mood=happy&colour=blue", "colour"),
        ("mood=happy&goal=x", "goal"),
        ("mood=happy&year_from=20O4", "year_from"),
        ("mood=happy&year_from=2010&year_to=2000", "year"),
        ("mood=happy&limit=0", "limit"),
        ("mood=happy&genre=Cooking", "genre"),
        ("mood=happy&offset=-1", "offset"),
        ("mood=happy&seed=999999999999999999999999", "seed"),
    ],
)
def test_a_wrong_parameter_of_movies_is_named(client, query, said):
    answer = client.get(f"/api/v1/movies?{query}")
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_parameter"
    assert said in answer.json["error"]["message"].lower()


def test_the_description_is_openapi_3_1_of_the_real_endpoints(client):
    spec = client.get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    assert set(spec["paths"]) == {
        "/api/v1/analyze",
        "/api/v1/analyze/batch",
        "/api/v1/movies",
        "/api/v1/search",
        SIMILAR,
    }
    assert set(spec["paths"]["/api/v1/movies"]) == {"get", "post"}
    body = spec["paths"]["/api/v1/analyze"]["post"]["requestBody"]["content"]
    assert {"multipart/form-data", "image/jpeg"} <= set(body)
    names = {p["name"] for p in spec["paths"]["/api/v1/movies"]["get"]["parameters"]}
    assert {"mood", "goal", "genre", "year_from", "year_to", "seed", "limit", "exclude"} <= names


def test_the_description_shows_the_limits_that_the_code_checks(build):
    client = build(max_upload_bytes=3 * MEGABYTE, max_pixels=5_000_000).test_client()
    spec = client.get("/api/v1/openapi.json").json
    limits = {p["name"]: p["schema"] for p in spec["paths"]["/api/v1/movies"]["get"]["parameters"]}
    assert (limits["limit"]["minimum"], limits["limit"]["maximum"]) == (1, MAX_LIMIT)
    for name, low, high in [
        ("seed", 0, MAX_SEED),
        ("year_from", FIRST_YEAR, LAST_YEAR),
        ("runtime_to", 0, MAX_MINUTES),
    ]:
        number = next(part for part in limits[name]["anyOf"] if part["type"] == "integer")
        assert (number["minimum"], number["maximum"]) == (low, high)
        assert client.get(f"/api/v1/movies?mood=sad&{name}={high + 1}").json["error"]["code"] == "bad_parameter"
    assert next(part for part in limits["genre"]["anyOf"] if part["type"] == "string")["maxLength"] == MAX_GENRE
    single, batch = (spec["paths"][path]["post"]["requestBody"] for path in UPLOADS)
    assert (
        single["description"] == batch["description"] == "At most 3 MB in all, and 5 million pixels for each picture."
    )
    assert {kind for kind in single["content"] if kind.startswith("image/")} == set(MEDIA_TYPES.values())
    assert single["content"]["image/png"]["schema"]["maxLength"] == 3 * MEGABYTE
    assert spec["components"]["schemas"]["ImagesForm"]["properties"]["image"]["maxItems"] == MAX_IMAGES
    body = spec["components"]["schemas"]["MoviesBody"]["properties"]
    assert (body["exclude"]["type"], body["exclude"]["maxItems"]) == ("array", MAX_IDS)
    assert (limits["exclude"]["type"], body["group"]["maxItems"]) == ("string", MAX_FACES)


def test_goals_and_moods_are_the_same_everywhere(client):
    spec = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    assert get_args(GoalName) == GOALS
    assert get_args(MoodName) == MOODS
    assert get_args(ExpressionName) == LABELS
    assert set(spec["Expressions"]["properties"]) == set(LABELS)
    assert spec["MoodAnswer"]["properties"]["scores"]["required"] == list(MOODS)
    page = client.get("/live").text
    assert f'data-moods="{" ".join(MOODS)}"' in page
    assert json.loads(unescape(re.search(r'data-looks="([^"]+)"', page)[1])) == LOOKS


def test_too_many_ids_and_too_long_a_genre_are_said(client):
    films = client.post("/api/v1/movies", json={"mood": "sad", "exclude": ["x"] * (MAX_IDS + 1)})
    assert_error_shape(films, "bad_parameter", 400)
    assert str(MAX_IDS) in films.json["error"]["message"]
    long = client.get(f"/api/v1/movies?mood=sad&genre={'x' * (MAX_GENRE + 1)}")
    assert_error_shape(long, "bad_parameter", 400)
    assert str(MAX_GENRE) in long.json["error"]["message"]


def test_every_reference_of_the_description_leads_somewhere(client):
    spec = client.get("/api/v1/openapi.json").json

    def references(node):
        if isinstance(node, dict):
            yield from [node["$ref"]] if "$ref" in node else []
            yield from (r for value in node.values() for r in references(value))
        elif isinstance(node, list):
            yield from (r for value in node for r in references(value))

    named = {f"#/components/schemas/{name}" for name in spec["components"]["schemas"]}
    assert set(references(spec)) <= named


def test_answers_fit_the_description(client, post_image, jpeg):
    from moviefy.web.api.openapi import AnalyzeAnswer, MoviesAnswer

    reading = post_image(client, jpeg).json
    assert AnalyzeAnswer.model_validate(reading).model_dump()["mood"] == reading["mood"]
    films = client.get("/api/v1/movies?mood=sad").json
    assert MoviesAnswer.model_validate(films).total == films["total"]


@pytest.mark.parametrize("code", [400, 413, 415, 429, 503])
def test_the_description_has_the_errors(client, code):
    answers = client.get("/api/v1/openapi.json").json["paths"]["/api/v1/analyze"]["post"]["responses"]
    assert answers[str(code)]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorAnswer")


def test_the_docs_page_names_every_endpoint(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "/api/v1/analyze" in page.text
    assert "/api/v1/movies" in page.text


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("me.jpg", "me.jpg"),
        ("/etc/../passwd", "passwd"),
        ("C:\\photos\\me.jpg", "me.jpg"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("x" * 300, "x" * 100),
        ("", None),
        (None, None),
    ],
)
def test_a_client_s_file_name_is_cut_to_its_harmless_part(name, safe):
    assert safe_name(name) == safe


def test_films_are_found_by_words(client):
    answer = client.get("/api/v1/search?q=casablanka&limit=3")
    assert answer.status_code == 200
    assert [film["title"] for film in answer.json["movies"]][:1] == ["Casablanca"]
    assert client.get("/api/v1/search?q=zzzzqqqq").json == {"movies": []}


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%20", f"q={'x' * 101}", "q=a&limit=0", "q=a&limit=101", "q=a&nonsense=1"]
)
def test_a_search_that_cannot_be_is_refused(client, query):
    assert_error_shape(client.get(f"/api/v1/search?{query}"), "bad_parameter", 400)
